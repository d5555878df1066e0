"""A small picture of a file, safe to show: drawn anew, never the citizen's own bytes."""

import io
import struct
import threading
import warnings
from pathlib import Path

import pillow_heif
import pypdfium2 as pdfium
import structlog
from PIL import Image, ImageOps

log = structlog.get_logger(__name__)
pillow_heif.register_heif_opener()

EDGE = 480
QUALITY = 72
# A picture of 1 MB may unfold to gigabytes: look at its size before its pixels.
MAX_PIXELS = 60_000_000
MAX_PDF_BYTES = 50 * 1024 * 1024
IMAGES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/gif"})
# Whatever decoders raise: the file itself is there to be had.
_UNREADABLE = (
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
_PDFIUM = threading.Lock()  # PDFium is not safe between threads


def make_preview(path: Path, mime_type: str) -> bytes | None:
    """A WebP of at most 480 x 480 for images and PDFs; None where there is nothing to draw."""
    try:
        if mime_type in IMAGES:
            return _of_image(path)
        if mime_type == "application/pdf" and path.stat().st_size <= MAX_PDF_BYTES:
            return _of_pdf(path)
    except (*_UNREADABLE, Image.DecompressionBombError) as error:
        log.info("media.no_preview", mime_type=mime_type, error=type(error).__name__)
    return None


def _of_image(path: Path) -> bytes | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
        with Image.open(path, formats=("JPEG", "PNG", "WEBP", "HEIF", "GIF")) as image:
            if image.width * image.height > MAX_PIXELS:
                return None
            image.draft("RGB", (EDGE * 2, EDGE * 2))
            upright = ImageOps.exif_transpose(image)
            return _webp(upright)


def _of_pdf(path: Path) -> bytes | None:
    with _PDFIUM:
        document = pdfium.PdfDocument(path)
        try:
            page = document[0]
            width, height = page.get_size()
            longest = max(width, height)
            if longest <= 0:
                return None
            # By the longer side, so that a page of a kilometre draws no more than any other.
            bitmap = page.render(scale=EDGE * 2 / longest, may_draw_forms=False)
            return _webp(bitmap.to_pil())
        finally:
            document.close()


def _webp(image: Image.Image) -> bytes:
    if image.mode not in ("RGB", "RGBA"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    image.thumbnail((EDGE, EDGE))
    # A fresh picture: no EXIF, so no place where the photo was taken.
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()
