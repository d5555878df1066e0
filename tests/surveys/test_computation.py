"""The page "mengapa?": every step of an index, and how other reports came to other numbers."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from services.models import Agency, Staff
from surveys.explaining import leading_to, recipes
from surveys.ikm import Index, compute, half_up
from surveys.loading import questionnaire_in_use
from surveys.models import SurveyPeriod
from tests.reading import flat
from tests.surveys.conftest import CODES, MIXED, NATIONAL

PAGE = "/dasbor/ikm/hitungan/"
OLD = {"0.11": Fraction("0.11"), "0.111": Fraction("0.111")}


def index_of(sums: list[int], n: int) -> Index:
    found = compute(
        dict(zip(CODES, sums, strict=True)), respondents=n, scoring=NATIONAL.scoring("exact")
    )
    assert found is not None
    return found


# Of 7 people: the exact index is 84.92; each other number is what the named way gives.
SUMS = [24, 23, 25, 28, 24, 23, 22, 24, 21]


@pytest.mark.parametrize(
    ("reported", "weight", "rounds"),
    [
        ("84.92", Fraction(1, 9), (None, None, None)),
        ("84.07", Fraction("0.11"), (None, None, None)),
        ("84.84", Fraction("0.111"), (None, None, None)),
        ("85.00", Fraction(1, 9), (None, None, 2)),
    ],
)
def test_a_reported_number_leads_to_how_it_was_computed(
    reported: str, weight: Fraction, rounds: tuple[int | None, ...]
) -> None:
    found = leading_to(Fraction(reported), index_of(SUMS, 7), OLD)
    assert (weight, rounds) in [
        (one.weight, (one.mean_places, one.weighted_places, one.index_places)) for one in found
    ]


def test_a_number_that_no_way_leads_to_is_not_explained() -> None:
    assert leading_to(Fraction("12.34"), index_of(SUMS, 7), OLD) == []


def test_nine_for_ten_elements_is_known_as_a_mistake() -> None:
    ten = compute(dict.fromkeys("ABCDEFGHIJ", 4), respondents=1, scoring=NATIONAL.scoring("exact"))
    assert ten is not None
    (found,) = leading_to(Fraction("111.11"), ten, {})
    assert (found.weight, found.departures) == (Fraction(1, 9), 1)


@given(
    st.lists(st.integers(7, 28), min_size=9, max_size=9), st.integers(0, len(recipes(9, OLD)) - 1)
)
def test_what_a_known_way_gives_is_found_again_by_a_way_that_departs_no_more(
    sums: list[int], number: int
) -> None:
    index, chosen = index_of(sums, 7), recipes(9, OLD)[number]
    means = [one.mean for one in index.elements.values()]
    reported = Fraction(half_up(chosen.converted(means), 2))
    found = leading_to(reported, index, OLD)
    assert found
    assert found[0].departures <= chosen.departures


@pytest.fixture(autouse=True)
def _still(clock: Any, db: None) -> None:
    """Every test stands at the same moment."""


@pytest.fixture
def dibuka(dinas: Agency) -> SurveyPeriod:
    return SurveyPeriod.objects.create(
        state="open", agency=dinas, questionnaire=questionnaire_in_use(), name="Semester I",
        starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 6, 30),
    )  # fmt: skip


def test_each_step_can_be_followed(
    masuk: Any, penyelia: Staff, dibuka: SurveyPeriod, lima: None
) -> None:
    results = flat(masuk(penyelia).get("/dasbor/ikm/"))
    assert "Mengapa 96,11? Lihat hitungannya" in results
    page = flat(masuk(penyelia).get(PAGE))
    assert "<h1>Mengapa IKM 96,11?</h1>" in page
    assert "5 responden" in page
    # U1: 4 + 4 + 4 + 4 + 3 of 5 people, times one ninth.
    assert '<td class="num" data-label="Jumlah nilai">19</td>' in page
    assert '<td class="num" data-label="Rata-rata">3,8000</td>' in page
    assert '<td class="num" data-label="Tertimbang">0,4222</td>' in page
    assert "Jumlah nilai tertimbang =<strong>3,8444</strong>" in page
    assert "Dikalikan 25 = 96,1111, dibulatkan menjadi<strong>96,11</strong>" in page
    assert "<td><strong>96,11</strong></td>" in page.split('<th scope="row">A</th>')[1]
    assert "Bobot tiap unsur 0,11</th>" in page
    assert ">95,15</td>" in page
    assert ">96,02</td>" in page


@pytest.mark.parametrize(
    ("reported", "words"),
    [
        ("96,11", "Angka itu sama dengan hitungan di atas."),
        ("96.1", "Angka itu sama dengan hitungan di atas."),
        ("95,15", "Angka itu keluar bila bobot tiap unsur 0,11."),
        ("96,00", "Angka itu keluar bila bobot tiap unsur tepat 1/9 dan indeks, sebelum dikalikan 25, "
                  "dibulatkan 2 angka."),
        ("90,28", "Angka itu rata-rata IKM semua layanan"),
        ("12,34", "dengan cara hitung mana pun yang kami kenal"),
    ],
)  # fmt: skip
def test_the_number_of_another_report_is_explained(
    masuk: Any, penyelia: Staff, dibuka: SurveyPeriod, lima: None, reported: str, words: str
) -> None:
    assert words in flat(masuk(penyelia).get(PAGE, {"laporan": reported}))


@pytest.mark.parametrize(
    ("reported", "words", "earlier"),
    [
        ("74,926", "74,93 bermutu C (Kurang baik).", "B (Baik)"),
        ("76,60", "76,60 bermutu C (Kurang baik).", "B (Baik)"),
        ("76,605", "76,61 bermutu B (Baik).", ""),
        ("81,26", "81,26 bermutu B (Baik).", "A (Sangat baik)"),
        ("95,15", "95,15 bermutu A (Sangat baik).", ""),
    ],
)
def test_the_number_is_graded_by_this_table_and_by_each_that_says_otherwise(
    masuk: Any,
    penyelia: Staff,
    dibuka: SurveyPeriod,
    lima: None,
    reported: str,
    words: str,
    earlier: str,
) -> None:
    page = flat(masuk(penyelia).get(PAGE, {"laporan": reported}))
    assert words in page
    assert page.count("angka yang sama bermutu") == bool(earlier)
    assert f"angka yang sama bermutu {earlier}" in page or not earlier


@pytest.mark.parametrize("reported", ["", "tinggi", "88,1234", "-1", "1e9", "٨٨", "9" * 400])
def test_a_number_that_is_none_is_asked_again_in_words(
    masuk: Any, penyelia: Staff, dibuka: SurveyPeriod, lima: None, reported: str
) -> None:
    response = masuk(penyelia).get(PAGE, {"laporan": reported})
    page = flat(response)
    assert response.status_code == 200
    assert "Angka itu" not in page
    assert response.context["form"].errors


def test_the_old_weight_of_a_period_is_the_computation_and_the_exact_one_stands_beside(
    masuk: Any, penyelia: Staff, dibuka: SurveyPeriod, lima: None
) -> None:
    SurveyPeriod.objects.update(weight_policy="0.11")
    page = flat(masuk(penyelia).get(PAGE))
    assert "<h1>Mengapa IKM 95,15?</h1>" in page
    assert "Bobot tiap unsur tepat 1/9</th>" in page
    assert ">96,11</td>" in page


def test_who_sees_no_single_answers_sees_no_computation_of_few(
    masuk: Any, petugas: Staff, dinas: Agency, dibuka: SurveyPeriod, jawab: Any, clock: Any
) -> None:
    for _ in range(4):
        jawab(dinas, MIXED)
    clock.shift(dt.timedelta(days=1))
    page = flat(masuk(petugas).get(PAGE, {"laporan": "80,56"}))
    assert "80,56?" not in page
    assert "Belum dapat diperlihatkan" in page


def test_only_who_may_see_the_index_sees_its_computation(
    masuk: Any, orang_luar: Staff, penyelia: Staff, dinas: Agency, dinas_wita: Agency, lima: None
) -> None:
    assert masuk(orang_luar).get(PAGE, {"instansi": dinas.slug}).status_code == 404
    assert masuk(penyelia).get(PAGE, {"instansi": dinas_wita.slug}).status_code == 404
    assert Client().get(PAGE).status_code == 302
    assert masuk(penyelia).post(PAGE).status_code == 405
