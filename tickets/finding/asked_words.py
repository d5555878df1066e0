"""What a statement on PostgreSQL looks for: each word under a name, so that all of its parts ask for the same."""

# ruff: noqa: S608  # put together of our own words and of SQL by Django; values are parameters

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

from tickets.finding import known_words
from tickets.finding.frequency import Frequencies, frequencies, is_short
from tickets.finding.statement import Sql, Whom
from tickets.matching.persons import Called
from tickets.matching.words import Asked


class Word(NamedTuple):
    """What an entry must have, as a tsquery; the part of all entries that is believed to have it; and whether it
    is so short a beginning that it is not asked of the index beside another word.
    """

    name: str
    query: Sql
    share: float
    is_short: bool = False


def named_words(connection: BaseDatabaseWrapper, asked: Asked, whom: Whom | None) -> list[Sql]:
    """What is looked for, each under its name: all parts of the statement ask for the same words."""
    known = frequencies(connection)
    every = [*of_texts(asked, known), *(of_people(whom.called, known) if whom else ())]
    return [(f"{word.name} AS (SELECT {word.query[0]} AS q)", word.query[1]) for word in every]


def statement(parts: Sequence[Sql], named: Sequence[Sql]) -> Sql:
    """All parts, with the words that they ask for before them."""
    begin = f"WITH {', '.join(sql for sql, _ in named)} " if named else ""
    every = " UNION ALL ".join(f"SELECT * FROM ({part}) part" for part, _ in parts)
    return begin + every, [value for _, values in (*named, *parts) for value in values]


def of_texts(asked: Asked, known: Frequencies) -> list[Word]:
    """The terms of a search, the rarest first."""
    words = [
        Word(
            f"word{at}",
            known_words.of_term(term),
            known.of_term(term),
            term.begins and is_short(term.words[-1:]),
        )
        for at, term in enumerate(asked.terms)
    ]
    return _rarest_first(words)


def of_people(whom: Called, known: Frequencies) -> list[Word]:
    """Each word in the names, or the digits in the number."""
    named = [
        Word(f"person{at}", known_words.of_beginnings(ways), known.of_beginnings(ways))
        for at, ways in enumerate(whom.words)
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
    return [Word("person0", (either, [*params, digits]), 0.0)]


def _rarest_first(words: Iterable[Word]) -> list[Word]:
    return sorted(words, key=attrgetter("is_short", "share"))
