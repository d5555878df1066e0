"""Offices side by side: n, adequacy, grade and change; other questionnaires apart; only for who may compare."""

import csv
import datetime as dt
import io
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.models import Agency, Staff
from siwhapik.skm.league import before, tables_of
from surveys.answering import Form, write
from surveys.loading import questionnaire_in_use
from surveys.models import SurveyPeriod
from surveys.ranges import IndexRange
from surveys.ways import Way
from tests import factories
from tests.reading import flat
from tests.siwhapik.evaluation.tools import body
from tests.surveys.conftest import questionnaire_of
from tests.surveys.substituting import replace
from tickets.models import Export

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = "/dasbor/ikm/perbandingan/?periode=2026"
CSV = "/dasbor/ikm/perbandingan/csv/"


def answer(agency: Agency, value: int, *, day: dt.date, count: int = 5, asked: Any = None) -> None:
    asked = asked or questionnaire_in_use()
    at = dt.datetime.combine(day, dt.time(5), tzinfo=dt.UTC)
    for _ in range(count):
        form = Form(values=dict.fromkeys(asked.elements.all(), value))
        write(form, now=at, agency=agency, way=Way.OPEN, questionnaire=asked)


def lines(response: Any) -> list[dict[str, str]]:
    text = body(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text[:200] else ","))


NOW, PAST = dt.date(2026, 3, 2), dt.date(2025, 3, 3)


def test_index_adequacy_and_change_stand_beside_each_other(
    masuk: Any, evaluator: Staff, dinas: Agency
) -> None:
    better, few = (
        factories.AgencyFactory(name="Lebih Baik"),
        factories.AgencyFactory(name="Sedikit"),
    )
    answer(dinas, 3, day=NOW)
    answer(dinas, 4, day=PAST)
    answer(better, 4, day=NOW)
    answer(few, 1, day=NOW, count=4)
    browser = masuk(evaluator)
    page = flat(browser.get(PAGE))
    assert page.index("Lebih Baik") < page.index(dinas.name)
    assert "belum cukup jawaban: 4 dari 5" in page
    found = {one["Instansi"]: one for one in lines(browser.get(PAGE.replace("/?", "/csv/?")))}
    mine = found[dinas.name]
    assert (mine["Peringkat"], mine["Responden"], mine["Diperlukan"], mine["Kecukupan"]) == (
        "2", "5", "5", "cukup",
    )  # fmt: skip
    assert [mine[name].replace(".", ",") for name in ("IKM", "Sebelumnya", "Perubahan")] == [
        "75,00", "100,00", "turun 25,00",
    ]  # fmt: skip
    assert (found["Sedikit"]["IKM"], found["Sedikit"]["Peringkat"]) == ("-", "-")
    # 5 x 3 + 5 x 4 = 35 of 10 people, times 25: without the four whose index is hidden.
    everybody = found["Semua instansi"]
    assert (everybody["Responden"], everybody["IKM"].replace(".", ",")) == ("10", "87,50")
    assert "tidak menghitung Sedikit: jawabannya kurang dari 5" in page
    assert Export.objects.get().report == "perbandingan-ikm"


def test_an_equal_index_has_an_equal_place_and_the_next_one_counts_all_before_it(
    masuk: Any, evaluator: Staff, dinas: Agency
) -> None:
    offices = [dinas, factories.AgencyFactory(name="Setara"), factories.AgencyFactory(name="Akhir")]
    for agency, value in zip(offices, (4, 4, 2), strict=True):
        answer(agency, value, day=NOW)
    found = {one["Instansi"]: one for one in lines(masuk(evaluator).get(f"{CSV}?periode=2026"))}
    assert [found[one.name]["Peringkat"] for one in offices] == ["1", "1", "3"]


def test_another_questionnaire_is_another_table_and_no_change(
    masuk: Any, evaluator: Staff, dinas: Agency
) -> None:
    other, lain = questionnaire_of("lain"), factories.AgencyFactory(name="Lain")
    answer(dinas, 3, day=NOW)
    answer(lain, 4, day=NOW, asked=other)
    answer(lain, 2, day=PAST)
    page = flat(masuk(evaluator).get(PAGE))
    assert "nilainya tidak dapat dibandingkan" in page
    assert page.count("Perbandingan instansi, ") == 2 * page.count("Perbandingan instansi, Lain")
    found = {
        one["Instansi"]: one for one in lines(masuk(evaluator).get(PAGE.replace("/?", "/csv/?")))
    }
    assert found["Lain"]["Sebelumnya"] == "-"


def test_the_workbook_has_a_sheet_for_each_table(
    masuk: Any, super_admin: Staff, dinas: Agency
) -> None:
    factories.AgencyFactory()
    answer(dinas, 3, day=NOW)
    response = masuk(super_admin).get(PAGE.replace("/?", "/xlsx/?"))
    assert response.status_code == 200
    assert body(response)[:2] == b"PK"


