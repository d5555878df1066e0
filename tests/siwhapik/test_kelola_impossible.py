"""/kelola/ refuses what no page could count with: impossible years, deadlines without end."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Absence, Agency, DutyShift, Holiday, OfficeHours, Staff
from surveys.models import Questionnaire, SurveyPeriod
from tests import factories

pytestmark = pytest.mark.django_db
LogIn = Callable[[Staff], Client]
YEARS = "Tahun ini tidak mungkin. Isi tahun 1900 sampai 2200."
DAY = dt.time(8, 0), dt.time(16, 0)


@pytest.fixture
def browser(masuk: LogIn, admin_opd: Staff) -> Client:
    return masuk(admin_opd)


def refused(answer: Any, words: str = YEARS) -> bool:
    return answer.status_code == 200 and words in answer.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
def test_a_year_that_nobody_means_is_refused(
    browser: Client, dinas: Agency, petugas: Staff, day: str
) -> None:
    moment = {"starts_at_0": day, "starts_at_1": "01:00", "ends_at_0": day, "ends_at_1": "23:59"}
    span, office = {"starts_on": day, "ends_on": day}, {"agency": dinas.pk}
    named = {"name": "x", "weight_policy": "exact"}
    default = Questionnaire.objects.get(is_default=True)
    hours = {"weekday": 6, "opens": "08:00", "closes": "16:00", "valid_from": day}
    for page, sent in {
        "services/dutyshift": moment | office | {"staff": petugas.pk},
        "services/absence": span | {"staff": petugas.pk, "kind": "annual"},
        "services/holiday": office | {"date": day, "name": "x", "kind": "national"},
        "services/officehours": office | hours,
        "surveys/surveyperiod": office | span | named | {"questionnaire": default.pk},
    }.items():
        assert refused(browser.post(f"/kelola/{page}/add/", sent)), page
    for model in (DutyShift, Absence, SurveyPeriod):
        assert not model.objects.exists()
    assert not Holiday.objects.filter(date=day).exists()
    assert not OfficeHours.objects.filter(valid_from=day).exists()


def test_years_at_the_border_are_taken(browser: Client, petugas: Staff) -> None:
    span = {"starts_on": "1900-01-01", "ends_on": "2200-12-31", "kind": "annual"}
    answer = browser.post("/kelola/services/absence/add/", {"staff": petugas.pk, **span})
    assert answer.status_code == 302, answer.content.decode()


@pytest.mark.parametrize("field", ["deadline_amount", "first_response_amount"])
@pytest.mark.parametrize(("amount", "taken"), [(8760, True), (8761, False), (2**62, False)])
def test_a_promise_without_end_is_refused(
    browser: Client, dinas: Agency, field: str, amount: int, taken: bool
) -> None:
    standard = factories.StandardFactory(service__agency=dinas, status="draft")
    path = f"/kelola/services/servicestandard/{standard.pk}/change/"
    adminform = browser.get(path).context["adminform"]
    sent = {name: value for name, value in adminform.form.initial.items() if value is not None}
    for prefix in ("requirements", "steps"):
        sent |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    answer = browser.post(path, sent | {field: amount})
    if taken:
        assert answer.status_code == 302, answer.content.decode()
    else:
        assert refused(answer, "lebih kecil dari atau sama dengan 8760")
