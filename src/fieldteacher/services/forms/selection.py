"""What is to be printed."""

from __future__ import annotations

from dataclasses import dataclass

from fieldteacher.services.forms.ordering import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSelection:
    """Everything, or what every given condition fits. ``ids`` are the records the forms are about;
    ``since`` and ``until`` are ISO days."""

    ids: tuple[str, ...] = ()
    students: tuple[str, ...] = ()
    enterprises: tuple[str, ...] = ()
    batch: str | None = None
    class_name: str | None = None
    since: str | None = None
    until: str | None = None
    order: Order = "enterprise"
    """Of forms that are about students."""
    stage: str = "final"
    scheme: str | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing narrows it."""
        return not (
            self.ids or self.students or self.enterprises or self.batch or self.class_name or self.period
        )

    @property
    def of_people(self) -> bool:
        """Whether it asks for some of the students."""
        return bool(self.students or self.batch or self.class_name)

    @property
    def period(self) -> bool:
        """Whether it is narrowed to a period."""
        return bool(self.since or self.until)

    def in_period(self, day: str | None) -> bool:
        """Whether a day (or a moment) lies within the period."""
        when = (day or "")[:10]
        return (not self.since or when >= self.since) and (not self.until or when <= self.until)
