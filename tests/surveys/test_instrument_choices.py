"""Each office names its questionnaire: for new periods, and for what citizens are asked between periods."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Service, Staff
from services.models.final import RowIsFinal
from surveys import choosing, linking
from surveys.asking import asked_by, what_is_asked
from surveys.loading import questionnaire_in_use
from surveys.models import InstrumentChoice, Questionnaire, SurveyPeriod
from surveys.papering import questionnaire_of_paper
from surveys.ways import Way
from tests.reading import flat
from tests.surveys.conftest import questionnaire_of

PAGE, NEW = "/dasbor/ikm/kuesioner/", "/kelola/surveys/surveyperiod/add/"
DAY = dt.date(2026, 6, 9)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def sepuluh(db: Any) -> Questionnaire:
    return Questionnaire.objects.get(code="si-putri")


def period_of(agency: Agency, **given: Any) -> SurveyPeriod:
    values = {
        "name": "Semester I", "starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 6, 30), "state": "open",
    }  # fmt: skip
    return SurveyPeriod.objects.create(
        agency=agency, questionnaire=questionnaire_in_use(), **values | given
    )


def selected(page: str) -> str:
    """What the preset of the period's questionnaire is."""
    field = page.split('name="questionnaire"')[1].split("</select>")[0]
    return next((part.split('"')[1] for part in field.split("<option value=")[1:] if " selected" in part), "")  # fmt: skip


def test_between_periods_citizens_are_asked_what_their_office_chose(
    masuk: Any, admin_opd: Staff, dinas: Agency, dinas_wita: Agency, layanan: Service,
    sepuluh: Questionnaire, now: dt.datetime,
) -> None:  # fmt: skip
    assert masuk(admin_opd).post(PAGE, {"questionnaire": sepuluh.pk}).status_code == 302
    assert asked_by(dinas, day=DAY) == questionnaire_of_paper(dinas, now=now) == sepuluh
    assert what_is_asked(dinas, day=DAY, service=layanan).questionnaire == sepuluh
    assert asked_by(dinas_wita, day=DAY) == questionnaire_in_use() != sepuluh
    link = linking.make(dinas, service=layanan, way=Way.OPEN, by=admin_opd, now=now)
    assert Client().get(f"/s/{link.code}/").content.decode().count('type="radio"') == 40
    masuk(admin_opd).post(PAGE, {"questionnaire": "bawaan"})
    assert asked_by(dinas, day=DAY) == questionnaire_in_use()
    assert InstrumentChoice.objects.count() == 2


def test_periods_that_exist_keep_theirs(
    masuk: Any, admin_opd: Staff, dinas: Agency, sepuluh: Questionnaire
) -> None:
    before = questionnaire_in_use()
    kept = [
        period_of(dinas),
        period_of(dinas, name="A", state="draft", starts_on="2027-01-01", ends_on="2027-02-01"),
    ]
    masuk(admin_opd).post(PAGE, {"questionnaire": sepuluh.pk})
    for period in kept:
        period.refresh_from_db()
        assert period.questionnaire == before
    assert asked_by(dinas, day=DAY) == before
    assert f"Semester I memakai {before}" in flat(masuk(admin_opd).get(PAGE))


def test_a_new_period_begins_with_it(
    masuk: Any, admin_opd: Staff, super_admin: Staff, dinas: Agency, dinas_wita: Agency,
    sepuluh: Questionnaire, now: dt.datetime,
) -> None:  # fmt: skip
    assert selected(masuk(super_admin).get(NEW).text) == str(questionnaire_in_use().pk)
    choosing.choose(dinas, questionnaire=sepuluh, by=admin_opd, now=now)
    assert selected(masuk(admin_opd).get(NEW).text) == str(sepuluh.pk)
    browser = masuk(super_admin)
    assert selected(browser.get(f"{NEW}?agency={dinas.pk}").text) == str(sepuluh.pk)
    other = browser.get(f"{NEW}?agency={dinas_wita.pk}").text
    assert selected(other) == str(questionnaire_in_use().pk)
    assert selected(browser.get(NEW).text) == ""  # offices ask different ones
    for odd in ("x", "9" * 30, "", "\u0664"):
        assert browser.get(NEW, {"agency": odd}).status_code == 200


def test_who_chose_what_and_when_stays(
    masuk: Any, admin_opd: Staff, dinas: Agency, sepuluh: Questionnaire, now: dt.datetime
) -> None:
    browser = masuk(admin_opd)
    for _ in range(2):  # a double click
        browser.post(PAGE, {"questionnaire": sepuluh.pk})
    row = InstrumentChoice.objects.get()
    assert (row.agency, row.questionnaire, row.by, row.at) == (dinas, sepuluh, admin_opd, now)
    assert f"{admin_opd}, " in flat(browser.get(PAGE)).split("Riwayat")[1]
    with pytest.raises(RowIsFinal):
        row.delete()


@pytest.mark.parametrize("given", ["", "0", "x", "9" * 30, "draft"])
def test_what_is_not_complete_or_not_there_is_not_chosen(
    masuk: Any, admin_opd: Staff, given: str
) -> None:
    draft = questionnaire_of("rancangan")
    draft.elements.first().choices.all()._raw_delete("default")
    answer = masuk(admin_opd).post(PAGE, {"questionnaire": given.replace("draft", str(draft.pk))})
    assert answer.status_code == 422
    assert not InstrumentChoice.objects.exists()


@pytest.mark.parametrize(
    ("who", "own", "foreign"),
    [
        ("super_admin", 302, 302), ("admin_opd", 302, 404), ("penyelia", 404, 404), ("petugas", 404, 404),
        ("evaluator", 404, 404), ("kepala", 404, 404), ("pengamat", 404, 404), ("orang_luar", 404, 404),
    ],
)  # fmt: skip
def test_who_runs_periods_chooses_for_their_offices(
    request: Any, masuk: Any, dinas: Agency, dinas_wita: Agency, sepuluh: Questionnaire,
    who: str, own: int, foreign: int,
) -> None:  # fmt: skip
    browser = masuk(request.getfixturevalue(who))
    for agency, status in ((dinas, own), (dinas_wita, foreign)):
        address = f"{PAGE}?instansi={agency.slug}"
        assert browser.post(address, {"questionnaire": sepuluh.pk}).status_code == status
        assert choosing.choices_of(agency).exists() is (status == 302)
