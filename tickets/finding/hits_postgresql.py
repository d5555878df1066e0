"""Full-text search on PostgreSQL: the newest texts that hold the words, at a cost with a limit.

A frequent word stands in millions of texts, and an index of words (GIN) gives all of them at once, in
no order. So of a frequent word an office's newest texts are read first, without the index; of another those of the last
months by the index, where months and offices are words, too; then all. Each step is only taken where
those before it did not find enough, and one that would find next to nothing is left out.

Each condition on the index stands by itself: so it goes from one to the next text that has all of them, where for a
single condition it would look at every text with the rarest word. Words that may go on are asked for as the whole words
that there are (known_words), for which it need make no map of all their texts (docs/decisions/0079, 0096).
"""

# ruff: noqa: S608  # put together of our own words and of SQL by Django; values are parameters

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from tickets.finding import asked_words
from tickets.finding.asked_words import Word
from tickets.finding.frequency import Expected, Frequencies, frequencies
from tickets.finding.statement import TEXT, WANTED, Reach, Sql, TooBroad, Whom
from tickets.matching.words import Asked
from tickets.models.search_entries import months
from tickets.models.search_entry import OFFICE, SearchEntry

# At most so many of an office's newest texts are read without the index; each costs a third of one that is looked at by it.
_READ_FIRST = 4000
# Of what is looked for, so many times as many are expected in a step as are kept: words come in waves.
_NEWEST_ENOUGH, _MONTHS_ENOUGH = 1.5, 3.0
_MONTHS = (1, 2, 3, 6, 12)
_OTHERS = 0.2  # of all texts: at most about so many are no messages
# To look at a text takes as long as to go through so many of an office in the index.
_IN_THE_INDEX = 300
_FEW_TEXTS = 1000  # all of so many are looked at as soon as a further step is planned
# Of more offices the newest texts are read together.
_FEW_OFFICES = 4
_MOST_OF_ALL = 0.7  # months that have so many of the texts are not looked at apart
_MONTHS_UNKNOWN = 2  # before the first ANALYZE
_CANCELLED = "57014"  # SQLSTATE query_canceled
# Every step has an index; estimates of how frequent a word is are too rough to choose another way.
_SETTINGS = (
    "SET LOCAL statement_timeout = {timeout}; SET LOCAL enable_seqscan = off;"
    " SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL jit = off;"
    # To start a second process takes longer than a search may, and a map of the index must not be coarse.
    " SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL work_mem = '16MB'; "
)
_COLUMNS = "e.source, e.ticket_id"


def rows(
    connection: BaseDatabaseWrapper, parts: Sequence[Sql], *, named: Sequence[Sql], seconds: float
) -> list[Any]:
    """What the parts find, by the words that `named` gives, in one round trip with its own time limit. Raises TooBroad."""
    sql, params = asked_words.statement(parts, named)
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
    """What is looked for among entries of a kind: all of these words, the rarest first.

    `allowed`: which tickets. `likely`: how many entries of this kind hold the words, and which part of them.
    """

    kind: str
    words: Sequence[Word]
    reach: Reach
    allowed: Sql
    known: Frequencies
    likely: Expected
    before: int | None
    kept: int


def parts(
    connection: BaseDatabaseWrapper, asked: Asked, *, reach: Reach, allowed: Sql
) -> list[Sql]:
    """For each kind the newest texts with all terms, on tickets that are allowed."""
    known = frequencies(connection)
    words = asked_words.of_texts(asked, known)
    likely = known.expected(asked)
    others = likely._replace(texts=likely.texts * _OTHERS)
    return [
        _of_kind(
            _Look(
                kind=kind,
                words=words,
                reach=reach,
                allowed=allowed,
                known=known,
                likely=likely if kind == SearchEntry.Kind.SAID else others,
                before=reach.before,
                kept=reach.kept,
            )
        )
        for kind in reach.kinds
    ]


def of_people(connection: BaseDatabaseWrapper, whom: Whom, *, reach: Reach, allowed: Sql) -> Sql:
    """The newest tickets of the citizens meant, as hits of the list of that name."""
    known = frequencies(connection)
    likely = known.expected_of_people(whom.called)
    look = _Look(
        kind=SearchEntry.Kind.WHO,
        words=asked_words.of_people(whom.called, known),
        reach=reach,
        allowed=allowed,
        known=known,
        likely=likely._replace(share=min(1.0, likely.share / _OTHERS)),
        before=whom.before,
        kept=WANTED,
    )
    told, hits, params = _joined(look, _steps(look))
    return f"{told} SELECT 'people', 0, h.ticket_id, '', '', '' FROM ({hits}) h", params


def _of_kind(look: _Look) -> Sql:
    named, hits, params = _joined(look, _steps(look))
    told, join = TEXT[look.kind]
    return (
        f"{named} SELECT '{look.kind}', h.source, h.ticket_id, {told}"
        f" FROM ({hits}) h JOIN {join} ORDER BY h.source DESC"
    ), params


