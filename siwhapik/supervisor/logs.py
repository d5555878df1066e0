"""Each child writes to a file of its own in DATA_DIR/logs; nothing blocks when nobody reads."""

import os
from pathlib import Path
from typing import BinaryIO

ROTATE_BYTES = 20 * 1024 * 1024


class LogFile:
    """The log of one child: opened for it, shortened when it has grown, shown when it crashed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._shown = path.stat().st_size if path.exists() else 0

    def open(self) -> BinaryIO:
        """For a child's stdout and stderr; appending, so that truncating it is safe."""
        return os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb")

    def rotate(self) -> None:
        """Keep one older part beside it: copied and cut, since the child holds it open."""
        if not self.path.exists() or self.path.stat().st_size < ROTATE_BYTES:
            return
        self.path.with_suffix(".log.1").write_bytes(self.path.read_bytes())
        os.truncate(self.path, 0)
        self._shown = 0

    def last_lines(self, count: int) -> list[str]:
        """The end of the log, for a message about a crash."""
        if not self.path.exists():
            return []
        with self.path.open("rb") as file:
            file.seek(max(0, self.path.stat().st_size - 8192))
            return file.read().decode(errors="replace").splitlines()[-count:]

    def new_lines(self) -> list[str]:
        """Whole lines written since the last call."""
        if not self.path.exists():
            return []
        with self.path.open("rb") as file:
            file.seek(self._shown)
            whole, newline, _ = file.read(1024 * 1024).rpartition(b"\n")
        self._shown += len(whole) + len(newline)
        return whole.decode(errors="replace").splitlines()
