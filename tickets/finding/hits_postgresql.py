"""Full-text search on PostgreSQL: the newest texts that hold the words, at a cost with a limit.

A frequent word stands in millions of texts, and an index of words (GIN) gives all of them at once, in
no order. So the newest texts of the office are read first, without the index; then those of the last
months by the index, where months and offices are words, too; then all. Each step is only taken where
those before it did not find enough. A step that for a rare word would find next to nothing is left out, and of
a frequent one that which would go through too much of the index.

Each condition on the index stands by itself: so it goes from one to the next text that has all of them, where for a
single condition it would look at every text with the rarest word. For the beginning of a word it makes a map of all
texts, which takes long for a frequent one: such words are looked for in the texts that the rarest gave (docs/decisions/0079).
"""

# ruff: noqa: S608  # put together of our own words and of SQL by Django; values are parameters

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from tickets.finding.frequency import Expected, Frequencies, frequencies
from tickets.finding.statement import TEXT, WANTED, Reach, Sql, TooBroad, Whom
from tickets.matching.persons import Called
from tickets.matching.words import Asked, Term
from tickets.models.search_entries import months
from tickets.models.search_entry import OFFICE, SearchEntry

# How many of an office's newest are read without the index, where that part of all texts or more holds the words:
# of messages, of other texts, and of tickets by their citizens.
_READ_FIRST, _SELDOM = 6000, 0.006
_OTHERS_FIRST = 1500
_PEOPLE_FIRST, _SELDOM_PEOPLE = 4000, 0.002
_FEW_TEXTS = 2000  # so many are looked at by the index as quickly as the newest without it
_OTHERS = 0.2  # of all texts: at most about so many are no messages
# So many texts are looked at one by one, whatever their month; of more, those of this month come first. Several words
# stand together in fewer: of so many with the rarest one those of the last half year come first, of most those of this month.
_EACH, _EACH_OF_SEVERAL, _MANY_OF_SEVERAL = 3000, 10_000, 40_000
_MID_MONTH, _MANY_MONTHS = 15, 6
_MOST_EACH = (
    20_000  # so many with the rarest word are looked at for the others, rather than mapped for each
)
# To look at a text takes as long as to go through so many of an office in the index.
_IN_THE_INDEX = 300
# Of more offices the newest texts are read together.
_FEW_OFFICES = 4
_CANCELLED = "57014"  # SQLSTATE query_canceled
# Every step has an index; estimates of how frequent a word is are too rough to choose another way.
_SETTINGS = (
    "SET LOCAL statement_timeout = {timeout}; SET LOCAL enable_seqscan = off;"
    " SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL jit = off;"
    # To start a second process takes longer than a search may, and a map of the index must not be coarse.
    " SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL work_mem = '16MB'; "
)
T = TypeVar("T")
_COLUMNS = "e.source, e.ticket_id"


