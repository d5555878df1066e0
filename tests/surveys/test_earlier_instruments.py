"""The instruments of earlier years: KEP/25/2004 with fourteen elements, and 16/2014 with a pledge."""

import pytest

from surveys.ikm import compute, half_up
from surveys.instrument import Instrument
from surveys.instrument_files import read_one
from surveys.loading import questionnaire_in_use
from surveys.models import Questionnaire
from tests.surveys.conftest import NATIONAL

FOURTEEN, PLEDGE = read_one("kep-25-2004"), read_one("permenpanrb-16-2014")


def index_of(instrument: Instrument, value: int, weight: str = "exact") -> tuple[str, str]:
    sums = {element.code: value for element in instrument.elements}
    index = compute(sums, respondents=1, scoring=instrument.scoring(weight))
    assert index is not None
    return half_up(index.converted, 2), index.grade.letter


def test_the_fourteen_stand_in_the_order_of_their_decision() -> None:
    assert [element.key for element in FOURTEEN.elements] == [
        "procedure", "requirements", "officer_clarity", "discipline", "responsibility",
        "competence", "time", "fairness", "conduct", "fee", "fee_certainty", "schedule",
        "comfort", "security",
    ]  # fmt: skip


def test_the_nine_of_2014_have_the_pledge_where_2017_has_the_facilities() -> None:
    theirs = {element.key for element in PLEDGE.elements}
    today = {element.key for element in NATIONAL.elements}
    assert (theirs - today, today - theirs) == ({"declaration"}, {"facility"})
    assert [element.key for element in PLEDGE.elements][-2:] == ["declaration", "complaint"]


@pytest.mark.parametrize("instrument", [FOURTEEN, PLEDGE], ids=lambda one: one.code)
def test_all_ones_are_25_and_all_fours_100(instrument: Instrument) -> None:
    assert index_of(instrument, 1) == ("25.00", "D")
    assert index_of(instrument, 4) == ("100.00", "A")


def test_the_rounded_weight_of_2004_gives_what_its_reports_printed() -> None:
    assert index_of(FOURTEEN, 4, "0.071") == ("99.40", "A")
    assert index_of(FOURTEEN, 3, "0.071") == ("74.55", "B")


@pytest.mark.parametrize(
    ("total", "letter"),
    # Of 400 respondents: the mean times 25, at each bound of the table of 2004 and beside it.
    [(700, "D"), (701, "C"), (1000, "C"), (1001, "B"), (1300, "B"), (1301, "A")],
)
def test_the_table_of_2004_has_bounds_of_its_own(total: int, letter: str) -> None:
    sums = {element.code: total for element in FOURTEEN.elements}
    index = compute(sums, respondents=400, scoring=FOURTEEN.scoring("exact"))
    assert index is not None
    assert index.grade.letter == letter


def test_they_stand_beside_the_one_in_use_and_say_what_is_unconfirmed(db: None) -> None:
    assert questionnaire_in_use().code == NATIONAL.code
    for instrument in (FOURTEEN, PLEDGE):
        row = Questionnaire.objects.get(code=instrument.code)
        assert not row.is_default
        assert row.faults() == []
        assert any("belum dilihat" in note for note in row.unconfirmed)
    assert any("Tabel kategori" in note for note in PLEDGE.unconfirmed)
