"""Doubtful answers: marked as they are stored, shown apart, never dropped."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Service, Staff
from surveys import linking, period_steps
from surveys.loading import questionnaire_in_use
from surveys.models import Invitation, QualityFlag, Response, SurveyLink, SurveyPeriod
from surveys.quality import BURST_ANSWERS, Flag, flags_of
from surveys.ways import Way
from tests.reading import flat
from tests.surveys.conftest import CODES, MIXED, everything
from tests.surveys.test_open_survey import once_in, page_of

PAGE = "/dasbor/ikm/"
LONG = dt.timedelta(minutes=2)


@pytest.mark.parametrize(
    ("values", "took", "flags"),
    [
        (MIXED, None, []),
        (MIXED, LONG, []),
        ([4] * 9, LONG, [Flag.STRAIGHT]),
        ([1] * 5, None, [Flag.STRAIGHT]),
        ([1] * 4, None, []),
        ([4] * 8 + [3], None, []),
        (MIXED, dt.timedelta(seconds=18), []),
        (MIXED, dt.timedelta(seconds=17.9), [Flag.FAST]),
        ([3] * 9, dt.timedelta(0), [Flag.STRAIGHT, Flag.FAST]),
        ([], dt.timedelta(0), []),
    ],
)
def test_what_marks_a_form(values: list[int], took: dt.timedelta | None, flags: list[Flag]) -> None:
    assert flags_of(values, took=took) == flags


@pytest.fixture(autouse=True)
def _still(clock: Any, db: None) -> None:
    """Every test stands at the same moment."""


@pytest.fixture
def poster(dinas: Agency, layanan: Service, admin_opd: Staff, now: dt.datetime) -> SurveyLink:
    return linking.make(dinas, service=layanan, way=Way.OPEN, by=admin_opd, now=now)


@pytest.fixture
def dibuka(dinas: Agency) -> SurveyPeriod:
    return SurveyPeriod.objects.create(
        state="open", agency=dinas, questionnaire=questionnaire_in_use(), name="Semester I",
        starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 6, 30),
    )  # fmt: skip


def mixed() -> dict[str, str]:
    return {code: str(value) for code, value in zip(CODES, MIXED, strict=True)}


def flags() -> list[str]:
    return list(QualityFlag.objects.order_by("pk").values_list("flag", flat=True))


def shown_in(page: str) -> str:
    return page.split('name="shown" value="')[1].split('"')[0]


def fill(link: SurveyLink, clock: Any, *, seconds: float, number: int = 1, **more: Any) -> Any:
    """What a visitor of the poster does, and how long it takes."""
    client = Client(REMOTE_ADDR=f"192.0.2.{number}")
    page = flat(client.get(page_of(link)))
    clock.shift(seconds)
    given = {**mixed(), "once": once_in(page), "shown": shown_in(page), **more}
    response = client.post(page_of(link), given)
    assert response.status_code == 302
    return response


@pytest.mark.parametrize(("seconds", "found"), [(17, ["fast"]), (19, [])])
def test_a_poster_filled_in_faster_than_it_can_be_read(
    poster: SurveyLink, clock: Any, seconds: int, found: list[str]
) -> None:
    fill(poster, clock, seconds=seconds)
    assert flags() == found


@pytest.mark.parametrize("shown", ["", "besok", "WyJ4IiwxXQ:1abc:xyz"])
def test_a_time_that_is_missing_or_invented_says_nothing(
    poster: SurveyLink, clock: Any, shown: str
) -> None:
    fill(poster, clock, seconds=1, shown=shown)
    assert flags() == []


def test_the_time_of_another_showing_says_nothing(poster: SurveyLink, clock: Any) -> None:
    older = shown_in(flat(Client().get(page_of(poster))))
    clock.shift(600)
    fill(poster, clock, seconds=1, shown=older)
    assert flags() == []


def test_a_refused_form_keeps_the_time_of_its_showing(poster: SurveyLink, clock: Any) -> None:
    client = Client()
    page = flat(client.get(page_of(poster)))
    clock.shift(10)
    first = {"once": once_in(page), "shown": shown_in(page)}
    refused = flat(client.post(page_of(poster), first))
    assert shown_in(refused) == first["shown"]
    clock.shift(10)
    client.post(page_of(poster), {**mixed(), **first})
    assert (Response.objects.count(), flags()) == (1, [])


@pytest.mark.parametrize(("seconds", "found"), [(5, ["straight", "fast"]), (40, ["straight"])])
def test_an_invitation_is_timed_from_its_first_opening(
    client: Client, undangan: Invitation, tautan: str, clock: Any, seconds: int, found: list[str]
) -> None:
    client.get(tautan)
    clock.shift(seconds)
    client.post(tautan, everything(4))
    assert flags() == found


def test_a_form_that_was_never_opened_has_no_time(client: Client, tautan: str) -> None:
    client.post(tautan, mixed())
    assert (Response.objects.count(), flags()) == (1, [])


def test_the_eighth_answer_of_ten_minutes_marks_all_eight(poster: SurveyLink, clock: Any) -> None:
    for number in range(1, BURST_ANSWERS):
        fill(poster, clock, seconds=60, number=number)
    assert flags() == []
    fill(poster, clock, seconds=60, number=BURST_ANSWERS)
    assert flags() == ["burst"] * BURST_ANSWERS
    fill(poster, clock, seconds=60, number=99)
    assert flags() == ["burst"] * (BURST_ANSWERS + 1)  # nobody is marked twice


def test_eight_answers_within_more_than_ten_minutes_are_no_burst(
    poster: SurveyLink, clock: Any
) -> None:
    for number in range(1, BURST_ANSWERS + 1):
        fill(poster, clock, seconds=100, number=number)
    assert flags() == []


def test_a_counter_has_its_queue(
    dinas: Agency, layanan: Service, admin_opd: Staff, clock: Any, now: dt.datetime
) -> None:
    kiosk = linking.make(dinas, service=layanan, way=Way.KIOSK, by=admin_opd, now=now)
    for number in range(1, BURST_ANSWERS + 2):
        fill(kiosk, clock, seconds=30, number=number)
    assert flags() == []


def test_marked_answers_count_and_are_shown_apart_to_who_may_see_answers(
    masuk: Any, penyelia: Staff, petugas: Staff, dibuka: SurveyPeriod, lima: None, jawab: Any,
    dinas: Agency, clock: Any,
) -> None:  # fmt: skip
    page = flat(masuk(penyelia).get(PAGE))
    # Of five answers four are all fours: 4 x 36 and 29 of 45 answers, times 25; without them 80,56.
    assert "4 jawaban bertanda. IKM semua jawaban: 96,11 dari 5 jawaban" in page
    assert "tanpa yang bertanda: 80,56 dari 1 jawaban" in page
    assert "Semua unsur dijawab sama" in page
    assert "Beruntun" not in page
    clock.shift(dt.timedelta(days=1))
    assert "bertanda" not in flat(masuk(petugas).get(PAGE))


def test_nothing_is_said_where_no_answer_is_marked(
    masuk: Any, penyelia: Staff, dibuka: SurveyPeriod, jawab: Any, dinas: Agency
) -> None:
    jawab(dinas, MIXED)
    assert "perlu dicermati" not in flat(masuk(penyelia).get(PAGE))


def test_late_answers_stand_in_no_closed_period(
    masuk: Any, penyelia: Staff, admin_opd: Staff, dibuka: SurveyPeriod, lima: None, jawab: Any,
    dinas: Agency, now: dt.datetime,
) -> None:  # fmt: skip
    period_steps.close(dibuka, by=admin_opd, now=now)
    jawab(dinas, [1] * 9, at=now + dt.timedelta(hours=1))
    page = flat(masuk(penyelia).get(f"{PAGE}?periode=p{dibuka.pk}"))
    assert "4 jawaban bertanda. IKM semua jawaban: 96,11 dari 5 jawaban" in page
