"""Showing a record wherever it can be seen: on the screen of its type, else with the record it belongs to."""

from __future__ import annotations

from fieldteacher.ui.context import Ui

_ICONS = {
    "student": "user", "enterprise": "building-2", "contact": "phone", "teacher": "user", "briefing": "chart-column",
    "visit": "footprints", "talk": "message-circle", "promise": "flag", "incident": "triangle-alert",
    "absence": "clock", "journal": "file-text", "evaluation": "clipboard-check", "paper": "file-check",
    "placement": "briefcase", "intention": "heart-handshake", "practice_entry": "briefcase", "daily_check": "list-checks",
    "notification": "phone", "education": "users", "attachment": "image", "issued_form": "printer", "waiver": "shield-check",
    "batch": "calendar",
}  # fmt: skip


def icon_of(kind: str) -> str:
    """The icon that stands for a record of a type."""
    return _ICONS.get(kind, "file-text")


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
