"""By which words a citizen is found on PostgreSQL: the same names and digits as on SQLite (finding/people.py). Pure.

The words of a ticket's citizen are made by the database (migration 0080): "^" with each word of the names, "~" with
each ending of it of three letters or more, and "+" with every four digits that stand together in the number, in their
order. So a part of a name is the beginning of a word, and a part of a number is a phrase.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.names import folded
from services.sounding import sounded

_BEGINS, _INSIDE, _DIGITS = "^", "~", "+"
_WINDOW = 4
_SHORT = 2  # so many letters are only looked for where a word begins
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Called:
    """What is asked for: each of `words` is in the names, or one of `digits` in the number.

    A word is given by the words that will do, by their beginnings; digits by what stands one after the other.
    """

    words: tuple[tuple[str, ...], ...] = ()
    digits: tuple[tuple[str, ...], ...] = ()


def called(typed: str, digits: str = "") -> Called:
    """For a name, or a part of one; `digits` (four or more) may be a part of the number as well."""
    words = tuple(_word(word) for word in folded(typed).split()[:_MOST_WORDS])
    return Called(words, tuple(map(_windows, _as_stored(digits))) if digits else ())


def _word(word: str) -> tuple[str, ...]:
    inside = (_INSIDE + word,) if len(word) > _SHORT else ()
    sound = sounded(word)
    # By its sound only where a word begins: it fits too many in the middle.
    heard = (_BEGINS + sound,) if len(sound) > _SHORT else ()
    return tuple(dict.fromkeys((_BEGINS + word, *inside, *heard)))


def _as_stored(digits: str) -> tuple[str, ...]:
    """Numbers are stored as they are written abroad."""
    return (digits, f"62{digits[1:]}") if digits.startswith("0") else (digits,)


def _windows(digits: str) -> tuple[str, ...]:
    return tuple(_DIGITS + digits[at : at + _WINDOW] for at in range(len(digits) - _WINDOW + 1))
