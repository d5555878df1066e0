"""The open survey: whoever was served answers by a link or a QR code, uninvited."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from structlog.testing import capture_logs

from services.models import Agency, Service
from surveys import linking
from surveys.loading import questionnaire_in_use
from surveys.models import LinkUse, Response, SurveyLink, SurveyPeriod
from surveys.open_forms import OTHER
from surveys.ways import Way
from tests.reading import flat, marked
from tests.surveys.conftest import everything, questionnaire_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def poster(dinas: Agency, admin_opd: Any, layanan: Service, now: dt.datetime) -> SurveyLink:
    """A link for the whole office, which has one service."""
    return linking.make(dinas, service=None, way=Way.OPEN, by=admin_opd, now=now)


@pytest.fixture
def poster_layanan(dinas: Agency, layanan: Service, admin_opd: Any, now: dt.datetime) -> SurveyLink:
    return linking.make(dinas, service=layanan, way=Way.OPEN, by=admin_opd, now=now)


def page_of(link: SurveyLink) -> str:
    return f"/s/{link.code}/"


def once_in(page: str) -> str:
    return page.split('name="once" value="')[1].split('"')[0]


def answer(link: SurveyLink, client: Client, value: int = 4, **more: Any) -> Any:
    """What a browser does: open the form, fill it in, send it."""
    once = once_in(flat(client.get(page_of(link))))
    return client.post(page_of(link), everything(value, once=once, **more))


def test_the_form_asks_the_service_and_the_questions(
    client: Client, poster: SurveyLink, layanan: Service
) -> None:
    response = client.get(page_of(poster))
    page = flat(response)
    assert "Layanan yang Bapak/Ibu terima" in page
    assert f'<option value="{layanan.pk}">Surat Keterangan Contoh</option>' in page
    assert page.count('type="radio"') == 36
    assert "Tentang Bapak/Ibu" in page
    assert len(response.content) <= 20_000
    assert response["Cache-Control"] == "no-store, private"


def test_a_link_of_a_service_asks_for_no_service(
    client: Client, poster_layanan: SurveyLink, layanan: Service
) -> None:
    page = flat(client.get(page_of(poster_layanan)))
    assert "layanan Surat Keterangan Contoh" in page
    assert 'name="service"' not in page
    assert answer(poster_layanan, client).status_code == 302
    assert Response.objects.get().service == layanan


def test_an_answer_carries_its_way_and_nothing_of_a_person(
    client: Client, poster: SurveyLink, layanan: Service, dinas: Agency, now: dt.datetime
) -> None:
    sent = answer(poster, client, 3, service=layanan.pk, comment="Rapi", gender="p")
    assert sent["Location"] == f"{page_of(poster)}terima-kasih/"
    thanks = flat(client.get(sent["Location"]))
    assert "Terima kasih" in thanks
    assert "WhatsApp" not in thanks.split("<main")[1].split("</main>")[0]
    row = Response.objects.get()
    assert (row.way, row.link, row.invitation, row.officer) == ("qr", poster, None, None)
    assert (row.agency, row.service, row.comment, row.gender) == (dinas, layanan, "Rapi", "p")
    assert (row.submitted_at, row.submitted_on) == (now, dt.date(2026, 6, 9))
    assert set(row.answers.values_list("value", flat=True)) == {3}
    assert row.answers.count() == 9


def test_another_service_is_an_answer_without_service(client: Client, poster: SurveyLink) -> None:
    assert answer(poster, client, service=OTHER).status_code == 302
    assert Response.objects.get().service is None


@pytest.mark.parametrize("chosen", ["", "0", "x"])
def test_the_service_has_to_be_chosen(client: Client, poster: SurveyLink, chosen: str) -> None:
    response = answer(poster, client, 2, service=chosen)
    page = flat(response)
    assert response.status_code == 422
    assert "<title>Belum terkirim: Survei kepuasan" in page
    assert marked(page) == ["service"]
    assert page.count(" checked") == 9
    assert not Response.objects.exists()


def test_a_service_of_another_office_is_refused(
    client: Client, poster: SurveyLink, orang_luar: Any
) -> None:
    foreign = Service.objects.exclude(agency=poster.agency).get()
    assert answer(poster, client, service=foreign.pk).status_code == 422
    assert not Response.objects.exists()


def test_a_second_press_and_the_browsers_back_write_once(
    client: Client, poster_layanan: SurveyLink
) -> None:
    once = once_in(flat(client.get(page_of(poster_layanan))))
    with capture_logs() as logged:
        for value in (4, 1):
            sent = client.post(page_of(poster_layanan), everything(value, once=once))
            assert sent.status_code == 302
    assert [one["event"] for one in logged] == ["survey.sent_again"]
    assert Response.objects.count() == 1
    assert set(Response.objects.get().answers.values_list("value", flat=True)) == {4}


def test_a_second_answer_of_one_browser_is_kept_and_marked(
    client: Client, poster: SurveyLink, layanan: Service, layanan_lain: Service
) -> None:
    answer(poster, client, service=layanan.pk)
    answer(poster, client, service=layanan_lain.pk)
    answer(poster, client, service=layanan.pk)
    answer(poster, Client(), service=layanan.pk)
    repeats = list(Response.objects.order_by("pk").values_list("is_repeat", flat=True))
    assert repeats == [False, False, True, False]
    devices = list(Response.objects.order_by("pk").values_list("device", flat=True))
    assert devices[0] == devices[2]
    assert len({*devices, ""}) == 4  # unlike each other across services and browsers, none empty


def test_in_the_next_period_the_same_browser_is_new(
    client: Client, poster_layanan: SurveyLink, dinas: Agency, clock: Any
) -> None:
    for name, month in (("Juni", 6), ("Juli", 7)):
        SurveyPeriod.objects.create(
            state="open", agency=dinas, questionnaire=questionnaire_in_use(), name=name,
            starts_on=dt.date(2026, month, 1), ends_on=dt.date(2026, month, 30),
        )  # fmt: skip
    answer(poster_layanan, client)
    clock.move_to(dt.datetime(2026, 7, 1, 3, 0, tzinfo=dt.UTC))
    answer(poster_layanan, client)
    clock.shift(dt.timedelta(days=1))
    answer(poster_layanan, client)
    marks = list(Response.objects.order_by("pk").values_list("is_repeat", flat=True))
    assert marks == [False, False, True]


def test_without_cookies_nothing_is_lost_and_nothing_marked(poster_layanan: SurveyLink) -> None:
    for _ in range(2):
        once = once_in(flat(Client().get(page_of(poster_layanan))))
        assert Client().post(page_of(poster_layanan), everything(4, once=once)).status_code == 302
    assert list(Response.objects.values_list("is_repeat", "device")) == [(False, "")] * 2


def test_the_questions_are_those_of_the_open_period(
    client: Client, poster_layanan: SurveyLink, dinas: Agency
) -> None:
    ten = questionnaire_of("sepuluh", 10)
    SurveyPeriod.objects.create(
        state="open", agency=dinas, questionnaire=ten, name="Semester I",
        starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 6, 30),
    )  # fmt: skip
    assert flat(client.get(page_of(poster_layanan))).count('type="radio"') == 40
    assert answer(poster_layanan, client, U10=1).status_code == 302
    assert Response.objects.get().questionnaire == ten


def test_a_flood_from_one_place_waits_and_keeps_what_was_chosen(
    client: Client, poster_layanan: SurveyLink, clock: Any
) -> None:
    for _ in range(20):
        assert answer(poster_layanan, client).status_code == 302
    with capture_logs() as logged:
        refused = answer(poster_layanan, client, 2)
    assert refused.status_code == 429
    assert [one["event"] for one in logged] == ["throttle.reached", "survey.too_many"]
    assert "Tunggu 10 menit, lalu kirim lagi" in flat(refused)
    assert flat(refused).count(" checked") == 9
    assert Response.objects.count() == 20
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert answer(poster_layanan, elsewhere).status_code == 302
    clock.shift(dt.timedelta(minutes=11))
    assert answer(poster_layanan, client).status_code == 302


def test_a_flood_from_everywhere_waits_too(
    poster_layanan: SurveyLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.views.open_form._IN_ALL", 3)
    with capture_logs() as logged:
        codes = [
            answer(poster_layanan, Client(REMOTE_ADDR=f"192.0.2.{number}")).status_code
            for number in range(1, 6)
        ]
    assert codes == [302, 302, 302, 429, 429]
    assert [one["event"] for one in logged].count("survey.too_many") == 2
    assert Response.objects.count() == 3


@pytest.mark.parametrize("code", ["abcdefghjk", "x", "ABCDEFGHJK", "abcdefghjk0"])
def test_guessing_finds_nothing_and_is_limited(client: Client, db: None, code: str) -> None:
    for _ in range(20):
        assert client.get(f"/s/{code}/").status_code == 404
    assert client.get(f"/s/{code}/").status_code == 429
    assert client.post(f"/s/{code}/mulai/").status_code == 204
    assert not LinkUse.objects.exists()


def test_an_ended_link_says_so_and_takes_nothing(
    client: Client, poster_layanan: SurveyLink, admin_opd: Any, now: dt.datetime
) -> None:
    once = once_in(flat(client.get(page_of(poster_layanan))))
    linking.end(poster_layanan, by=admin_opd, now=now)
    assert client.get(page_of(poster_layanan)).status_code == 410
    sent = client.post(page_of(poster_layanan), everything(4, once=once))
    assert (sent.status_code, "sudah ditutup" in flat(sent)) == (410, True)
    assert not Response.objects.exists()


def test_what_is_opened_begun_and_sent_is_counted(
    client: Client, poster_layanan: SurveyLink
) -> None:
    path = page_of(poster_layanan)

    def used() -> tuple[int, int]:
        return LinkUse.objects.values_list("opened", "begun").get()

    client.head(path)
    assert not LinkUse.objects.exists()
    once = once_in(flat(client.get(path)))
    assert used() == (1, 0)
    client.post(f"{path}mulai/")  # the script, at the first answer
    client.post(path, everything(4, once=once, begun="1"))
    assert used() == (1, 1)
    # Without the script: refused once, sent after that.
    once = once_in(flat(client.get(path)))
    refused = client.post(path, {"once": once})
    assert 'name="begun" value="1"' in flat(refused)
    assert used() == (2, 2)
    client.post(path, everything(4, once=once, begun="1"))
    assert used() == (2, 2)
    answer(poster_layanan, client)
    assert used() == (3, 3)


def test_the_number_of_queries_is_small(
    client: Client, poster: SurveyLink, layanan: Service, django_assert_num_queries: Any
) -> None:
    client.get(page_of(poster))
    with django_assert_num_queries(14):
        client.get(page_of(poster))


def test_the_privacy_page_names_the_cookie_as_it_is_set(
    client: Client, poster: SurveyLink, dinas: Agency
) -> None:
    (cookie,) = client.get(page_of(poster)).cookies.values()
    days = int(cookie["max-age"]) // (24 * 3600)
    assert f"cookie &quot;{cookie.key}&quot;, {days} hari" in flat(client.get("/privasi/"))
