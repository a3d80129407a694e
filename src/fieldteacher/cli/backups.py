"""``backup create``, ``backup list`` and ``backup restore``."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply
from fieldteacher.domain.text import Text
from fieldteacher.services.backups import Backup

_MISSING = Text(
    "{n} 个照片或文件不在备份旁边的 .ftfiles 文件里，只恢复了它们的记录。",
    "{n} photos or files are in none of the .ftfiles beside the backup; only their records were restored.",
)


def add_to(commands: Commands) -> None:
    """Add the commands."""
    noun = commands.noun("backup", Text("备份与恢复", "backups"))
    create = noun.add("create", Text("立即备份", "make a backup now"), create_backup)
    create.add_argument("folder", nargs="?", type=Path, metavar="DIR")
    noun.add("list", Text("已有的备份", "the backups there are"), list_backups)
    restore = noun.add(
        "restore", Text("恢复到新文件夹", "restore a backup into a new folder"), restore_backup
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--into", type=Path, required=True, metavar="PATH")


def create_backup(context: Context, options: Namespace) -> Reply:
    """Make a backup now."""
    folder = options.folder.expanduser().absolute() if options.folder else None
    backup = context.services().backups.create(folder)
    return Reply({"ok": True, **_shown(backup), "files_added": backup.files}, [str(backup.path)])


def list_backups(context: Context, options: Namespace) -> Reply:
    """The backups in the backup folder, newest first."""
    service = context.services().backups
    found = [_shown(backup) for backup in service.list()]
    lines = [f"{item['made_at']}  {item['bytes']}  {item['file']}" for item in found]
    return Reply({"ok": True, "folder": str(service.folder), "backups": found}, lines)


def restore_backup(context: Context, options: Namespace) -> Reply:
    """Restore a backup into a folder that holds no store."""
    # Restoring needs the key's library, which no other command has to wait for.
    from fieldteacher.services.access import AccessService

    into = options.into.expanduser().absolute()
    done = AccessService.restore(options.file, into, context.password() or "")
    shown = {"store": str(into), "device": done.device, "files": done.files, "missing_files": done.missing}
    notes = [context.say(_MISSING.fill(n=done.missing))] if done.missing else []
    status = WAITING if done.missing else DONE
    return Reply({"ok": not done.missing, **shown}, [str(into)], status, notes)


def _shown(backup: Backup) -> dict[str, object]:
    return {
        "file": str(backup.path),
        "bytes": backup.size,
        "made_at": backup.made_at.isoformat(timespec="seconds"),
    }
