"""The computation of an index in the words and numbers of a page, each number rounded as printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from surveys.explaining import Recipe, leading_to
from surveys.ikm import SCALE, Index, grade
from surveys.instrument import EXACT
from surveys.models import Element, Questionnaire
from surveys.presenting import decimal

NO_WAY = (
    "Angka itu tidak keluar dari jawaban yang tersimpan di sini, dengan cara hitung mana pun yang kami kenal. "
    "Periksa apakah periode, layanan, dan banyak respondennya sama."
)
AS_ABOVE = "Angka itu sama dengan hitungan di atas."
SERVICES = (
    "Angka itu rata-rata IKM semua layanan, tiap layanan sama beratnya berapa pun respondennya."
)


@dataclass(frozen=True, kw_only=True)
class Computation:
    """Every step from the sums to the grade."""

    n: int
    weight: str
    # One for each element: code, name, sum, mean, weighted mean, converted value, grade.
    rows: list[dict[str, Any]]
    index: str
    # With more places than the result, so that its rounding can be followed.
    unrounded: str
    converted: str
    # The category table: letter, words, lower bound, whether it is this index's.
    grades: list[dict[str, Any]]
    # The same answers computed in other ways: how, and what comes out.
    others: list[dict[str, str]]


def computation(
    index: Index, *, elements: Mapping[str, Element], questionnaire: Questionnaire
) -> Computation:
    """The steps of this index."""
    weight = index.scoring.weight_of_each(len(index.elements))
    return Computation(
        n=index.n,
        weight=_weight_words(index.scoring.weight, len(index.elements)),
        rows=[
            {
                "code": code,
                "name": elements[code].name if code in elements else code,
                "sum": result.sum,
                "mean": decimal(result.mean, 4),
                "weighted": decimal(result.mean * weight, 4),
                "converted": decimal(result.converted, 2),
                "grade": result.grade.letter,
            }
            for code, result in index.elements.items()
        ],
        index=decimal(index.index, 4),
        unrounded=decimal(index.converted, 4),
        converted=decimal(index.converted, 2),
        grades=[
            {
                "letter": one.letter,
                "label": one.label,
                "lower": decimal(one.lower, 2),
                "is_earned": one == index.grade,
            }
            for one in index.scoring.grades
        ],
        others=_others(index, questionnaire),
    )


def reported_words(
    reported: tuple[Fraction, int],
    index: Index,
    *,
    questionnaire: Questionnaire,
    mean_of_services: str,
) -> list[str]:
    """How another report may have come to its number (value and decimal places); one sentence each."""
    value, places = reported
    if decimal(index.converted, places) == decimal(value, places):
        return [AS_ABOVE]
    found = leading_to(value, index, _weights(questionnaire), places=places)
    said = [f"Angka itu keluar bila {_recipe_words(one, len(index.elements))}." for one in found]
    if places <= 2 and mean_of_services == decimal(value, 2):
        said.append(SERVICES)
    return said or [NO_WAY]


def graded_words(
    value: Fraction, questionnaire: Questionnaire, *, known: Iterable[Questionnaire]
) -> list[str]:
    """Which grade a number earns by this questionnaire's table, and by a known one that says otherwise.

    Reports name a grade by the table of an earlier regulation, which begins its rows lower. One table
    for each other grade is enough.
    """
    tables: dict[str, str] = {}
    for one in (questionnaire, *known):
        if one.grades:
            found = grade(value, one.scoring().grades)
            tables.setdefault(
                found.letter, f"{_table_of(one)}, {{}} bermutu {found.letter} ({found.label})."
            )
    own, *others = tables.values()
    said = [f"Menurut tabel mutu {own.format(decimal(value, 2))}"]
    return said + [f"Menurut tabel {one.format('angka yang sama')}" for one in others]


def _table_of(questionnaire: Questionnaire) -> str:
    return questionnaire.legal_basis or str(questionnaire)


def _others(index: Index, questionnaire: Questionnaire) -> list[dict[str, str]]:
    """The exact way and those with a rounded weight, but for the one that is in force."""
    means, elements = [one.mean for one in index.elements.values()], len(index.elements)
    exact = Fraction(1, elements)
    known = [Recipe(weight=exact, is_exact_weight=True)]
    for weight in _weights(questionnaire).values():
        known += [Recipe(weight=weight), Recipe(weight=weight, mean_places=2)]
    return [
        {
            "how": _recipe_words(one, elements),
            "converted": decimal(one.converted(means), 2),
            "grade": grade(one.converted(means), index.scoring.grades).letter,
        }
        for one in known
        if one.mean_places or one.weight != index.scoring.weight_of_each(elements)
    ]


def _weights(questionnaire: Questionnaire) -> dict[str, Fraction]:
    return {weight: Fraction(weight) for weight in questionnaire.legacy_weights}


def _recipe_words(recipe: Recipe, elements: int) -> str:
    parts = [f"bobot tiap unsur {_fraction_words(recipe.weight, elements)}"]
    rounds = (
        (recipe.mean_places, "rata-rata tiap unsur"),
        (recipe.weighted_places, "nilai tertimbang"),
        (recipe.index_places, f"indeks, sebelum dikalikan {SCALE},"),
    )
    parts += [f"{what} dibulatkan {places} angka" for places, what in rounds if places is not None]
    return " dan ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _fraction_words(weight: Fraction, elements: int) -> str:
    if weight == Fraction(1, elements):
        return f"tepat 1/{elements}"
    if weight.numerator == 1 and weight.denominator == 9:
        return "1/9"
    return decimal(weight, 3).rstrip("0")


def _weight_words(weight: str, elements: int) -> str:
    return f"1/{elements}" if weight == EXACT else weight.replace(".", ",")
