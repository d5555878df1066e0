"""Writes what tickets are found by, together with what it is about.

The rows of messages, files and tickets call this where they are saved, so no verb has to remember it.
What the bot, the survey and the system say is the same on every ticket and finds none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from django.db import connection, models

from services import rows
from services.rows import Statement
from tickets.content import FILES
from tickets.matching.words import indexed
from tickets.models.search_entry import MONTH, OFFICE, SearchEntry

if TYPE_CHECKING:
    from tickets.models.attachment import Attachment
    from tickets.models.message import Message
    from tickets.models.ticket import Ticket

OF_MESSAGE = frozenset({"text", "edited_text", "ticket"})
OF_FILE = frozenset({"filename"})
OF_TICKET = frozenset({"subject", "outcome_note", "applicant_name", "agency"})
SPOKEN = ("citizen", "officer", "app")  # origins
MARKS = ("reaction", "edit", "revoke")  # said on the message that they are about
_MOVE = {
    "postgresql": "UPDATE tickets_searchentry SET agency_id = t.agency_id, words ="
    " ts_delete(e.words, '@' || e.agency_id) || ('@' || t.agency_id)::tsvector"
    " FROM tickets_searchentry e JOIN tickets_ticket t ON t.id = e.ticket_id"
    " WHERE tickets_searchentry.id = e.id AND e.ticket_id = %s",
    "": "UPDATE tickets_searchentry SET agency_id = (SELECT agency_id FROM tickets_ticket"
    " WHERE tickets_ticket.id = ticket_id) WHERE ticket_id = %s",
}


def words_of(*texts: str, agency: int, at: dt.datetime) -> str:
    """The value of `SearchEntry.words`; "" where there is no word."""
    words = [word for text in texts for word in indexed(text)]
    return " ".join((f"{OFFICE}{agency}", f"{MONTH}{at:%Y%m}", *words)) if words else ""


def months(now: dt.datetime, *, count: int) -> list[str]:
    """The words for this month and those before it."""
    last = now.year * 12 + now.month - 1
    return [f"{MONTH}{n // 12}{n % 12 + 1:02d}" for n in range(last, last - count, -1)]


def message_said(messages: Iterable[Message], *, is_new: bool) -> None:
    """These messages were written, or say something else now."""
    _write([_of_message(one, one.ticket) for one in messages if one.ticket], is_new=is_new)


def messages_came(messages: Sequence[Message], ticket: Ticket) -> list[Statement]:
    """What is to be written when these messages, which were stored before, belong to this ticket,
    with their files.
    """
    found = [_of_message(message, ticket) for message in messages]
    if any(message.type in FILES for message in messages):
        found += [_of_file(file, ticket) for file in _files_of(messages)]
    return _statements(found, is_new=False)


def files_named(files: Iterable[Attachment], *, is_new: bool) -> None:
    """These files were stored, or have other names now."""
    _write(
        [_of_file(one, one.message.ticket) for one in files if one.message.ticket], is_new=is_new
    )


def tickets_opened(tickets: Iterable[Ticket]) -> None:
    """These tickets are new."""
    _write([_of_ticket(ticket) for ticket in tickets], is_new=True)


def people_entered(first: int, last: int) -> None:
    """Who the citizens of these tickets are, from one id to another, is entered again: by PostgreSQL's own function,
    which its triggers use at every write (migration 0080).
    """
    if connection.vendor == "postgresql":
        rows.write([Statement("SELECT tickets_enter_people(%s, %s)", [first, last])])


def tickets_changed(tickets: models.QuerySet[Ticket], *, moved: bool) -> None:
    """Subject, outcome note, applicant or office of these tickets changed."""
    names = ("subject", "outcome_note", "applicant_name")
    found = tickets.only("agency_id", *names, "received_at")
    rows.write([one for each in found for one in ticket_changed(each, moved=moved)])


def ticket_changed(ticket: Ticket, *, moved: bool) -> list[Statement]:
    """What is to be written after the row of one ticket, which is at hand as it is now."""
    written = _statements([_of_ticket(ticket)], is_new=False)
    return [_move(ticket.pk), *written] if moved else written


def _of_message(message: Message, ticket: Ticket) -> SearchEntry:
    is_note = message.direction == "note"
    is_mark = message.type in MARKS and message.quoted_id is not None
    told = (is_note or message.origin in SPOKEN) and not is_mark and message.type != "system"
    text = (message.edited_text or message.text) if told else ""
    return SearchEntry(
        kind=SearchEntry.Kind.NOTE if is_note else SearchEntry.Kind.SAID,
        source=message.pk,
        ticket_id=ticket.pk,
        agency_id=ticket.agency_id,
        words=words_of(text, agency=ticket.agency_id, at=message.occurred_at),
    )


def _of_file(file: Attachment, ticket: Ticket) -> SearchEntry:
    return SearchEntry(
        kind=SearchEntry.Kind.FILE,
        source=file.pk,
        ticket_id=ticket.pk,
        agency_id=ticket.agency_id,
        words=words_of(file.filename, agency=ticket.agency_id, at=file.created_at),
    )


def _of_ticket(ticket: Ticket) -> SearchEntry:
    texts = (ticket.subject, ticket.outcome_note, ticket.applicant_name)
    return SearchEntry(
        kind=SearchEntry.Kind.MATTER,
        source=ticket.pk,
        ticket_id=ticket.pk,
        agency_id=ticket.agency_id,
        words=words_of(*texts, agency=ticket.agency_id, at=ticket.received_at),
    )


def _files_of(messages: Sequence[Message]) -> Iterable[Attachment]:
    files = type(messages[0])._meta.get_field("attachments").related_model
    keys = [message.pk for message in messages]
    named = files._default_manager.filter(message__in=keys).exclude(filename="")
    return cast("models.QuerySet[Attachment]", named)


def _write(found: list[SearchEntry], *, is_new: bool) -> None:
    rows.write(_statements(found, is_new=is_new))


def _statements(found: list[SearchEntry], *, is_new: bool) -> list[Statement]:
    """Insert or replace; what has no word any more goes."""
    silent = [] if is_new else [row for row in found if not row.words]
    by_kind: dict[str, list[int]] = {}
    for row in silent:
        by_kind.setdefault(row.kind, []).append(row.source)
    gone = [SearchEntry.dropping(kind, sources) for kind, sources in by_kind.items()]
    return [*SearchEntry.keeping([row for row in found if row.words]), *gone]


def _move(ticket: int) -> Statement:
    """All rows of this ticket follow it to its office."""
    return Statement(_MOVE.get(connection.vendor, _MOVE[""]), [ticket])
