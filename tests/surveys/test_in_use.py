"""What is in use stays as it is: no click changes the questions under answers or hides results."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from services.models.final import RowIsFinal
from siwhapik.urls import urlpatterns as product
from surveys import invitations, reports
from surveys.completeness import faults_of
from surveys.loading import STANDARD
from surveys.models import (
    Answer,
    Choice,
    Element,
    Invitation,
    Questionnaire,
    Response,
    SurveyPeriod,
)
from surveys.ranges import of_period
from tests.reading import flat
from tests.surveys.conftest import (
    NATIONAL,
    everything,
    four_more,
    no_rows,
    questionnaire_of,
    resolve,
    tampering,
    token_in,
)
from tickets.models import Message

urlpatterns = [*product, path("uji/kelola/", include((admin.site.urls[0], "admin")))]
pytestmark = [
    pytest.mark.urls("tests.surveys.test_in_use"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("clock"),
]
ROOT = "/uji/kelola/surveys"


def browser_of(staff: Any) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def without_a_choice(questionnaire: Questionnaire, code: str = "U7") -> Questionnaire:
    """A draft that could be left incomplete in an earlier version."""
    Choice.objects.filter(element=questionnaire.elements.get(code=code), value=2)._raw_delete(
        "default"
    )
    return questionnaire


@pytest.fixture
def periode(dinas: Any, now: Any) -> SurveyPeriod:
    return SurveyPeriod.objects.create(
        state="published",
        published_at=timezone.now(),
        agency=dinas,
        questionnaire=Questionnaire.objects.get(is_default=True),
        name="Semester lama",
        starts_on=now.date(),
        ends_on=now.date(),
    )


def sees(penyelia: Any) -> tuple[bool, bool, bool]:
    """Whether the public page, the staff page and the dashboard show the index of 75,00."""
    staff = browser_of(penyelia)
    public = Client().get("/ikm/").content.decode()
    return (
        "Semester lama" in public and "75,00" in public,
        "75,00" in staff.get("/dasbor/ikm/").content.decode(),
        "75,00" in staff.get("/dasbor/").content.decode(),
    )


# --- The questions ------------------------------------------------------------------------------


def test_no_page_changes_what_is_asked(super_admin: Any, periode: SurveyPeriod) -> None:
    questionnaire = periode.questionnaire
    before = questionnaire.asks()
    browser = browser_of(super_admin)
    assert browser.get(f"{ROOT}/questionnaire/add/").status_code == 403
    url = f"{ROOT}/questionnaire/{questionnaire.pk}"
    assert browser.post(f"{url}/delete/", {"post": "yes"}).status_code == 403
    below = {"elements-TOTAL_FORMS": 1, "elements-INITIAL_FORMS": 0, "elements-0-code": "U10"}
    below |= {"elements-0-key": "ten", "elements-0-order": 10, "elements-0-question_number": 10}
    below |= {"elements-0-name": "X", "elements-0-question": "X?", "code": "lain", "name": "Lain"}
    sent = no_rows(is_default="on", weight="1/2", grades="[]", **below)
    assert browser.post(f"{url}/change/", sent).status_code == 302
    questionnaire.refresh_from_db()
    assert questionnaire.asks() == before
    assert questionnaire.code == STANDARD
    chosen = {"action": "delete_selected", "_selected_action": [questionnaire.pk], "post": "yes"}
    browser.post(f"{ROOT}/questionnaire/", chosen)
    assert Questionnaire.objects.filter(pk=questionnaire.pk).exists()


def test_rows_of_an_instrument_are_written_once(periode: SurveyPeriod) -> None:
    element = periode.questionnaire.elements.all()[0]
    for attempt in (
        element.save,
        element.delete,
        element.choices.all()[0].save,
        lambda: Element.objects.update(name="Lain"),
        lambda: Choice.objects.all().delete(),
    ):
        with pytest.raises(RowIsFinal):
            attempt()


def test_the_page_shows_the_whole_instrument(super_admin: Any, periode: SurveyPeriod) -> None:
    url = f"{ROOT}/questionnaire/{periode.questionnaire_id}/change/"
    page = browser_of(super_admin).get(url).content.decode()
    for element in NATIONAL.elements:
        assert element.question in page
        assert " · ".join(element.answers) in page
    for words in ("Tepat, satu dibagi banyak unsur", "0,111 (laporan lama)", "mulai dari 88,31"):
        assert words in page


def test_answers_that_do_not_fit_are_said_and_never_an_error(
    jawab: Any, dinas: Any, penyelia: Any, periode: SurveyPeriod
) -> None:
    """A question that came in before it was refused: the others are counted as they were."""
    for _ in range(6):
        jawab(dinas, [3] * 9)
    extra = Element.objects.create(
        questionnaire=periode.questionnaire, code="U10", key="ten", order=10,
        question_number=10, name="Kesepuluh", question="Bagaimana?",
    )  # fmt: skip
    Answer.objects.create(response=Response.objects.latest("pk"), element=extra, value=4)
    assert sees(penyelia) == (True, True, True)
    for page in (Client().get("/ikm/"), browser_of(penyelia).get("/dasbor/ikm/")):
        assert "1 jawaban tidak dihitung" in flat(page)
    figure = reports.published(periode.starts_on)[0][2]
    assert (figure.n, figure.misfits) == (5, 1)
    # Fewer answers than questions, and none at all.
    first = Response.objects.earliest("pk")
    with tampering():
        Answer.objects.filter(response=first, element__code="U1")._raw_delete("default")
    figure = reports.published(periode.starts_on)[0][2]
    assert (figure.n, figure.misfits) == (4, 2)
    assert Client().get("/ikm/").status_code == 200


# --- Which questionnaire ------------------------------------------------------------------------


def test_a_questionnaire_that_is_not_whole_is_not_used(
    client: Client, tautan: str, super_admin: Any, penyelia: Any, periode: SurveyPeriod,
    now: dt.datetime,
) -> None:  # fmt: skip
    client.post(tautan, everything(3))
    four_more(periode.agency, [3] * 9, at=now)
    browser = browser_of(super_admin)
    draft = without_a_choice(questionnaire_of("rancangan", 10))
    refused = browser.post(f"{ROOT}/questionnaire/{draft.pk}/change/", no_rows(is_default="on"))
    assert refused.status_code == 200
    assert "unsur U7 belum mempunyai empat pilihan" in refused.content.decode()
    assert Questionnaire.objects.get(is_default=True) == periode.questionnaire
    whole = questionnaire_of("sepuluh", 10)
    url = f"{ROOT}/questionnaire/{whole.pk}/change/"
    assert browser.post(url, no_rows(is_default="on")).status_code == 302
    assert Questionnaire.objects.get(is_default=True) == whole
    assert sees(penyelia) == (True, True, True), "what was answered stays with its own questions"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"code": "comment"}, "kode unsur comment tidak dapat dipakai"),
        ({"question": " "}, "unsur U3 belum mempunyai pertanyaan"),
        ({"order": 1}, "urutan 1 dipakai dua kali"),
        ({"key": "procedure"}, "nama kunci procedure dipakai dua kali"),
        ({"code": "u1"}, "kode u1 dipakai dua kali"),
    ],
)
def test_faults_are_named(changes: dict[str, Any], fault: str) -> None:
    elements = list(NATIONAL.elements)
    assert faults_of(elements) == []
    elements[2] = replace(elements[2], **changes)
    assert faults_of(elements) == [fault]


def test_one_is_always_in_use(super_admin: Any, periode: SurveyPeriod) -> None:
    url = f"{ROOT}/questionnaire/{periode.questionnaire_id}/change/"
    refused = browser_of(super_admin).post(url, no_rows())
    assert "Satu kuesioner harus dipakai" in refused.content.decode()
    assert Questionnaire.objects.get(is_default=True) == periode.questionnaire


def test_an_empty_questionnaire_uses_up_no_invitation(tiket: Any, petugas: Any, now: Any) -> None:
    Questionnaire.objects.update(is_default=False)
    empty = Questionnaire.objects.create(code="kosong", name="kosong", is_default=True)
    resolve(tiket, by=petugas, at=now)
    invitations.invite_due(now)
    invitation = Invitation.objects.get()
    assert invitation.questionnaire.code == STANDARD
    link = f"/survei/{token_in(Message.objects.get(origin='survey'))}/"
    assert Client().post(link, {}).status_code == 422
    Invitation.objects.update(questionnaire=empty)
    for answer in (Client().get(link), Client().post(link, {}), Client().post(link, everything(4))):
        assert answer.status_code == 200
        assert "Survei belum siap" in answer.content.decode()
    assert (Response.objects.count(), Answer.objects.count()) == (0, 0)
    Invitation.objects.update(questionnaire=Questionnaire.objects.get(code=STANDARD))
    Client().post(link, everything(4))
    assert (Response.objects.count(), Answer.objects.count()) == (1, 9)


def test_nobody_is_invited_to_an_empty_form(tiket: Any, petugas: Any, now: Any) -> None:
    Choice.objects.all()._raw_delete("default")
    resolve(tiket, by=petugas, at=now)
    invitations.invite_due(now)
    assert Invitation.objects.get().why == "incomplete"
    assert not Message.objects.filter(origin="survey").exists()


def test_results_of_two_questionnaires_are_shown_and_never_added_up(
    jawab: Any, dinas: Any, penyelia: Any, now: Any
) -> None:
    for _ in range(2):
        jawab(dinas, [3] * 9)
    other = questionnaire_of("lain")
    Questionnaire.objects.update(is_default=False)
    Questionnaire.objects.filter(pk=other.pk).update(is_default=True)
    jawab(dinas, [4] * 9)
    staff = browser_of(penyelia)
    page = flat(staff.get("/dasbor/ikm/"))
    assert "75,00" in page, "what most answered"
    assert "1 responden menjawab kuesioner lain" in page
    assert "100,00" in staff.get("/dasbor/ikm/?kuesioner=lain").content.decode()
    assert staff.get("/dasbor/ikm/?kuesioner=%27x").status_code == 200


def test_what_a_period_counts_by_is_its_own_questionnaire(
    jawab: Any, dinas: Any, periode: SurveyPeriod
) -> None:
    jawab(dinas, [3] * 9)
    assert of_period(periode).questionnaire_id == periode.questionnaire_id
    asked = reports.asked_in([dinas], of_period(periode))
    assert [one for one, _ in asked] == [periode.questionnaire]
