"""What is in use stays as it is: no click changes the questions under answers or hides results."""

from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import include, path

from siwhapik.urls import urlpatterns as product
from surveys import invitations, reports
from surveys.admin_forms import QuestionnaireForm
from surveys.models import (
    Answer,
    Choice,
    Element,
    Invitation,
    Questionnaire,
    Response,
    SurveyPeriod,
)
from surveys.spans import of_period
from tests import factories
from tests.surveys.conftest import complete, everything, resolve, token_in
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


def tenth(questionnaire: Questionnaire, **changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "questionnaire": questionnaire.pk, "code": "U10", "key": "ten", "order": 10,
        "question_number": 10, "name": "Kesepuluh", "definition": "", "question": "Bagaimana?",
        "choices-TOTAL_FORMS": 4, "choices-INITIAL_FORMS": 0,
    }  # fmt: skip
    for number in range(4):
        data |= {f"choices-{number}-value": number + 1, f"choices-{number}-label": f"k{number}"}
    return data | changes


def rows(**changes: Any) -> dict[str, Any]:
    empty = {f"{one}-{what}_FORMS": 0 for one in ("elements", "profile_options")
             for what in ("TOTAL", "INITIAL")}  # fmt: skip
    return {"code": "sepuluh", "name": "Sepuluh", "legal_basis": "", **empty, **changes}


@pytest.fixture
def periode(dinas: Any, now: Any) -> SurveyPeriod:
    return SurveyPeriod.objects.create(
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


@pytest.mark.parametrize("used_by", ["default", "answers", "invitation", "period"])
def test_no_question_is_added_to_what_is_in_use(
    used_by: str, super_admin: Any, tautan: str, periode: SurveyPeriod
) -> None:
    questionnaire = periode.questionnaire
    if used_by != "default":
        other = complete(Questionnaire.objects.create(code="lain", name="Lain"))
        Questionnaire.objects.filter(pk=questionnaire.pk).update(is_default=False)
        Questionnaire.objects.filter(pk=other.pk).update(is_default=True)
    if used_by == "answers":
        Client().post(tautan, everything(3))
        SurveyPeriod.objects.all().delete()
    browser = browser_of(super_admin)
    answer = browser.post(f"{ROOT}/element/add/", tenth(questionnaire))
    assert answer.status_code == 200
    assert "sedang atau pernah dipakai" in answer.content.decode()
    assert 'value="Kesepuluh"' in answer.content.decode()
    assert questionnaire.elements.count() == 9


def test_nothing_of_what_is_in_use_is_changed_moved_or_deleted(super_admin: Any, db: None) -> None:
    questionnaire = Questionnaire.objects.get(is_default=True)
    element = questionnaire.elements.first()
    assert element is not None
    draft = complete(Questionnaire.objects.create(code="rancangan", name="Rancangan"))
    browser, url = browser_of(super_admin), f"{ROOT}/element/{element.pk}/"
    for sent in ({"name": "Lain"}, tenth(draft)):
        assert browser.post(f"{url}change/", sent).status_code == 403
    assert browser.post(f"{url}delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [element.pk], "post": "yes"}
    browser.post(f"{ROOT}/element/", chosen)
    browser.post(f"{ROOT}/questionnaire/", chosen | {"_selected_action": [questionnaire.pk]})
    assert questionnaire.elements.count() == 9
    # Out of a draft into what is in use, and by the rows below the questionnaire.
    moved = draft.elements.first()
    assert moved is not None
    sent = tenth(questionnaire) | {"choices-TOTAL_FORMS": 0}
    assert browser.post(f"{ROOT}/element/{moved.pk}/change/", sent).status_code == 200
    below = {"elements-TOTAL_FORMS": 1, "elements-0-code": "U10", "elements-0-key": "ten"}
    below |= {"elements-0-order": 10, "elements-0-question_number": 10, "elements-0-name": "X"}
    below |= {"elements-0-question": "X?", "is_default": "on"}
    browser.post(f"{ROOT}/questionnaire/{questionnaire.pk}/change/", rows(**below))
    assert questionnaire.elements.count() == 9
    for row in (Element(questionnaire=questionnaire, code="U10"), Choice(element=element, value=2)):
        with pytest.raises(ValidationError, match="sedang atau pernah dipakai"):
            row.clean()


def test_the_pages_open_after_the_click_and_the_next_answer(
    client: Client, tautan: str, super_admin: Any, penyelia: Any, tiket: Any, petugas: Any,
    now: Any, periode: SurveyPeriod,
) -> None:  # fmt: skip
    client.post(tautan, everything(3))
    browser_of(super_admin).post(f"{ROOT}/element/add/", tenth(periode.questionnaire))
    second = factories.TicketFactory(conversation__channel=tiket.channel, service=tiket.service)
    resolve(second, by=petugas, at=now)
    invitations.invite_due(now)
    letter = Message.objects.filter(origin="survey").order_by("-pk")[0]
    Client().post(f"/survei/{token_in(letter)}/", {**everything(3), "U10": "4"})
    assert Response.objects.count() == 2
    assert sees(penyelia) == (True, True, True)


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
        assert "1 jawaban tidak dihitung" in page.content.decode()
    figure = reports.published(periode.starts_on)[0][2]
    assert (figure.n, figure.misfits) == (5, 1)
    # Fewer answers than questions, and none at all.
    first = Response.objects.earliest("pk")
    Answer.objects.filter(response=first, element__code="U1")._raw_delete("default")
    figure = reports.published(periode.starts_on)[0][2]
    assert (figure.n, figure.misfits) == (4, 2)
    assert Client().get("/ikm/").status_code == 200


# --- Which questionnaire ------------------------------------------------------------------------


def test_a_questionnaire_that_is_not_whole_is_not_used(
    client: Client, tautan: str, super_admin: Any, penyelia: Any, periode: SurveyPeriod
) -> None:
    client.post(tautan, everything(3))
    browser = browser_of(super_admin)
    refused = browser.post(f"{ROOT}/questionnaire/add/", rows(is_default="on"))
    assert refused.status_code == 200
    assert "Belum lengkap: belum ada unsur" in refused.content.decode()
    assert not Questionnaire.objects.filter(code="sepuluh").exists()
    assert sees(penyelia) == (True, True, True)
    assert browser.post(f"{ROOT}/questionnaire/add/", rows()).status_code == 302
    added = Questionnaire.objects.get(code="sepuluh")
    complete(added, 10)
    Choice.objects.filter(element__questionnaire=added, element__code="U7", value=2).delete()
    url = f"{ROOT}/questionnaire/{added.pk}/change/"
    refused = browser.post(url, rows(is_default="on"))
    assert "unsur U7 belum mempunyai empat pilihan" in refused.content.decode()
    seventh = added.elements.get(code="U7")
    Choice.objects.create(element=seventh, value=2, label="kata 2")
    assert browser.post(url, rows(is_default="on")).status_code == 302
    assert Questionnaire.objects.get(is_default=True) == added
    assert sees(penyelia) == (True, True, True), "what was answered stays with its own questions"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"code": "comment"}, "kode unsur comment tidak dapat dipakai"),
        ({"question": " "}, "unsur U3 belum mempunyai pertanyaan"),
        ({"order": 1}, "urutan 1 dipakai dua kali"),
        ({"key": "key1"}, "nama kunci key1 dipakai dua kali"),
        ({"code": "u1"}, "kode u1 dipakai dua kali"),
    ],
)
def test_faults_are_named(db: None, changes: dict[str, Any], fault: str) -> None:
    questionnaire = complete(Questionnaire.objects.create(code="lain", name="Lain"))
    assert questionnaire.faults() == []
    questionnaire.elements.filter(code="U3").update(**changes)
    assert questionnaire.faults() == [fault]


