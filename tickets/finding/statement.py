"""What the statements of both databases share: where is looked, how much is kept, what a text is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tickets.matching.persons import Called
from tickets.models.ticket_queryset import TicketQuerySet

Sql = tuple[str, Sequence[Any]]
WANTED = 26  # tickets of a list: a page, and one that tells that there are more
# Texts of a kind, several of which may be of one ticket: of a group that was chosen, or of each.
KEPT_OF_ONE, KEPT_OF_EACH = 100, 32
_SAID = ("m.text, m.edited_text, m.direction", "tickets_message m ON m.id = h.source")
# By kind of entry: the columns of `Hit.one`, `two` and `side` (of a matter: its applicant), and where
# they stand.
TEXT = {
    "said": _SAID,
    "note": _SAID,
    "file": (
        "f.filename, '', m.direction",
        "tickets_attachment f ON f.id = h.source JOIN tickets_message m ON m.id = f.message_id",
    ),
    "matter": (
        "t.subject, t.outcome_note, t.applicant_name",
        "tickets_ticket t ON t.id = h.source",
    ),
}


class TooBroad(Exception):
    """The search took longer than it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Citizens that are looked for by words of the index: those of `tickets` whose id is below `before`."""

    called: Called
    tickets: TicketQuerySet
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where is looked: these tickets, texts of these kinds, older than `before` (`Hit.entry`).

    `offices`: those that have the tickets; empty where that may be any. `kept`: texts of each kind.
    `whom`: the citizens meant, where the database has an index of their words.
    """

    tickets: TicketQuerySet
    offices: tuple[int, ...]
    kinds: tuple[str, ...]
    now: dt.datetime
    before: int | None = None
    kept: int = KEPT_OF_EACH
    whom: Whom | None = None
