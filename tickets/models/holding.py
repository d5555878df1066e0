"""A piece of work that holds a conversation: what its verbs need not do again.

All that changes an open ticket takes the lock of its conversation first. So while one transaction holds
it, the tickets that it has read are as they stand in the database, and what is written to them can be
gathered to one statement (docs/decisions/0057).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from services import rows
from services.models import Agency
from services.rows import Statement
from services.workdays import WorkCalendar
from tickets.models import search_entries
from tickets.models.ticket import Ticket


@dataclass
class Writes:
    """What is still to be written to a ticket's row."""

    ticket: Ticket
    values: dict[str, Any] = field(default_factory=dict)
    add: dict[str, int] = field(default_factory=dict)


class HalfDone(RuntimeError):
    """A verb of this piece of work failed after it had begun to write: nothing of it may stay."""


@dataclass
class Held:
    """`calendar`: of an office, as this piece of work knows it. `written`: how often anything was
    written to tickets or their histories. `failed`: what a verb ended with when it had begun.
    """

    conversation: int
    tickets: Sequence[Ticket]
    calendar: Callable[[Agency], WorkCalendar]
    gathered: dict[int, Writes] = field(default_factory=dict)
    written: int = 0
    failed: Exception | None = None

    def has(self, ticket: Ticket) -> bool:
        """Whether this very object is one of them."""
        mine = ticket.conversation_id == self.conversation
        return mine and any(each is ticket for each in self.tickets)


_held: ContextVar[Held | None] = ContextVar("held", default=None)  # one for each thread


@contextmanager
def holding(
    conversation: int, tickets: Sequence[Ticket], *, calendar: Callable[[Agency], WorkCalendar]
) -> Iterator[None]:
    """The caller's transaction holds this conversation, and has read these tickets since.

    Verbs in here lock and read nothing again of those that are open, write at the end, and need no
    savepoint of their own: whatever fails ends the whole transaction, also where a caller goes on
    (`as_a_whole`). New tickets come into the list.
    """
    before = _held.set(Held(conversation, tickets, calendar))
    try:
        yield
        flush()
    finally:
        _held.reset(before)


def held() -> Held | None:
    """What this piece of work holds; None where it holds nothing for its verbs."""
    return _held.get()


def holds(conversation: int | None) -> bool:
    """Whether this piece of work holds this conversation."""
    now = _held.get()
    return now is not None and now.conversation == conversation


@contextmanager
def as_a_whole(*, refusal: type[Exception]) -> Iterator[None]:
    """What a verb does in a piece of work that holds something, where no savepoint takes it back.

    When it fails in the middle nothing more is written, and the transaction ends. Not so when it was
    refused (`refusal`) before it wrote anything: then the piece of work may go on.
    """
    now = _held.get()
    before = now.written if now is not None else 0
    try:
        yield
    except Exception as error:
        if now is not None and not (isinstance(error, refusal) and now.written == before):
            now.failed = now.failed or error
        raise


def note_write() -> None:
    """Something is written that belongs to a verb; raises HalfDone where another verb has failed."""
    now = _held.get()
    if now is None:
        return
    if now.failed is not None:
        raise HalfDone from now.failed
    now.written += 1


def write(ticket: Ticket, values: Mapping[str, Any], *, add: Mapping[str, int]) -> None:
    """Set these fields of the row and of the object, add to others, and count the write.

    Where the ticket is held the row follows at the end, or at `flush`.
    """
    note_write()
    for name, value in values.items():
        setattr(ticket, name, value)
    add = {"version": 1, **add}
    for name, more in add.items():
        setattr(ticket, name, getattr(ticket, name) + more)
    now = _held.get()
    if now is None or not now.has(ticket):
        with transaction.atomic(savepoint=False):
            rows.write(_statements(Writes(ticket, dict(values), dict(add))))
        return
    later = now.gathered.setdefault(ticket.pk, Writes(ticket))
    for name, value in values.items():
        later.add.pop(name, None)  # what was added before is in what is set now
        later.values[name] = value
    for name, more in add.items():
        if name in later.values:
            later.values[name] += more
        else:
            later.add[name] = later.add.get(name, 0) + more


def flush(*, beside: Sequence[Statement] = ()) -> None:
    """Write what was gathered: before anything reads rows of tickets, or makes a new one. `beside`:
    what is written after it, in the same way to the database.

    Raises HalfDone where a verb has failed in the middle.
    """
    now = _held.get()
    if now is not None and now.failed is not None:
        raise HalfDone from now.failed
    gathered = list(now.gathered.values()) if now is not None else []
    rows.write([*(one for each in gathered for one in _statements(each)), *beside])
    if now is not None:
        now.gathered.clear()


def _statements(writes: Writes) -> list[Statement]:
    ticket, values = writes.ticket, writes.values
    found = [rows.change(Ticket, [ticket.pk], values, add=writes.add)]
    if search_entries.OF_TICKET & values.keys():
        found += search_entries.ticket_changed(ticket, moved="agency" in values)
    return found
