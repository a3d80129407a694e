"""Folders that a store should not lie in.

A store in WAL mode may be opened from one machine only (sqlite.org/wal.html), so a network folder is
refused. A program that keeps a folder the same on several machines copies the store's files one by one
while they change; such folders are warned of.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.domain.text import Text

# Parts of folder names by which the usual programs for synchronised folders are known.
_SYNCED = (
    "onedrive", "dropbox", "nextcloud", "owncloud", "nutstore", "坚果云", "我的坚果云", "baidusyncdisk", "baidunetdiskworkspace",
    "百度网盘", "google drive", "icloud", "mobile documents", "wps云盘", "wpsdrive", "阿里云盘", "腾讯微云", "syncthing",
)  # fmt: skip
# What some of them leave in the folder that they keep the same.
_MARKS = (".stfolder", ".sync", ".dropbox", ".owncloudsync.log", ".nextcloudsync.log")


def refuse_network(folder: PurePath) -> None:
    """Raise ``StoreUnavailable`` for a folder of another machine (``\\\\\\\\server\\\\share``)."""
    if folder.drive.startswith("\\\\"):
        raise StoreUnavailable(
            "network_folder",
            Text(
                "{f} 在网络上，数据要放在本机的文件夹里。",
                "{f} is on the network; the store must lie in a folder of this computer.",
            ).fill(f=folder),
        )


def doubt(folder: Path) -> Text | None:
    """Why a store had better lie elsewhere; ``None`` where nothing speaks against the folder."""
    path = folder.absolute()
    synced = next((part for part in path.parts if any(name in part.lower() for name in _SYNCED)), None)
    if synced is None:
        marked = (above for above in (path, *path.parents) if any((above / mark).exists() for mark in _MARKS))
        synced = next((above.name for above in marked), None)
    if synced is None:
        return None
    return Text(
        "数据放在同步文件夹“{name}”里：同步软件可能弄坏数据，请换一个只在本机的文件夹，备份可以放在同步文件夹里。",
        "The store lies in the synchronised folder “{name}”: synchronising may damage it. Use a folder of this computer "
        "alone; backups may go to a synchronised one.",
    ).fill(name=synced)
