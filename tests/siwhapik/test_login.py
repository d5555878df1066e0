"""Log-in at /masuk/: no sign-up, guesses held back, example accounts, second factor."""

import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import caches
from django.test import Client
from django.urls import NoReverseMatch, reverse

from services.models import Staff
from siwhapik.cache import FailOpenRedisCache
from tests import factories
from tests.conftest import PASSWORD
from tests.reading import flat

pytestmark = pytest.mark.django_db


def _log_in(client: Client, name: str, password: str = PASSWORD, **extra: str) -> object:
    return client.post("/masuk/", {"login": name, "password": password}, **extra)


def _is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_lets_in_and_leads_on(client: Client, petugas: Staff) -> None:
    page = client.get("/masuk/?next=/antrean/")
    assert "Nama pengguna atau e-mail" in page.content.decode()
    assert "data-needs-passkey hidden" in page.content.decode()  # no key works at a bare IP
    assert 'name="next" value="/antrean/"' in page.content.decode()
    answer = client.post("/masuk/", {"login": "petugas", "password": PASSWORD, "next": "/antrean/"})
    assert (answer.status_code, answer["Location"]) == (302, "/antrean/")
    assert _is_in(client)


def test_e_mail_works_as_a_name(client: Client, petugas: Staff) -> None:
    _log_in(client, petugas.email)
    assert _is_in(client)


def test_a_foreign_address_is_not_followed(client: Client, petugas: Staff) -> None:
    answer = client.post(
        "/masuk/", {"login": "petugas", "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/"


def test_a_wrong_password_says_so_and_keeps_the_name(client: Client, petugas: Staff) -> None:
    answer = _log_in(client, "petugas", "salah sekali")
    text = answer.content.decode()
    assert "tidak cocok" in text
    assert 'value="petugas"' in text
    assert "salah sekali" not in text
    assert not _is_in(client)


def test_nobody_signs_up(client: Client) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    for path in ("/accounts/signup/", "/masuk/signup/", "/akun/daftar/"):
        assert client.get(path).status_code == 404
    assert "signup" not in flat(client.get("/masuk/"))


def test_five_wrong_guesses_hold_the_name_back(client: Client, petugas: Staff) -> None:
    with time_machine.travel("2026-06-09 03:00Z", tick=False) as clock:
        for _ in range(5):
            _log_in(client, "petugas", "salah")
        refused = _log_in(client, "petugas")
        assert "Terlalu banyak percobaan" in refused.content.decode()
        assert not _is_in(client)
        clock.shift(301)
        _log_in(client, "petugas")
        assert _is_in(client)


def test_a_right_password_forgives(client: Client, petugas: Staff) -> None:
    for _ in range(4):
        _log_in(client, "petugas", "salah")
    for _ in range(8):
        _log_in(client, "petugas")
        client.post("/keluar/")
    _log_in(client, "petugas")
    assert _is_in(client)


def test_tries_count_per_account_whichever_name_is_typed(client: Client, petugas: Staff) -> None:
    for name in ("petugas", "PETUGAS", petugas.email, petugas.email.upper(), " petugas "):
        _log_in(client, name, "salah")
    assert "Terlalu banyak percobaan" in _log_in(client, "petugas").content.decode()
    assert "Terlalu banyak percobaan" in _log_in(client, petugas.email).content.decode()
    assert not _is_in(client)


def test_nobody_forgives_the_tries_for_another_account(
    client: Client, petugas: Staff, penyelia: Staff
) -> None:
    for _ in range(5):
        _log_in(client, "petugas", "salah")
        _log_in(client, "penyelia")
        client.post("/keluar/")
    assert "Terlalu banyak percobaan" in _log_in(client, "petugas").content.decode()


def test_an_account_named_like_anothers_address_forgives_nothing(
    client: Client, petugas: Staff
) -> None:
    factories.StaffFactory(username=petugas.email.upper(), email="")  # as made by a command
    for _ in range(5):
        _log_in(client, petugas.email, "salah")
    assert "Terlalu banyak percobaan" in _log_in(client, "petugas").content.decode()


def test_many_names_from_one_address_are_held_back(client: Client, petugas: Staff) -> None:
    for number in range(60):
        _log_in(client, f"tebakan{number}", "salah")
    refused = _log_in(client, "petugas")
    assert "Terlalu banyak percobaan" in refused.content.decode()
    _log_in(client, "petugas", REMOTE_ADDR="10.0.0.9")
    assert _is_in(client)


def test_with_redis_gone_log_in_works_and_guesses_still_count(
    settings: object, client: Client, petugas: Staff
) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "siwhapik.cache.FailOpenRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        },
    }
    assert isinstance(caches["default"], FailOpenRedisCache)
    _log_in(client, "petugas")
    assert _is_in(client)
    client.post("/keluar/")
    for _ in range(5):
        _log_in(client, "petugas", "salah")
    assert "Terlalu banyak percobaan" in _log_in(client, "petugas").content.decode()


def test_example_accounts_end_with_the_first_real_number(client: Client) -> None:
    staff = factories.StaffFactory(username="contoh", is_example=True)
    real = factories.ChannelFactory(is_simulated=False)
    answer = _log_in(client, "contoh")
    assert answer["Location"] == "/akun/nonaktif/"
    assert "akun contoh" in client.get("/akun/nonaktif/").content.decode()
    real.is_simulated = True
    real.save()
    _log_in(client, "contoh")
    assert _is_in(client)
    real.is_simulated = False
    real.save()
    assert client.get("/akun/keamanan/").status_code == 302, "the open session ends too"
    staff.refresh_from_db()
    assert staff.is_active


def test_an_inactive_account_stays_out(client: Client, petugas: Staff) -> None:
    Staff.objects.filter(pk=petugas.pk).update(is_active=False)
    assert _log_in(client, "petugas")["Location"] == "/akun/nonaktif/"
    assert not _is_in(client)


def test_log_out_is_a_post(client: Client, petugas: Staff) -> None:
    client.force_login(petugas)
    assert "Keluar dari Si Whapik?" in client.get("/keluar/").content.decode()
    assert _is_in(client)
    assert client.post("/keluar/")["Location"] == "/masuk/"
    assert not _is_in(client)


def _activate(client: Client) -> str:
    client.post("/akun/konfirmasi/", {"password": PASSWORD})
    page = client.get("/akun/keamanan/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    code = totp.format_hotp_value(
        totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time())))
    )
    answer = client.post("/akun/keamanan/totp/activate/", {"code": code})
    assert answer.status_code == 302
    return secret


