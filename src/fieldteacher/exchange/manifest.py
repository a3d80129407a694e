"""The manifest of a package as JSON (``manifest.json``): written and read, every part checked.

Names that are not known here are passed over: what a reader must understand, a newer format says by ``min_reader``.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fieldteacher.domain.exchange import OFFICE, TEACHER, Enrolment, Manifest, Station
from fieldteacher.exchange import strict
from fieldteacher.exchange.keys import is_age_key
from fieldteacher.exchange.strict import Wrong

FORMAT = 1
"""The version of the format that this program writes, and the highest it reads."""

LARGEST = 8 * 2**20
"""Bytes of the longest manifest: 100,000 dossiers."""
LARGEST_ENROLMENT = 2 * 2**10
_MOST_DOSSIERS = 200_000
_MOST_HASHES = 1_000_000
_MOST_STATIONS = 20_000
_MOST_LISTS = 100_000
"""Lists and objects in one manifest; each costs memory before it can be looked at."""


class Newer(Exception):
    """The package asks for a newer reader."""


@dataclass(frozen=True, slots=True)
class Members:
    """What stands in the package beside the manifest: of the changes their size and SHA-256, of each file its size."""

    changes_size: int
    changes_sha256: str
    files: Mapping[str, int]


def written(manifest: Manifest, members: Members) -> bytes:
    """The manifest's bytes."""
    content = dataclasses.asdict(manifest)
    content["have"] = dict(sorted(manifest.have.items()))  # ids made at one time begin alike, and pack better
    content["sender"] = station_written(manifest.sender)
    content["stations"] = [station_written(station) for station in manifest.stations]
    content["members"] = {
        "changes": {"size": members.changes_size, "sha256": members.changes_sha256}, "files": dict(members.files),
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def read(data: bytes) -> tuple[Manifest, Members]:
    """The manifest in ``data``, and what stands beside it. Raises ``Wrong`` and ``Newer``."""
    try:
        return _read(data)
    except Wrong as wrong:
        raise Wrong(f"manifest.json: {wrong}") from wrong


def _read(data: bytes) -> tuple[Manifest, Members]:
    if data.count(b"[") + data.count(b"{") > _MOST_LISTS:
        raise Wrong("too many parts")
    content = strict.object_of(strict.parsed(data), "the manifest")
    version = strict.integer(content.get("format"), "the format", 1)
    if strict.integer(content.get("min_reader"), "min_reader", 1, version) > FORMAT:
        raise Newer
    strict.has(content, _NAMES)
    stations = strict.items_of(content["stations"], "the list of stations", _MOST_STATIONS)
    manifest = Manifest(
        package=strict.token(content["package"], "the package's id"),
        format=version,
        min_reader=content["min_reader"],
        sender=station_read(content["sender"]),
        recipient=strict.hexadecimal(content["recipient"], "the recipient", 64),
        college=strict.hexadecimal(content["college"], "the college", 64),
        serial=strict.integer(content["serial"], "the serial number"),
        created_ms=strict.integer(content["created_ms"], "the time of making", -strict.LARGEST_INTEGER),
        schema=strict.token(content["schema"], "the schema"),
        have=_digests(content["have"]),
        based_on=_based_on(content["based_on"]),
        have_not=_dossiers(content["have_not"]),
        have_check=strict.words(content["have_check"], "the check digits", 16),
        files_not=_hashes(content["files_not"], "a file not held", 16),
        have_files=_hashes(content["have_files"], "a file held", 16),
        want_files=_hashes(content["want_files"], "a file wanted", 64),
        partly=strict.integer(content["partly"], "how many dossiers come in part", 0, _MOST_DOSSIERS),
        released=_dossiers(content["released"]),
        stations=tuple(station_read(station) for station in stations),
        counts=_counts(content["counts"]),
    )
    return manifest, _members(content["members"])


_NAMES = frozenset(field.name for field in dataclasses.fields(Manifest)) | {"members"}


def _based_on(value: object) -> tuple[str, int] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2:
        raise Wrong("what it is based on is neither null nor a device and a serial number")
    device, serial = value
    return strict.token(device, "the device it is based on"), strict.integer(
        serial, "the package it is based on", 1
    )


def _digests(value: object) -> dict[str, str]:
    found = strict.object_of(value, "the digests")
    if len(found) > _MOST_DOSSIERS:
        raise Wrong("too many digests")
    return {
        strict.token(dossier, "a dossier"): strict.hexadecimal(digest, "a digest", 16)
        for dossier, digest in found.items()
    }


def _dossiers(value: object) -> tuple[str, ...]:
    found = strict.items_of(value, "a list of dossiers", _MOST_DOSSIERS)
    return tuple(strict.token(dossier, "a dossier") for dossier in found)


def _hashes(value: object, what: str, digits: int) -> tuple[str, ...]:
    found = strict.items_of(value, f"the list with {what}", _MOST_HASHES)
    return tuple(strict.hexadecimal(each, what, digits) for each in found)


def _counts(value: object) -> dict[str, int]:
    found = strict.object_of(value, "the counts")
    if len(found) > 20:
        raise Wrong("too many counts")
    return {strict.name(name, "a count"): strict.integer(count, "a count") for name, count in found.items()}


def _members(value: object) -> Members:
    found = strict.object_of(value, "the members")
    strict.only(found, ("changes", "files"))
    changes = strict.object_of(found["changes"], "the changes")
    strict.only(changes, ("size", "sha256"))
    files = strict.object_of(found["files"], "the files")
    return Members(
        strict.integer(changes["size"], "the size of the changes"),
        strict.hexadecimal(changes["sha256"], "the hash of the changes", 64),
        {
            strict.hexadecimal(sha256, "the hash of a file", 64): strict.integer(size, "the size of a file")
            for sha256, size in files.items()
        },
    )


# -- stations --------------------------------------------------------------------------------


def station_written(station: Station) -> dict[str, Any]:
    """A station as a JSON object."""
    return dataclasses.asdict(station)


_STATION = frozenset(field.name for field in dataclasses.fields(Station))


def station_read(value: object) -> Station:
    """The station in a JSON object. Raises ``Wrong``."""
    content = strict.object_of(value, "a station")
    strict.has(content, _STATION)
    age_key, teacher, revoked = (
        strict.token(content["age_key"], "an age key"),
        content["teacher"],
        content["revoked_ms"],
    )
    if not is_age_key(age_key):
        raise Wrong("an age key that is none")
    covers = strict.items_of(content["covers"], "the teachers covered", _MOST_STATIONS)
    return Station(
        sign_key=strict.hexadecimal(content["sign_key"], "a signing key", 64),
        age_key=age_key,
        device=strict.token(content["device"], "a device"),
        label=strict.words(content["label"], "a station's name"),
        role=strict.one_of(content["role"], "a station's role", (OFFICE, TEACHER)),
        teacher=None if teacher is None else strict.token(teacher, "a teacher"),
        covers=tuple(strict.token(each, "a teacher covered") for each in covers),
        revoked_ms=None if revoked is None else strict.integer(revoked, "when it was switched off"),
    )


# -- enrolments ------------------------------------------------------------------------------


def enrolment_written(enrolment: Enrolment | None) -> bytes:
    """An enrolment's bytes; none where there is none. ``ValueError`` where they are too many."""
    if enrolment is None:
        return b""
    content = {
        "invite": enrolment.invite, "station": station_written(enrolment.station), "proof": enrolment.proof,
    }  # fmt: skip
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    if len(data) > LARGEST_ENROLMENT:
        raise ValueError("an enrolment is longer than it may be")
    return data


def enrolment_read(data: bytes) -> Enrolment:
    """The enrolment in ``data``. Raises ``Wrong``."""
    content = strict.object_of(strict.parsed(data), "the enrolment")
    strict.only(content, ("invite", "station", "proof"))
    return Enrolment(
        invite=strict.token(content["invite"], "the invitation"),
        station=station_read(content["station"]),
        proof=strict.hexadecimal(content["proof"], "the proof", 64),
    )
