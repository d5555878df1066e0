"""The one shape of all lists under /laporan/: a row for each matter, look, file or reminder.

A book says which rows there are for a reader, what stands in its columns, and when a row counts; its page,
print and files are made here and in views.py.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import QueryDict

from services import access
from services.access import Action
from services.models import Agency, Staff
from services.rows_by_key import values_by_key
from siwhapik.number_words import count_words
from siwhapik.periods import days_words
from siwhapik.reports.about import About
from siwhapik.reports.forms import ReportForm
from siwhapik.reports.sheets import Value
from tickets import identity
from tickets.figures.asked import Asked
from tickets.figures.reading import Figures
from tickets.models import Ticket

Row = Mapping[str, Any]
Column = Callable[[Row, Collection[int]], Value]  # a row, and the offices that the reader heads


class Besides(Protocol):
    """Adds to rows, in place."""

    def __call__(self, rows: Sequence[dict[str, Any]], *, reader: Staff) -> None: ...


PAGE = 50
# A page that is to be printed holds all rows, up to so many; a file has no end.
MOST_PRINTED = 2000
OF_TICKET = (
    "register_number", "agency__timezone", "agency__short_name", *identity.FIELDS,
)  # fmt: skip
_CHUNK = 2000


class Listed(NamedTuple):
    """The rows, in words what they have in common, and, where figures count exactly these, what figures are asked
    for: counting them costs the same however many there are.
    """

    rows: QuerySet[Any]
    narrowed: list[str]
    counted_as: Asked | None = None


@dataclass(frozen=True)
class Asking:
    """Who asks, with which address, for what of which offices."""

    reader: Staff
    query: QueryDict
    form: ReportForm

    @property
    def offices(self) -> tuple[Agency, ...]:
        return (self.form.agency,) if self.form.agency else self.form.agencies


@dataclass(frozen=True, kw_only=True)
class Book:
    """`at`: the moment by which rows stand in order; `via`: how a row's ticket is reached ("": it is one).
    `listed` annotates `is_readable`: whether the reader may read the ticket. `is_watched`: looking at it
    is written down, as taking it away is. `is_drawn_anew`: its rows change without a verb of a ticket. `besides`
    adds to the rows of a part what further questions tell of them.
    """

    code: str
    title: str
    tells: str  # on the page of all reports
    explained: str
    nothing: str
    columns: Mapping[str, Column]  # the first is the ticket's number, or what stands in its place
    listed: Callable[[Asking], Listed]
    fields: Sequence[str]  # of the row itself
    ticket_fields: Sequence[str] = OF_TICKET
    at: str
    via: str = ""
    action: Action = Action.SEE_REGISTER
    newest_first: bool = False
    is_watched: bool = False
    is_drawn_anew: bool = False
    asks: type[ReportForm] = ReportForm
    besides: Besides | None = None

    @property
    def is_of_tickets(self) -> bool:
        """Whether its rows are tickets themselves, not what happened with them."""
        return bool(self.ticket_fields) and not self.via

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows in the order of the book."""
        sign = "-" if self.newest_first else ""
        return rows.order_by(f"{sign}{self.at}", f"{sign}pk")

    def about(self, asking: Asking, found: Listed, *, now: dt.datetime) -> About:
        """What its file is about."""
        return About(
            title=self.title,
            offices=asking.offices,
            span=days_words(asking.form.period),
            filters=found.narrowed,
            explained=[(self.title, self.explained)],
            staff=asking.reader,
            now=now,
        )

    def count_words(self, found: Listed, *, now: dt.datetime) -> str:
        """How many rows there are ("80 tiket"), however many are shown; where no figures count them, or days are
        still as another zone cut them, no further than what is printed.
        """
        what = "tiket" if self.is_of_tickets else "catatan"
        figures = found.counted_as and Figures(found.counted_as, now=now, moments=("received_at",))
        if figures and not figures.made.is_recut:
            return f"{count_words(figures.by().get((), {}).get('arrived', 0))} {what}"
        count = found.rows.order_by().values("pk")[: MOST_PRINTED + 1].count()
        if count > MOST_PRINTED:
            return f"Lebih dari {count_words(MOST_PRINTED)} {what}"
        return f"{count_words(count)} {what}"

    def after(self, rows: QuerySet[Any], mark: str) -> QuerySet[Any]:
        """Those that come after the mark of an earlier page; all of them where it is none."""
        at, _, pk = mark.partition("~")
        try:
            given, number = dt.datetime.fromisoformat(at), int(pk)
            moment = given.astimezone(
                dt.UTC
            )  # databases know fewer zones and years than an address
        except (ValueError, OverflowError):
            return rows
        if given.tzinfo is None or not 0 < number < 10**15:
            return rows
        beyond = "lt" if self.newest_first else "gt"
        later = Q(**{f"{self.at}__{beyond}": moment}) | Q(**{f"pk__{beyond}": number})
        return rows.filter(later, **{f"{self.at}__{beyond}e": moment})  # an index finds the moment

    def written(
        self, rows: QuerySet[Any], *, reader: Staff, most: int | None = None
    ) -> Iterator[tuple[Row, list[Value]]]:
        """The first `most` rows with their values for the columns, read a few thousand at a time."""
        heads = access.offices_headed(reader)
        prefix = f"{self.via}__" if self.via else ""
        of_ticket = [prefix + name for name in self.ticket_fields]
        columns = list(self.columns.values())
        names = ("pk", "is_readable", self.at, *self.fields, *of_ticket)
        for values in self._in_parts(rows, names, reader=reader, most=most):
            row = {name.removeprefix(prefix): value for name, value in values.items()}
            yield row, [column(row, heads) for column in columns]

    def _in_parts(
        self, rows: QuerySet[Any], names: tuple[str, ...], *, reader: Staff, most: int | None
    ) -> Iterator[dict[str, Any]]:
        """Each part is read to its end before its first row is given: SQLite refuses every write of a
        connection that still reads what was there before somebody else wrote.
        """
        left, part = sys.maxsize if most is None else most, rows
        while left > 0:
            found = self._read(part, names, most=min(left, _CHUNK))
            if self.besides is not None:
                self.besides(found, reader=reader)
            yield from found
            if len(found) < min(left, _CHUNK):
                return
            left -= len(found)
            part = self.after(rows, mark_of(found[-1], self.at))

    def _read(
        self, rows: QuerySet[Any], names: tuple[str, ...], *, most: int
    ) -> list[dict[str, Any]]:
        """The first so many. Which tickets, and whether the reader may read them, is asked first; what stands in them by
        their keys, as making and planning that statement for each page takes longer than answering it. Where one of them was
        written in between, all is read at once: no right is judged by another state than the one that is shown.
        """
        ordered = self.ordered(rows)
        if not self.is_of_tickets:
            return list(ordered.values(*names)[:most])
        judged = list(ordered.values_list("pk", "version", "is_readable")[:most])
        read = tuple(name for name in names if name != "is_readable")
        known = values_by_key(Ticket, (*read, "version"), [pk for pk, *_ in judged])
        if any(pk not in known or known[pk]["version"] != version for pk, version, _ in judged):
            return list(ordered.values(*names)[:most])
        return [{**known[pk], "is_readable": may} for pk, _, may in judged]

    def page_of(self, rows: QuerySet[Any], *, reader: Staff, most: int) -> list[dict[str, Any]]:
        """The first `most` rows: their values, address, and mark."""
        return [
            {
                "mark": mark_of(row, self.at),
                "values": values,
                "url": f"/tiket/{row['register_number']}/" if row["is_readable"] else "",
            }
            for row, values in self.written(rows, reader=reader, most=most)
        ]


