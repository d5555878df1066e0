"""The index as everybody sees it: what offices published, with what must be said beside it."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveys.models import SurveyPeriod
from tests.reading import flat
from tests.surveys.conftest import MIXED, questionnaire_of
from tests.surveys.test_in_use import browser_of
from tests.surveys.test_index_pages import PUBLIC, text_of


@pytest.fixture(autouse=True)
def _still(clock):
    """Every test stands at the same moment."""


def test_everybody_sees_what_was_published_with_its_respondents(client, lima, periode):
    page = text_of(client.get(PUBLIC))
    assert "Dinas Sosial Contoh" in page
    assert "Triwulan II 2026" in page
    assert "96,11" in page
    assert "5 responden" in page
    assert len(page) < 30_000


def test_what_was_not_published_is_not_shown(client, lima, periode):
    SurveyPeriod.objects.update(state="closed")
    page = text_of(client.get(PUBLIC))
    assert "96,11" not in page
    assert "Belum ada indeks yang diumumkan" in page


def test_only_the_latest_period_that_has_begun_is_shown(client, dinas, lima, periode):
    for name, starts, ends in (("Lama", 1, 3), ("Nanti", 7, 9)):
        SurveyPeriod.objects.create(
            state="published",
            published_at=timezone.now(),
            agency=dinas,
            questionnaire=periode.questionnaire,
            name=name,
            starts_on=dt.date(2026, starts, 1),
            ends_on=dt.date(2026, ends, 30),
        )
    page = text_of(client.get(PUBLIC))
    assert "Triwulan II 2026" in page
    assert "Lama" not in page
    assert "Nanti" not in page


def test_fewer_than_five_answers_are_published_without_an_index(
    client: Client, dinas: Any, jawab: Any, periode: SurveyPeriod
) -> None:
    for _ in range(4):
        jawab(dinas, MIXED)
    page = text_of(client.get(PUBLIC))
    assert "Belum cukup jawaban: 4 dari 5" in page
    assert "Nilai tiap unsur" not in page
    assert "Mutu" not in page
    jawab(dinas, MIXED)
    assert "5 responden" in text_of(client.get(PUBLIC))


def test_a_published_period_without_answers_has_no_index(client, periode):
    assert "Belum ada indeks: belum ada responden" in text_of(client.get(PUBLIC))


def test_the_public_page_counts_again_for_each_answer_and_each_period_that_is_published(
    client, settings, dinas, jawab, periode
):
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": backend, "LOCATION": "ikm"}}
    caches["pages"].clear()
    jawab(dinas, MIXED)
    assert "Belum cukup jawaban: 1 dari 5" in text_of(client.get(PUBLIC))
    with CaptureQueriesContext(connection) as asked:
        text_of(client.get(PUBLIC))
    assert "surveys_answer" not in str(asked.captured_queries)
    jawab(dinas, MIXED)
    assert "Belum cukup jawaban: 2 dari 5" in text_of(client.get(PUBLIC))
    SurveyPeriod.objects.update(population=77)
    jawab(dinas, MIXED)
    assert "Belum cukup jawaban: 3 dari 5" in text_of(client.get(PUBLIC))
    SurveyPeriod.objects.update(state="closed")
    assert dinas.name not in text_of(client.get(PUBLIC))
    caches["pages"].clear()


@pytest.mark.parametrize("said", [0, 3])
def test_a_count_that_ours_grew_past_does_not_switch_off_the_warning(
    penyelia: Any, dinas: Any, jawab: Any, periode: SurveyPeriod, said: int
) -> None:
    SurveyPeriod.objects.update(population=said)
    for _ in range(60):
        jawab(dinas, [3] * 9)
    page = flat(Client().get("/ikm/"))
    assert "60 responden, cukup (paling sedikit 52)" in page
    assert f"menyebut {said} pengguna layanan, catatan kami 60" in page
    assert f"menyebut {said} pengguna" in browser_of(penyelia).get("/dasbor/ikm/").content.decode()


def test_the_dashboard_goes_by_what_is_published(
    penyelia: Any, dinas: Any, periode: SurveyPeriod
) -> None:
    other = questionnaire_of("lain")
    SurveyPeriod.objects.create(
        state="open",
        agency=dinas,
        questionnaire=other,
        name="Disiapkan",
        starts_on=dt.date(2026, 6, 1),
        ends_on=dt.date(2026, 6, 30),
    )
    assert "IKM Triwulan II 2026" in browser_of(penyelia).get("/dasbor/").content.decode()
