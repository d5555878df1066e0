"""Results stand on one line where equal questions are weighed and graded alike; all else is set apart in words."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest

from services.models import Agency, Staff
from surveys import comparing, substituting
from surveys.comparability import Measure, Replaced, measure_of, why_apart
from surveys.instrument import Element, Scoring
from surveys.models import Questionnaire, SurveyPeriod
from tests.surveys.conftest import NATIONAL, questionnaire_of
from tests.surveys.substituting import replace

SCORING = NATIONAL.scoring("exact")
FIRST, *REST = NATIONAL.elements
FREE = Replaced(code="U4", service=None, words=("dimintai uang",))


def measure(
    elements: Sequence[Element] = NATIONAL.elements,
    *,
    code: str = NATIONAL.code,
    scoring: Scoring = SCORING,
    **given: Any,
) -> Measure:
    return measure_of(code, elements, scoring=scoring, **given)


def changed(**values: Any) -> list[Element]:
    return [dataclasses.replace(FIRST, **values), *REST]


USUAL = measure()
ADDED = dataclasses.replace(FIRST, code="U10", key="other", order=10, question_number=10)


@pytest.mark.parametrize(
    "other",
    [
        measure(list(reversed(NATIONAL.elements))),
        measure(changed(question_number=9, order=9)),
        measure(changed(name="Syarat", definition="Lain", key="other")),
        measure(changed(question=FIRST.question.upper().replace(" ", "  ") + " ?")),
        measure([*NATIONAL.elements, ADDED], answered=[one.code for one in NATIONAL.elements]),
        measure(scoring=Scoring(SCORING.grades, "1/9")),
    ],
    ids=["order of rows", "order of asking", "names", "signs and capitals", "not answered", "1/9"],
)
def test_what_changes_no_answer_is_comparable(other: Measure) -> None:
    assert other == USUAL
    assert why_apart(USUAL, other) == ""


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (measure(code="permenpanrb-16-2014"), "instrumennya lain"),
        (measure([*NATIONAL.elements, ADDED]), "unsurnya lain"),
        (measure(REST), "unsurnya lain"),
        (measure(scoring=NATIONAL.scoring("0.11")), "bobotnya lain"),
        (measure(scoring=Scoring(SCORING.grades[1:])), "kategori nilainya lain"),
        (measure(changed(question="Seberapa mudah syaratnya?")), "pertanyaan atau pilihan"),
        (measure(changed(answers=tuple(reversed(FIRST.answers)))), "pertanyaan atau pilihan"),
        (measure(replaced=[FREE]), "pertanyaan penggantinya lain"),
    ],
)
def test_what_is_asked_or_weighed_otherwise_is_set_apart_with_the_reason(
    other: Measure, why: str
) -> None:
    assert other != USUAL
    assert why_apart(USUAL, other).startswith(why)


def test_offices_stand_side_by_side_whatever_they_replaced() -> None:
    assert measure(replaced=[FREE]).rules == USUAL.rules


def version_of(asked: Questionnaire, **values: Any) -> Questionnaire:
    """The next version of it, with the same elements."""
    made = questionnaire_of(asked.code, version=asked.version + 1, **values)
    made.name = asked.name
    made.save()
    return made


@pytest.mark.django_db
def test_a_version_of_another_source_is_the_same_and_takes_over_what_was_replaced(
    dinas: Agency, admin_opd: Staff, now: Any
) -> None:
    first = questionnaire_of("contoh")
    second = version_of(first, legal_basis="Peraturan contoh")
    rules = comparing.rules_of([first, second])
    assert rules[first.pk] == rules[second.pk]
    periods = [
        SurveyPeriod.objects.create(
            agency=dinas, questionnaire=asked, name=f"Bulan {month}",
            starts_on=f"2026-0{month}-01", ends_on=f"2026-0{month}-28",
        )
        for month, asked in ((1, first), (2, second))
    ]  # fmt: skip
    replace(periods[0])
    measures = comparing.measures_of(periods)
    assert why_apart(*measures.values()) == "pertanyaan penggantinya lain"
    assert substituting.carry_over(periods[1], by=admin_opd, now=now) == periods[0]
    assert periods[1].substitutions.get().element.questionnaire == second
    assert len(set(comparing.measures_of(periods).values())) == 1
