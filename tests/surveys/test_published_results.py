"""Results that offices have published: their figures in, their index out, and what they did otherwise found.

The figures and their sources stand in `published.toml`. Where a report prints only the means, a
hundred people stand for it, whose sums give the same means to the digit.
"""

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from surveys.explaining import Recipe, leading_to
from surveys.ikm import Index, compute, half_up
from surveys.instrument_files import read_one
from surveys.loading import STANDARD
from surveys.models import Questionnaire
from surveys.presenting_computation import AS_ABOVE, NO_WAY, reported_words

RESULTS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "published.toml").read_text(encoding="utf-8")
)["results"]
EACH = pytest.mark.parametrize("published", RESULTS, ids=[one["office"] for one in RESULTS])


def computed(published: dict[str, Any], *, weight: str) -> Index:
    """The product's index of the published figures."""
    sums = published.get("sums") or [int(Fraction(mean) * 100) for mean in published["means"]]
    instrument = read_one(published.get("instrument", STANDARD))
    found = compute(
        {f"U{number}": total for number, total in enumerate(sums, start=1)},
        respondents=published.get("n", 100),
        scoring=instrument.scoring(weight),
    )
    assert found is not None
    return found


def places_of(published: dict[str, Any]) -> int:
    return len(published["printed"].partition(".")[2])


def test_more_than_six_results_of_both_regulations_are_computed_again() -> None:
    assert len(RESULTS) >= 7
    assert {len(one.get("sums") or one["means"]) for one in RESULTS} == {2, 3, 9, 14}
    assert {one["weight"] for one in RESULTS} == {"exact", "0.11", "0.071", "0.33"}


@EACH
def test_a_published_index_comes_out_to_the_last_digit_by_its_own_weight(
    published: dict[str, Any],
) -> None:
    index = computed(published, weight=published["weight"])
    means = [one.mean for one in index.elements.values()]
    recipe = Recipe(
        weight=index.scoring.weight_of_each(len(means)),
        index_places=published.get("index_places"),
    )
    assert half_up(recipe.converted(means), places_of(published)) == published["printed"]
    assert index.grade.letter == published["grade"]
    if recipe.index_places is None:
        assert half_up(index.converted, places_of(published)) == published["printed"]


@EACH
def test_the_exact_index_of_the_same_figures(published: dict[str, Any]) -> None:
    assert half_up(computed(published, weight="exact").converted, 2) == published["exact"]


@EACH
def test_the_weight_that_was_used_is_found_from_the_printed_number(
    published: dict[str, Any],
) -> None:
    index = computed(published, weight="exact")
    found = leading_to(Fraction(published["printed"]), index, {}, places=places_of(published))
    used = Fraction(1, len(index.elements))
    if published["weight"] != "exact":
        used = Fraction(published["weight"])
    assert (used, published.get("index_places")) in [
        (one.weight, one.index_places) for one in found
    ]
    claimed = published.get("claimed")
    assert claimed is None or Fraction(claimed) not in [one.weight for one in found]


@EACH
def test_the_page_says_why_the_printed_number_is_another(published: dict[str, Any]) -> None:
    index = computed(published, weight="exact")
    said = reported_words(
        (Fraction(published["printed"]), places_of(published)),
        index,
        questionnaire=Questionnaire(legacy_weights=[]),
        mean_of_services="",
    )
    assert NO_WAY not in said
    if published["weight"] == "exact":
        assert said == [AS_ABOVE]
    else:
        assert any(published["weight"].replace(".", ",") in sentence for sentence in said)


def test_a_report_that_names_a_weight_it_did_not_use_is_told_apart_in_a_period_with_that_weight() -> (
    None
):
    """All fours by 0,111 are 99,90: the page of such a period says that 100 comes of one ninth."""
    tubaba = next(one for one in RESULTS if one.get("claimed") == "0.111")
    index = computed(tubaba, weight="0.111")
    assert half_up(index.converted, 2) == "99.90"
    said = reported_words(
        (Fraction(100), 0), index, questionnaire=Questionnaire(), mean_of_services=""
    )
    assert said == [AS_ABOVE]  # 99.90 without decimals
    said = reported_words(
        (Fraction(100), 2), index, questionnaire=Questionnaire(), mean_of_services=""
    )
    assert said == ["Angka itu keluar bila bobot tiap unsur tepat 1/9."]
