"""The words of a text, and what is asked for in a search box. Pure.

The index and the page that explains a hit read words by the same function, so that they agree. A word
is letters and digits of any script, as it reads: no case, accents, styles or apostrophes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from services import names
from services.masking import mask_contacts
from tickets.matching.affixes import forms

LONGEST = 300  # characters of a search
MOST = 12  # words of a search; each more makes it slower and hardly narrower
_LONGEST_WORD = 60
_MOST_INDEXED = 4000
# From so many letters on a word is looked for as a beginning, too: "kartu" finds "kartunya".
_BEGINS = 3
_APOSTROPHES = "".join(sorted(names.APOSTROPHES))
_WORD = re.compile(rf"[^\W_]+(?:[{re.escape(_APOSTROPHES)}]+[^\W_]+)*")
_QUOTED = re.compile(r'["\u201c\u201d\u201e]([^"\u201c\u201d\u201e]*)["\u201c\u201d\u201e]')
_PLAIN = re.compile(r"[a-z0-9]+")
_NO_APOSTROPHES = dict.fromkeys(map(ord, _APOSTROPHES))


class Word(NamedTuple):
    """A word as it is compared, and where it stands in the text."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """What is looked for: words that stand together, in this order (mostly one).

    `begins`: the last of them may go on. `forms`: other words that will do begin like one of these.
    """

    words: tuple[str, ...]
    begins: bool = False
    forms: tuple[str, ...] = ()

    def matches(self, found: Sequence[str], at: int) -> bool:
        """Whether it stands at this place of a text's words."""
        if self.forms and found[at].startswith(self.forms):
            return True
        last = at + len(self.words) - 1
        if last >= len(found) or tuple(found[at:last]) != self.words[:-1]:
            return False
        is_whole = found[last] == self.words[-1]
        return is_whole or (self.begins and found[last].startswith(self.words[-1]))


@dataclass(frozen=True, slots=True)
class Asked:
    """The terms of a search, all of which must stand in one text; `cut`: there were more."""

    terms: tuple[Term, ...] = ()
    cut: bool = False


def on_one_line(text: str) -> str:
    """The text as a results page shows it: one line, nothing that hides or turns it."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(names.shown(text).split())


def words_in(line: str) -> Iterator[Word]:
    """The words of a text that `on_one_line` made, with their places."""
    for found in _WORD.finditer(line):
        if folded := _folded(found[0]):
            yield Word(folded, found.start(), found.end())


def indexed(text: str) -> list[str]:
    """The words of a text by which it may be found: NIK and telephone numbers are none."""
    line = " ".join(mask_contacts(text).split())
    if line.isascii() and line.isprintable():  # nearly all: the same words, ten times as fast
        plain = line.lower().translate(_NO_APOSTROPHES)
        return [word[:_LONGEST_WORD] for word in _PLAIN.findall(plain)[:_MOST_INDEXED]]
    return [word.folded for word in words_in(on_one_line(line))][:_MOST_INDEXED]


def asked(typed: str) -> Asked:
    """What is asked for; nothing where there is no word of two signs.

    Quotes keep words together. No other sign is an operator: people type what they read.
    """
    line = on_one_line(typed.replace("\x00", ""))[:LONGEST]
    terms, rest, at = [], [], 0
    for quoted in _QUOTED.finditer(line):
        rest.append(line[at : quoted.start()])
        terms.append(_phrase(quoted[1], begins=False))
        at = quoted.end()
    rest.append(line[at:])
    for part in " ".join(rest).split():
        terms.append(_phrase(part, begins=True))
    distinct = tuple(dict.fromkeys(term for term in terms if term is not None))
    if not any(len(word) > 1 for term in distinct for word in term.words):
        return Asked()
    return Asked(distinct[:MOST], cut=len(distinct) > MOST)


def _phrase(part: str, *, begins: bool) -> Term | None:
    """Words that stand together: in quotes, or joined by signs ("1.500.000", "e-ktp")."""
    words = tuple(word.folded for word in words_in(part))[:MOST]
    if not words:
        return None
    last = words[-1]
    may_go_on = begins and len(last) >= _BEGINS and not last.isdigit()
    return Term(words, begins=may_go_on, forms=forms(last) if may_go_on and len(words) == 1 else ())


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    lower = word.lower()
    if _PLAIN.fullmatch(lower):
        return lower[:_LONGEST_WORD]
    signs = (sign for sign in names.folded(word) if sign.isalnum())
    return "".join(signs)[:_LONGEST_WORD]