@pytest.mark.parametrize("who", ["penyelia", "petugas", "admin_opd", "orang_luar"])
def test_who_has_one_office_compares_none(
    request: pytest.FixtureRequest, masuk: Any, who: str
) -> None:
    factories.AgencyFactory()
    browser = masuk(request.getfixturevalue(who))
    for address in (PAGE, PAGE.replace("/?", "/csv/?")):
        assert browser.get(address).status_code == 404
    assert not Export.objects.exists()


def test_an_unknown_form_or_span_is_no_error_of_ours(masuk: Any, evaluator: Staff) -> None:
    factories.AgencyFactory.create_batch(2)
    assert masuk(evaluator).get(PAGE.replace("/?", "/doc/?")).status_code == 404
    assert masuk(evaluator).get("/dasbor/ikm/perbandingan/?periode=%00").status_code == 200


def test_the_span_before_is_of_the_same_kind() -> None:
    def span(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
        found = before(IndexRange(code="x", label="x", starts=first, ends=last))
        return found.starts, found.ends

    day = dt.date
    assert span(day(2026, 1, 1), day(2026, 12, 31)) == (day(2025, 1, 1), day(2025, 12, 31))
    assert span(day(2026, 7, 1), day(2026, 12, 31)) == (day(2026, 1, 1), day(2026, 6, 30))
    assert span(day(2026, 6, 11), day(2026, 6, 20)) == (day(2026, 6, 1), day(2026, 6, 10))


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(counts=st.lists(st.integers(0, 7), min_size=2, max_size=4))
def test_no_hidden_office_is_the_difference_of_all_and_the_shown_ones(counts: list[int]) -> None:
    offices = factories.AgencyFactory.create_batch(len(counts))
    for number, (office, count) in enumerate(zip(offices, counts, strict=True)):
        answer(office, 1 + number, day=NOW, count=count)
    (table,) = tables_of(offices, IndexRange(code="x", label="x", starts=NOW, ends=NOW))
    rows = [row for row in table.rows if row[6].value is not None]
    people = [row[2].value for row in rows]
    assert len(rows) == sum(count >= 5 for count in counts)
    if not rows:
        assert table.total == []
        return
    values = [Fraction(row[6].value) * row[2].value for row in rows]
    assert table.total[2].value == sum(people)
    assert abs(Fraction(table.total[6].value) - sum(values) / sum(people)) <= Fraction(1, 100)


def test_versions_that_ask_the_same_are_added_up_and_other_questions_show_no_change(
    masuk: Any, evaluator: Staff, dinas: Agency
) -> None:
    first, second = questionnaire_of("contoh"), questionnaire_of("contoh", version=2)
    free = factories.AgencyFactory(name="Gratis")
    answer(dinas, 4, day=PAST, asked=first)
    answer(dinas, 3, day=NOW, asked=first)
    answer(dinas, 4, day=NOW, asked=second)
    answer(free, 4, day=PAST, asked=first)
    made = SurveyPeriod.objects.create(
        agency=free, questionnaire=second, name="Maret", starts_on=NOW, ends_on=NOW
    )
    replace(made)
    SurveyPeriod.objects.filter(pk=made.pk).update(state="open")
    answer(free, 2, day=NOW, asked=second)
    browser = masuk(evaluator)
    page = flat(browser.get(PAGE))
    assert "kategorinya sama: Contoh, Contoh (versi 2)." in page
    assert "pertanyaan pengganti unsurnya lain daripada sebelumnya: Gratis." in page
    found = {one["Instansi"]: one for one in lines(browser.get(f"{CSV}?periode=2026"))}
    assert found[dinas.name]["Responden"] == "10"
    assert found[dinas.name]["Perubahan"].replace(".", ",") == "turun 12,50"
    assert (found["Gratis"]["Sebelumnya"].replace(".", ","), found["Gratis"]["Perubahan"]) == (
        "100,00", "-",
    )  # fmt: skip
    # 5 x 3 + 5 x 4 + 5 x 2 = 45 of 15 people, times 25.
    assert found["Semua instansi"]["IKM"].replace(".", ",") == "75,00"


def test_only_a_change_that_there_is_is_not_shown(
    masuk: Any, evaluator: Staff, dinas: Agency
) -> None:
    """Not of who has no earlier result, nor for what another questionnaire asked instead."""
    asked, other = questionnaire_of("contoh"), questionnaire_of("lain")
    begun = factories.AgencyFactory(name="Baru Mulai")
    answer(dinas, 4, day=PAST, asked=asked)
    for agency, its in ((dinas, other), (begun, asked)):
        made = SurveyPeriod.objects.create(
            agency=agency, questionnaire=its, name="Maret", starts_on=NOW, ends_on=NOW
        )
        replace(made)
        SurveyPeriod.objects.filter(pk=made.pk).update(state="open")
        answer(agency, 3, day=NOW, asked=asked)
    browser = masuk(evaluator)
    assert "pertanyaan pengganti unsurnya lain" not in flat(browser.get(PAGE))
    found = {one["Instansi"]: one["Perubahan"] for one in lines(browser.get(f"{CSV}?periode=2026"))}
    assert found[dinas.name].replace(".", ",") == "turun 25,00"
