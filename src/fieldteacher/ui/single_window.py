"""One window a store: a second start raises the first window instead."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QLockFile

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LOCK = "window.lock"
_WAIT_MS = 3000
_LONGEST = 2**16
"""Bytes of the longest path."""


class Guard:
    """Held by the window of one store.

    The lock is taken at the start because it costs nothing; the server that a second start speaks to
    needs QtNetwork, so it begins to listen only once the window is shown.
    """

    def __init__(self, store: Path) -> None:
        self._lock = QLockFile(str(store / _LOCK))
        self._lock.setStaleLockTime(0)
        self._name = "fieldteacher-" + _digest(str(store.resolve()))
        self._server: QLocalServer | None = None

    def take(self) -> bool:
        """Whether this is the first window; also where the folder does not let a lock be made."""
        if not Path(self._lock.fileName()).parent.is_dir() or self._lock.tryLock(0):
            return True
        return self._lock.error() != QLockFile.LockError.LockFailedError

    def listen(self, asked: Callable[[Path | None], None]) -> None:
        """Call ``asked`` whenever a second start wants the window to come forward, and show a file."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer()
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name)

        def answer() -> None:
            while (caller := server.nextPendingConnection()) is not None:
                _hear(caller, asked)

        server.newConnection.connect(answer)
        server.listen(self._name)
        self._server = server

    def raise_first(self, file: Path | None = None) -> bool:
        """Ask the first window to come forward, and to show ``file``; ``False`` where nobody answers."""
        from PySide6.QtNetwork import QLocalSocket

        caller = QLocalSocket()
        caller.connectToServer(self._name)
        if not caller.waitForConnected(_WAIT_MS):
            return False
        if file is not None:
            caller.write(os.fsencode(file))
        caller.disconnectFromServer()  # sends what is still to be sent
        return caller.state() == QLocalSocket.LocalSocketState.UnconnectedState or caller.waitForDisconnected(
            _WAIT_MS
        )

    def release(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()


def _hear(caller: QLocalSocket, asked: Callable[[Path | None], None]) -> None:
    """Call ``asked`` when a second start has said all it has to say: nothing, or the path of a file."""
    said = bytearray()

    def listen() -> None:
        more = bytes(caller.readAll().data())
        said.extend(more[: _LONGEST + 1 - len(said)])

    def end() -> None:
        listen()
        caller.deleteLater()
        asked(Path(os.fsdecode(bytes(said))) if 0 < len(said) <= _LONGEST else None)

    caller.readyRead.connect(listen)
    caller.disconnected.connect(end)
    if caller.state() == type(caller).LocalSocketState.UnconnectedState:
        end()


def _digest(path: str) -> str:
    """A short name for a path; Qt's own hash spares the start the loading of another."""
    digest = QCryptographicHash.hash(path.encode(), QCryptographicHash.Algorithm.Sha256)
    return bytes(digest.toHex().data()).decode("ascii")[:20]
