"""Another question for an element: what citizens are asked, and what results say of it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from services.models import Service, Staff
from surveys import linking, period_steps
from surveys.models import Answer, Invitation, Response, SurveyPeriod
from surveys.ways import Way
from tests.reading import flat
from tests.surveys.conftest import everything
from tests.surveys.substituting import ANSWERS, QUESTION, REASON, replace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
OWN_QUESTION = "kewajaran biaya/tarif"


def mark_in(page: str) -> str:
    return page.split('name="questions" value="')[1].split('"')[0]


def test_the_citizen_is_asked_the_other_question(
    client: Client, dibuka: SurveyPeriod, tautan: str
) -> None:
    page = flat(client.get(tautan))
    assert QUESTION in page
    assert OWN_QUESTION not in page
    assert all(one in page for one in ANSWERS)
    assert page.count('type="radio"') == 36
    # A language that does not say the question is not offered: answers count for what was asked.
    assert "English" not in page
    answers = everything(4, U4=2, questions=mark_in(page))
    assert client.post(tautan, answers).status_code == 302
    assert Answer.objects.get(element__code="U4").value == 2


def test_without_a_substitution_nothing_changes(client: Client, tautan: str) -> None:
    page = flat(client.get(tautan))
    assert 'name="questions"' not in page
    assert "English" in page
    assert client.post(tautan, everything()).status_code == 302


@pytest.mark.parametrize("sent", [{}, {"questions": "999"}, {"questions": "x" * 5000}])
def test_answers_to_other_questions_are_asked_again(
    client: Client, dibuka: SurveyPeriod, tautan: str, sent: dict[str, str]
) -> None:
    refused = client.post(tautan, everything(**sent))
    assert refused.status_code == 422
    page = flat(refused)
    assert "Pertanyaan survei ini baru saja diganti" in page
    assert not Response.objects.exists()
    assert client.post(tautan, everything(questions=mark_in(page))).status_code == 302


def test_a_form_from_before_the_period_ended_is_asked_again(
    client: Client, dibuka: SurveyPeriod, tautan: str, admin_opd: Staff, now: dt.datetime
) -> None:
    mark = mark_in(flat(client.get(tautan)))
    period_steps.close(dibuka, by=admin_opd, now=now)
    refused = client.post(tautan, everything(questions=mark))
    assert refused.status_code == 422
    assert OWN_QUESTION in flat(refused)


def test_it_is_for_one_service_only(
    client: Client,
    rancangan: SurveyPeriod,
    undangan: Invitation,
    tautan: str,
    layanan_lain: Service,
    admin_opd: Staff,
    now: dt.datetime,
) -> None:
    replace(rancangan, service=layanan_lain)
    period_steps.open_period(rancangan, by=admin_opd, now=now)
    assert QUESTION not in flat(client.get(tautan))
    Invitation.objects.update(service=layanan_lain)
    assert QUESTION in flat(client.get(tautan))


def test_that_for_a_service_goes_before_that_for_all(
    client: Client,
    rancangan: SurveyPeriod,
    tautan: str,
    layanan: Service,
    admin_opd: Staff,
    now: dt.datetime,
) -> None:
    replace(rancangan, service=layanan, question="Untuk surat ini (contoh)?")
    replace(rancangan)
    period_steps.open_period(rancangan, by=admin_opd, now=now)
    page = flat(client.get(tautan))
    assert "Untuk surat ini (contoh)?" in page
    assert QUESTION not in page


def test_an_open_link_asks_for_the_service_first_where_that_matters(
    client: Client,
    rancangan: SurveyPeriod,
    layanan: Service,
    layanan_lain: Service,
    admin_opd: Staff,
    now: dt.datetime,
) -> None:
    link = linking.make(rancangan.agency, service=None, way=Way.OPEN, by=admin_opd, now=now)
    address = f"/s/{link.code}/"
    replace(rancangan, service=layanan_lain)
    assert 'type="radio"' in flat(client.get(address)), "a draft changes nothing"
    period_steps.open_period(rancangan, by=admin_opd, now=now)
    page = flat(client.get(address))
    assert 'type="radio"' not in page
    assert "Layanan yang Bapak/Ibu terima" in page
    assert QUESTION not in flat(client.get(address, {"layanan": layanan.pk}))
    asked = f"{address}?layanan={layanan_lain.pk}"
    page = flat(client.get(asked))
    assert QUESTION in page
    assert f"&amp;layanan={layanan_lain.pk}" in page, "the choice of screens keeps the service"
    once = page.split('name="once" value="')[1].split('"')[0]
    answers = everything(once=once, questions=mark_in(page))
    assert client.post(asked, answers).status_code == 302
    assert Response.objects.get().service == layanan_lain


@pytest.mark.parametrize("said", ["", "999999", "x", "0"])
def test_nonsense_for_a_service_is_asked_again(
    client: Client, rancangan: SurveyPeriod, layanan: Service, admin_opd: Staff, now: Any, said: str
) -> None:
    link = linking.make(rancangan.agency, service=None, way=Way.KIOSK, by=admin_opd, now=now)
    replace(rancangan, service=layanan)
    period_steps.open_period(rancangan, by=admin_opd, now=now)
    refused = client.get(f"/s/{link.code}/", {"layanan": said})
    assert refused.status_code == 422
    assert "Pilih layanan yang baru diterima." in flat(refused)
    other = client.get(f"/s/{link.code}/", {"layanan": "lain"})
    assert other.status_code == 200
    assert OWN_QUESTION in flat(other)


@pytest.mark.parametrize(
    "address",
    [
        "/dasbor/ikm/?instansi={slug}&periode=p{pk}",
        "/dasbor/ikm/?instansi={slug}&periode=2026-s1",
        "/dasbor/ikm/hitungan/?instansi={slug}&periode=p{pk}",
        "/dasbor/ikm/periode/{pk}/",
        "/dasbor/ikm/periode/{pk}/laporan/",
    ],
)
def test_results_say_what_was_asked_and_why(
    masuk: Any, admin_opd: Staff, dibuka: SurveyPeriod, lima: None, address: str
) -> None:
    page = flat(masuk(admin_opd).get(address.format(slug=dibuka.agency.slug, pk=dibuka.pk)))
    assert QUESTION in page
    assert REASON in page


def test_everybody_reads_it_beside_the_published_index(
    client: Client, dibuka: SurveyPeriod, lima: None, admin_opd: Staff, now: dt.datetime
) -> None:
    period_steps.close(dibuka, by=admin_opd, now=now)
    period_steps.publish(dibuka, by=admin_opd, now=now)
    page = flat(client.get(f"/ikm/{dibuka.agency.slug}/"))
    assert QUESTION in page
    assert REASON in page