def _steps(look: _Look) -> list[Sql]:
    """The newest of a frequent word; then by the index, where it pays those of some months before those before them."""
    count = _months_enough(look)
    by_index = _by_index(look, since=months(look.reach.now, count=count) if count else ())
    if look.likely.share * _READ_FIRST >= _NEWEST_ENOUGH * look.kept:
        return [_newest(look), by_index]
    return [by_index]


def _months_enough(look: _Look) -> int:
    """In the last so many months enough of the texts are expected; 0 where all are looked at as quickly."""
    if not look.known.is_known:
        return _MONTHS_UNKNOWN
    own, wanted = look.likely.texts * _part_of_offices(look), _MONTHS_ENOUGH * look.kept
    if own < _FEW_TEXTS:
        return 0
    parts = ((count, look.known.part(months(look.reach.now, count=count))) for count in _MONTHS)
    return next((n for n, part in parts if own * part >= wanted and part < _MOST_OF_ALL), 0)


def _part_of_offices(look: _Look) -> float:
    marks = [f"{OFFICE}{office}" for office in look.reach.offices]
    return look.known.part(marks) if marks else 1.0


def _newest(look: _Look) -> Sql:
    offices, (rights, its) = look.reach.offices, look.allowed
    older = "" if look.before is None else f"AND s.source < {int(look.before)}"
    told = f"SELECT s.source, s.ticket_id, s.words FROM tickets_searchentry s WHERE s.kind = '{look.kind}'"
    last = f"{older} ORDER BY s.source DESC LIMIT {_READ_FIRST}"
    if offices and len(offices) <= _FEW_OFFICES:
        each = [f"({told} AND s.agency_id = {int(office)} {last})" for office in offices]
        newest = " UNION ALL ".join(each) if len(each) > 1 else each[0][1:-1]
    else:
        newest = f"{told} {last}"
    return (
        f"SELECT {_COLUMNS} FROM ({newest}) e WHERE {_have(look.words)}"
        f" AND e.ticket_id IN ({rights}) ORDER BY e.source DESC LIMIT {look.kept}"
    ), its


def _by_index(look: _Look, *, since: Sequence[str] = ()) -> Sql:
    """Those of the months `since`, and where these are too few those before them, in one step: it is planned once.

    Put in order before rights are asked, so that they are asked of as many as are kept.
    """
    rights, its = look.allowed
    older = "" if look.before is None else f"AND e.source < {int(look.before)}"
    # A beginning that may stand for anything is looked for in the texts that the others gave.
    first, *rest = look.words
    others = [word for word in rest if word.is_short]
    by_index = [first, *(word for word in rest if not word.is_short)]
    marks, within = _offices(look)
    given = [" | ".join(f"'{mark}'" for mark in marks)] if marks else []
    have = " AND ".join(
        [
            _have(by_index),
            *["e.words @@ %s::tsquery"] * len(given),
            *["e.words @@ span.months"] * bool(since),
        ]
    )
    found = (
        f"SELECT {_COLUMNS}{', e.words' if others else ''} FROM tickets_searchentry e"
        f" WHERE e.kind = '{look.kind}' AND {have} {within} {older} OFFSET 0"
    )
    if others:
        found = f"SELECT {_COLUMNS} FROM ({found}) e WHERE {_have(others)}"
    kept = (
        f"SELECT {_COLUMNS} FROM (SELECT {_COLUMNS} FROM ({found}) e ORDER BY e.source DESC OFFSET 0) e"
        f" WHERE e.ticket_id IN ({rights}) ORDER BY e.source DESC LIMIT {look.kept}"
    )
    if not since:
        return kept, [*given, *its]
    spans = [" | ".join(f"'{month}'" for month in since), " & ".join(f"!'{m}'" for m in since)]
    return (
        f"SELECT {_COLUMNS} FROM (VALUES (%s::tsquery), (%s::tsquery)) span (months),"
        f" LATERAL ({kept}) e LIMIT {look.kept}"
    ), [*spans, *given, *its]


def _offices(look: _Look) -> tuple[list[str], str]:
    """The offices as words of the index, or as a condition on each text: whichever has less to go through."""
    offices = look.reach.offices
    marks = [f"{OFFICE}{int(office)}" for office in offices]
    in_the_index = _part_of_offices(look) * look.known.texts
    if not offices or look.likely.texts * _IN_THE_INDEX > in_the_index:
        return marks, ""
    return [], f"AND e.agency_id IN ({', '.join(str(int(office)) for office in offices)})"


def _have(words: Iterable[Word]) -> str:
    return " AND ".join(f"e.words @@ (SELECT q FROM {word.name})" for word in words)


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
