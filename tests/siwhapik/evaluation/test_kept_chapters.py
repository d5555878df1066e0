"""The chapters of a draft are counted once, and anew for whatever changes what they say."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services import recording
from services.models import Agency, OfficeRecord, Staff
from services.models.service import Kind
from siwhapik.evaluation.keeping import keep_assumption
from siwhapik.reports.by_hand_keeping import ByHand, keep
from surveys.loading import questionnaire_in_use
from surveys.models import Recommendation, SurveyPeriod
from tests import factories
from tests.asked import texts
from tests.reading import flat
from tests.siwhapik.evaluation.conftest import JUNI
from tests.siwhapik.evaluation.test_chapters import ADDRESSES
from tests.surveys.conftest import four_more
from tickets import desk
from tickets.models import AccessLog, Attachment, Baseline, Escalation, QueueVersion, Ticket

PAGE = f"{JUNI}naskah/semua/"
DAY = dt.datetime(2026, 6, 20, 3, 0, tzinfo=dt.UTC)
TEXTS = {"summary": "Bulan contoh.", "obstacles": "", "improvements": "", "plans": ""}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("juli", "kept_pages")]
Login = Callable[[Staff], Client]


@pytest.fixture
def kept_pages(settings: Any) -> None:
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": backend, "LOCATION": "evaluation"}}
    caches["pages"].clear()


@pytest.fixture
def periode(dinas: Agency) -> SurveyPeriod:
    return SurveyPeriod.objects.create(
        state="published", published_at=timezone.now(), agency=dinas, name="Juni contoh",
        questionnaire=questionnaire_in_use(), starts_on=DAY.date(), ends_on=DAY.date(),
    )  # fmt: skip


def said(client: Client, url: str = PAGE) -> str:
    """The words of the page's middle."""
    middle = flat(client.get(url)).partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub("<[^>]*>", " ", middle).split())


def test_saving_the_text_counts_nothing_anew(penyelia: Staff, masuk: Login) -> None:
    client = masuk(penyelia)
    figures = said(client).count("tiket")
    assert client.post(PAGE, {**TEXTS, "version": 0}).status_code == 302
    with CaptureQueriesContext(connection) as asked:
        page = said(client)
    assert "Bulan contoh." in page
    assert page.count("tiket") == figures
    assert not [sql for sql in texts(asked) if "tickets_ticket" in sql]
    # Session, person, text, signatures, what is beside tickets (two statements), counters, messages.
    assert len(asked) <= 8


@pytest.mark.parametrize("chapter", [*ADDRESSES])
def test_a_chapter_that_is_kept_asks_for_little(
    chapter: str, penyelia: Staff, masuk: Login
) -> None:
    client, url = masuk(penyelia), ADDRESSES[chapter]
    first = said(client, url)
    with CaptureQueriesContext(connection) as asked:
        assert said(client, url) == first
    assert not [sql for sql in texts(asked) if "tickets_ticket" in sql]
    # Session, person, text and signatures, counters; what it stands on: one statement, of the index two. PostgreSQL is
    # asked for these with the text.
    known = {"kepuasan": 7} | dict.fromkeys(("ringkasan", "janji", "beban", "kegiatan"), 6)
    assert len(asked) == (4 if connection.vendor == "postgresql" else known.get(chapter, 5))


def answers(dinas: Agency, penyelia: Staff, given: SurveyPeriod) -> None:
    four_more(dinas, [4] * 9, at=DAY)
    four_more(dinas, [4] * 9, at=DAY)


def a_recommendation(dinas: Agency, penyelia: Staff, given: SurveyPeriod) -> None:
    words = "Tambah loket (contoh)."
    Recommendation.objects.create(period=given, text=words, by=penyelia, at=DAY)


def a_record(dinas: Agency, penyelia: Staff, given: SurveyPeriod) -> None:
    plan = recording.RecordPlan(
        day=DAY.date(), title="Sosialisasi contoh", service=None, form_key="a",
        values={"medium": "rw_meeting", "place": "Balai contoh", "reach": 40},
    )  # fmt: skip
    recording.write_record(dinas, "outreach", plan=plan, by=penyelia, now=timezone.now())


def an_outage(dinas: Agency, penyelia: Staff, given: SurveyPeriod) -> None:
    plan = desk.OutagePlan(kind="siak", starts_at=DAY, ends_at=DAY + dt.timedelta(hours=2))
    desk.record_outage(dinas, plan=plan, by=penyelia, now=timezone.now(), form_key="b")


def a_kind(dinas: Agency, penyelia: Staff, given: SurveyPeriod) -> None:
    Ticket.objects.filter(agency=dinas).update(kind=Kind.COMPLAINT)
    QueueVersion.bump(dinas.pk)


def inhabitants(dinas: Agency, penyelia: Staff, given: SurveyPeriod) -> None:
    Agency.objects.filter(pk=dinas.pk).update(inhabitants=10_108, inhabitants_year=2025)


def a_special_look(dinas: Agency, penyelia: Staff, given: SurveyPeriod) -> None:
    _looked(dinas, penyelia, AccessLog.Action.PHONE)


