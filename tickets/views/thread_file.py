"""One file of a message, as a bubble shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services.number_words import size_words
from tickets.error_words import error_words
from tickets.filenames import file_name
from tickets.kinds import SHOWN, file_words
from tickets.models import Attachment
from tickets.views.links import file_link


@dataclass(frozen=True, slots=True)
class File:
    """One attachment; `look` is image, audio, video, file, pending or failed; `shown` is image or pdf
    where the page's viewer shows it.
    """

    pk: int
    look: str
    name: str
    detail: str
    url: str
    preview_url: str
    error: str
    shown: str


def file_of(attachment: Attachment, *, show: Callable[[str], str], is_named: bool) -> File:
    """`show`: what becomes of texts; `is_named`: whether its own name is told."""
    mime = attachment.mime_type.partition(";")[0]
    family = mime.partition("/")[0]
    look = family if family in ("image", "audio", "video") else "file"
    if attachment.state != Attachment.State.READY:
        look = attachment.state
    what = file_words(mime)
    given = show(attachment.filename) if is_named else ""
    # Its real type is unknown until it was fetched. A player is called what it plays.
    true_type = mime if attachment.state == Attachment.State.READY else ""
    plays = family in ("audio", "video") and not given
    return File(
        pk=attachment.pk,
        look=look,
        name=what if plays else file_name(given, true_type, fallback=what),
        detail=_size(attachment),
        url=file_link("file", attachment.pk),
        preview_url=file_link("file_preview", attachment.pk) if attachment.preview else "",
        error=error_words(attachment.error),
        shown=SHOWN.get(true_type, ""),
    )


def _size(attachment: Attachment) -> str:
    size = size_words(attachment.size) if attachment.size else ""
    if attachment.preview_attempts and not (attachment.preview or attachment.preview_due_at):
        size = f"{size}, tanpa pratinjau"
    return size
