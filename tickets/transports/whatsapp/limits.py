"""What WhatsApp accepts: lengths of texts, kinds and sizes of files."""

import datetime as dt
from dataclasses import dataclass
from math import ceil

from tickets.content import InvalidContent, length

TEXT = 4096
BODY = 1024
LIST_BODY = 4096
CAPTION = 1024
HEADER = 60
FOOTER = 60
BUTTONS = 3
BUTTON_TITLE = 20
BUTTON_ID = 256
ROWS = 10
ROW_ID = 200
ROW_TITLE = 24
ROW_DESCRIPTION = 72
MEGABYTE = 1024 * 1024
# Meta's page "Contextual replies": older ones are in long-term storage, and no bubble shows.
QUOTED_WITHIN = dt.timedelta(days=30)


def check_text(name: str, text: str, limit: int, *, required: bool = True) -> None:
    """Raise InvalidContent when `text` (called `name` in the error) is empty or over `limit`."""
    if required and not text.strip():
        raise InvalidContent(f"{name} masih kosong. Tulis isinya dahulu.")
    if (size := length(text)) > limit:
        raise InvalidContent(
            f"{name} terlalu panjang: {size} karakter, paling banyak {limit}. Persingkat dahulu."
        )


def check_unique(name: str, values: list[str]) -> None:
    """Raise InvalidContent when two of `values` (called `name` in the error) are the same."""
    if len(set(values)) != len(values):
        raise InvalidContent(f"{name} tidak boleh ada yang sama.")


@dataclass(frozen=True)
class MediaLimit:
    """What one kind of file may be. `max_bytes` in bytes; `formats` as said to an officer."""

    mime_types: frozenset[str]
    max_bytes: int
    formats: str


# Meta's page "Media": supported types and sizes.
MEDIA: dict[str, MediaLimit] = {
    "image": MediaLimit(frozenset({"image/jpeg", "image/png"}), 5 * MEGABYTE, "JPG atau PNG"),
    "video": MediaLimit(frozenset({"video/mp4", "video/3gpp"}), 16 * MEGABYTE, "MP4"),
    "audio": MediaLimit(
        frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}),
        16 * MEGABYTE,
        "MP3, M4A, AAC, atau OGG",
    ),
    "document": MediaLimit(
        frozenset(
            {
                "application/pdf",
                "text/plain",
                "application/msword",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.ms-excel",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.ms-powerpoint",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            }
        ),
        100 * MEGABYTE,
        "PDF, Word, Excel, PowerPoint, atau teks",
    ),
    "sticker": MediaLimit(frozenset({"image/webp"}), 500 * 1024, "WEBP"),
}
CAPTIONED = frozenset({"image", "video", "document"})
SENDABLE = ("image", "video", "audio", "document")


def media_kind(mime_type: str, size: int) -> str:
    """The kind under which a file of this real type and size (bytes) can be sent.

    Raises InvalidContent for a type or size that WhatsApp refuses.
    """
    mime = mime_type.partition(";")[0].strip().lower()
    for kind in SENDABLE:
        limit = MEDIA[kind]
        if mime not in limit.mime_types:
            continue
        if size > limit.max_bytes:
            shown = f"{ceil(size / MEGABYTE * 10) / 10:.1f}".replace(".", ",")  # never the limit
            raise InvalidContent(
                f"Berkas terlalu besar untuk WhatsApp: {shown} MB, paling besar "
                f"{limit.max_bytes // MEGABYTE} MB. Perkecil dahulu lalu lampirkan lagi."
            )
        if size < 1:
            raise InvalidContent("Berkas ini kosong. Periksa lalu lampirkan lagi.")
        return kind
    known = "; ".join(MEDIA[kind].formats for kind in SENDABLE)
    raise InvalidContent(f"Jenis berkas ini tidak diterima WhatsApp. Yang dapat dikirim: {known}.")