def test_a_second_factor_is_asked_and_its_secret_is_encrypted(
    client: Client, petugas: Staff
) -> None:
    client.force_login(petugas)
    secret = _activate(client)
    stored = Authenticator.objects.get(user=petugas, type="totp")
    assert secret not in str(stored.data)
    client.post("/keluar/")
    assert _log_in(client, "petugas")["Location"].startswith("/akun/keamanan/authenticate/")
    assert not _is_in(client)
    page = client.get("/akun/keamanan/authenticate/").content.decode()
    assert "Kode 6 angka" in page
    codes = Authenticator.objects.get(user=petugas, type="recovery_codes").wrap()
    client.post("/akun/keamanan/authenticate/", {"code": codes.get_unused_codes()[0]})
    assert _is_in(client)


def test_guessing_the_second_factor_is_held_back(client: Client, petugas: Staff) -> None:
    client.force_login(petugas)
    _activate(client)
    client.post("/keluar/")
    _log_in(client, "petugas")
    for _ in range(5):
        client.post("/akun/keamanan/authenticate/", {"code": "000000"})
    codes = Authenticator.objects.get(user=petugas, type="recovery_codes").wrap()
    refused = client.post("/akun/keamanan/authenticate/", {"code": codes.get_unused_codes()[0]})
    assert "Terlalu banyak percobaan" in refused.content.decode()
    assert not _is_in(client)


@pytest.mark.parametrize(
    "path",
    [
        "/akun/keamanan/",
        "/akun/kata-sandi/",
        "/akun/keamanan/webauthn/",
        "/akun/keamanan/webauthn/add/",
        "/akun/keamanan/totp/activate/",
        "/akun/keamanan/recovery-codes/generate/",
        "/akun/konfirmasi/",
    ],
)
def test_account_pages_show_and_need_a_log_in(path: str, client: Client, petugas: Staff) -> None:
    assert client.get(path)["Location"].startswith("/masuk/")
    _log_in(client, "petugas")
    page = client.get(path, follow=True)
    assert page.status_code == 200
    assert (
        "nonce" not in page["Content-Security-Policy"]
        or "unsafe" not in page["Content-Security-Policy"]
    )


def test_a_new_password_is_checked_and_taken(client: Client, petugas: Staff) -> None:
    _log_in(client, "petugas")
    form = {"oldpassword": PASSWORD, "password1": "pendek", "password2": "pendek"}
    assert "Belum tersimpan" in client.post("/akun/kata-sandi/", form).content.decode()
    form |= {"password1": "kambing makan rumput", "password2": "kambing makan rumput"}
    assert client.post("/akun/kata-sandi/", form).status_code == 302
    petugas.refresh_from_db()
    assert petugas.check_password("kambing makan rumput")