def rows(connection: BaseDatabaseWrapper, parts: Sequence[Sql], *, seconds: float) -> list[Any]:
    """What the parts find, in one round trip with its own time limit. Raises TooBroad."""
    sql = " UNION ALL ".join(f"({part})" for part, _ in parts)
    params = [value for _, values in parts for value in values]
    with connection.cursor() as cursor:
        try:
            # Sent as one text, its statements are a transaction of their own: SET LOCAL ends with it.
            cursor.execute(_SETTINGS.format(timeout=int(seconds * 1000)) + sql, params)
            while cursor.description is None and cursor.nextset():
                pass
            return list(cursor.fetchall())
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") == _CANCELLED:
                raise TooBroad from error
            raise


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What is looked for among entries of a kind: all of these words, as conditions, the rarest first.

    `allowed`: which tickets. `likely`: how many entries hold them. `seldom` and `first`: with a part of all entries
    below this the newest ones are not read; how many of them are read. `of_offices`: how many entries the offices have.
    """

    kind: str
    words: Sequence[str]
    reach: Reach
    allowed: Sql
    likely: Expected
    before: int | None
    kept: int
    of_offices: float
    first: int
    seldom: float = _SELDOM


def parts(
    connection: BaseDatabaseWrapper, asked: Asked, *, reach: Reach, allowed: Sql
) -> list[Sql]:
    """For each kind the newest texts with all terms, on tickets that are allowed."""
    known = frequencies(connection)
    words = [_term(term) for term in _rarest_first(asked.terms, known.of_term)]
    likely = known.expected(asked)
    others = likely._replace(texts=likely.texts * _OTHERS)
    return [
        _of_kind(
            _Look(
                kind=kind,
                words=words,
                reach=reach,
                allowed=allowed,
                likely=likely if kind == SearchEntry.Kind.SAID else others,
                first=_READ_FIRST if kind == SearchEntry.Kind.SAID else _OTHERS_FIRST,
                before=reach.before,
                kept=reach.kept,
                of_offices=_of_offices(known, reach),
            )
        )
        for kind in reach.kinds
    ]


def of_people(connection: BaseDatabaseWrapper, whom: Whom, *, reach: Reach, allowed: Sql) -> Sql:
    """The newest tickets of the citizens meant, as hits of the list of that name."""
    known = frequencies(connection)
    look = _Look(
        kind=SearchEntry.Kind.WHO,
        words=_called(whom.called, known),
        reach=reach,
        allowed=allowed,
        likely=known.expected_of_people(whom.called),
        before=whom.before,
        kept=WANTED,
        of_offices=_of_offices(known, reach),
        seldom=_SELDOM_PEOPLE,
        first=_PEOPLE_FIRST,
    )
    told, hits, params = _joined(look, _steps(look))
    return f"{told} SELECT 'people', 0, h.ticket_id, '', '', '' FROM ({hits}) h", params


def _of_offices(known: Frequencies, reach: Reach) -> float:
    return known.count([f"{OFFICE}{office}" for office in reach.offices])


def _rarest_first(words: Sequence[T], share: Callable[[T], float]) -> list[T]:
    return sorted(words, key=share) if len(words) > 1 else list(words)


def _of_kind(look: _Look) -> Sql:
    named, hits, params = _joined(look, _steps(look))
    told, join = TEXT[look.kind]
    return (
        f"{named} SELECT '{look.kind}', h.source, h.ticket_id, {told}"
        f" FROM ({hits}) h JOIN {join} ORDER BY h.source DESC"
    ), params


def _steps(look: _Look) -> list[Sql]:
    """The newest, those of some months by the index, all by the index."""
    texts, steps = look.likely.texts, []
    if texts >= _FEW_TEXTS and look.likely.share >= look.seldom:
        steps.append(_newest(look))
    is_one = len(look.words) == 1
    if texts >= (_EACH if is_one else _MANY_OF_SEVERAL):
        steps.append(_by_index(look, since=_this_month(look.reach.now)))
    if not is_one and texts >= _EACH_OF_SEVERAL:
        steps.append(_by_index(look, since=months(look.reach.now, count=_MANY_MONTHS)))
    return [*steps, _by_index(look)]


def _this_month(now: dt.datetime) -> list[str]:
    """With the one before where it has hardly begun."""
    return months(now, count=1 if now.day >= _MID_MONTH else 2)


def _newest(look: _Look) -> Sql:
    offices, (rights, its) = look.reach.offices, look.allowed
    older = "" if look.before is None else f"AND s.source < {int(look.before)}"
    told = f"SELECT s.source, s.ticket_id, s.words FROM tickets_searchentry s WHERE s.kind = '{look.kind}'"
    last = f"{older} ORDER BY s.source DESC LIMIT {look.first}"
    if offices and len(offices) <= _FEW_OFFICES:
        each = [f"({told} AND s.agency_id = {int(office)} {last})" for office in offices]
        newest = " UNION ALL ".join(each) if len(each) > 1 else each[0][1:-1]
    else:
        newest = f"{told} {last}"
    return (
        f"SELECT {_COLUMNS} FROM ({newest}) e WHERE e.words @@ %s::tsquery"
        f" AND e.ticket_id IN ({rights}) ORDER BY e.source DESC LIMIT {look.kept}"
    ), [" & ".join(look.words), *its]


def _by_index(look: _Look, *, since: Sequence[str] = ()) -> Sql:
    """Put in order before rights are asked, so that they are asked of as many as are kept."""
    rights, its = look.allowed
    older = "" if look.before is None else f"AND e.source < {int(look.before)}"
    # Of months there are few texts with the rarest word, and so of all where it is rare enough.
    each = since or look.likely.texts < _MOST_EACH
    by_index, others = (look.words[:1], look.words[1:]) if each else (look.words, [])
    marks, within = _offices(look)
    given = [
        *by_index,
        *(" | ".join(f"'{mark}'" for mark in some) for some in (marks, since) if some),
    ]
    found = (
        f"SELECT {_COLUMNS}, e.words FROM tickets_searchentry e"
        f" WHERE e.kind = '{look.kind}' AND {_have(given)} {within} {older} OFFSET 0"
    )
    if others:
        found = f"SELECT {_COLUMNS} FROM ({found}) e WHERE {_have(others)}"
    return (
        f"SELECT {_COLUMNS} FROM (SELECT {_COLUMNS} FROM ({found}) e ORDER BY e.source DESC OFFSET 0) e"
        f" WHERE e.ticket_id IN ({rights}) ORDER BY e.source DESC LIMIT {look.kept}"
    ), [*given, *others, *its]


def _offices(look: _Look) -> tuple[list[str], str]:
    """The offices as words of the index, or as a condition on each text: whichever has less to go through."""
    offices, texts = look.reach.offices, look.likely.texts
    marks = [f"{OFFICE}{int(office)}" for office in offices]
    if not offices or texts * _IN_THE_INDEX > look.of_offices:
        return marks, ""
    return [], f"AND e.agency_id IN ({', '.join(str(int(office)) for office in offices)})"


def _have(words: Sequence[str]) -> str:
    return " AND ".join(["e.words @@ %s::tsquery"] * len(words))


def _joined(look: _Look, steps: Sequence[Sql]) -> tuple[str, str, list[Any]]:
    """The steps as a WITH, each taken only where those before it found too few tickets; the query of what
    they found; the parameters.

    A step gives the newest texts: where they are as many as are kept, the next would give none of them.
    """
    named: list[str] = []
    params: list[Any] = []
    before = ""
    for number, (sql, values) in enumerate(steps):
        name = f"{look.kind}{number}"
        gate = (
            f" WHERE (SELECT count(DISTINCT ticket_id) < {WANTED} AND count(*) < {look.kept}"
            f" FROM ({before}) p)"
        )
        named.append(f"{name} AS MATERIALIZED (SELECT * FROM ({sql}) x{gate if before else ''})")
        params += values
        before = f"SELECT * FROM {name}" if not before else f"{before} UNION SELECT * FROM {name}"
    newest = f"SELECT * FROM ({before}) u ORDER BY source DESC LIMIT {look.kept}"
    return f"WITH {', '.join(named)}", newest, params


def _called(whom: Called, known: Frequencies) -> list[str]:
    """Each word in the names, or the digits in the number."""
    words = _rarest_first(whom.words, known.of_beginnings)
    named = [f"({' | '.join(f'{_quoted(way)}:*' for way in ways)})" for ways in words]
    digits = [f"({' <-> '.join(map(_quoted, windows))})" for windows in whom.digits]
    return [" | ".join((f"({' & '.join(named)})", *digits))] if digits else named


def _quoted(word: str) -> str:
    """Names may have any sign."""
    return "'{}'".format(word.replace("\\", "\\\\").replace("'", "''"))


def _term(term: Term) -> str:
    last = f"'{term.words[-1]}'{':*' if term.begins else ''}"
    phrase = " <-> ".join([*(f"'{word}'" for word in term.words[:-1]), last])
    ways = [phrase, *(f"'{form}':*" for form in term.forms)]
    return f"({' | '.join(ways)})"
