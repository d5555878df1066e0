"""Too big, too slow, from a host that we do not know: said in words, before anything is read or stored."""

import re
from collections.abc import Iterable, Iterator
from inspect import getsource, isfunction, unwrap
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver, reverse

from siwhapik import refusals
from siwhapik.server.body import Reason
from siwhapik.server.limits import SMALL_BYTES
from tests import ROOT

REPLY = "/tiket/DKKPG-2026-000001/balas/"


class Untouched:
    """A body that is measured by its length and never by reading all of it."""

    def __init__(self) -> None:
        self.got = 0

    def read(self, size: int = -1) -> bytes:
        self.got += 1
        return b""

    readline = read


def posted(path, length, client=None, **environ):
    body = Untouched()
    client = client or Client()
    answer = client.generic(
        "POST", path, b"", CONTENT_LENGTH=str(length), **{"wsgi.input": body, **environ}
    )
    return answer, body


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/masuk/", "/lacak/", "/survei/abc/", "/kelola/services/agency/add/", "/entah"]
)
@pytest.mark.parametrize("length", [SMALL_BYTES + 1, 400 * 1024 * 1024, "9" * 30])
def test_nobody_sends_more_than_a_form_to_a_page(path, length):
    answer, _ = posted(path, length)
    assert answer.status_code == 413
    assert "Kiriman terlalu besar" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_files_are_taken_from_those_who_are_logged_in(petugas, settings):
    large = 50 * 1024 * 1024
    answer, body = posted(REPLY, large)
    assert (answer.status_code, body.got) == (401, 1)  # read once, to the end
    assert "Silakan masuk dahulu" in answer.content.decode()
    known = Client()
    known.force_login(petugas)
    assert posted(REPLY, large, known)[0].status_code not in (401, 413)
    assert posted(REPLY, settings.REPLY_MAX_BYTES + SMALL_BYTES + 1, known)[0].status_code == 413
    petugas.is_active = False
    petugas.save()
    assert posted(REPLY, large, known)[0].status_code == 401
    forged = Client()
    forged.cookies["sessionid"] = "karangan"
    assert posted(REPLY, large, forged)[0].status_code == 401


def test_the_table_names_the_address_where_files_are_sent():
    path = reverse("tickets:reply", kwargs={"register": "DKKPG-2026-000001"})
    assert refusals.table().of(path).for_staff


# Take files that are no larger than any form may be: `surveys.paper_forms.LARGEST`.
SMALL_FILES = {"surveys:paper"}


def routes(found: Iterable[Any] | None = None, space: str = "") -> Iterator[tuple[str, Any]]:
    """Name and view of every address of ours."""
    for one in get_resolver().url_patterns if found is None else found:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield f"{space}{one.name}", unwrap(one.callback)


def test_every_address_that_takes_files_says_how_large_they_may_be():
    """Else the server lets a megabyte through, whatever the form promises."""
    reads = {
        name for name, view in routes() if isfunction(view) and "request.FILES" in getsource(view)
    }
    assert reads == {*refusals.UPLOADS, *SMALL_FILES}


def test_the_proxy_that_is_shipped_lets_through_what_the_table_does():
    conf = (ROOT / "deploy" / "nginx.conf").read_text()
    blocks = re.findall(r"location ~ (\S+) \{\s+client_max_body_size (\d+)m;", conf)
    for name in refusals.UPLOADS:
        path = refusals.address(name, "x1")
        [megabytes] = [int(most) for pattern, most in blocks if re.search(pattern, path)]
        assert megabytes * 1024 * 1024 == refusals.table().of(path).most, path


@pytest.mark.django_db
@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("path", ["/lacak/", "/webhooks/whatsapp/"])
def test_what_the_server_refused_is_said_by_its_reason(reason, path):
    answer = Client().post(path, **{"siwhapik.refused": reason})
    words = refusals.WORDS[reason]
    assert answer.status_code == words.status
    assert words.heading in answer.content.decode()
    assert answer.has_header("Retry-After") == (reason is Reason.NO_ROOM)
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_the_webhook_has_a_limit_of_its_own(settings):
    answer = Client().post("/webhooks/whatsapp/", b"{}", content_type="application/json")
    assert answer.status_code == 403
    settings.WEBHOOK_MAX_BYTES = SMALL_BYTES * 3
    body = b"x" * (SMALL_BYTES * 2)
    answer = Client().post("/webhooks/whatsapp/", body, content_type="application/json")
    assert answer.status_code == 403, "read and found to be forged, not refused by its size"


def test_with_the_database_away_the_page_itself_says_so(monkeypatch, db):
    def away(_):
        raise OperationalError("gone")

    monkeypatch.setattr(refusals, "get_user", away)
    assert refusals.is_logged_in(RequestFactory().post(REPLY).environ)


@pytest.mark.django_db
def test_a_session_key_with_a_nul_is_of_nobody():
    """PostgreSQL refuses to look for it; that does not count as a database that is away."""
    cookie = "sessionid=" + "a" * 20 + "\x00" + "b" * 11
    environ = RequestFactory().post(REPLY, HTTP_COOKIE=cookie).environ
    assert not refusals.is_logged_in(environ)
