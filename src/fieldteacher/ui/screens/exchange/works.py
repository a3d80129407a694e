"""The long work of the screen: what runs on the work thread, tells how far it is and can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import Cancelled
from fieldteacher.ui.tasks import IsCancelled, Progress

if TYPE_CHECKING:
    from fieldteacher.services.app import Services
    from fieldteacher.services.packing import Exported
    from fieldteacher.services.shared_folder import Outcome
    from fieldteacher.services.synchronisation import Preview, Taken


def _teller(progress: Progress, cancelled: IsCancelled) -> Callable[[int, int], None]:
    """What tells the window how far a verb is, and stops the verb where the person wants that."""

    def told(done: int, of: int) -> None:
        if cancelled():
            raise Cancelled
        progress(done, of)

    return told


def writing(
    services: Services, folder: Path, to: Collection[str], photos: int | None
) -> Callable[[Progress, IsCancelled], list[Exported]]:
    """Packages for the stations with these signing keys; ``photos`` in megabytes for each."""
    write = services.exchange.shared_folder.write_all
    return lambda progress, cancelled: write(
        folder, only=to, photos=photos, told=_teller(progress, cancelled)
    )


def previewing(services: Services, file: Path, lines: int) -> Callable[[Progress, IsCancelled], Preview]:
    """What a package would do, with so many lines by name."""
    preview = services.exchange.synchronisation.preview
    return lambda progress, cancelled: preview(file, told=_teller(progress, cancelled), lines=lines)


def taking(
    services: Services, file: Path, accept: bool, shared: Path | None
) -> Callable[[Progress, IsCancelled], Taken]:
    """Take a package in; one that lies in the ``shared`` folder is not offered again."""

    def work(progress: Progress, cancelled: IsCancelled) -> Taken:
        told = _teller(progress, cancelled)
        taken = services.exchange.synchronisation.take_in(file, accept_deletions=accept, told=told, lines=0)
        if file.parent == shared:
            services.exchange.shared_folder.note_taken(file)
        return taken

    return work


def taking_all(services: Services, folder: Path) -> Callable[[Progress, IsCancelled], list[Outcome]]:
    """Take in all packages of a folder; where it is stopped, those that were taken in stay."""
    take = services.exchange.shared_folder.take_in_all
    return lambda progress, cancelled: take(folder, told=_teller(progress, cancelled))


def joining(services: Services, file: Path, code: str) -> Callable[[Progress, IsCancelled], ChangeSet]:
    """Join the exchange of the office that wrote an invitation."""
    join = services.exchange.inviting.join
    return lambda progress, cancelled: join(file, code, told=_teller(progress, cancelled))
