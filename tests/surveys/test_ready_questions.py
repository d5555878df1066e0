"""Questions that are ready: asked with one click, and what share of matters citizens call solved."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Staff
from surveys import adding
from surveys.adding import MOST_ASKED, NEEDS, READY, SOLVED
from surveys.models import AddedQuestion
from tests.reading import flat
from tests.surveys.test_added_questions import answered
from tickets.desk.base import Refused

PAGE = "/dasbor/ikm/tambahan/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def address(agency: Agency, code: str = SOLVED) -> str:
    return f"{PAGE}{agency.pk}/{code}/"


def test_one_click_asks_it_and_the_citizen_answers(
    client: Client, masuk: Any, dinas: Agency, admin_opd: Staff, tautan: str
) -> None:
    admin = masuk(admin_opd)
    assert "Tanyakan dalam survei" in flat(admin.get(PAGE))
    page = flat(admin.post(address(dinas), follow=True))
    assert "Mulai ditanyakan dalam survei: Apakah urusan Bapak/Ibu sudah beres?" in page
    assert [one.code for one in adding.not_asked(dinas)] == [NEEDS]
    assert "10. Apakah urusan Bapak/Ibu sudah beres? (boleh dilewati)" in flat(client.get(tautan))
    admin.post(address(dinas))
    assert AddedQuestion.objects.get().made_by == admin_opd


def test_the_share_that_is_solved_is_told(
    masuk: Any, dinas: Agency, admin_opd: Staff, now: dt.datetime
) -> None:
    question = adding.ask_ready(dinas, SOLVED, by=admin_opd)
    for choice in (1, 1, 1, 3):
        answered(dinas, {question: choice}, at=now)
    words = "3 dari 5 = 60,0 % urusan sudah beres menurut warga."
    admin = masuk(admin_opd)
    assert "urusan sudah beres menurut warga" not in flat(admin.get(PAGE))
    answered(dinas, {question: 2}, at=now)
    assert words in flat(admin.get(PAGE))


def test_switched_off_and_asked_again_it_goes_on_with_its_answers(
    dinas: Agency, admin_opd: Staff, now: dt.datetime
) -> None:
    question = adding.ask_ready(dinas, SOLVED, by=admin_opd)
    answered(dinas, {question: 1}, at=now)
    AddedQuestion.objects.update(is_asked=False)
    assert adding.ask_ready(dinas, SOLVED, by=admin_opd) == question
    assert AddedQuestion.objects.get().is_asked


def test_with_other_words_it_is_the_offices_own(dinas: Agency, admin_opd: Staff) -> None:
    question = adding.ask_ready(dinas, SOLVED, by=admin_opd)
    question.question = "Apakah Bapak/Ibu puas?"
    question.save()
    assert [one.code for one in adding.not_asked(dinas)] == [one.code for one in READY]


def test_a_form_bears_no_more_than_a_few(masuk: Any, dinas: Agency, admin_opd: Staff) -> None:
    for number in range(MOST_ASKED):
        AddedQuestion.objects.create(agency=dinas, question=f"{number}?", choices=["a", "b"])
    with pytest.raises(Refused):
        adding.ask_ready(dinas, SOLVED, by=admin_opd)
    assert "Paling banyak 5 pertanyaan" in flat(masuk(admin_opd).post(address(dinas), follow=True))
    assert AddedQuestion.objects.count() == MOST_ASKED


@pytest.mark.parametrize("who", ["penyelia", "petugas"])
def test_only_who_keeps_the_catalogue_asks(
    request: pytest.FixtureRequest, masuk: Any, dinas: Agency, who: str
) -> None:
    staff = request.getfixturevalue(who)
    assert masuk(staff).post(address(dinas)).status_code == 404
    with pytest.raises(Refused):
        adding.ask_ready(dinas, SOLVED, by=staff)
    assert not AddedQuestion.objects.exists()


def test_another_offices_admin_and_an_unknown_question_are_refused(
    masuk: Any, dinas: Agency, dinas_wita: Agency, admin_opd: Staff
) -> None:
    admin = masuk(admin_opd)
    assert admin.post(address(dinas_wita)).status_code == 404
    assert admin.post(address(dinas, "apa")).status_code == 404
    assert admin.get(address(dinas)).status_code == 405
    assert not AddedQuestion.objects.exists()
