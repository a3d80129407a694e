"""What a package says its sender holds, in few words: only what differs from what its recipient said last.

Both know that: the recipient keeps what it said in the packages it wrote, and the sender says which of them it read. A
teacher's hundreds of dossiers would else be told with every package, of which most weeks touch a few.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fieldteacher.domain.exchange import Manifest


@dataclass(frozen=True, slots=True)
class Claims:
    """The digest of each dossier that a station said it holds, and the files, as in a manifest."""

    have: Mapping[str, str]
    files: Collection[str]


def shortened(
    manifest: Manifest, base: Claims, based_on: tuple[str, int], grown: Collection[str] = ()
) -> Manifest:
    """The manifest with ``have`` and ``have_files`` told by how they differ from ``base``, which the recipient said itself
    in its package ``based_on`` (device and serial number).

    The digests of dossiers in ``base`` that have ``grown`` by just the changes in the package are left out too: who reads
    those can add them up.
    """
    return dataclasses.replace(
        manifest,
        based_on=based_on,
        have={
            id: digest
            for id, digest in manifest.have.items()
            if base.have.get(id) != digest and id not in grown
        },
        have_not=tuple(sorted(base.have.keys() - manifest.have.keys())),
        have_files=tuple(sorted(set(manifest.have_files) - set(base.files))),
        files_not=tuple(sorted(set(base.files) - set(manifest.have_files))),
        have_check=check_of(manifest.have),
    )


def filled(
    manifest: Manifest, base: Claims | None, grown: Mapping[str, str] = MappingProxyType({})
) -> Manifest | None:
    """Such a manifest with ``have`` and ``have_files`` in full; ``None`` where ``base`` is not what it was based on.

    ``grown`` has the digests in ``base`` of dossiers that come in part, after the changes that come.
    """
    if base is None:
        return None
    without, files_without = set(manifest.have_not), set(manifest.files_not)
    have = {id: digest for id, digest in (dict(base.have) | dict(grown)).items() if id not in without}
    have |= manifest.have
    if check_of(have) != manifest.have_check:
        return None
    files = (set(base.files) - files_without) | set(manifest.have_files)
    return dataclasses.replace(manifest, have=have, have_files=tuple(sorted(files)))


def check_of(have: Mapping[str, str]) -> str:
    """16 hexadecimal digits by which a ``have`` that was put together again is compared."""
    digest = hashlib.sha256()
    for id, of_it in sorted(have.items()):
        digest.update(f"{id}\0{of_it}\n".encode())
    return digest.hexdigest()[:16]
