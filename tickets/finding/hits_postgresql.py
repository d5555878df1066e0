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
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from tickets.finding import known_words
from tickets.finding.frequency import Expected, Frequencies, frequencies
from tickets.finding.statement import TEXT, WANTED, Reach, Sql, TooBroad, Whom
from tickets.matching.persons import Called
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
# Of more offices the newest texts are read together.
_FEW_OFFICES = 4
_MOST_OF_ALL = 0.7  # months that have so many of the texts are not looked at apart
_MONTHS_UNKNOWN = 2  # before the first ANALYZE
_ANYTHING = 0.999  # part of all texts
_CANCELLED = "57014"  # SQLSTATE query_canceled
# Every step has an index; estimates of how frequent a word is are too rough to choose another way.
_SETTINGS = (
    "SET LOCAL statement_timeout = {timeout}; SET LOCAL enable_seqscan = off;"
    " SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL jit = off;"
    # To start a second process takes longer than a search may, and a map of the index must not be coarse.
    " SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL work_mem = '16MB'; "
)
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


class _Word(NamedTuple):
    """What an entry must have, as a tsquery, and the part of all entries that is believed to have it."""

    query: Sql
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What is looked for among entries of a kind: all of these words, the rarest first.

    `allowed`: which tickets. `likely`: how many entries of this kind hold the words, and which part of them.
    """

    kind: str
    words: Sequence[_Word]
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
    words = [_Word(known_words.of_term(term), known.of_term(term)) for term in asked.terms]
    likely = known.expected(asked)
    others = likely._replace(texts=likely.texts * _OTHERS)
    return [
        _of_kind(
            _Look(
                kind=kind,
                words=_rarest_first(words),
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
        words=_called(whom.called, known),
        reach=reach,
        allowed=allowed,
        known=known,
        likely=likely._replace(share=min(1.0, likely.share / _OTHERS)),
        before=whom.before,
        kept=WANTED,
    )
    told, hits, params = _joined(look, _steps(look))
    return f"{told} SELECT 'people', 0, h.ticket_id, '', '', '' FROM ({hits}) h", params


def _rarest_first(words: Iterable[_Word]) -> list[_Word]:
    return sorted(words, key=attrgetter("share"))


def _of_kind(look: _Look) -> Sql:
    named, hits, params = _joined(look, _steps(look))
    told, join = TEXT[look.kind]
    return (
        f"{named} SELECT '{look.kind}', h.source, h.ticket_id, {told}"
        f" FROM ({hits}) h JOIN {join} ORDER BY h.source DESC"
    ), params


def _steps(look: _Look) -> list[Sql]:
    """The newest of a frequent word, those of some months by the index, all by the index."""
    steps = []
    if look.likely.share * _READ_FIRST >= _NEWEST_ENOUGH * look.kept:
        steps.append(_newest(look))
    if count := _months_enough(look):
        steps.append(_by_index(look, since=months(look.reach.now, count=count)))
    return [*steps, _by_index(look)]


def _months_enough(look: _Look) -> int:
    """In the last so many months enough of the texts are expected; 0 where nearly all have to be looked at."""
    if not look.known.is_known:
        return _MONTHS_UNKNOWN
    own, wanted = look.likely.texts * _part_of_offices(look), _MONTHS_ENOUGH * look.kept
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
        f"SELECT {_COLUMNS} FROM ({newest}) e WHERE {_have(range(len(look.words)))}"
        f" AND e.ticket_id IN ({rights}) ORDER BY e.source DESC LIMIT {look.kept}"
    ), its


def _by_index(look: _Look, *, since: Sequence[str] = ()) -> Sql:
    """Put in order before rights are asked, so that they are asked of as many as are kept."""
    rights, its = look.allowed
    older = "" if look.before is None else f"AND e.source < {int(look.before)}"
    # A beginning that may stand for anything is looked for in the texts that the others gave.
    others = [at for at, word in enumerate(look.words) if at and word.share >= _ANYTHING]
    by_index = [at for at in range(len(look.words)) if at not in others]
    marks, within = _offices(look)
    given = [" | ".join(f"'{mark}'" for mark in some) for some in (marks, since) if some]
    have = " AND ".join([_have(by_index), *["e.words @@ %s::tsquery"] * len(given)])
    found = (
        f"SELECT {_COLUMNS}{', e.words' if others else ''} FROM tickets_searchentry e"
        f" WHERE e.kind = '{look.kind}' AND {have} {within} {older} OFFSET 0"
    )
    if others:
        found = f"SELECT {_COLUMNS} FROM ({found}) e WHERE {_have(others)}"
    return (
        f"SELECT {_COLUMNS} FROM (SELECT {_COLUMNS} FROM ({found}) e ORDER BY e.source DESC OFFSET 0) e"
        f" WHERE e.ticket_id IN ({rights}) ORDER BY e.source DESC LIMIT {look.kept}"
    ), [*given, *its]


def _offices(look: _Look) -> tuple[list[str], str]:
    """The offices as words of the index, or as a condition on each text: whichever has less to go through."""
    offices = look.reach.offices
    marks = [f"{OFFICE}{int(office)}" for office in offices]
    in_the_index = _part_of_offices(look) * look.known.texts
    if not offices or look.likely.texts * _IN_THE_INDEX > in_the_index:
        return marks, ""
    return [], f"AND e.agency_id IN ({', '.join(str(int(office)) for office in offices)})"


def _have(words: Iterable[int]) -> str:
    """Has these of the words, each of which `_joined` gives a name."""
    return " AND ".join(f"e.words @@ (SELECT q FROM word{at})" for at in words)


def _joined(look: _Look, steps: Sequence[Sql]) -> tuple[str, str, list[Any]]:
    """The words and the steps as a WITH, each step taken only where those before it found too few tickets; the query of what
    they found; the parameters.

    A step gives the newest texts: where they are as many as are kept, the next would give none of them.
    """
    named = [f"word{at} AS (SELECT {word.query[0]} AS q)" for at, word in enumerate(look.words)]
    params = [value for word in look.words for value in word.query[1]]
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


def _called(whom: Called, known: Frequencies) -> list[_Word]:
    """Each word in the names, or the digits in the number."""
    named = [
        _Word(known_words.of_beginnings(ways), known.of_beginnings(ways)) for ways in whom.words
    ]
    if not whom.digits:
        return _rarest_first(named)
    digits = " | ".join(
        f"({' <-> '.join(map(known_words.quoted, windows))})" for windows in whom.digits
    )
    names = " && ".join(word.query[0] for word in named)
    params = [value for word in named for value in word.query[1]]
    # A name that nobody has is NULL, and the digits are looked for all the same.
    either = f"coalesce({names or 'NULL'}, ''::tsquery) || %s::tsquery"
    return [_Word((either, [*params, digits]), 0.0)]
