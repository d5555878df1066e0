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
    told = {key for word in words for key in _told_by(word)}
    for at, word in enumerate(words):
        told.update(key for key, term in _phrases().get(word, ()) if term.matches(words, at))
    found = [one.key for one in themes() if one.key in told]
    matters = [key for key in found if key != PRAISE]
    return tuple(matters or found) or (OTHER,)


# People use the same few thousand words; a page has a thousand remarks.
@lru_cache(maxsize=10_000)
def _told_by(word: str) -> tuple[str, ...]:
    """The themes that this word tells by itself."""
    alone = [(one.key, term) for one in themes() for term in one.terms if len(term.words) == 1]
    return tuple({key: None for key, term in alone if term.matches([word], 0)})


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, Sequence[tuple[str, Term]]]:
    """The entries of several words, by their first."""
    found: dict[str, list[tuple[str, Term]]] = {}
    for one in themes():
        for term in one.terms:
            if len(term.words) > 1:
                found.setdefault(term.words[0], []).append((one.key, term))
    return found


def _term(entry: str) -> Term:
    words = tuple(indexed(entry))
    goes_on = len(words[-1]) >= _GOES_ON
    return Term(words, begins=goes_on, forms=forms(words[0]) if goes_on and len(words) == 1 else ())
