"""A value that cannot be right ends every process with one plain sentence that names it."""

import os
import re
import subprocess
import sys

import pytest

from siwhapik import environment
from siwhapik.data_dir import BASE_DIR, data_dir, stored_secret

LONG = "kunci-contoh-1234567890-abcdefghijkl"

BAD = [
    ("PUBLIC_BASE_URL", "wa.example.go.id"),
    ("PUBLIC_BASE_URL", "https:/wa.example.go.id"),
    ("PUBLIC_BASE_URL", "https://"),
    ("PUBLIC_BASE_URL", "ftp://wa.example.go.id"),
    ("PUBLIC_BASE_URL", "https://wa.example.go.id/siwhapik"),
    ("PUBLIC_BASE_URL", "https://wa.example.go.id?x=1"),
    ("PUBLIC_BASE_URL", "https://wa.example.go.id/#a"),
    ("PUBLIC_BASE_URL", "https://orang@wa.example.go.id"),
    ("PUBLIC_BASE_URL", "https://wa.example.go.id:99999"),
    ("PUBLIC_BASE_URL", "https://wa.example.go.id:pintu"),
    ("PUBLIC_BASE_URL", "https://wa example.go.id"),
    ("PUBLIC_BASE_URL", "https://wa.example.go.id\n"),
    ("PUBLIC_BASE_URL", "'https://wa.example.go.id'"),
    ("PUBLIC_BASE_URL", "https://[::1"),
    ("PUBLIC_BASE_URL", "https://-wa..example"),
    ("FIELD_ENCRYPTION_KEY", "pendek"),
    ("FIELD_ENCRYPTION_KEY", "a" * 64),
    ("FIELD_ENCRYPTION_KEY", f"{LONG},"),
    ("FIELD_ENCRYPTION_KEY", f"{LONG},pendek"),
    ("FIELD_ENCRYPTION_KEY", f"{LONG} {LONG}"),
    ("FIELD_ENCRYPTION_KEY", "GANTI"),
    ("SECRET_KEY", "GANTI"),
    ("SECRET_KEY", "ada spasi di dalam"),
    ("DATABASE_URL", "mysql://orang:rahasia@host/nama"),
    ("DATABASE_URL", "postgres://orang:rahasia@host"),
    ("DATABASE_URL", "postgres://orang:rahasia@host:pintu/nama"),
    ("DATABASE_URL", "postgres:///nama"),
    ("DATABASE_URL", "postgres://siwhapik:GANTI@127.0.0.1/siwhapik"),
    ("DATABASE_URL", "siwhapik.sqlite3"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:////tidak/ada/folder/x.sqlite3"),
    ("REDIS_URL", "127.0.0.1:6379"),
    ("REDIS_URL", "http://127.0.0.1:6379"),
    ("REDIS_URL", "redis://"),
    ("REDIS_URL", "redis://127.0.0.1:99999/0"),
    ("REDIS_URL", "redis://127.0.0.1:6379/nama"),
    ("REDIS_URL", "unix://valkey.sock"),
    ("PORT", "0x50"),
    ("PORT", "-1"),
    ("PORT", "65536"),
    ("PORT", "delapan ribu"),
    ("PORT", "\uff18000"),
    ("PORT", "9" * 5000),
    ("SIMULATOR_PORT", "70000"),
    ("HOST", "http://127.0.0.1"),
    ("HOST", "127.0.0.1:8000"),
    ("DEBUG", "ya"),
    ("BEHIND_PROXY", "nginx"),
    ("SECURE_SSL_REDIRECT", "2"),
    ("HSTS_PRELOAD", "mungkin"),
    ("PROXY_ADDRESSES", "10.0.0.5,nginx"),
    ("ALLOWED_HOSTS", "https://wa.example.go.id"),
    ("ALLOWED_HOSTS", "wa.example.go.id,,lain.example"),
    ("ALLOWED_HOSTS", "wa.example.go.id:443"),
    ("CSRF_TRUSTED_ORIGINS", "wa.example.go.id"),
    ("CSRF_TRUSTED_ORIGINS", "https://wa.example.go.id/masuk/"),
    ("WHATSAPP_API_BASE_URL", "graph.facebook.com"),
    ("WHATSAPP_API_BASE_URL", "http://graph.facebook.com"),
    ("WHATSAPP_API_VERSION", "25"),
    ("WHATSAPP_API_VERSION", "v25.0/../me"),
    ("WHATSAPP_APP_SECRET", "rahasia,"),
    ("WHATSAPP_APP_SECRET", "GANTI"),
    ("WHATSAPP_VERIFY_TOKEN", "ada spasi"),
    ("WHATSAPP_MEDIA_HOSTS", "https://lookaside.fbsbx.com"),
    ("DELIVERY_PARALLEL", "0"),
    ("DELIVERY_PARALLEL", "banyak"),
    ("MEDIA_PARALLEL", "0"),
    ("MEDIA_PATIENCE_SECONDS", "nan"),
    ("MEDIA_PATIENCE_SECONDS", "1e9"),
    ("SIMULATOR_CLOCK_SPEED", "cepat"),
    ("EMAIL_URL", "surel.example.go.id"),
    ("EMAIL_URL", "pop3://a:b@host:25"),
    ("DEFAULT_FROM_EMAIL", "Si Whapik"),
    ("LOG_LEVEL", "SEMUA"),
    ("SENTRY_DSN", "https://sentry.example/1"),
    ("SIMULATOR_URL", "http://wa.example.go.id"),
    ("NATIONAL_SKM_URL", "http://skm.example.go.id/laporan"),
    ("NATIONAL_SKM_URL", "https://orang:rahasia@skm.example.go.id"),
    ("NATIONAL_SKM_TOKEN", "ada spasi"),
    ("NATIONAL_SKM_TOKEN", "rahasia-é"),
    ("NATIONAL_SKM_ANSWERS", "semua"),
    ("DATA_DIR", "/dev/null/data"),
    ("DATA_DIR", "/proc/data"),
]

GOOD = [
    ("PUBLIC_BASE_URL", "https://wa.example.go.id"),
    ("PUBLIC_BASE_URL", "https://wa.example.go.id/"),
    ("PUBLIC_BASE_URL", "http://127.0.0.1:8000"),
    ("PUBLIC_BASE_URL", "http://[::1]:8000"),
    ("FIELD_ENCRYPTION_KEY", LONG),
    ("FIELD_ENCRYPTION_KEY", f"{LONG}, {LONG}-lama"),
    ("SECRET_KEY", "apa-saja"),
    ("DATABASE_URL", "postgres://orang:r%40hasia@127.0.0.1:5432/nama"),
    ("DATABASE_URL", "postgresql://orang@[::1]/nama?sslmode=require"),
    ("DATABASE_URL", "sqlite:////tmp/x.sqlite3"),
    ("REDIS_URL", "redis://:sandi@127.0.0.1:6379/0"),
    ("REDIS_URL", "rediss://host"),
    ("REDIS_URL", "unix:///run/valkey.sock"),
    ("PORT", "0"),
    ("PORT", "65535"),
    ("HOST", "0.0.0.0"),  # noqa: S104 - a value, nothing is bound
    ("HOST", "::"),
    ("DEBUG", "False"),
    ("ALLOWED_HOSTS", "wa.example.go.id, .example.go.id,[::1],127.0.0.1,*"),
    ("CSRF_TRUSTED_ORIGINS", "https://wa.example.go.id,https://*.example.go.id:8443"),
    ("WHATSAPP_API_BASE_URL", "https://graph.facebook.com"),
    ("WHATSAPP_API_BASE_URL", "http://127.0.0.1:8001"),
    ("WHATSAPP_APP_SECRET", "satu,dua"),
    ("WHATSAPP_MEDIA_HOSTS", "lookaside.fbsbx.com,.fbcdn.net"),
    ("MEDIA_PATIENCE_SECONDS", "2.5"),
    ("SIMULATOR_CLOCK_SPEED", "60"),
    ("EMAIL_URL", "smtp+tls://nama:sandi@surel.example.go.id:587"),
    ("DEFAULT_FROM_EMAIL", "Si Whapik <noreply@localhost>"),
    ("SENTRY_DSN", "https://kunci@sentry.example/1"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_what_cannot_be_right_is_one_sentence_with_the_name_of_the_variable(name, value):
    said = environment.problem({name: value})
    assert said.startswith(f"{name} ")
    assert re.fullmatch(r"[^\n]+\.", said)
    assert "rahasia" not in said, "what may be a secret is not repeated"


@pytest.mark.parametrize(("name", "value"), GOOD)
def test_what_may_be_right_passes(name, value):
    assert environment.problem({name: value}) == ""


def test_every_variable_of_ours_is_in_the_table():
    """What settings and `serve` read, but for secrets that only they give each other."""
    source = (BASE_DIR / "siwhapik" / "settings.py").read_text()
    read = set(re.findall(r'(?:env\.\w+|stored_secret)\(\s*"([A-Z_]+)"', source))
    assert len(read) >= 20
    assert read <= set(environment.TABLE)
    design = (
        "SECRET_KEY DEBUG ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS DATABASE_URL REDIS_URL PUBLIC_BASE_URL "
        "WHATSAPP_API_BASE_URL WHATSAPP_API_VERSION WHATSAPP_APP_SECRET WHATSAPP_VERIFY_TOKEN "
        "FIELD_ENCRYPTION_KEY DATA_DIR PORT"
    )
    assert set(design.split()) <= set(environment.TABLE)


def test_empty_means_not_set_and_blanks_around_commas_mean_nothing():
    given = dict.fromkeys(environment.TABLE, "") | {"ALLOWED_HOSTS": "a.example , b.example"}
    assert environment.problem(given) == ""
    assert given == {"ALLOWED_HOSTS": "a.example,b.example"}


def test_a_public_address_needs_a_key_that_cannot_be_guessed():
    given = {"PUBLIC_BASE_URL": "https://wa.example.go.id", "SECRET_KEY": "coba-coba"}
    assert environment.problem(given).startswith("SECRET_KEY terlalu pendek")
    assert environment.problem(given | {"SECRET_KEY": LONG}) == ""


def test_where_periods_are_sent_needs_a_token_and_no_simulator():
    given = {"NATIONAL_SKM_URL": "https://skm.example.go.id/v1/laporan"}
    assert "tanpa NATIONAL_SKM_TOKEN" in environment.problem(dict(given))
    given["NATIONAL_SKM_TOKEN"] = "token-contoh"
    assert environment.problem(dict(given)) == ""
    beside = {"SIMULATOR_URL": "http://127.0.0.1:8001"}
    assert "bersama simulator" in environment.problem(given | beside)
    here = {"NATIONAL_SKM_URL": "http://127.0.0.1:9000/laporan"}
    assert environment.problem(given | beside | here) == ""


COMMANDS = [
    ["manage.py", "check"],
    ["manage.py", "serve"],
    ["manage.py", "serve", "--only", "web"],
    ["-c", "import siwhapik.rsgi"],
    ["-c", "import siwhapik.wsgi"],
    ["-m", "celery", "-A", "siwhapik.celery", "inspect", "ping"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_way_in_ends_with_that_sentence_and_nothing_else(tmp_path, words):
    bad = {"DATA_DIR": str(tmp_path), "PUBLIC_BASE_URL": "wa.example.go.id", "PORT": "0"}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=BASE_DIR,
        env={**os.environ, **bad},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert said.strip().splitlines() == [
        "PUBLIC_BASE_URL harus dimulai dengan https:// atau http://."
    ]


def test_what_is_kept_in_a_folder_that_fails_ends_in_a_sentence_too(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("CONTOH_TOKEN", raising=False)
    place = tmp_path / "data"
    place.mkdir()
    (place / "contoh_token.key").symlink_to("/dev/null/x")
    with pytest.raises(SystemExit) as ended:
        stored_secret("CONTOH_TOKEN", place)
    assert ended.value.code == 2
    assert "tidak dapat dibuat atau dibaca" in capsys.readouterr().err
    (place / "contoh_token.key").unlink()
    (place / "contoh_token.key").write_text("\n")  # the disk was full
    with pytest.raises(SystemExit):
        stored_secret("CONTOH_TOKEN", place)
    assert "contoh_token.key kosong" in capsys.readouterr().err
    monkeypatch.setenv("DATA_DIR", "/dev/null/data")
    with pytest.raises(SystemExit):
        data_dir()
    assert "DATA_DIR /dev/null/data tidak dapat dibuat" in capsys.readouterr().err
