"""How many were served in a period: our own count, the office's, and why it is smaller."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from surveys import period_steps, reports
from surveys.figures import Figure, Funnel
from surveys.ikm import compute
from surveys.instrument_files import read_one
from surveys.loading import STANDARD
from surveys.models import Invitation, SurveyPeriod
from surveys.presenting import shown
from surveys.ranges import of_period
from tests.reading import flat
from tests.surveys.test_in_use import browser_of
from tests.surveys.test_periods import PAGE, errors, periode, posted
from tickets.desk.base import Refused
from tickets.event_reasons import Why
from tickets.models import Ticket

__all__ = ["periode", "posted"]
pytestmark = [
    pytest.mark.urls("tests.surveys.test_periods"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("clock"),
]


def test_our_own_count_is_the_least_that_a_period_may_say(
    admin_opd: Any, dinas: Any, jawab: Any, posted: dict[str, Any]
) -> None:
    for _ in range(7):
        jawab(dinas, [3] * 9)
    assert (
        browser_of(admin_opd).post(f"{PAGE}add/", posted | {"population": "7"}).status_code == 302
    )


def test_the_population_may_have_dots_between_thousands(
    admin_opd: Any, posted: dict[str, Any]
) -> None:
    sent = posted | {"population": "2.000"}
    assert browser_of(admin_opd).post(f"{PAGE}add/", sent).status_code == 302
    assert SurveyPeriod.objects.get().population == 2000


def test_a_smaller_count_is_explained_and_the_reason_stands_beside_the_result(
    admin_opd: Any, dinas: Any, jawab: Any, posted: dict[str, Any]
) -> None:
    for _ in range(30):
        jawab(dinas, [3] * 9)
    browser, sent = browser_of(admin_opd), posted | {"population": "29"}
    short = browser.post(f"{PAGE}add/", sent | {"population_reason": "ya"})
    assert "tulis penjelasannya" in errors(short)["population"][0]
    why = "Satu orang mencoba sistem (contoh)"
    assert browser.post(f"{PAGE}add/", sent | {"population_reason": why}).status_code == 302
    period = SurveyPeriod.objects.get()
    assert (period.population, period.population_reason) == (29, why)
    form = browser.get(f"{PAGE}{period.pk}/change/").context["adminform"].form
    assert "sampai sekarang 30 orang selesai dilayani" in form["population"].help_text
    SurveyPeriod.objects.update(state="open")
    page = flat(browser.get("/dasbor/ikm/"))
    assert f"menyebut 29 pengguna layanan, catatan kami 30; penjelasan instansi: {why}" in page


def test_a_citizen_with_several_matters_is_one_service_user(
    dinas: Any, jawab: Any, periode: SurveyPeriod
) -> None:
    once, again, taken_back = (jawab(dinas, [3] * 9) for _ in range(3))
    Ticket.objects.filter(pk=again.ticket_id).update(citizen=once.ticket.citizen)
    assert reports.served(dinas, of_period(periode)) == (2, 3)
    Invitation.objects.filter(pk=taken_back.pk).update(why=Why.WITHDRAWN)
    assert reports.served(dinas, of_period(periode)) == (1, 3)


def test_a_count_that_ours_grew_past_is_mended_or_explained_before_closing(
    periode: SurveyPeriod, admin_opd: Staff, now: dt.datetime, jawab: Any
) -> None:
    for _ in range(3):
        jawab(periode.agency, [3] * 9)
    SurveyPeriod.objects.update(state="open", population=2)
    with pytest.raises(Refused, match="menyebut 2 pengguna layanan, catatan kami 3"):
        period_steps.close(periode, by=admin_opd, now=now)
    assert SurveyPeriod.objects.get().state == "open"
    SurveyPeriod.objects.update(population_reason="Satu orang mencoba sistem (contoh)")
    assert period_steps.close(periode, by=admin_opd, now=now).state == "closed"


def test_the_page_of_a_period_says_how_far_its_sample_is(
    periode: SurveyPeriod, admin_opd: Staff, jawab: Any
) -> None:
    for _ in range(3):
        jawab(periode.agency, [3] * 9)
    SurveyPeriod.objects.update(state="open", population=40)
    page = flat(browser_of(admin_opd).get(f"/dasbor/ikm/periode/{periode.pk}/"))
    assert "Orang dilayani menurut catatan</dt><dd>3, tiap orang dihitung satu kali" in page
    assert "Orang dilayani menurut instansi</dt><dd>40<" in page
    assert "Target responden (Krejcie dan Morgan)</dt><dd>36 dari 40" in page
    assert "Sudah menjawab</dt><dd>3, batas kesalahan 55,1 %" in page


@pytest.mark.parametrize(
    ("n", "users", "is_enough", "words"),
    [
        (1, 1, False, "1 responden dari 1 pengguna layanan; terlalu sedikit untuk disimpulkan"),
        (4, 4, False, "4 responden dari 4 pengguna layanan; terlalu sedikit untuk disimpulkan"),
        (5, 5, True, "5 responden, cukup (paling sedikit 5)"),
        (9, 10, False, "Baru 9 responden dari 10 yang diperlukan, batas kesalahan 10,9 %; baca"),
        (278, 1000, True, "278 responden, cukup (paling sedikit 278), batas kesalahan 5,0 %"),
    ],
)
def test_a_few_answers_are_never_called_enough(
    n: int, users: int, is_enough: bool, words: str
) -> None:
    index = compute({"U1": 3 * n}, respondents=n, scoring=read_one(STANDARD).scoring("exact"))
    figure = Figure(index=index, funnel=Funnel(users=users))
    row = shown("Layanan", figure, elements={}, guarded=False)
    assert row.is_enough is is_enough
    assert row.sample.startswith(words)