def mark_of(row: Mapping[str, Any], at: str) -> str:
    """Where a page or a part ends, as `Book.after` reads it; `at`: the moment by which the book is ordered."""
    return f"{row[at].isoformat()}~{row['pk']}"


def values_of(rows: Iterable[tuple[Row, list[Value]]]) -> Iterator[list[Value]]:
    """The values alone, for a file."""
    return (values for _, values in rows)


def plain(name: str) -> Column:
    """The value as it is; "" for none."""
    return lambda row, _: row[name] or ""


def coded(name: str, words: Mapping[str, Any]) -> Column:
    """What a code means."""
    return lambda row, _: str(words.get(row[name], ""))


def moment(name: str) -> Column:
    """In the office's own time; a file has no other place to say so."""

    def column(row: Row, _: Collection[int]) -> Value:
        at: dt.datetime | None = row[name]
        return at.astimezone(ZoneInfo(row["agency__timezone"])) if at else ""

    return column


def text(name: str) -> Column:
    """What somebody wrote, for those who may read the ticket, without NIK."""

    def column(row: Row, heads: Collection[int]) -> str:
        if not row["is_readable"] or not row[name]:
            return ""
        return identity.in_row(row, heads=heads).text(row[name])

    return column


def applicant(row: Row, heads: Collection[int]) -> str:
    """Their name; the first letters only for whom may not read the ticket."""
    who = identity.in_row(row, heads=heads)
    name = who.applicant or who.name
    return name if who.is_hidden or row["is_readable"] else masked(name)


def contact(row: Row, heads: Collection[int]) -> str:
    """The number of who wrote, masked, for those who may read the ticket: the whole one is opened there, with a line
    in the log. Words before it keep spreadsheets from calculating it.
    """
    phone = identity.in_row(row, heads=heads).masked_phone
    return f"Telp. {phone}" if phone and row["is_readable"] else ""


def masked(name: str) -> str:
    """The first letter of each word of a name: "S*** C***"."""
    return " ".join(f"{word[0]}***" for word in name.split())
