"""Draws a small picture of an untrusted file: a program of its own.

    python -I decoder.py '{"form": "PDF", "memory": 268435456, ...}' <file >picture

`preview.py` starts it and has the limits' values. It writes a WebP, or nothing where there is no
picture to draw, and ends with 0. Any other end (killed at a limit, by the kernel, by a fault of a
decoder) means that the file killed it. It imports nothing of the product and gets neither secrets
nor connections, so that a file that takes it over finds nothing to steal (docs/decisions/0032).
"""

import io
import json
import os
import resource
import signal
import struct
import sys
from contextlib import suppress
from importlib import import_module
from typing import IO, Any, NamedTuple

from PIL import Image, ImageOps

PDF = "PDF"
# Only the decoder that this file needs is loaded: each one can be attacked.
DECODERS = {
    "JPEG": "PIL.JpegImagePlugin",
    "PNG": "PIL.PngImagePlugin",
    "WEBP": "PIL.WebPImagePlugin",
    "GIF": "PIL.GifImagePlugin",
    "HEIF": "pillow_heif",
    PDF: "pypdfium2",
}
QUALITY = 72
# What decoders raise for an unreadable file: a second try would end the same way.
UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
# Our own limit counts the pixels that are decoded, not those of the file.
Image.MAX_IMAGE_PIXELS = None


class Job(NamedTuple):
    """What to draw, and its limits."""

    form: str  # one of DECODERS
    memory: int  # bytes, on top of what the interpreter and the decoder take by themselves
    cpu_seconds: int
    wall_seconds: int
    pixels: int  # decoded at most; a JPEG may be decoded at a half, a quarter or an eighth
    edge: int  # of the picture, in pixels
    largest: int  # bytes of the picture


def limit_this_process(job: Job) -> None:
    """Limit memory, processor time, time and what it may write, from here on."""
    os.nice(10)  # officers' pages come first
    signal.alarm(job.wall_seconds)
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, job.cpu_seconds),
        (resource.RLIMIT_FSIZE, job.largest),
        (resource.RLIMIT_AS, _mapped() + job.memory),
    ):
        with suppress(ValueError, OSError):  # this kernel does not have the limit
            resource.setrlimit(kind, (most, most))


def _mapped() -> int:
    """Bytes of address space in use; 2 GB where the kernel does not tell."""
    try:
        with open("/proc/self/statm", "rb") as told:
            return int(told.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 2 * 1024**3


def picture_of(file: IO[bytes], job: Job, decoder: Any) -> bytes:
    """A WebP that fits into `edge` x `edge`, or nothing; `decoder` is the module that reads it."""
    try:
        image = _page_of(file, job, decoder) if job.form == PDF else _image_of(file, job)
        return _webp(image, job) if image else b""
    except UNREADABLE:
        return b""


def _image_of(file: IO[bytes], job: Job) -> Image.Image | None:
    image = Image.open(file, formats=(job.form,))
    image.draft("RGB", (job.edge * 2, job.edge * 2))
    return image if image.width * image.height <= job.pixels else None


def _page_of(file: IO[bytes], job: Job, pdfium: Any) -> Image.Image | None:
    page = pdfium.PdfDocument(file)[0]
    longest = max(page.get_size())
    if longest <= 0:
        return None
    # By the longer side, so that a page of a kilometre takes no more memory than any other.
    bitmap = page.render(scale=job.edge * 2 / longest, may_draw_forms=False)
    image: Image.Image = bitmap.to_pil()
    return image


def _webp(image: Image.Image, job: Job) -> bytes:
    turned = image.getexif().get(0x0112)
    if image.mode not in ("RGB", "RGBA"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    image.thumbnail((job.edge, job.edge))
    # A fresh picture: no EXIF, so no place where the photo was taken.
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    if turned:
        clean.getexif()[0x0112] = turned
        clean = ImageOps.exif_transpose(clean)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=QUALITY, exif=b"")
    return out.getvalue()


def main(words: list[str]) -> None:
    """Read a file from standard input and write its picture to standard output."""
    job = Job(**json.loads(words[0]))
    decoder = import_module(DECODERS[job.form])
    import_module(DECODERS["WEBP"])  # writes the picture
    if job.form == "HEIF":
        decoder.options.DECODE_THREADS = 1
        decoder.register_heif_opener()
    limit_this_process(job)
    sys.stdout.buffer.write(picture_of(sys.stdin.buffer, job, decoder))


if __name__ == "__main__":
    main(sys.argv[1:])