def test_one_is_always_in_use_and_rows_are_not_saved_together_with_that(
    super_admin: Any, db: None
) -> None:
    default = Questionnaire.objects.get(is_default=True)
    browser = browser_of(super_admin)
    refused = browser.post(f"{ROOT}/questionnaire/{default.pk}/change/", rows())
    assert "Satu kuesioner harus dipakai" in refused.content.decode()
    other = complete(Questionnaire.objects.create(code="lain", name="Lain"))
    added = {"elements-TOTAL_FORMS": 1, "elements-0-code": "U10", "elements-0-name": "X"}
    url = f"{ROOT}/questionnaire/{other.pk}/change/"
    refused = browser.post(url, rows(is_default="on", **added))
    assert "Simpan unsurnya dahulu" in refused.content.decode()
    assert Questionnaire.objects.get(is_default=True) == default
    assert issubclass(type(refused.context["adminform"].form), QuestionnaireForm)


def test_an_empty_questionnaire_uses_up_no_invitation(tiket: Any, petugas: Any, now: Any) -> None:
    Questionnaire.objects.update(is_default=False)
    empty = Questionnaire.objects.create(code="kosong", name="kosong", is_default=True)
    resolve(tiket, by=petugas, at=now)
    invitations.invite_due(now)
    invitation = Invitation.objects.get()
    assert invitation.questionnaire.code == "permenpanrb-14-2017"
    link = f"/survei/{token_in(Message.objects.get(origin='survey'))}/"
    assert Client().post(link, {}).status_code == 422
    Invitation.objects.update(questionnaire=empty)
    for answer in (Client().get(link), Client().post(link, {}), Client().post(link, everything(4))):
        assert answer.status_code == 200
        assert "Survei belum siap" in answer.content.decode()
    assert (Response.objects.count(), Answer.objects.count()) == (0, 0)
    Invitation.objects.update(questionnaire=Questionnaire.objects.get(code="permenpanrb-14-2017"))
    Client().post(link, everything(4))
    assert (Response.objects.count(), Answer.objects.count()) == (1, 9)


def test_nobody_is_invited_to_an_empty_form(tiket: Any, petugas: Any, now: Any) -> None:
    Questionnaire.objects.update(is_default=False)
    Choice.objects.all().delete()
    resolve(tiket, by=petugas, at=now)
    invitations.invite_due(now)
    assert Invitation.objects.get().why == "incomplete"
    assert not Message.objects.filter(origin="survey").exists()


def test_results_of_two_questionnaires_are_shown_and_never_added_up(
    jawab: Any, dinas: Any, penyelia: Any, now: Any
) -> None:
    for _ in range(2):
        jawab(dinas, [3] * 9)
    other = complete(Questionnaire.objects.create(code="lain", name="Lain"))
    Questionnaire.objects.update(is_default=False)
    Questionnaire.objects.filter(pk=other.pk).update(is_default=True)
    jawab(dinas, [4] * 9)
    staff = browser_of(penyelia)
    page = staff.get("/dasbor/ikm/").content.decode()
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
