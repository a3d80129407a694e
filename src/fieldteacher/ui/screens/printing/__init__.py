"""The screen of printing: which forms, for whom, a look at them, and out."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.services.forms.offers import OFFERS
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import Command, Screen, ScreenView


def _build(ui: Ui) -> ScreenView:
    """The widget; its modules are loaded when it is first shown."""
    from fieldteacher.ui.screens.printing.screen import PrintingScreen

    return PrintingScreen(ui)


SCREEN = Screen(
    id="printing",
    title=Text("打印", "Print"),
    icon="printer",
    apart=True,
    build=_build,
    commands=(
        Command(Text("打印全部考核表", "Print all evaluation forms"), {"everybody": True}),
        Command(Text("打印空白考核表", "Print blank evaluation forms"), {"everybody": True, "blank": True}),
        *(
            Command(
                Text(f"打印{offer.label.zh}", f"Print: {offer.label.en}"),
                {"everybody": True, "form": offer.key},
            )
            for offer in OFFERS
        ),
    ),
)
