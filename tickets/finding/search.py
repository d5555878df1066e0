"""One search: what was typed, as lists of tickets and texts; pages say why (views/search_reasons.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.cache import caches
from django.db.models import F, Q, QuerySet

from services import access, phones
from services.access import Action
from services.models import Service, Staff
from services.reach import OF_ONE_OFFICE
from tickets.finding import numbers, people
from tickets.finding.hits import Hit, look_up
from tickets.finding.statement import KEPT_OF_EACH, KEPT_OF_ONE, Reach, TooBroad, Whom
from tickets.matching.words import LONGEST, Asked, Term, asked, indexed
from tickets.models import Ticket
from tickets.models.ticket_queryset import TicketQuerySet

TOO_BROAD = "Pencarian terlalu luas, tambahkan kata."
_CUT = "Hanya 12 kata pertama yang dicari."
# Groups of a results page, and what is in each: lists of tickets, and kinds of texts.
NUMBER, NAME, MATTER = "nomor", "nama", "perihal"
GROUPS: Mapping[str, tuple[str, ...]] = {
    NUMBER: ("number", "away"),
    NAME: ("exact", "people", "near"),
    "percakapan": ("said",),
    "catatan": ("note",),
    "berkas": ("file",),
    MATTER: ("service", "matter"),
}
_TEXTS = ("said", "note", "file", "matter")
_MOST_SERVICES = 50
_HOLDS = 10  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a page asks for: `typed`, of one group or of all, after the hit where the last page ended.

    `tickets`: those that may be found, by rights and by the queue's filters.
    """

    typed: str
    tickets: TicketQuerySet
    reader: Staff
    now: dt.datetime
    group: str = ""
    after: tuple[int, int] | None = None  # entry (0: none) and ticket

    @property
    def value(self) -> str:
        return " ".join(self.typed.replace("\x00", "").split())[:LONGEST]

    @property
    def kept(self) -> int:
        """How many texts of a kind are read at most."""
        return KEPT_OF_ONE if self.group else KEPT_OF_EACH


@dataclass(frozen=True, slots=True)
class Answer:
    """The hits, newest first in each kind, and how what was typed was read."""

    hits: list[Hit] = field(default_factory=list)
    asked: Asked = field(default_factory=Asked)
    by_digits: bool = False  # citizens were looked for by the digits of a telephone
    notice: str = ""


def find(wanted: Wanted) -> Answer:
    """Everything that is meant, in at most two statements."""
    value = wanted.value
    if not value:
        return Answer()
    terms = Asked() if numbers.is_nothing_else(value) else asked(value)
    whom = _people(value, wanted)
    lists = {**_numbered(value, wanted), **_of_people(whom)}
    if services := _services(terms, wanted):
        lists["service"] = wanted.tickets.filter(service__in=services)
    kinds = tuple(kind for kind in _TEXTS if _is_asked(kind, wanted))
    try:
        reach = _reach(wanted, kinds, whom=_called(whom, wanted))
        hits = look_up(terms, reach=reach, lists=_after(lists, wanted))
    except TooBroad:
        return Answer(asked=terms, notice=TOO_BROAD)
    return _answer(hits, terms, whom, value)


def _answer(hits: list[Hit], terms: Asked, whom: people.People, value: str) -> Answer:
    """Of the citizens only those that fit best; similar numbers only where nothing else was found."""
    found = {hit.what for hit in hits}
    worse = {"people", "near"} if "exact" in found else {"near"} if len(found) > 1 else set()
    kept = [hit for hit in hits if hit.what not in worse]
    notices = [whom.notice, _CUT if terms.cut else ""]
    if found == {"near"}:
        notices.append(people.NEAR)
    by_digits = bool(phones.last_digits(value)) or people.is_masked(value)
    return Answer(kept, terms, by_digits, " ".join(filter(None, notices)))


def _is_asked(what: str, wanted: Wanted) -> bool:
    if wanted.group == NUMBER:  # the digits of a telephone are shown as a number
        return what in (*GROUPS[NUMBER], *GROUPS[NAME])
    return not wanted.group or what in GROUPS.get(wanted.group, ())


def _people(value: str, wanted: Wanted) -> people.People:
    if numbers.is_nothing_else(value) or not _is_asked("people", wanted):
        return people.People()
    return people.meant(value, tickets=wanted.tickets.known_to(wanted.reader))


def _of_people(whom: people.People) -> dict[str, TicketQuerySet]:
    found = {"exact": whom.exact, "people": whom.tickets, "near": whom.near}
    return {name: tickets for name, tickets in found.items() if tickets is not None}


def _called(whom: people.People, wanted: Wanted) -> Whom | None:
    if whom.called is None:
        return None
    known = wanted.tickets.known_to(wanted.reader)
    return Whom(called=whom.called, tickets=known, before=wanted.after[1] if wanted.after else None)


def _numbered(value: str, wanted: Wanted) -> dict[str, TicketQuerySet]:
    """By number also what the reader's office passed on, of which it sees number and state."""
    meant = numbers.meant(value) if _is_asked("number", wanted) else None
    if meant is None:
        return {}
    offices = access.agencies_where(
        wanted.reader, Action.READ_TICKET, besides=OF_ONE_OFFICE
    ).values("pk")
    away = Ticket.objects.exclude(agency=F("origin_agency")).filter(origin_agency__in=offices)
    elsewhere = away.filter(meant).exclude(agency__in=offices)
    return {"number": wanted.tickets.filter(meant), "away": elsewhere}


def _services(terms: Asked, wanted: Wanted) -> list[int]:
    """The services whose name has all the words."""
    if not terms.terms or not _is_asked("service", wanted):
        return []
    found = [
        pk for pk, words in _names_of_services() if all(_is_in(words, one) for one in terms.terms)
    ]
    return found[:_MOST_SERVICES]


def _is_in(words: list[str], term: Term) -> bool:
    return any(term.matches(words, at) for at in range(len(words)))


def _names_of_services() -> list[tuple[int, list[str]]]:
    moment = caches["moment"]
    kept: list[tuple[int, list[str]]] | None = moment.get("services-by-words")
    if kept is None:
        rows = Service.objects.values_list("pk", "name", "short_name")
        kept = [(pk, [*indexed(name), *indexed(short)]) for pk, name, short in rows]
        moment.set("services-by-words", kept, _HOLDS)
    return kept


def _reach(wanted: Wanted, kinds: tuple[str, ...], *, whom: Whom | None) -> Reach:
    held = [one.agency_id for one, _ in access.granted(wanted.reader, Action.READ_TICKET)]
    offices = () if None in held else tuple(sorted({one for one in held if one is not None}))
    entry, ticket = wanted.after or (0, 0)
    tickets = wanted.tickets
    if wanted.group == MATTER and ticket:  # both its lists go by ticket
        tickets, entry = tickets.filter(pk__lt=ticket), 0
    return Reach(
        tickets=tickets,
        offices=offices,
        kinds=kinds,
        now=wanted.now,
        before=entry or None,
        kept=wanted.kept,
        whom=whom,
    )


def _after(lists: Mapping[str, TicketQuerySet], wanted: Wanted) -> Mapping[str, QuerySet[Ticket]]:
    if wanted.after is None:
        return lists
    older = Q(pk__lt=wanted.after[1])
    return {name: tickets.filter(older) for name, tickets in lists.items()}
