"""With the database away every page says so with 503; the webhook has an answer of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.test import RequestFactory

from siwhapik import errors
from tests import ROOT
from tests.processes.servers import free_port

# A process of its own: its database was never there, which the test's own connection cannot play.
ASK = """
import hashlib, hmac, json, sys
import django
django.setup()
from django.conf import settings
from django.test import Client

settings.STORAGES = {**settings.STORAGES, "staticfiles": {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
client = Client(raise_request_exception=False)
client.cookies["sessionid"] = "0123456789abcdef0123456789abcdef"
body = b'{"entry": []}'
signature = hmac.new(settings.WHATSAPP_APP_SECRETS[0].encode(), body, hashlib.sha256).hexdigest()
found = {}
for method, path in json.loads(sys.argv[1]):
    if "webhooks" in path:
        answer = client.post(path, body, content_type="application/json",
            headers={"X-Hub-Signature-256": "sha256=" + signature})
    else:
        answer = getattr(client, method)(path, {"kode": "x"} if method == "post" else None)
    found[f"{method} {path}"] = [answer.status_code, dict(answer.headers), answer.content.decode()]
print(json.dumps(found))
"""
PAGES = [
    ("get", "/"),
    ("get", "/antrean/"),
    ("get", "/antrean/perubahan/"),
    ("get", "/tiket/DINSOS-2026-000001/"),
    ("get", "/dasbor/"),
    ("get", "/kelola/services/service/"),
    ("get", "/layanan/"),
    ("get", "/ikm/"),
    ("get", "/survei/0123456789abcdef0123456789abcdef/"),
    ("post", "/lacak/"),
    ("post", "/tiket/DINSOS-2026-000001/balas/"),
    ("post", "/webhooks/whatsapp/"),
    ("get", "/healthz"),
    ("get", "/readyz"),
]


@pytest.fixture(scope="module", params=["postgres", "sqlite"])
def answers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What each page says while the database refuses connections."""
    folder = tmp_path_factory.mktemp("away")
    refused = f"postgres://postgres@127.0.0.1:{free_port()}/nirwana"
    (folder / "nirwana.sqlite3").mkdir()  # a folder cannot be opened as a database
    missing = f"sqlite:///{folder / 'nirwana.sqlite3'}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "siwhapik.settings",
        "DATABASE_URL": refused if request.param == "postgres" else missing,
        "DATA_DIR": str(folder),
        "ALLOWED_HOSTS": "testserver",
        "REDIS_URL": "",
        "DEBUG": "false",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(PAGES)],
        cwd=ROOT, env=environment, capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    return json.loads(done.stdout), done.stderr.decode()


def test_every_page_says_503_in_plain_words(answers: Any) -> None:
    found, _ = answers
    for method, path in PAGES[:11]:
        status, headers, text = found[f"{method} {path}"]
        assert status == 503, path
        assert headers["Retry-After"] == "10"
        assert headers["Cache-Control"] == "no-store"
        assert "Content-Security-Policy" in headers
        assert "Sedang ada gangguan sementara" in text
        assert ("Muat ulang" in text) == (method == "get")
        assert ("belum tersimpan" in text) == (method == "post")
        for leak in ("Traceback", "OperationalError", "nirwana", "sqlite", "postgres"):
            assert leak not in text


def test_the_logs_hold_one_line_for_each_and_no_traceback(answers: Any) -> None:
    _, logged = answers
    assert "Traceback" not in logged
    assert 11 <= logged.count("page.database_away") <= 22


def test_webhook_and_probes_keep_their_own_answers(answers: Any) -> None:
    found, _ = answers
    status, headers, text = found["post /webhooks/whatsapp/"]
    assert (status, text, headers["Retry-After"]) == (503, "Belum dapat disimpan.", "5")
    assert found["get /healthz"][0] == 200
    assert found["get /readyz"][0] == 503


class _Refused(Exception):
    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "state", "away"),
    [
        (OperationalError(), None, True),
        (OperationalError(), "08006", True),
        (OperationalError(), "57P01", True),
        (OperationalError(), "53300", True),
        (OperationalError(), "57014", False),
        (OperationalError(), "40P01", False),
        (InterfaceError(), None, True),
        (IntegrityError(), "23505", False),
        (DataError(), "22021", False),
        (ValueError(), None, False),
    ],
)
def test_a_refused_query_is_not_an_absent_database(
    error: Exception, state: str | None, away: bool
) -> None:
    error.__cause__ = _Refused(state)
    assert errors.is_database_away(error) == away


def test_other_errors_stay_500(rf: RequestFactory) -> None:
    try:
        raise ValueError("rahasia")
    except ValueError:
        answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "rahasia" not in answer.content.decode()
    assert Path("templates/500.html").exists()
