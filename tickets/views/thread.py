"""A ticket's messages and events as bubbles and lines, in the order in which they were said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar
from zoneinfo import ZoneInfo

from services.models import Staff
from tickets.error_words import error_words
from tickets.models import Attachment, Message, TicketEvent
from tickets.outbox import WindowClosed
from tickets.views.drawn import Kept
from tickets.views.events import event_words
from tickets.views.links import file_link
from tickets.views.message_payload import came_from, cards_in, place_in
from tickets.views.message_words import (
    edits_in,
    former_words,
    late_words,
    marks_on,
    quoted_in,
    words_of,
)
from tickets.views.presenting import hue, initials, mask_numbers
from tickets.views.thread_file import File, file_of
from tickets.views.thread_page import QUIET_VERBS, SINCE, ThreadPage
from tickets.views.thread_row import ThreadRow
from tickets.words import weekday_words

_TICKS = {
    Message.Status.QUEUED: ("queued", "Menunggu dikirim"),
    Message.Status.SENDING: ("queued", "Sedang dikirim"),
    Message.Status.ACCEPTED: ("sent", "Diterima WhatsApp"),
    Message.Status.SENT: ("sent", "Terkirim"),
    Message.Status.DELIVERED: ("delivered", "Sampai"),
    Message.Status.READ: ("read", "Dibaca"),
    Message.Status.PLAYED: ("read", "Didengar"),
    Message.Status.FAILED: ("failed", "Gagal kirim"),
    Message.Status.RECALLED: ("recalled", "Tidak jadi dikirim"),
    Message.Status.UNKNOWN: ("unknown", "Belum pasti terkirim"),
}
_TROUBLED = (Message.Status.FAILED, Message.Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message; side is in, out or note."""

    key: str
    pk: int
    info_url: str
    side: str
    author: str
    mentions: str
    initials: str
    hue: int
    text: str
    former: tuple[str, ...]
    at: str
    iso: str
    late: str
    quoted: str
    quoted_url: str
    reaction: str
    marks: str
    tick: tuple[str, str] | None
    error: str
    can_retry: bool
    not_again: str
    retried: bool
    files: tuple[File, ...]
    came_from: str
    place: tuple[str, str] | None
    cards: tuple[str, ...]
    is_bot: bool
    kind: str = "bubble"

    @property
    def has_form(self) -> bool:
        """Whether something on it can be tried again."""
        return self.can_retry or any(file.look == Attachment.State.FAILED for file in self.files)


@dataclass(frozen=True, slots=True)
class Line:
    """A day, or something that happened."""

    key: str
    kind: str
    text: str
    at: str = ""
    note: str = ""
    has_form: ClassVar[bool] = False


@dataclass(frozen=True)
class ThreadView:
    """How a thread is shown: zone, what becomes of texts, and whether the page hides who the citizen
    is (their files then lose their names).
    """

    zone: ZoneInfo
    text: Callable[[str], str] = mask_numbers
    hides_citizen: bool = False
    address: str = ""  # of the ticket page
    people: Mapping[int | None, Staff] = field(default_factory=dict)  # who wrote, by id
    # Why a message that failed cannot be sent again now; empty where it can.
    why_not_again: Callable[[Message], str] = lambda _: ""


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a bubble shows that does not stand in the message's own row."""

    author: str
    mentions: str
    quoted: ThreadRow | None
    files: tuple[File, ...]
    edits: tuple[str, ...]
    retried: bool

    @property
    def key(self) -> Hashable:
        quoted = self.quoted.key if self.quoted else None
        return self.author, self.mentions, quoted, self.files, self.edits


_kept: Kept[Bubble] = Kept()


def thread_of(
    page: ThreadPage, *, events: Iterable[TicketEvent], view: ThreadView
) -> list[Bubble | Line]:
    """Bubbles and lines by time, with a line where a new day begins."""
    shown = [row for row in page.messages if not _shown_elsewhere(row)]
    again = {row.retry_of_id for row in shown}
    edits = edits_in(page.messages)
    dated: list[tuple[dt.datetime, int, Bubble | Line]] = []
    for row in shown:
        quoted = page.quoted.get(row.quoted_id) if row.quoted_id else None
        beside = _Beside(
            author=_author(row, view.people),
            mentions=", ".join(str(view.people[one]) for one in row.mentions if one in view.people),
            quoted=quoted,
            files=_files(page.files.get(row.pk, ()), row, view),
            edits=tuple(edits.get(row.pk, ())),
            retried=row.pk in again,
        )
        dated.append((row.place(quoted)[0], 1, _bubble(row, beside, view)))
    for event in events:
        if event.verb not in QUIET_VERBS:
            text, note = event_words(event, zone=view.zone, hides_citizen=view.hides_citizen)
            at = f"{event.at.astimezone(view.zone):%H.%M}"
            line = Line(f"e{event.pk}", "event", view.text(text), at, view.text(note))
            dated.append((event.at, 0, line))
    dated.sort(key=lambda entry: entry[0])
    return _with_days(dated, view.zone)


