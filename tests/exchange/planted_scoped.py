"""Bugs planted in who holds what and who is told what, to see that the scoped histories find them (``searching``)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.exchange.planted import Plant

from fieldteacher.services import packing
from fieldteacher.services.lease import Lease
from fieldteacher.services.scope import Scopes
from fieldteacher.store import holdings, peers

PLANTS: dict[str, Plant] = {}


def planted(plant: Plant) -> Plant:
    """Enter a bug in the list under its function's name."""
    PLANTS[plant.__name__] = plant
    return plant


@planted
def what_was_sent_counts_as_received(patch: pytest.MonkeyPatch) -> None:
    """Lost packages are never made good."""
    real = peers.note_sent
    told: dict[str, Any] = {}
    manifest = packing.Packing._manifest

    def keep(self: Any, *given: Any) -> Any:
        made = manifest(self, *given)
        told[made.package] = made
        return made

    def note(txn: Any, sent: Any) -> None:
        import json

        real(txn, sent)
        txn.run("UPDATE peer SET have = ? WHERE n = ?", (json.dumps(dict(told[sent.id].have)), sent.peer))

    patch.setattr(packing.Packing, "_manifest", keep)
    patch.setattr(peers, "note_sent", note)


@planted
def everybody_gets_everything(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Scopes, "of", lambda self, station, has=(): self._held)


@planted
def a_late_package_brings_back_what_was_taken_away(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(holdings, "taken_away", lambda reader: set())


@planted
def the_former_owner_is_not_told(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(packing, "_released", lambda *_: {})


@planted
def the_office_confirms_what_it_never_got(patch: pytest.MonkeyPatch) -> None:
    def released(txn: Any, own: Any, peer: Any, scope: Any) -> dict[str, str]:
        return {id: digest for id, digest in peer.have.items() if id not in scope}

    patch.setattr(packing, "_released", released)


@planted
def a_copied_store_is_not_noticed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Lease, "hold", lambda self: False)
    patch.setattr(Lease, "take", lambda self: False)


@planted
def a_student_stays_with_every_teacher_who_ever_had_one(patch: pytest.MonkeyPatch) -> None:
    real = Scopes.of

    def of(self: Any, station: Any, has: Any = ()) -> Any:
        return real(self, station, has) | (frozenset(has) & self._held)

    patch.setattr(Scopes, "of", of)
