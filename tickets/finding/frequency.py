"""How many texts hold a word, as PostgreSQL believes: by what it gathers for its own planner (ANALYZE).

Only decides in which order a search looks. A wrong figure costs time, and never a hit.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from secrets import token_hex
from typing import NamedTuple

from django.core.cache import caches
from django.db.backends.base.base import BaseDatabaseWrapper

from tickets.matching.persons import Called
from tickets.matching.words import Asked, Term

_HOLDS = 600  # seconds
# Beginnings of fewer letters have many words that are too rare to be gathered: about as many texts again.
_TELLING, _BESIDE_GATHERED = 4, 2
# A word that was not gathered is taken to have this part of the rarest one's share: most have far less.
_BEYOND = 0.25
# `most_common_elems` of the entries' words: about a thousand words with their shares of all texts.
_GATHERED = """
SELECT c.reltuples, s.most_common_elems::text::text[], s.most_common_elem_freqs::float8[]
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_stats s
  ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = 'words'
WHERE c.oid = 'tickets_searchentry'::regclass
"""


class Expected(NamedTuple):
    """The part of the texts that is found, and how many these are."""

    share: float
    texts: float


@dataclass(frozen=True)
class Frequencies:
    """`texts`: how many there are. `shares`: the part of them that holds each frequent word."""

    texts: float = 0.0
    shares: tuple[tuple[str, float], ...] = ()
    rarest: float = 1.0  # of those gathered

    def expected(self, asked: Asked) -> Expected:
        """What holds all terms; everything where that is not known."""
        return self._together([self.of_term(term) for term in asked.terms])

    def expected_of_people(self, whom: Called) -> Expected:
        """The same of entries that say who somebody is."""
        named = self._together([self.of_beginnings(ways) for ways in whom.words])
        digits = [min(self._of_words((), exact=(one,)) for one in each) for each in whom.digits]
        return self._together([min(1.0, (named.share if whom.words else 0.0) + sum(digits))])

    def part(self, words: Collection[str]) -> float:
        """The part of the texts that holds one of these words; none where they are not gathered."""
        return min(1.0, sum(self._share_of.get(word, 0.0) for word in words))

    def _together(self, shares: Sequence[float]) -> Expected:
        """Half-way between words that always stand together and words that have nothing to do with one another."""
        if not self.is_known:
            return Expected(1.0, float("inf"))
        share = math.sqrt(min(shares, default=1.0) * math.prod(shares))
        return Expected(share, share * self.texts)

    @property
    def is_known(self) -> bool:
        return self.texts > 0 and bool(self.shares)

    def of_term(self, term: Term) -> float:
        """The part of the texts that holds it. A phrase is as rare as its rarest word; other forms are further words."""
        last, before = term.words[-1], term.words[:-1]
        if term.begins:
            whole = self.of_beginnings((last, *term.forms))
        else:
            whole = self._of_words(term.forms, exact=(last,))
        return min([whole, *(self._of_words((), exact=(word,)) for word in before)])

    def of_beginnings(self, begins: tuple[str, ...]) -> float:
        """The part of the entries that holds a word that begins so."""
        gathered = self._of_words(begins, exact=())
        return min(1.0, _BESIDE_GATHERED * gathered) if is_short(begins) else gathered

    def _of_words(self, begins: tuple[str, ...], *, exact: tuple[str, ...]) -> float:
        found = {word for word in exact if word in self._share_of}
        for begin in begins:
            found.update(self._beginning(begin))
        return min(1.0, sum(self._share_of[word] for word in found) or self.rarest * _BEYOND)

    def _beginning(self, begin: str) -> Iterator[str]:
        for word in islice(self._sorted, bisect_left(self._sorted, begin), None):
            if not word.startswith(begin):
                return
            yield word

    @cached_property
    def _share_of(self) -> dict[str, float]:
        return dict(self.shares)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._share_of)


def is_short(begins: Collection[str]) -> bool:
    """Whether one of these may begin words that stand for anything."""
    return any(len(one) < _TELLING for one in begins)


# The last that was read, under the mark that the cache keeps: of a thousand words each search would make its own.
_last: tuple[str, Frequencies] = ("", Frequencies())


def frequencies(connection: BaseDatabaseWrapper) -> Frequencies:
    """As they were at most ten minutes ago; asks the database where this process knows none."""
    global _last  # one value that is replaced as a whole
    moment = caches["moment"]
    mark, known = _last
    if not mark or moment.get("frequencies-of-words") != mark:
        with connection.cursor() as cursor:
            cursor.execute(_GATHERED)
            row = cursor.fetchone()
        mark, known = token_hex(4), _read(*row) if row else Frequencies()
        _last = (mark, known)
        moment.set("frequencies-of-words", mark, _HOLDS)
    return known


def _read(texts: float, words: Sequence[str] | None, shares: Sequence[float] | None) -> Frequencies:
    """After the shares of the words stand three numbers about all of them."""
    of_words = tuple(zip(words or (), shares or (), strict=False))
    return Frequencies(texts, of_words, min((share for _, share in of_words), default=1.0))
