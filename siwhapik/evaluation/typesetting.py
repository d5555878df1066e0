"""A report as PDF, set by a process of its own (paper/typesetter.py)."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger(__name__)

LIMITS = {
    "wall_seconds": 30,
    "cpu_seconds": 20,
    "memory": 2 * 1024**3,  # address space; what is really used is a thirtieth of it
    "largest": 30 * 1024**2,
}
# The typesetter's own alarm comes first; this is for one that does not react to it.
_LAST_SECONDS = 5
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_PROGRAM = str(Path(__file__).resolve().parent / "paper" / "typesetter.py")


class NotSet(Exception):
    """The PDF could not be made; nothing was changed."""


def pdf_of(report: Mapping[str, Any]) -> bytes:
    """The bytes of the PDF. Raises NotSet."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(json.dumps(report).encode())
        source.seek(0)
        try:
            done = subprocess.run(  # noqa: S603  # our own program and our own words
                [sys.executable, "-I", _PROGRAM, json.dumps(LIMITS)],
                stdin=source,
                stdout=target,
                stderr=subprocess.PIPE,
                env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
                cwd="/",
                timeout=LIMITS["wall_seconds"] + _LAST_SECONDS,
                check=False,
            )
        except (subprocess.TimeoutExpired, OSError) as error:
            raise NotSet(type(error).__name__) from error
        target.seek(0)
        pdf = target.read()
    if done.returncode or not pdf.startswith(b"%PDF-"):
        # The message names a line of the template, never what people wrote.
        log.error("evaluation.not_set", exit=done.returncode, why=_last_line(done.stderr))
        raise NotSet(f"exit {done.returncode}")
    return pdf


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else ""