def a_file_that_is_opened(dinas: Agency, penyelia: Staff, given: SurveyPeriod) -> None:
    _looked(dinas, penyelia, AccessLog.Action.FILE)


def _looked(dinas: Agency, by: Staff, action: str) -> None:
    ticket = Ticket.objects.filter(agency=dinas).earliest("pk")
    message = factories.MessageFactory(ticket=ticket, conversation=ticket.conversation)
    file = Attachment.objects.create(message=message, filename="contoh.pdf")
    row = AccessLog.objects.create(staff=by, ticket=ticket, action=action, attachment=file)
    AccessLog.objects.filter(pk=row.pk).update(at=DAY)


def a_question_to_the_head(dinas: Agency, penyelia: Staff, given: SurveyPeriod) -> None:
    ticket = Ticket.objects.filter(agency=dinas).earliest("pk")
    Escalation.objects.create(
        ticket=ticket, agency=dinas, asked_by=penyelia, asked_at=DAY, due_at=DAY, reason="contoh",
    )  # fmt: skip
    QueueVersion.bump(dinas.pk)


def a_period(dinas: Agency, penyelia: Staff, given: SurveyPeriod) -> None:
    SurveyPeriod.objects.filter(pk=given.pk).update(population=900, ends_on="2026-06-30")


def a_count_by_hand(dinas: Agency, penyelia: Staff, given: SurveyPeriod) -> None:
    written = {"visits": 40, "origin": "buku contoh"}
    counted = ByHand(kind=Baseline, agency=dinas, year=2026, month=6, written=written)
    keep(counted, by=penyelia, now=timezone.now())


def an_assumption(dinas: Agency, penyelia: Staff, given: SurveyPeriod) -> None:
    told = {"trips": 2, "minutes": 40, "rupiah": 15_000, "origin": "wawancara contoh"}
    keep_assumption(dinas, told, by=penyelia, now=timezone.now())


# What changes, and in which chapters it is seen.
SEEN_IN: dict[Callable[..., None], set[str]] = {
    answers: {"kepuasan"},
    a_recommendation: {"kepuasan"},
    a_period: set(),
    a_record: {"kegiatan"},
    an_outage: {"ringkasan", "janji"},
    a_special_look: {"ringkasan"},
    a_file_that_is_opened: {"beban"},
    a_question_to_the_head: {"pengaduan"},
    a_kind: {"ringkasan", "kedatangan", "pengaduan"},
    inhabitants: {"kedatangan"},
    a_count_by_hand: {"ringkasan", "kedatangan"},
    an_assumption: {"manfaat"},
}


@pytest.mark.parametrize("change", SEEN_IN)
def test_no_kept_chapter_says_what_a_fresh_one_would_not(
    change: Callable[..., None],
    dinas: Agency,
    penyelia: Staff,
    periode: SurveyPeriod,
    masuk: Login,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client = masuk(penyelia)
    before = {code: said(client, url) for code, url in ADDRESSES.items()}
    with django_capture_on_commit_callbacks(execute=True):
        change(dinas, penyelia, periode)
    kept = {code: said(client, url) for code, url in ADDRESSES.items()}
    caches["pages"].clear()
    assert kept == {code: said(client, url) for code, url in ADDRESSES.items()}
    assert {code for code in ADDRESSES if kept[code] != before[code]} == SEEN_IN[change]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (answers, "8 responden"),
        (a_recommendation, "Tambah loket (contoh)."),
        (a_record, "Sosialisasi contoh"),
        (an_outage, "Gangguan SIAK"),
        (a_kind, "7 pengaduan masuk"),
        (inhabitants, "Tiap 1.000 penduduk"),
    ],
)
def test_what_changes_is_seen_at_once(
    change: Callable[..., None],
    words: str,
    dinas: Agency,
    penyelia: Staff,
    periode: SurveyPeriod,
    masuk: Login,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client = masuk(penyelia)
    before = said(client)
    assert said(client) == before
    assert words not in before
    with django_capture_on_commit_callbacks(execute=True):
        change(dinas, penyelia, periode)
    assert words in said(client)


def test_a_record_that_is_put_away_and_an_assumption_are_seen_at_once(
    dinas: Agency,
    penyelia: Staff,
    periode: SurveyPeriod,
    masuk: Login,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client = masuk(penyelia)
    a_record(dinas, penyelia, periode)
    assert "Sosialisasi contoh" in said(client)
    record = OfficeRecord.objects.get()
    recording.archive_record(record, by=penyelia, now=timezone.now())
    assert "Sosialisasi contoh" not in said(client)
    given = {"trips": "1.5", "minutes": 40, "rupiah": 15000, "origin": "wawancara contoh"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/laporan/evaluasi/dinsos-contoh/asumsi/", given)
    assert "wawancara contoh" in said(client)


def test_what_is_kept_is_nobody_elses(
    penyelia: Staff, orang_luar: Staff, super_admin: Staff, masuk: Login
) -> None:
    assert "Angka pokok" in said(masuk(penyelia))
    assert masuk(orang_luar).get(PAGE).status_code == 404
