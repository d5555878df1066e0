"""Another question for an element: written in a draft period, kept once it is open."""

import datetime as dt
from typing import Any

import pytest
from django.contrib import admin
from django.db import IntegrityError, transaction
from django.urls import include, path

from services.models import Agency, Service, Staff
from services.models.final import RowIsFinal
from siwhapik.urls import urlpatterns as product
from surveys import period_steps, substituting
from surveys.models import Element, Substitution, SurveyPeriod
from tests import factories
from tests.reading import flat
from tests.surveys.substituting import ANSWERS, QUESTION, REASON, replace
from tests.surveys.test_in_use import browser_of
from tickets.desk.base import Refused

urlpatterns = [*product, path("uji/kelola/", include((admin.site.urls[0], "admin")))]
pytestmark = [
    pytest.mark.urls("tests.surveys.test_substitutions_of_drafts"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("clock"),
]
KELOLA = "/uji/kelola/surveys/surveyperiod/"


def posted(period: SurveyPeriod, *rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The page of a draft as a browser posts it."""
    data = {
        "agency": period.agency_id,
        "questionnaire": period.questionnaire_id,
        "name": period.name,
        "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
        "weight_policy": "exact",
        "population": "",
        "substitutions-TOTAL_FORMS": len(rows),
        "substitutions-INITIAL_FORMS": sum("id" in row for row in rows),
    }
    for number, row in enumerate(rows):
        data |= {f"substitutions-{number}-{name}": value for name, value in row.items()}
    return data | changes


def row_of(period: SurveyPeriod, **changes: Any) -> dict[str, Any]:
    element = Element.objects.get(questionnaire=period.questionnaire, code="U4")
    answers = {f"answer_{number}": words for number, words in enumerate(ANSWERS, 1)}
    row = {"period": period.pk, "element": element.pk, "service": "", "question": QUESTION}
    return row | answers | {"reason": REASON} | changes


def test_an_admin_replaces_a_question_of_a_draft(admin_opd: Staff, rancangan: SurveyPeriod) -> None:
    browser = browser_of(admin_opd)
    page = f"{KELOLA}{rancangan.pk}/change/"
    assert "Pengganti unsur" in flat(browser.get(page))
    assert browser.post(page, posted(rancangan, row_of(rancangan))).status_code == 302
    row = Substitution.objects.get()
    assert (row.question, row.answers, row.reason) == (QUESTION, ANSWERS, REASON)
    assert (row.made_by, row.service) == (admin_opd, None)
    kept = row_of(rancangan, id=row.pk, question="Pertanyaan lain (contoh)?")
    assert browser.post(page, posted(rancangan, kept)).status_code == 302
    row.refresh_from_db()
    assert row.question == "Pertanyaan lain (contoh)?"
    assert browser.post(page, posted(rancangan, kept | {"DELETE": "on"})).status_code == 302
    assert not Substitution.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": "gratis"}, "paling sedikit 10 huruf"),
        ({"reason": ""}, "Pengganti unsur 1"),
        ({"question": " "}, "Pengganti unsur 1"),
        ({"answer_3": ""}, "Pengganti unsur 1"),
        ({"answer_3": "tidak diminta"}, "Keempat jawaban harus berbeda"),
        ({"element": "999999"}, "bukan dari kuesioner periode ini"),
        ({"service": "999999"}, "bukan milik instansi periode ini"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    admin_opd: Staff, rancangan: SurveyPeriod, changes: dict[str, str], words: str
) -> None:
    page = f"{KELOLA}{rancangan.pk}/change/"
    refused = browser_of(admin_opd).post(page, posted(rancangan, row_of(rancangan, **changes)))
    assert refused.status_code == 200
    assert words in flat(refused)
    assert not Substitution.objects.exists()


def test_a_service_of_another_office_is_refused(
    admin_opd: Staff, super_admin: Staff, rancangan: SurveyPeriod, dinas_wita: Agency
) -> None:
    strange = factories.ServiceFactory(agency=dinas_wita)
    page = f"{KELOLA}{rancangan.pk}/change/"
    for staff in (admin_opd, super_admin):
        row = row_of(rancangan, service=strange.pk)
        refused = browser_of(staff).post(page, posted(rancangan, row))
        assert "bukan milik instansi periode ini" in flat(refused)
    assert not Substitution.objects.exists()


def test_an_element_is_replaced_once_for_a_service(
    admin_opd: Staff, rancangan: SurveyPeriod
) -> None:
    page = f"{KELOLA}{rancangan.pk}/change/"
    row = row_of(rancangan)
    refused = browser_of(admin_opd).post(page, posted(rancangan, row, row))
    assert "sudah diganti untuk layanan itu" in flat(refused)
    assert not Substitution.objects.exists()
    replace(rancangan)
    with pytest.raises(IntegrityError), transaction.atomic():
        replace(rancangan)


def test_a_page_drawn_before_the_period_was_opened_is_refused(
    admin_opd: Staff, dibuka: SurveyPeriod
) -> None:
    page = f"{KELOLA}{dibuka.pk}/change/"
    browser = browser_of(admin_opd)
    assert "Pertanyaan pengganti" not in flat(browser.get(page))
    other = row_of(dibuka, question="Terlambat?", service="")
    refused = browser.post(page, posted(dibuka, other))
    assert refused.status_code == 200
    assert "hanya dapat diubah selama periode masih rancangan" in flat(refused)
    assert Substitution.objects.get().question == QUESTION


def test_what_was_asked_stays(dibuka: SurveyPeriod) -> None:
    row = dibuka.substitutions.get()
    with pytest.raises(RowIsFinal):
        row.save()
    with pytest.raises(RowIsFinal):
        row.delete()


def test_a_period_cannot_be_opened_over_answers_to_the_own_question(
    rancangan: SurveyPeriod,
    jawab: Any,
    layanan: Service,
    layanan_lain: Service,
    admin_opd: Staff,
    now: dt.datetime,
) -> None:
    jawab(rancangan.agency, [4] * 9, service=layanan)
    row = replace(rancangan)
    with pytest.raises(Refused, match="Sudah ada jawaban"):
        period_steps.open_period(rancangan, by=admin_opd, now=now)
    rancangan.refresh_from_db()
    assert rancangan.state == SurveyPeriod.State.DRAFT
    row.delete()
    replace(rancangan, service=layanan_lain)  # nobody answered about this one
    opened = period_steps.open_period(rancangan, by=admin_opd, now=now)
    assert opened.state == SurveyPeriod.State.OPEN


@pytest.mark.parametrize(
    ("changes", "is_refused"),
    [
        ({"starts_on": "2026-06-10"}, True),  # the day with answers leaves at its beginning,
        ({"ends_on": "2026-06-08"}, True),  # or at its end
        ({"starts_on": "2026-06-09"}, False),
        ({"ends_on": "2026-06-09"}, False),
        ({"starts_on": "2025-11-30"}, True),  # what was answered before it comes in
        ({"starts_on": "2025-12-01"}, False),
    ],
)
def test_days_with_answers_to_another_question_do_not_change_sides(
    dibuka: SurveyPeriod,
    jawab: Any,
    admin_opd: Staff,
    now: dt.datetime,
    changes: dict[str, str],
    is_refused: bool,
) -> None:
    for at in (now, dt.datetime(2025, 11, 30, 5, tzinfo=dt.UTC)):
        jawab(dibuka.agency, [4] * 9, at=at)
    data = posted(dibuka, **changes)
    data = {name: value for name, value in data.items() if not name.startswith("substitutions")}
    answer = browser_of(admin_opd).post(f"{KELOLA}{dibuka.pk}/change/", data)
    assert ("mengganti pertanyaan U4" in flat(answer)) is is_refused
    before = (dibuka.starts_on, dibuka.ends_on)
    dibuka.refresh_from_db()
    assert ((dibuka.starts_on, dibuka.ends_on) == before) is is_refused


def test_days_of_other_services_may_change_sides(
    rancangan: SurveyPeriod,
    jawab: Any,
    layanan: Service,
    layanan_lain: Service,
    admin_opd: Staff,
    now: dt.datetime,
) -> None:
    replace(rancangan, service=layanan_lain)
    opened = period_steps.open_period(rancangan, by=admin_opd, now=now)
    jawab(rancangan.agency, [4] * 9, service=layanan)
    substituting.may_move_to(opened, (opened.starts_on, dt.date(2026, 6, 1)))
    jawab(rancangan.agency, [4] * 9, service=layanan_lain)
    with pytest.raises(Refused):
        substituting.may_move_to(opened, (opened.starts_on, dt.date(2026, 6, 1)))


def test_the_next_period_takes_it_over(
    dibuka: SurveyPeriod, admin_opd: Staff, now: dt.datetime
) -> None:
    data = posted(dibuka, name="Semester II", starts_on="2026-07-01", ends_on="2026-12-31")
    answer = browser_of(admin_opd).post(f"{KELOLA}add/", data, follow=True)
    assert "Pengganti unsur dari Semester I ikut disalin" in flat(answer)
    after = SurveyPeriod.objects.get(name="Semester II")
    copy = after.substitutions.get()
    assert (copy.question, copy.reason, copy.made_by) == (QUESTION, REASON, admin_opd)
    assert dibuka.substitutions.count() == 1


def test_a_period_of_another_questionnaire_takes_nothing_over(
    dibuka: SurveyPeriod, admin_opd: Staff, now: dt.datetime
) -> None:
    other = SurveyPeriod.objects.create(
        agency=dibuka.agency,
        questionnaire=type(dibuka.questionnaire).objects.exclude(pk=dibuka.questionnaire_id)[0],
        name="Lain",
        starts_on=dt.date(2026, 7, 1),
        ends_on=dt.date(2026, 12, 31),
    )
    assert substituting.carry_over(other, by=admin_opd, now=now) is None
    assert not other.substitutions.exists()
