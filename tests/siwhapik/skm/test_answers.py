"""Answers as a file, by element code: for national and regional SKM systems."""

import csv
import datetime as dt
import io
from typing import Any

import pytest

from services.models import Agency, Membership, Role
from surveys.models import Response, SurveyPeriod
from tests import factories
from tests.reading import flat
from tests.siwhapik.evaluation.tools import body
from tests.siwhapik.skm.test_report import dibuka as dibuka
from tests.siwhapik.skm.test_report import ditutup as ditutup
from tests.surveys.conftest import CODES, MIXED
from tests.surveys.conftest import jawab as jawab
from tests.surveys.conftest import lima as lima
from tickets.models import Export

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def address(period: SurveyPeriod) -> str:
    return f"/dasbor/ikm/periode/{period.pk}/jawaban.csv"


def lines_of(browser: Any, period: SurveyPeriod) -> list[dict[str, str]]:
    text = body(browser.get(address(period))).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_each_respondent_is_a_line_with_a_value_for_each_code(
    masuk: Any, admin_opd: Any, ditutup: SurveyPeriod, jawab: Any, dinas: Agency
) -> None:
    assert ditutup.frozen is not None
    jawab(dinas, [1] * 9, at=ditutup.frozen.at + dt.timedelta(minutes=1))  # late: in no figure
    lines = lines_of(masuk(admin_opd), ditutup)
    assert len(lines) == 11
    assert [int(lines[-1][code]) for code in CODES] == MIXED
    sums = [sum(int(one[code]) for one in lines) for code in CODES]
    assert sums[0] == 37  # as the report says
    assert lines[-1]["tanggal"] == "09-06-2026"
    assert lines[-1]["layanan"] == "Surat Keterangan Contoh"
    assert Export.objects.get().rows == 11


def test_nothing_tells_who_answered(
    masuk: Any, admin_opd: Any, ditutup: SurveyPeriod, lima: None
) -> None:
    text = body(masuk(admin_opd).get(address(ditutup))).decode()
    assert "Ruang tunggu sempit" not in text
    assert "CONTOH-2026" not in text


def test_what_looks_like_a_formula_is_harmless(
    masuk: Any, admin_opd: Any, dinas: Agency, jawab: Any, dibuka: SurveyPeriod
) -> None:
    jawab(dinas, MIXED, service=factories.ServiceFactory(agency=dinas, name="=HYPERLINK(1)"))
    assert lines_of(masuk(admin_opd), dibuka)[0]["layanan"] == "'=HYPERLINK(1)"


def test_only_who_runs_the_periods_takes_it(
    masuk: Any, ditutup: SurveyPeriod, dinas: Agency, dinas_wita: Agency
) -> None:
    for role in Role:
        for office in (dinas, dinas_wita):
            staff = factories.StaffFactory()
            Membership.objects.create(staff=staff, agency=office, role=role)
            may = role in (Role.SUPER_ADMIN, Role.AGENCY_ADMIN) and office == dinas
            assert masuk(staff).get(address(ditutup)).status_code == (200 if may else 404), role
            page = masuk(staff).get(f"/dasbor/ikm/periode/{ditutup.pk}/")
            assert (address(ditutup) in page.content.decode()) == may


def test_many_answers_are_read_in_pieces(
    masuk: Any, admin_opd: Any, ditutup: SurveyPeriod, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("siwhapik.skm.answers._TOGETHER", 4)
    assert len(lines_of(masuk(admin_opd), ditutup)) == Response.objects.count() == 11
    assert "Jawaban survei per responden" in flat(masuk(admin_opd).get("/laporan/"))
