"""Who is signed up where: own browsers only, known services only, until the log-out."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from services.models import Staff
from tests.tickets.pushing.push_service import PushService
from tickets import push_sign_up, web_push
from tickets.models import NotificationChoice, PushSubscription
from tickets.views.push import device_words
from tickets.web_push import BadSubscription, Keys

pytestmark = pytest.mark.django_db
PAGE = "/akun/pemberitahuan/"
URL = "/akun/pemberitahuan/peramban/"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)
LogIn = Callable[[Staff], Client]


def form(keys: Keys) -> dict[str, str]:
    return {"endpoint": keys.endpoint, "p256dh": keys.public_key, "auth": keys.auth_secret}


def test_a_browser_is_listed_and_taken_off(
    masuk: LogIn, petugas: Staff, service: PushService
) -> None:
    page = masuk(petugas)
    keys = service.browser().keys
    for _ in range(2):  # as after each log-in
        assert page.post(URL, form(keys), headers={"user-agent": CHROME}).status_code == 204
    one = petugas.push_subscriptions.get()
    shown = page.get(PAGE).content.decode()
    assert "Chrome di Windows" in shown
    assert "yang ini" in shown
    page.post(f"{URL}{one.pk}/lepas/")
    assert not petugas.push_subscriptions.exists()
    assert "Chrome di Windows" not in page.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "bukan alamat",
        "http://fcm.googleapis.com/fcm/send/x",
        "https://fcm.googleapis.com.example.net/x",
        "https://example.net/x",
        "https://fcm.googleapis.com:8443/x",
        "https://a:b@fcm.googleapis.com/x",
        "https://[bad/x",
        "https://push.apple.com.evil.example/x",
        "http://127.0.0.1:6379/x",
        "https://fcm.googleapis.com/" + "x" * 1000,
    ],
)
def test_no_other_address_is_ever_asked(
    endpoint: str, masuk: LogIn, petugas: Staff, settings: Any, service: PushService
) -> None:
    keys = replace(service.browser().keys, endpoint=endpoint)
    settings.PUSH_SERVICES = ["fcm.googleapis.com", ".push.apple.com"]
    answer = masuk(petugas).post(URL, form(keys))
    assert answer.status_code == 400
    assert "tidak dikenal" in answer.content.decode()
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    ["https://fcm.googleapis.com/fcm/send/abc:x", "https://web.push.apple.com/QAbc"],
)
def test_known_services_are(endpoint: str, service: PushService, settings: Any) -> None:
    settings.PUSH_SERVICES = ["fcm.googleapis.com", ".push.apple.com"]
    keys = replace(service.browser().keys, endpoint=endpoint)
    assert web_push.checked(keys) == keys


@pytest.mark.parametrize(
    ("public_key", "auth_secret"),
    [("", "AAAAAAAAAAAAAAAAAAAAAA"), ("BAAA", "AAAAAAAAAAAAAAAAAAAAAA"), ("ÿ", "ÿ")],
)
def test_keys_that_no_browser_makes(
    public_key: str, auth_secret: str, service: PushService
) -> None:
    keys = replace(service.browser().keys, public_key=public_key, auth_secret=auth_secret)
    with pytest.raises(BadSubscription):
        web_push.checked(keys)


def test_a_point_off_the_curve_is_refused(service: PushService) -> None:
    keys = replace(service.browser().keys, public_key="BA" + "A" * 85)
    with pytest.raises(BadSubscription):
        web_push.checked(keys)


def test_a_log_out_signs_this_browser_off_and_no_other(
    masuk: LogIn, petugas: Staff, service: PushService, signed_up: Callable[..., PushSubscription]
) -> None:
    elsewhere = signed_up(petugas, "rumah")
    page = masuk(petugas)
    page.post(URL, form(service.browser("kantor").keys))
    page.post("/keluar/")
    assert list(petugas.push_subscriptions.all()) == [elsewhere]


def test_a_browser_belongs_to_who_used_it_last(
    masuk: LogIn, petugas: Staff, penyelia: Staff, service: PushService
) -> None:
    keys = service.browser().keys
    for staff in (petugas, penyelia):
        masuk(staff).post(URL, form(keys))
    assert PushSubscription.objects.get().staff == penyelia


def test_nobody_takes_anothers_browser_off(
    masuk: LogIn, penyelia: Staff, petugas: Staff, signed_up: Callable[..., PushSubscription]
) -> None:
    one = signed_up(petugas)
    masuk(penyelia).post(f"{URL}{one.pk}/lepas/")
    assert petugas.push_subscriptions.count() == 1
    assert Client().post(URL).status_code == 302
    assert Client().post(f"{URL}{one.pk}/lepas/").status_code == 302
    assert petugas.push_subscriptions.count() == 1


def test_the_oldest_of_too_many_gives_way(
    petugas: Staff, service: PushService, now: dt.datetime
) -> None:
    for number in range(push_sign_up.MOST + 2):
        push_sign_up.sign_up(
            service.browser(str(number)).keys,
            staff=petugas,
            device="Chrome",
            now=now + dt.timedelta(minutes=number),
        )
    kept = petugas.push_subscriptions.values_list("endpoint", flat=True)
    assert [one.rsplit("/", 1)[1] for one in kept] == [
        str(number) for number in range(2, push_sign_up.MOST + 2)
    ]


def test_kinds_are_chosen_for_the_desktop_by_themselves(masuk: LogIn, petugas: Staff) -> None:
    masuk(petugas).post(PAGE, {"desktop": ["noted"], "layar": ["mentioned"]})
    rows = NotificationChoice.objects.filter(staff=petugas)
    assert [row.kind for row in rows if row.by_push] == ["noted"]
    assert [row.kind for row in rows if row.on_screen] == ["mentioned"]


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome di Windows"),
        (f"{CHROME} Edg/140.0", "Edge di Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox di Linux",
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome di Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", "Safari di iPhone"),
        ("", "peramban di perangkat lain"),
    ],
)
def test_what_a_browser_is_called(user_agent: str, words: str) -> None:
    assert device_words(user_agent) == words
