"""What the composer shows of the message that an answer quotes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest

from tickets.models import Message, Ticket
from tickets.reply_forms import ReplyForm, TemplateForm
from tickets.views.message_words import quote_words
from tickets.views.thread_page import ThreadPage

ASKED = "kutip"  # in the address of a ticket: the message that the answer is to quote
_GONE = "Pesan yang dikutip tidak ada lagi di tiket ini"
_LONGEST_ID = 18  # digits that every database takes as an id


class Quote(NamedTuple):
    """A message by its id, and how it begins."""

    pk: int
    words: str


def quote_of(
    pk: int | None, ticket: Ticket, *, show: Callable[[str], str], page: ThreadPage | None = None
) -> Quote | None:
    """The message of this id in short; asks the database only where the page has not read it."""
    if not pk:
        return None
    read = (*page.messages, *page.quoted.values()) if page else ()
    here = next((row for row in read if row.pk == pk and row.ticket_id == ticket.pk), None)
    found: Message | None = here.message() if here else ticket.messages.filter(pk=pk).first()
    return Quote(pk, show(quote_words(found)) if found else _GONE)


def asked_quote(
    request: HttpRequest, *, refused: ReplyForm | TemplateForm | None, kept: int | None
) -> int | None:
    """Which message is to be quoted: as it was sent, as the address asks, or as the draft keeps it."""
    if isinstance(refused, ReplyForm):
        return quoted_id(refused.data.get("quoted", ""))
    return quoted_id(request.GET.get(ASKED, "")) or kept


def quoted_id(typed: str) -> int | None:
    """The id that a form or an address names; None for anything else."""
    is_id = typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_ID
    return int(typed) if is_id else None
