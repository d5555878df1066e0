"""The words of a bubble: what a message says, what it answers, what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from zoneinfo import ZoneInfo

from services.masking import shortened
from tickets.content import FILES, has_words
from tickets.kinds import kind_words
from tickets.models import Message
from tickets.notice_words import EMPTY, SURVEY, notice_words
from tickets.received import Notice
from tickets.views.message_payload import cards_in, place_in
from tickets.views.thread_row import ThreadRow

LATE_AFTER = dt.timedelta(seconds=60)


def words_of(message: Message, *, has_files: bool = False) -> str:
    """What is read in the bubble, beside files, map pin and cards."""
    said = message.edited_text or _first_words(message)
    if has_words(said):
        return said
    if has_files or place_in(message) or cards_in(message) or message.type in FILES:
        return ""
    return notice_words(_notice_in(message))


def _notice_in(message: Message) -> Notice:
    if message.origin == Message.Origin.SURVEY:
        return Notice(SURVEY)
    told = message.received.content
    return told if isinstance(told, Notice) else Notice(EMPTY)


def edits_in(messages: Iterable[ThreadRow]) -> dict[int, list[str]]:
    """The words of the edits among messages in order, by the id of what they change."""
    found: dict[int, list[str]] = {}
    for message in messages:
        if message.type == "edit" and message.quoted_id is not None:
            found.setdefault(message.quoted_id, []).append(message.text)
    return found


def former_words(message: Message, edits: Iterable[str]) -> tuple[str, ...]:
    """What it said before its newest edit, oldest first; nothing of what was taken back."""
    if not message.edited_text or message.withdrawn_at is not None:
        return ()
    versions = filter(None, (_first_words(message), *edits, message.edited_text))
    return tuple(version for version, _ in groupby(versions))[:-1]


def _first_words(message: Message) -> str:
    # What a place or a card says stands on the map pin or the card.
    return "" if place_in(message) or cards_in(message) else message.text


def quoted_in(message: Message) -> str:
    """The beginning of the message that it answers."""
    if message.quoted is not None:
        return quote_words(message.quoted)
    return "Pesan lain yang tidak tersimpan di sini" if message.quoted_external_id else ""


def quote_words(message: Message) -> str:
    """The beginning of a message that is answered, or what it is where it has no words."""
    return shortened(message.edited_text or message.text or kind_words(message.kind), 140)


def marks_on(message: Message) -> str:
    """What became of it, and where it came from."""
    marks = []
    writer = "pemohon" if message.direction == Message.Direction.IN else "kantor"
    if message.withdrawn_at is not None:
        marks.append(f"ditarik {writer}")
    if message.edited_text:
        marks.append(f"diubah {writer}")
    if message.comes_in and message.received.is_forwarded:
        marks.append("diteruskan")
    return ", ".join(marks)


def late_words(message: Message, zone: ZoneInfo) -> str:
    """Said when it arrived long after it was written (design: more than a minute)."""
    if message.direction != Message.Direction.IN:
        return ""
    if message.received_at - message.occurred_at <= LATE_AFTER:
        return ""
    return f"Terlambat diterima, pukul {message.received_at.astimezone(zone):%H.%M}"
