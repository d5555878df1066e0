"""A small picture of a file, safe to show: it contains none of the citizen's own bytes."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import structlog

log = structlog.get_logger(__name__)

MIME_TYPE = "image/webp"  # of the preview
# The types that can be drawn, by the file's real type, and the one decoder for each.
FORMS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/heic": "HEIF",
    "application/pdf": "PDF",
}
MEGABYTE = 1024 * 1024
LIMITS = {
    "memory": 256 * MEGABYTE,
    "cpu_seconds": 10,
    "wall_seconds": 30,
    "pixels": 25_000_000,
    "edge": 480,
    "largest": MEGABYTE,
}
# The decoder's own alarm comes first; this is for a decoder that does not react to it.
LAST_SECONDS = 5
# The only variables of our environment that the decoder gets: where libraries are.
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_PROGRAM = str(Path(__file__).resolve().with_name("decoder.py"))


class DecoderDied(Exception):
    """The decoder was killed, crashed or took too long; the text says which, for the log."""


def make_preview(file: IO[bytes], mime_type: str) -> bytes | None:
    """A WebP of at most 480 x 480 of an open file on disk; None where there is nothing to draw.

    A process of its own, `decoder.py`, decodes the bytes. Raises DecoderDied.
    """
    if mime_type not in FORMS:
        return None
    with tempfile.TemporaryFile() as picture:
        _decode(FORMS[mime_type], source=file, target=picture)
        picture.seek(0)
        drawn = picture.read(LIMITS["largest"])
    if not drawn:
        log.info("media.no_preview", mime_type=mime_type)
        return None
    if drawn[:4] != b"RIFF" or drawn[8:12] != b"WEBP":
        raise DecoderDied("not a picture")
    return drawn


def _decode(form: str, *, source: IO[bytes], target: IO[bytes]) -> None:
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own program and our own words
            [sys.executable, "-I", _PROGRAM, json.dumps({"form": form, **LIMITS})],
            stdin=source,
            stdout=target,
            stderr=subprocess.DEVNULL,
            env={"MALLOC_ARENA_MAX": "1", **passed_on},  # arenas would eat the address space
            cwd="/",
            timeout=LIMITS["wall_seconds"] + LAST_SECONDS,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise DecoderDied(type(error).__name__) from error
    if done.returncode:
        raise DecoderDied(f"exit {done.returncode}")
