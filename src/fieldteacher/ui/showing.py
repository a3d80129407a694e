"""Showing a record wherever it can be seen: on the screen of its type, else with the record it belongs to."""

from __future__ import annotations

from fieldteacher.ui.context import Ui


def show_record(ui: Ui, kind: str, record: str) -> None:
    """Go to a record; one whose type has no screen is shown with its owner, such as a contact with the enterprise."""
    navigator = ui.navigator
    if kind in navigator.homes:
        navigator.show(kind, record)
        return
    homes, records = set(navigator.homes), ui.services.records

    def found(place: tuple[str, str] | None) -> None:
        if place is not None:
            navigator.show(*place)

    ui.runner.read(lambda: records.seen_with(kind, record, homes), found, owner=navigator)
