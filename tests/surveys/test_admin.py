"""The survey under /kelola/: read-only where people answered, and no way back to them."""

import datetime as dt

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from siwhapik.urls import urlpatterns as product
from surveys.loading import questionnaire_in_use
from surveys.models import Answer, Invitation, Questionnaire, Response, SurveyPeriod
from tests.surveys.conftest import everything, no_rows, questionnaire_of, token_in

urlpatterns = [*product, path("uji/kelola/", include((admin.site.urls[0], "admin")))]
pytestmark = pytest.mark.urls("tests.surveys.test_admin")
ROOT = "/uji/kelola/surveys"


@pytest.fixture
def kelola():
    def log_in(staff):
        staff.is_staff = True
        staff.save(update_fields=["is_staff"])
        client = Client()
        client.force_login(staff)
        return client

    return log_in


@pytest.fixture
def jawaban(client, tautan):
    client.post(tautan, everything(3, comment="Ruang tunggu sempit"))
    return Response.objects.get()


def test_answers_can_be_read_and_not_changed(kelola, admin_opd, jawaban, caplog):
    browser = kelola(admin_opd)
    page = browser.get(f"{ROOT}/response/{jawaban.pk}/change/")
    assert page.status_code == 200
    assert "Ruang tunggu sempit" in page.content.decode()
    posted = {"comment": "Bagus", "answers-TOTAL_FORMS": "0", "answers-INITIAL_FORMS": "0"}
    assert browser.post(f"{ROOT}/response/{jawaban.pk}/change/", posted).status_code == 403
    assert browser.post(f"{ROOT}/response/{jawaban.pk}/delete/", {"post": "yes"}).status_code == 403
    assert browser.get(f"{ROOT}/response/add/").status_code == 403
    tried = [f"{jawaban.pk}/change", f"{jawaban.pk}/delete", "add"]
    logged = [one.getMessage() for one in caplog.records if one.name == "django.request"]
    assert logged == [f"Forbidden (Permission denied): {ROOT}/response/{what}/" for what in tried]
    browser.post(f"{ROOT}/response/", {"action": "delete_selected", "_selected_action": jawaban.pk})
    assert Response.objects.get().comment == "Ruang tunggu sempit"
    assert Answer.objects.count() == 9


def test_numbers_in_a_remark_are_masked(kelola, admin_opd, client, tautan):
    written = "Saya 3515 0000 0000 0001, telepon 0812-0000-1234"
    occupation = {"occupation": "lainnya", "occupation_other": "Buruh 081200001234"}
    client.post(tautan, everything(3, comment=written, **occupation))
    answer = Response.objects.get()
    browser = kelola(admin_opd)
    for address in (f"{ROOT}/response/", f"{ROOT}/response/{answer.pk}/change/"):
        page = browser.get(address).content.decode()
        assert "Saya 35••••••••••0001, telepon +62812••••1234" in page
        assert "00001234" not in page


def test_no_page_tells_who_answered_or_holds_a_token(kelola, admin_opd, super_admin, jawaban):
    undangan = Invitation.objects.get()
    for staff in (admin_opd, super_admin):
        browser = kelola(staff)
        for address in (
            f"{ROOT}/response/",
            f"{ROOT}/response/{jawaban.pk}/change/",
            f"{ROOT}/invitation/",
            f"{ROOT}/invitation/{undangan.pk}/change/",
        ):
            page = browser.get(address).content.decode()
            assert undangan.token_hash not in page
            if "response" in address:
                assert "DINSOS-2026-000001" not in page
            else:
                assert "dijawab" not in page.lower()


@pytest.mark.parametrize("who", ["penyelia", "admin_opd", "super_admin"])
def test_no_filter_leads_from_an_invitation_to_its_answers(kelola, request, who, jawaban):
    browser = kelola(request.getfixturevalue(who))
    asked = [
        f"response/?invitation={jawaban.invitation_id}",
        f"response/?officer={jawaban.officer_id}",
        "response/?submitted_at__gte=2026-01-01",
        "invitation/?answered_at__isnull=False",
        "invitation/?token_hash__startswith=a",
    ]
    for query in asked:
        assert browser.get(f"{ROOT}/{query}").status_code == 400
    assert browser.get(f"{ROOT}/invitation/?state__exact=sent").status_code == 200


