"""What a remark is about: themes by the words of `themes.toml`, the same for the same text. Pure.

A theme has the key of the element that it belongs to, so that remarks stand beside the figures (PermenPANRB 14/2017 asks for
suggestions beside the elements). An officer's correction is kept beside the text (surveys.theming) and comes before the words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tickets.matching.affixes import forms
from tickets.matching.words import Term, indexed

FILE = Path(__file__).parent / "themes.toml"
PRAISE, OTHER = "praise", "other"
_OTHER_NAME = "Lainnya"
# So many letters a word has at least that may go on or have other forms: "ac" is no beginning of "acara".
_GOES_ON = 4


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme and the words by which a remark has it."""

    key: str
    name: str
    terms: tuple[Term, ...]


@lru_cache(maxsize=1)
def themes() -> tuple[Theme, ...]:
    """All of the file, in its order."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["theme"]
    return tuple(Theme(one["key"], one["name"], tuple(map(_term, one["words"]))) for one in told)


def names() -> Mapping[str, str]:
    """The name that is shown, by key, in the order in which themes are shown."""
    return {**{one.key: one.name for one in themes()}, OTHER: _OTHER_NAME}


def themes_of(text: str) -> tuple[str, ...]:
    """The keys of all themes that the words tell, at least one."""
    words = indexed(text)
    found = [one.key for one in themes() if _has(one.terms, words)]
    matters = [key for key in found if key != PRAISE]
    return tuple(matters or found) or (OTHER,)


def _has(terms: Sequence[Term], words: Sequence[str]) -> bool:
    return any(term.matches(words, at) for term in terms for at in range(len(words)))


def _term(entry: str) -> Term:
    words = tuple(indexed(entry))
    goes_on = len(words[-1]) >= _GOES_ON
    return Term(words, begins=goes_on, forms=forms(words[0]) if goes_on and len(words) == 1 else ())
