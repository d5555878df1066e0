"""The languages of the survey form: a file each. Pure; read once in a process."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "languages"
OWN = "id"  # what questionnaires are written in


class BadLanguage(Exception):
    """A file does not hold what a language needs; the text says what."""


@dataclass(frozen=True, kw_only=True)
class Language:
    """The form's own words by key, and what the questionnaire says by its Indonesian words."""

    code: str
    name: str
    is_draft: bool
    texts: Mapping[str, str]
    said: Mapping[str, str] = field(default_factory=dict)

    def of(self, words: str) -> str:
        """These words of the questionnaire in this language, or as they are."""
        return self.said.get(words, words)

    def knows(self, words: Iterable[str]) -> bool:
        """Whether it says all of them."""
        return self.code == OWN or all(one in self.said for one in words)


@cache
def languages() -> Mapping[str, Language]:
    """Every language by its code, Indonesian first."""
    read = [_read(path) for path in sorted(FOLDER.glob("*.toml"))]
    found = {one.code: one for one in sorted(read, key=lambda one: (one.code != OWN, one.name))}
    for one in found.values():
        if missing := set(found[OWN].texts) ^ set(one.texts):
            raise BadLanguage(f"{one.code}: {', '.join(sorted(missing))}")
    return found


def own() -> Language:
    """Indonesian."""
    return languages()[OWN]


def _read(path: Path) -> Language:
    return Language(**tomllib.loads(path.read_text(encoding="utf-8")))
