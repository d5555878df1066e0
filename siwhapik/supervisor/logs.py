"""Each child writes to a file of its own in DATA_DIR/logs, so that no reader can block it.

No fault of a log (disk full, folder gone, file system read-only) stops a child or the supervisor.
"""

import contextlib
import os
import shutil
from pathlib import Path
from typing import BinaryIO

ROTATE_BYTES = 20 * 1024 * 1024


class LogFile:
    """The log of one child: opens it, shortens it when it has grown, shows its end after a crash."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._shown = self._size()

    def open(self) -> BinaryIO:
        """For a child's stdout and stderr; appending, so that truncating it is safe.

        Where the file cannot be opened, the child runs and its output is lost.
        """
        try:
            number = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError:
            number = os.open(os.devnull, os.O_WRONLY)
        return os.fdopen(number, "wb")

    def rotate(self) -> None:
        """Copy the file to an older part and truncate it (the child holds it open).

        On a full disk this deletes the older part, which makes room.
        """
        if self._size() < ROTATE_BYTES:
            return
        older = self.path.with_suffix(".log.1")
        try:
            shutil.copyfile(self.path, older)
        except OSError:
            with contextlib.suppress(OSError):
                older.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            os.truncate(self.path, 0)
            self._shown = 0

    def last_lines(self, count: int) -> list[str]:
        """The end of the log, for a message about a crash; nothing when it cannot be read."""
        return self._text(max(0, self._size() - 8192), limit=8192)[0].splitlines()[-count:]

    def new_lines(self) -> list[str]:
        """Whole lines written since the last call."""
        text, length = self._text(self._shown, limit=1024 * 1024, whole=True)
        self._shown += length
        return text.splitlines()

    def _size(self) -> int:
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def _text(self, start: int, *, limit: int, whole: bool = False) -> tuple[str, int]:
        """The text from `start` on (with `whole`, up to the last line end), and its length in bytes."""
        if self._size() <= start:
            return "", 0
        try:
            with self.path.open("rb") as file:
                file.seek(start)
                found = file.read(limit)
        except OSError:
            return "", 0
        if whole:
            found = found[: found.rfind(b"\n") + 1]
        return found.decode(errors="replace"), len(found)
