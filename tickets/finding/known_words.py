"""What a word that may go on stands for on PostgreSQL: the whole words that begin so, of those in any text.

For the beginning of a word the index makes a map of every text with any such word before it looks at any other condition;
from one whole word to the next it leaps. The list of words is kept by the database (migration 0089, ADR 0096).
"""

# ruff: noqa: S608  # put together of our own words; values are parameters

from __future__ import annotations

from collections.abc import Sequence

from tickets.finding.statement import Sql
from tickets.matching.words import Term

# For more than so many words the map of their beginning is quicker than to leap through all of them.
_MOST = 200
_LAST_SIGN = "\U0010ffff"  # no word goes on after it
# The column `word` as a word of a tsquery.
QUOTED = r"""'''' || replace(replace(word, '\', '\\'), '''', '''''') || ''''"""


def of_term(term: Term) -> Sql:
    """A tsquery as SQL; NULL where no text has such a word."""
    last = term.words[-1]
    before = " <-> ".join(quoted(word) for word in term.words[:-1])
    if not term.begins:
        return "%s::tsquery", [" <-> ".join(filter(None, (before, quoted(last))))]
    sql, params = of_beginnings((last, *term.forms))
    return (f"%s::tsquery <-> {sql}", [before, *params]) if before else (sql, params)


def of_beginnings(begins: Sequence[str]) -> Sql:
    """One of the words that begin like one of these. What begins with a digit is not in the list: each is rare."""
    any_of = " | ".join(f"{quoted(one)}:*" for one in begins)
    if any(one[0].isdigit() for one in begins):
        return "%s::tsquery", [any_of]
    listed = " OR ".join(["word >= %s AND word < %s"] * len(begins))
    return (
        f"(SELECT CASE WHEN count(*) > {_MOST} THEN %s::tsquery"
        f" ELSE string_agg({QUOTED}, ' | ')::tsquery END"
        f" FROM (SELECT word FROM tickets_searchword WHERE {listed} LIMIT {_MOST + 1}) w)"
    ), [any_of, *(value for one in begins for value in (one, one + _LAST_SIGN))]


def quoted(word: str) -> str:
    """As a word of a tsquery; names may have any sign."""
    return "'{}'".format(word.replace("\\", "\\\\").replace("'", "''"))
