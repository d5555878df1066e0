"""What reaches a browser, once, in whose name, and what does not."""

import base64
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tests.tickets.pushing.push_service import PushService
from tickets import notifications, web_push
from tickets.models import Notification, NotificationChoice, PushSubscription, Ticket
from tickets.notifications import Kind, Occasion
from tickets.pushes import TOO_OLD, send_pushes

pytestmark = pytest.mark.django_db
SignUp = Callable[..., PushSubscription]


def tell(ticket: Ticket, *people: Staff, now: dt.datetime, kind: Kind = Kind.MENTIONED) -> None:
    occasion = Occasion(kind=kind, people=people, cause=f"contoh:{now.timestamp()}")
    notifications.tell(occasion, ticket=ticket, now=now, by=None)


def test_a_browser_is_told_the_kind_and_the_number_and_no_words(
    tiket: Ticket, petugas: Staff, service: PushService, signed_up: SignUp, now: dt.datetime
) -> None:
    factories.MessageFactory(ticket=tiket, text="rahasia warga contoh")
    signed_up(petugas)
    tell(tiket, petugas, now=now)
    assert send_pushes(now) == 1
    (got,) = service.received
    assert got.told == {
        "title": "Si Whapik",
        "body": f"{tiket.register_number}: Sistem menyebut Anda di catatan.",
        "url": tiket.get_absolute_url(),
        "tag": f"mentioned-{tiket.pk}",
        "stays": False,
    }
    assert got.headers["Topic"] == f"mentioned-{tiket.pk}"
    assert 0 < int(got.headers["TTL"]) <= 86_400


def test_it_is_sent_once_to_every_browser_of_the_person(
    tiket: Ticket, petugas: Staff, service: PushService, signed_up: SignUp, now: dt.datetime
) -> None:
    signed_up(petugas, "kantor")
    signed_up(petugas, "ponsel")
    tell(tiket, petugas, now=now)
    assert [send_pushes(now), send_pushes(now)] == [1, 0]
    assert sorted(got.path for got in service.received) == ["/kirim/kantor", "/kirim/ponsel"]


def test_an_emergency_stays_on_the_screen(
    tiket: Ticket, petugas: Staff, service: PushService, signed_up: SignUp, now: dt.datetime
) -> None:
    signed_up(petugas)
    tell(tiket, petugas, now=now, kind=Kind.URGENT)
    send_pushes(now)
    assert (service.received[0].told["title"], service.received[0].told["stays"]) == (
        "DARURAT",
        True,
    )


@pytest.mark.parametrize("why", ["earlier", "read", "old", "unchosen", "left", "no browser"])
def test_what_is_not_pushed(
    why: str,
    tiket: Ticket,
    petugas: Staff,
    service: PushService,
    signed_up: SignUp,
    now: dt.datetime,
) -> None:
    if why != "no browser":
        signed_up(petugas)
    if why == "unchosen":
        NotificationChoice.objects.create(
            staff=petugas, kind=Kind.MENTIONED, on_screen=True, in_digest=False, by_push=False
        )
    tell(tiket, petugas, now=now - dt.timedelta(minutes=1) if why == "earlier" else now)
    if why == "read":
        notifications.mark_read(tiket, by=petugas, now=now)
    if why == "left":
        Staff.objects.filter(pk=petugas.pk).update(is_active=False)
    later = now + TOO_OLD if why == "old" else now
    assert send_pushes(later) == 0
    assert service.asked == 0
    assert Notification.objects.count() == 1  # on screen it stands all the same


def test_a_kind_of_little_hurry_is_pushed_where_the_person_chose_it(
    tiket: Ticket, petugas: Staff, service: PushService, signed_up: SignUp, now: dt.datetime
) -> None:
    signed_up(petugas)
    tell(tiket, petugas, now=now, kind=Kind.NOTED)
    assert send_pushes(now) == 0
    NotificationChoice.objects.create(
        staff=petugas, kind=Kind.NOTED, on_screen=False, in_digest=False, by_push=True
    )
    tell(tiket, petugas, now=now + dt.timedelta(seconds=1), kind=Kind.NOTED)
    assert send_pushes(now + dt.timedelta(seconds=1)) == 1


def test_more_messages_are_news_again_under_the_same_tag(
    tiket: Ticket, petugas: Staff, service: PushService, signed_up: SignUp, now: dt.datetime
) -> None:
    signed_up(petugas)
    for minute in range(2):
        at = now + dt.timedelta(minutes=minute)
        tell(tiket, petugas, now=at, kind=Kind.CITIZEN_WROTE)
        assert send_pushes(at) == 1
    assert Notification.objects.get().count == 2
    assert len({got.told["tag"] for got in service.received}) == 1
    assert "2 pesan baru" in service.received[-1].told["body"]


@pytest.mark.parametrize("status", [404, 410, 403])
def test_a_browser_that_wants_no_more_is_forgotten(
    status: int,
    tiket: Ticket,
    petugas: Staff,
    service: PushService,
    signed_up: SignUp,
    now: dt.datetime,
) -> None:
    signed_up(petugas)
    service.status = status
    tell(tiket, petugas, now=now)
    assert send_pushes(now) == 0
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_service_is_asked_again_until_it_is_too_late(
    status: int,
    tiket: Ticket,
    petugas: Staff,
    service: PushService,
    signed_up: SignUp,
    now: dt.datetime,
) -> None:
    signed_up(petugas)
    service.status = status
    tell(tiket, petugas, now=now)
    assert send_pushes(now) == 0
    service.status = 201
    assert send_pushes(now + dt.timedelta(minutes=1)) == 1
    assert len(service.received) == 1


def test_a_service_that_is_away_is_asked_once_in_a_run(
    tiket: Ticket,
    petugas: Staff,
    penyelia: Staff,
    service: PushService,
    signed_up: SignUp,
    now: dt.datetime,
) -> None:
    signed_up(petugas, "satu")
    signed_up(penyelia, "dua")
    service.status = 503
    tell(tiket, petugas, penyelia, now=now)
    assert send_pushes(now) == 0
    assert service.asked == 1


def test_a_message_that_is_refused_is_not_repeated(
    tiket: Ticket, petugas: Staff, service: PushService, signed_up: SignUp, now: dt.datetime
) -> None:
    signed_up(petugas)
    service.status = 413
    tell(tiket, petugas, now=now)
    send_pushes(now)
    send_pushes(now)
    assert (service.asked, PushSubscription.objects.count()) == (1, 1)


def test_nothing_waits_means_one_statement(
    django_assert_num_queries: Callable[..., object], now: dt.datetime
) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]  # a context manager
        assert send_pushes(now) == 0


def test_the_signature_names_the_service_that_is_asked_and_whom_to_write_to(
    tiket: Ticket,
    petugas: Staff,
    service: PushService,
    signed_up: SignUp,
    now: dt.datetime,
    settings: Any,
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Si Whapik <wa@contoh.go.id>"
    signed_up(petugas)
    tell(tiket, petugas, now=now)
    send_pushes(now)
    token = service.received[0].headers["Authorization"].removeprefix("vapid t=").split(",")[0]
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert claims["aud"] == service.base
    assert claims["sub"] == "mailto:wa@contoh.go.id"
    assert claims["exp"] > 0


def test_another_secret_key_is_another_signature(settings: Any) -> None:
    first = web_push.public_key()
    assert first == web_push.public_key()
    settings.SECRET_KEY = "lain-" * 12
    assert web_push.public_key() != first
