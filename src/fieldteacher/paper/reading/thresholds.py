"""The numbers by which marks are judged (docs/paper.md, 4.4)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The numbers of the rules; darkness as in ``BoxInk``, lengths in mm.

    Most are shares of what the same sheet shows: marks are compared with their own sheet (decision 0091).
    """

    trace: float = 0.025
    """More than this is ink at all; at least five times the sheet's own noise."""
    faint: float = 0.06
    """Less than this is too faint to be sure; at least eight times the noise."""
    touch: float = 0.008
    touch_peak: float = 0.35
    """A second box with this little ink counts too, where that is as dark as this share of the mark."""
    covered: float = 0.22
    """A box whose paper is darker than this share of the well-lit paper is covered."""
    hidden: float = 0.28
    hidden_ring: float = 0.12
    """An empty box whose frame is seen no better, and is not hidden by a ring of ink, lies under something: a
    finger, another paper, correction fluid."""
    noisy: float = 0.03
    pale: float = 0.5
    """A mark as dark as this share of the sheet's other marks is theirs, however small."""
    rubbed: float = 0.35
    """A mark paler than this share of the others may be what a rubber left."""
    ring: float = 0.09
    ring_closed: float = 0.8
    ring_inside: float = 0.3
    """A ring that cuts into its box has no more than this inside."""
    ring_open: float = 0.25
    beside: float = 0.22
    beside_filled: float = 0.09
    """Ink around another box than the one marked; where that one is blacked out, so may be struck out, this little counts."""
    beside_around: float = 0.5
    red: float = 0.12
    red_mark: float = 0.1
    red_peak: float = 0.5
    """A mark under a seal must be stronger than what the best seal leaves in an empty box."""
    filled: float = 0.6
    """A box whose palest parts have this share of its darkest is blacked out, not ticked or crossed."""
    filled_inside: float = 0.4
    few: float = 0.35
    """Less than this share of a sheet's marks is not its manner."""
    least_marks: int = 4
    back: float = 5.2
    forth: float = 8.5
    """How far a stroke may reach from its box's centre, left and down, or right and up where ticks end: this where
    too few marks tell how far the sheet's usually go, …"""
    longer: float = 1.5
    further: float = 2.0
    further_back: float = 2.5
    """… else so many times as far (forth), and so much further, …"""
    least_back: float = 4.0
    least_forth: float = 4.2
    """… but always this far, …"""
    most_back: float = 7.0
    most_forth: float = 13.0
    """… and never further than this."""
    joined: float = 1.0
    alike: float = 0.7
    """Two boxes inked by one stroke have its ends at the same places, give or take ``joined``; it is two strokes that touch
    where it goes at least this share of what is usual beyond each outer side."""


DEFAULT = Thresholds()
