"""Which results may stand on one line: those of equal questions that are weighed and graded alike (ADR 0113). Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from surveys.instrument import Element, Scoring

_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """Another question for an element, for all services (None) or for one."""

    code: str
    service: int | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What was asked and how it was weighed. Results may be compared over time where these are equal.

    Names, definitions, the order of asking and the source are no part of it: they change no answer.
    """

    instrument: str
    # By code the question and the words of its answers.
    elements: frozenset[tuple[str, tuple[str, ...]]]
    weight: Fraction
    grades: tuple[tuple[str, Fraction], ...]
    replaced: frozenset[Replaced] = frozenset()

    @property
    def rules(self) -> Measure:
        """Without other questions for elements, which the regulation lets an office ask: offices whose
        rules are equal stand side by side, and what was replaced is said.
        """
        return replace(self, replaced=frozenset())

    @property
    def codes(self) -> set[str]:
        """Its elements."""
        return {code for code, _ in self.elements}


def measure_of(
    instrument: str,
    asked: Iterable[Element],
    *,
    scoring: Scoring,
    answered: Collection[str] | None = None,
    replaced: Iterable[Replaced] = (),
) -> Measure:
    """`answered`: the elements that its index was computed from, where this is known."""
    elements = [one for one in asked if answered is None or one.code in answered]
    return Measure(
        instrument=instrument,
        elements=frozenset((one.code, plain(one.question, *one.answers)) for one in elements),
        weight=scoring.weight_of_each(len(elements)) if elements else Fraction(),
        grades=tuple((one.letter, one.lower) for one in scoring.grades),
        replaced=frozenset(replaced),
    )


def plain(*texts: str) -> tuple[str, ...]:
    """Letters and digits alone: a comma, a space or a capital asks nothing else."""
    return tuple(_NO_WORD.sub(" ", one).strip().casefold() for one in texts)


def why_apart(one: Measure, other: Measure) -> str:
    """Why two results may not stand on one line, in words; empty where they may."""
    differs = {
        "instrumennya lain": one.instrument != other.instrument,
        "unsurnya lain": one.codes != other.codes,
        "bobotnya lain": one.weight != other.weight,
        "kategori nilainya lain": one.grades != other.grades,
        "pertanyaan atau pilihan jawabannya lain": one.elements != other.elements,
        "pertanyaan penggantinya lain": one.replaced != other.replaced,
    }
    return next((words for words, is_so in differs.items() if is_so), "")