def _files(found: Iterable[Attachment], row: ThreadRow, view: ThreadView) -> tuple[File, ...]:
    is_named = not view.hides_citizen or row.direction != Message.Direction.IN
    return tuple(file_of(one, show=view.text, is_named=is_named) for one in found)


def _shown_elsewhere(message: ThreadRow) -> bool:
    """Reactions, edits and deletions are marks on the message that they are about."""
    return message.type in ("reaction", "edit", "revoke") and message.quoted_id is not None


def _with_days(
    dated: list[tuple[dt.datetime, int, Bubble | Line]], zone: ZoneInfo
) -> list[Bubble | Line]:
    result: list[Bubble | Line] = []
    day = None
    for at, _, item in dated:
        local = at.astimezone(zone).date()
        if local != day:
            day = local
            result.append(Line(f"d{day:%Y%m%d}", "day", weekday_words(day)))
        result.append(item)
    return result


def _bubble(row: ThreadRow, beside: _Beside, view: ThreadView) -> Bubble:
    """Drawn again only where something of it changed. What failed depends on the moment, too; and
    what hides a citizen is never kept.
    """
    if view.hides_citizen or row.status in _TROUBLED:
        return _made(row, beside, view)
    key = (row.key, beside.key, view.zone.key, view.text, view.address)
    return _kept.get(key, lambda: _made(row, beside, view))


def _made(row: ThreadRow, beside: _Beside, view: ThreadView) -> Bubble:
    message = row.message(quoted=beside.quoted)
    side = {"in": "in", "out": "out"}.get(message.direction, "note")
    troubled = side == "out" and message.status in _TROUBLED
    not_again = view.why_not_again(message) if troubled and not beside.retried else ""
    # Of one reason one sentence is enough.
    says_why = message.is_kept_back and not_again == str(WindowClosed())
    return Bubble(
        key=f"m{message.pk}",
        pk=message.pk,
        info_url=file_link("message", message.pk),
        side=side,
        author=beside.author,
        mentions=beside.mentions,
        initials=initials(beside.author),
        hue=hue(beside.author),
        text=view.text(words_of(message, has_files=bool(beside.files))),
        former=tuple(map(view.text, former_words(message, beside.edits))),
        at=f"{message.occurred_at.astimezone(view.zone):%H.%M}",
        iso=message.occurred_at.isoformat(),
        late=late_words(message, view.zone),
        quoted=view.text(quoted_in(message)),
        quoted_url=_quoted_url(message, view),
        reaction=message.reaction,
        marks=marks_on(message),
        tick=_TICKS.get(Message.Status(message.status)) if side == "out" else None,
        error=_error(message) if troubled and not says_why else "",
        can_retry=troubled and not beside.retried and not not_again,
        not_again=not_again,
        retried=beside.retried,
        files=beside.files,
        came_from=view.text(came_from(message)) if side == "in" else "",
        place=_place(message, view),
        cards=tuple(map(_shower(message, view), cards_in(message))),
        is_bot=message.origin in (Message.Origin.BOT, Message.Origin.SURVEY, Message.Origin.SYSTEM),
    )


def _place(message: Message, view: ThreadView) -> tuple[str, str] | None:
    place = place_in(message)
    return (_shower(message, view)(place[0]), place[1]) if place else None


def _shower(message: Message, view: ThreadView) -> Callable[[str], str]:
    """What the office sends of its own places and numbers hides nothing of a citizen."""
    return view.text if message.comes_in else str


def _quoted_url(message: Message, view: ThreadView) -> str:
    """Where the quoted message stands, also where the page has not loaded it; "" if elsewhere."""
    quoted = message.quoted
    if quoted is None or quoted.ticket_id != message.ticket_id:
        return ""
    return f"{view.address}?{SINCE}={quoted.pk}#m{quoted.pk}"


def _author(row: ThreadRow, people: Mapping[int | None, Staff]) -> str:
    if row.author_id:
        return str(people[row.author_id])
    if row.direction == Message.Direction.IN:
        return "Pemohon"
    return str(Message.Origin(row.origin).label)


def _error(message: Message) -> str:
    if message.error:
        return error_words(message.error)
    if message.status == Message.Status.UNKNOWN:
        return (
            "Jawaban WhatsApp tidak sampai. Pesan mungkin terkirim, mungkin tidak. "
            "Tanyakan kepada pemohon sebelum mengirim ulang."
        )
    return "WhatsApp menolak pesan ini."
