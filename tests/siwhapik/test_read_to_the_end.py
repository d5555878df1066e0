"""What a refused request holds is read, within reason, so that the refusal is heard."""

from io import BytesIO
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from siwhapik import middleware
from tickets import webhook


class Counted(BytesIO):
    """A body that knows how much of it was read; `broken`: the client goes away."""

    got = 0
    broken = False

    def read(self, size: int | None = -1) -> bytes:
        if self.broken:
            raise OSError
        found = super().read(size)
        self.got += len(found)
        return found


def refused(body: Counted, length: int, method: str = "POST") -> HttpResponse:
    request = RequestFactory().generic(method, "/lacak/", b"")
    request = type(request)({**request.environ, "wsgi.input": body, "CONTENT_LENGTH": str(length)})

    def refuse(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("Ditolak", status=403)

    return middleware.read_to_the_end(refuse)(request)


def test_all_of_it_is_read_and_no_more() -> None:
    body = Counted(b"x" * 300_000)
    assert refused(body, 200_000).status_code == 403
    assert body.got == 200_000


def test_whoever_sends_too_much_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "DISCARDED_BYTES", 100_000)
    body = Counted(b"x" * 900_000)
    assert refused(body, 900_000).status_code == 403
    assert body.got < 300_000


def test_a_client_that_went_away_costs_nothing() -> None:
    body = Counted(b"x" * 1000)
    body.broken = True
    assert refused(body, 1000).status_code == 403


def test_a_page_that_is_only_read_sends_nothing_to_read() -> None:
    body = Counted(b"x" * 1000)
    refused(body, 1000, method="GET")
    assert body.got == 0


@pytest.mark.django_db
@pytest.mark.parametrize("data", [{"kode": "ABC"}, {"kode": "A" * 100_000}])
def test_a_form_that_was_read_already_is_answered_as_before(data: Any) -> None:
    assert Client(enforce_csrf_checks=True).post("/lacak/", data).status_code == 403
    assert Client().post("/lacak/", data).status_code in (200, 404, 422)
