"""Full-text search on PostgreSQL: the newest texts that hold the words, at a cost with a limit.

A frequent word stands in millions of texts, and an index of words (GIN) gives all of them at once, in
no order. So the newest texts of the office are read first, without the index; then those of the last
months by the index, where months and offices are words, too; then all. Each step is only taken where
those before it did not find enough. A step that for a rare word would find next to nothing is left out.
"""

# ruff: noqa: S608  # put together of our own words and of SQL by Django; values are parameters

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from tickets.finding.frequency import Expected, frequencies
from tickets.finding.statement import TEXT, WANTED, Reach, Sql, TooBroad
from tickets.matching.words import Asked, Term
from tickets.models.search_entries import months
from tickets.models.search_entry import OFFICE, SearchEntry

_READ_FIRST = 3000  # newest texts of an office
_MONTHS = 3
# With a share below this the newest texts hold fifteen at most: the index has to be asked anyhow.
_SELDOM = 0.005
# So many texts are looked at by the index about as quickly as the newest are without it.
_FEW_TEXTS = 2000
_FEWER_TEXTS = 1000  # and so many are put in order at once, whatever their month
# Of more offices the newest texts are read together.
_FEW_OFFICES = 4
_CANCELLED = "57014"  # SQLSTATE query_canceled
# Every step has an index; estimates of how frequent a word is are too rough to choose another way.
_SETTINGS = (
    "SET LOCAL statement_timeout = {timeout}; SET LOCAL enable_seqscan = off;"
    " SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL jit = off; "
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


def parts(
    connection: BaseDatabaseWrapper, asked: Asked, *, reach: Reach, allowed: Sql
) -> list[Sql]:
    """For each kind the newest texts with all terms, on tickets that are allowed."""
    likely = frequencies(connection).expected(asked)
    return [
        _of_kind(kind, asked, reach=reach, allowed=allowed, likely=likely) for kind in reach.kinds
    ]


def _of_kind(kind: str, asked: Asked, *, reach: Reach, allowed: Sql, likely: Expected) -> Sql:
    query = " & ".join(map(_term, asked.terms))
    rights, its = allowed
    may = f"e.ticket_id IN ({rights})"
    older = "" if reach.before is None else f"AND s.source < {int(reach.before)}"
    is_said = kind == SearchEntry.Kind.SAID
    steps = []
    if likely.texts >= _FEW_TEXTS and not (is_said and likely.share < _SELDOM):
        newest = f"SELECT {_COLUMNS} FROM ({_newest(kind, reach.offices, older)}) e"
        found = f"{newest} WHERE e.words @@ %s::tsquery AND {may}"
        steps.append((f"{found} ORDER BY e.source DESC LIMIT {reach.kept}", query))
    offices = " | ".join(f"'{OFFICE}{office}'" for office in reach.offices)
    within = f"{query} & ({offices})" if offices else query
    by_index = _by_index(kind, may, before=older.replace("s.", "e."), kept=reach.kept)
    if is_said and likely.texts >= _FEWER_TEXTS:  # of the others there are few enough
        recent = " | ".join(f"'{month}'" for month in months(reach.now, count=_MONTHS))
        steps.append((by_index, f"{within} & ({recent})"))
    steps.append((by_index, within))
    return _joined(kind, steps, its, kept=reach.kept)


def _newest(kind: str, offices: tuple[int, ...], older: str) -> str:
    told = "SELECT s.source, s.ticket_id, s.words FROM tickets_searchentry s"
    last = f"ORDER BY s.source DESC LIMIT {_READ_FIRST}"
    if not offices or len(offices) > _FEW_OFFICES:
        return f"{told} WHERE s.kind = '{kind}' {older} {last}"
    each = [
        f"({told} WHERE s.kind = '{kind}' AND s.agency_id = {int(office)} {older} {last})"
        for office in offices
    ]
    return " UNION ALL ".join(each) if len(each) > 1 else each[0][1:-1]


def _by_index(kind: str, may: str, *, before: str, kept: int) -> str:
    found = (
        f"SELECT {_COLUMNS} FROM tickets_searchentry e"
        f" WHERE e.kind = '{kind}' AND e.words @@ %s::tsquery {before} OFFSET 0"
    )
    return f"SELECT {_COLUMNS} FROM ({found}) e WHERE {may} ORDER BY e.source DESC LIMIT {kept}"


def _joined(kind: str, steps: list[tuple[str, str]], its: Sequence[Any], *, kept: int) -> Sql:
    """The steps as one query, each taken only where those before it found too few tickets.

    A step gives the newest texts: where they are as many as are kept, the next would give none of them.
    """
    named, params, before = [], [], ""
    for number, (sql, wanted) in enumerate(steps):
        name = f"{kind}{number}"
        gate = (
            f" WHERE (SELECT count(DISTINCT ticket_id) < {WANTED} AND count(*) < {kept}"
            f" FROM ({before}) p)"
        )
        named.append(f"{name} AS MATERIALIZED (SELECT * FROM ({sql}) x{gate if before else ''})")
        params += [wanted, *its]
        before = f"SELECT * FROM {name}" if not before else f"{before} UNION SELECT * FROM {name}"
    told, join = TEXT[kind]
    newest = f"SELECT * FROM ({before}) u ORDER BY source DESC LIMIT {kept}"
    return (
        f"WITH {', '.join(named)} SELECT '{kind}', h.source, h.ticket_id, {told}"
        f" FROM ({newest}) h JOIN {join} ORDER BY h.source DESC"
    ), params


def _term(term: Term) -> str:
    last = f"'{term.words[-1]}'{':*' if term.begins else ''}"
    phrase = " <-> ".join([*(f"'{word}'" for word in term.words[:-1]), last])
    ways = [phrase, *(f"'{form}':*" for form in term.forms)]
    return f"({' | '.join(ways)})"
