"""The form's screens and languages: what is shown first, where each leads, and which words are spoken."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Service
from surveys import linking
from surveys.asking import Asked
from surveys.forms import SurveyForm
from surveys.instrument_files import read_one
from surveys.language_files import languages
from surveys.loading import STANDARD
from surveys.models import Response, SurveyLink
from surveys.ways import Way
from tests.factories import ServiceFactory
from tests.reading import flat
from tests.surveys.conftest import everything, questionnaire_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NARROW = 'survey_steps.css" media="(max-width: 40rem)"'


@pytest.fixture
def poster(dinas: Agency, admin_opd: Any, layanan: Service, now: dt.datetime) -> SurveyLink:
    return linking.make(dinas, service=None, way=Way.OPEN, by=admin_opd, now=now)


def first_screens(page: str) -> list[str]:
    """The ids of what is shown while the address names no screen."""
    tags = re.findall(
        r"<(?:fieldset|div)[^>]*survey__screen--first[^>]*>[^<]*(?:<div[^>]*>)?", page
    )
    return [re.findall(r'id="(\w+)"', tag)[0] if 'id="' in tag else "service" for tag in tags]


def test_each_screen_leads_forward_and_back_and_all_are_in_one_small_page(
    client: Client, poster: SurveyLink
) -> None:
    response = client.get(f"/s/{poster.code}/")
    page = flat(response)
    assert len(response.content) <= 20_000
    assert NARROW in page
    assert page.count(">Lanjut</a>") == 10  # the service and nine questions
    assert page.count('<a class="button" href="#') == 10
    assert page.count('<p class="survey__steps">') == 11
    for target in re.findall(r'href="#(\w+)"', page):
        assert target == "main" or f'id="{target}"' in page, target
    told = re.findall(r"<span>(\d+)\s+dari (\d+)</span>", page)
    assert told == [(str(number), "11") for number in range(1, 12)]  # the last one too
    assert first_screens(page) == ["service"]


def test_a_refused_form_opens_at_what_has_to_be_mended(client: Client, poster: SurveyLink) -> None:
    given = everything(4, service="lain")
    del given["U3"]
    answer = client.post(f"/s/{poster.code}/", given)
    page = flat(answer)
    assert answer.status_code == 422
    assert first_screens(page) == ["id_U3"]
    assert "<title>Belum terkirim: Survei kepuasan" in page
    assert f'action="/s/{poster.code}/"' in page  # without "#": the summary keeps the focus
    long = client.post(f"/s/{poster.code}/", everything(4, service="lain", comment="x" * 2001))
    assert first_screens(flat(long)) == ["akhir"]


@pytest.mark.parametrize(
    ("chosen", "query", "sheet"),
    [
        ("phone", "", NARROW),
        ("each", "", "survey_steps.css"),
        ("page", "", None),
        ("phone", "?tampil=semua", None),
        ("page", "?tampil=satu", "survey_steps.css"),
        ("page", "?tampil=x", None),
    ],
)
def test_office_and_reader_choose_how_many_questions_a_screen(
    client: Client, poster: SurveyLink, chosen: str, query: str, sheet: str | None
) -> None:
    Agency.objects.filter(pk=poster.agency_id).update(survey_screens=chosen)
    page = flat(client.get(f"/s/{poster.code}/{query}"))
    assert ("survey_steps.css" in page) == (sheet is not None)
    assert sheet is None or sheet in page
    assert (NARROW in page) == (sheet == NARROW)


def test_another_language_is_spoken_to_the_end_and_the_answers_are_the_same(
    client: Client, poster: SurveyLink
) -> None:
    assert "English (draft)" in flat(client.get(f"/s/{poster.code}/"))
    address = f"/s/{poster.code}/?bahasa=en"
    response = client.get(address)
    page = flat(response)
    assert '<div lang="en">' in page
    assert "How fast was the service given?" in page
    assert "Kirim jawaban" not in page
    assert len(response.content) <= 20_000
    refused = flat(client.post(address, {}))
    assert "Not sent yet: Satisfaction survey" in refused
    assert "choose one of the answers." in refused
    answer = client.post(address, everything(3, service="lain", gender="p"))
    thanks = flat(client.get(answer.headers["Location"]))
    assert "Thank you" in thanks
    stored = Response.objects.get()
    assert stored.gender == "p"
    assert set(stored.answers.values_list("value", flat=True)) == {3}


def test_another_language_also_says_that_there_are_too_many_answers(
    client: Client, poster: SurveyLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.views.open_form._ANSWERS", 0)
    response = client.post(f"/s/{poster.code}/?bahasa=en", everything(3, service="lain"))
    assert response.status_code == 429
    assert "Too many answers at once. Please wait 10 minutes" in flat(response)
    assert "Tunggu" not in flat(response)
    assert not Response.objects.exists()


def test_a_language_that_does_not_say_every_question_is_not_offered() -> None:
    form = SurveyForm(Asked(questionnaire=questionnaire_of("lain")), wanted="en")
    assert [one.code for one in form.languages] == ["id"]
    assert form.language.code == "id"


def test_every_language_says_every_text_and_the_national_instrument() -> None:
    words = [
        words
        for element in read_one(STANDARD).elements
        for words in (element.question, element.name, *element.answers)
    ]
    assert list(languages()) == ["id", "en"]
    for one in languages().values():
        assert one.knows(words)
        assert all(text.strip() for text in one.texts.values())
    assert languages()["en"].is_draft


@pytest.mark.parametrize("odd", ["", "xx", "%00", "../id", "EN", "e" * 500])
def test_odd_languages_are_indonesian(client: Client, poster: SurveyLink, odd: str) -> None:
    for page in (f"/s/{poster.code}/", f"/s/{poster.code}/terima-kasih/"):
        answer = client.get(f"{page}?bahasa={odd}&tampil={odd}")
        assert answer.status_code in (200, 400)
        assert answer.status_code == 400 or 'lang="id"' in flat(answer)


@pytest.mark.parametrize("way", [Way.OPEN, Way.KIOSK, None])
def test_a_form_with_everything_to_mend_is_as_light(
    client: Client,
    dinas: Agency,
    admin_opd: Any,
    layanan: Service,
    tautan: str,
    way: Way | None,
    now: dt.datetime,
) -> None:
    ServiceFactory.create_batch(25, agency=dinas)
    address = (
        f"/s/{linking.make(dinas, service=None, way=way, by=admin_opd, now=now).code}/"
        if way
        else tautan
    )
    refused = client.post(address, {})
    assert refused.content.count(b"survey__question--error") == 9
    # With room for the numbers of services of a large office.
    assert len(refused.content) <= 19_900
    assert b'type="radio"' in refused.content
    assert not re.search(rb"<input [^>]*radio[^>]*aria-invalid", refused.content)