def test_the_token_is_on_no_ticket_page(undangan, masuk, petugas, penyelia, tiket):
    token = token_in(undangan.message)
    for staff in (petugas, penyelia):
        page = masuk(staff).get(tiket.get_absolute_url())
        assert page.status_code == 200
        assert "Undangan survei terkirim" in page.content.decode()
        assert token not in page.content.decode()
        assert undangan.token_hash not in page.content.decode()


@pytest.mark.parametrize("who", ["petugas", "orang_luar", "pengamat"])
def test_others_see_no_answers(kelola, request, who, jawaban):
    browser = kelola(request.getfixturevalue(who))
    for address in (f"{ROOT}/response/", f"{ROOT}/response/{jawaban.pk}/change/"):
        page = browser.get(address)
        assert page.status_code in (302, 403, 404)
        assert b"Ruang tunggu" not in page.content


def test_who_handled_a_matter_does_not_read_what_was_said(kelola, admin_opd, undangan, client):
    Invitation.objects.update(officer=admin_opd)
    client.post(f"/survei/{token_in(undangan.message)}/", everything(1, comment="Lambat"))
    assert b"Lambat" not in kelola(admin_opd).get(f"{ROOT}/response/").content


def test_only_one_instrument_is_in_use(kelola, super_admin, db):
    second = questionnaire_of("versi-2")
    url = f"{ROOT}/questionnaire/{second.pk}/change/"
    response = kelola(super_admin).post(url, no_rows(is_default="on"))
    assert response.status_code == 302, response.context["errors"]
    assert [q.code for q in Questionnaire.objects.filter(is_default=True)] == ["versi-2"]


def test_offices_lists_about_the_respondent_grow(kelola, super_admin, client, tautan):
    used = questionnaire_in_use()
    lists = no_rows(is_default="on") | {"profile_options-TOTAL_FORMS": 1}
    added = {"field": "education", "code": "d3", "label": "Diploma 3", "order": "9"}
    lists |= {f"profile_options-0-{name}": value for name, value in added.items()}
    url = f"{ROOT}/questionnaire/{used.pk}/change/"
    assert kelola(super_admin).post(url, lists).status_code == 302
    assert "Diploma 3" in client.get(tautan).content.decode()
    assert client.post(tautan, everything(4, education="d3")).status_code == 302
    assert Response.objects.get().education == "d3"


def test_an_agency_admin_keeps_the_periods_of_the_own_office_only(
    kelola, admin_opd, dinas, dinas_wita, petugas
):
    browser = kelola(admin_opd)
    questionnaire = questionnaire_in_use()
    posted = {
        "agency": dinas.pk,
        "questionnaire": questionnaire.pk,
        "name": "Semester I",
        "starts_on": "2026-01-01",
        "ends_on": "2026-06-30",
        "weight_policy": "exact",
    }
    assert browser.post(f"{ROOT}/surveyperiod/add/", posted).status_code == 302
    assert SurveyPeriod.objects.get().agency == dinas
    other = browser.post(f"{ROOT}/surveyperiod/add/", posted | {"agency": dinas_wita.pk})
    assert other.status_code == 200
    assert SurveyPeriod.objects.count() == 1
    assert kelola(petugas).post(f"{ROOT}/surveyperiod/add/", posted).status_code in (302, 403)
    backwards = posted | {"name": "Terbalik", "ends_on": "2025-06-30"}
    page = browser.post(f"{ROOT}/surveyperiod/add/", backwards).content.decode()
    assert "Periode harus berakhir sesudah mulai." in page
    assert SurveyPeriod.objects.count() == 1


def test_only_drafts_of_periods_are_deleted(kelola, admin_opd, dinas):
    browser = kelola(admin_opd)
    period = SurveyPeriod.objects.create(
        state="published",
        published_at=timezone.now(),
        agency=dinas,
        questionnaire=questionnaire_in_use(),
        name="Semester I",
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2026, 6, 30),
    )
    url = f"{ROOT}/surveyperiod/{period.pk}/delete/"
    assert browser.post(url, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [period.pk], "post": "yes"}
    browser.post(f"{ROOT}/surveyperiod/", chosen)
    assert SurveyPeriod.objects.exists()
    SurveyPeriod.objects.update(state="draft")
    assert browser.post(url, {"post": "yes"}).status_code == 302
    assert not SurveyPeriod.objects.exists()
