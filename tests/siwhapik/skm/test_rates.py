"""How many of the invited answered stands beside every score, by one rule and in the same words."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Service, Staff
from siwhapik.evaluation.printing import breakable
from surveys import invitations, period_steps
from surveys.figures import Figure, Funnel, Steps
from surveys.loading import questionnaire_in_use
from surveys.models import Invitation, SurveyPeriod
from surveys.rates import rate_sentence, rate_words
from tests import factories
from tests.reading import flat
from tests.siwhapik.evaluation.tools import body, sheets_of, words_of_pdf
from tests.siwhapik.skm.test_league import answer
from tests.siwhapik.skm.test_league import lines as lines_of
from tests.siwhapik.skm.test_report import dibuka as dibuka
from tests.surveys.conftest import jawab as jawab
from tests.surveys.conftest import resolve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
RATE = "6 dari 8 undangan (75 %)"


def unanswered(agency: Agency, service: Service, *, at: dt.datetime) -> None:
    """One more invitation, which nobody answers."""
    channel = factories.ChannelFactory(agency=agency)
    conversation = factories.ConversationFactory(channel=channel)
    ticket = factories.TicketFactory(conversation=conversation, service=service)
    Invitation.objects.create(
        resolution=resolve(ticket, by=None, at=at), ticket=ticket, agency=agency, service=service,
        questionnaire=questionnaire_in_use(), state=Invitation.State.SENT, created_at=at,
        token_hash=invitations.hash_of(ticket.tracking_code), expires_at=at + invitations.VALID,
    )  # fmt: skip


@pytest.fixture
def ditutup(
    dinas: Agency, layanan: Service, dibuka: SurveyPeriod, admin_opd: Staff, jawab: Any,
    now: dt.datetime,
) -> SurveyPeriod:  # fmt: skip
    """Of eight who were invited about one service six answered, and five at the counter."""
    for _ in range(6):
        jawab(dinas, [3] * 9, service=layanan)
    for _ in range(2):
        unanswered(dinas, layanan, at=now)
    answer(dinas, 4, day=now.date())
    period_steps.close(dibuka, by=admin_opd, now=now)
    dibuka.refresh_from_db()
    return dibuka


@pytest.mark.parametrize(
    ("invited", "answered", "n", "words", "sentence"),
    [
        (8, 6, 6, "6 dari 8 undangan (75 %)", "6 dari 8 undangan dijawab (75 %)"),
        (8, 1, 1, "1 dari 8 undangan (13 %)", "1 dari 8 undangan dijawab (13 %)"),
        (3, 0, 5, "0 dari 3 undangan (0 %)", "0 dari 3 undangan dijawab (0 %)"),
        (0, 0, 5, "tanpa undangan", "Dijawab tanpa undangan"),
        (0, 0, 0, None, ""),
    ],
)
def test_the_rule_and_its_words(
    invited: int, answered: int, n: int, words: str | None, sentence: str
) -> None:
    funnel = Funnel(invited=invited, answered=answered)
    assert rate_words(funnel, n=n) == words
    assert rate_sentence(funnel, n=n) == sentence


def test_halves_of_a_percent_are_rounded_up_everywhere() -> None:
    assert Funnel(invited=8, answered=1).percent == Steps(invited=8, answered=1).percent == 13
    assert Figure().funnel.percent == 0


def test_it_stands_in_the_report_of_a_period_and_its_files(
    masuk: Any, penyelia: Staff, ditutup: SurveyPeriod, layanan: Service
) -> None:
    browser, address = masuk(penyelia), f"/dasbor/ikm/periode/{ditutup.pk}/laporan/"
    page = flat(browser.get(address))
    services, trend = section(page, "layanan"), section(page, "tren")
    assert RATE in services.split(layanan.name)[1]
    assert RATE in trend
    paper = words_of_pdf(body(browser.get(f"{address}pdf/")))
    assert paper.count(RATE) == 2
    book = sheets_of(body(browser.get(f"{address}xlsx/")))
    assert [row for row in book["IKM per layanan"] if RATE in row]
    assert [row for row in book["Tren IKM"] if RATE in row]


def test_everybody_reads_it_on_the_public_page_and_in_the_open_data(
    client: Client, ditutup: SurveyPeriod, admin_opd: Staff, layanan: Service, now: dt.datetime
) -> None:
    period_steps.publish(ditutup, by=admin_opd, now=now)
    page = flat(client.get("/ikm/dinsos-contoh/"))
    assert "6 dari 8 undangan dijawab (75 %)" in page.split("<section")[0]
    assert RATE in section(page, "layanan")
    assert RATE in section(page, "tren")
    assert "6 dari 8 undangan dijawab (75 %)" in flat(client.get("/ikm/"))
    lines = client.get(f"/ikm/dinsos-contoh/{ditutup.pk}.csv").content.decode()
    sent = {one["nama"]: one for one in csv.DictReader(io.StringIO(lines))}
    assert (sent[layanan.name]["undangan"], sent[layanan.name]["undangan_dijawab"]) == ("8", "6")
    assert sent["U1 Persyaratan"]["undangan"] == ""


def test_it_stands_in_the_league_and_in_its_row_of_all(
    masuk: Any, evaluator: Staff, ditutup: SurveyPeriod, dinas: Agency, now: dt.datetime
) -> None:
    counter, few = factories.AgencyFactory(name="Loket Saja"), factories.AgencyFactory(name="Dikit")
    answer(counter, 4, day=now.date())
    answer(few, 4, day=now.date(), count=4)
    browser, page = masuk(evaluator), "/dasbor/ikm/perbandingan/"
    words = flat(browser.get(f"{page}?periode=2026"))
    assert "Tingkat jawaban: undangan survei yang dijawab" in words
    found = {one["Instansi"]: one for one in lines_of(browser.get(f"{page}csv/?periode=2026"))}
    assert found[dinas.name]["Tingkat jawaban"] == RATE
    assert found["Loket Saja"]["Tingkat jawaban"] == "tanpa undangan"
    assert found["Dikit"]["Tingkat jawaban"] == "-"
    assert found["Semua instansi"]["Tingkat jawaban"] == RATE


def test_it_stands_in_the_report_of_all_offices_and_on_the_page_of_results(
    masuk: Any, evaluator: Staff, ditutup: SurveyPeriod, dinas: Agency
) -> None:
    factories.AgencyFactory(name="Tanpa Periode")
    browser = masuk(evaluator)
    words = flat(browser.get("/dasbor/ikm/laporan/"))
    offices = section(words, "instansi-1")
    assert offices.count(RATE) == 2  # its own row and that of all
    paper = words_of_pdf(body(browser.get("/dasbor/ikm/laporan/pdf/")))
    assert RATE in paper
    results = flat(browser.get(f"/dasbor/ikm/?instansi={dinas.slug}&periode=p{ditutup.pk}"))
    assert "6 dari 8 undangan dijawab (75 %)" in results


def test_it_stands_beside_the_frozen_figures_of_a_period_and_in_its_review(
    masuk: Any, evaluator: Staff, ditutup: SurveyPeriod
) -> None:
    browser = masuk(evaluator)
    assert RATE in flat(browser.get(f"/dasbor/ikm/periode/{ditutup.pk}/"))
    browser.get(f"/dasbor/ikm/?instansi={ditutup.agency.slug}&periode=p{ditutup.pk}")
    assert RATE in flat(browser.get(f"/dasbor/ikm/periode/{ditutup.pk}/telaah/"))


def test_no_line_on_paper_begins_with_a_per_cent_sign() -> None:
    assert breakable("6 dari 8 undangan (75 %)") == "6 dari 8 undangan (75\xa0%)"
    assert breakable("% saja, 5 persen") == "% saja, 5 persen"


def section(page: str, code: str) -> str:
    """The words of the table with this code."""
    return page.split(f'id="tabel-{code}"')[1].split("</section>")[0]
