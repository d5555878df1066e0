"""/kelola/ has a Content-Security-Policy: the strict one with one stated exception."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from services.models import Staff

pytestmark = pytest.mark.django_db
LogIn = Callable[[Staff], Client]

COMMON = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}
EXCEPTION = {
    **COMMON,
    "script-src": "'self' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
}
STRICT = {**COMMON, "script-src": "'self'", "style-src": "'self'"}


def _policy(response: HttpResponse) -> dict[str, str]:
    parts = [part.strip() for part in response["Content-Security-Policy"].split(";")]
    return {name: value for name, _, value in (part.partition(" ") for part in parts if part)}


@pytest.mark.parametrize(
    "page",
    [
        "/kelola/",
        "/kelola/services/service/",
        "/kelola/services/holiday/add/",
        "/kelola/jsi18n/",
        "/kelola/services/staff/",
    ],
)
def test_pages_have_the_stated_exception_and_no_more(
    page: str, masuk: LogIn, super_admin: Staff
) -> None:
    answer = masuk(super_admin).get(page, follow=True)
    assert answer.status_code == 200
    assert _policy(answer) == EXCEPTION


def test_no_script_stands_in_a_page(masuk: LogIn, super_admin: Staff) -> None:
    """Inline scripts would not run; data for scripts may."""
    client = masuk(super_admin)
    for page in ("/kelola/services/service/", "/kelola/services/staff/add/"):
        text = client.get(page).content.decode()
        starts = [part.split(">")[0] for part in text.split("<script")[1:]]
        assert all("src=" in start or "application/json" in start for start in starts)


def test_errors_and_the_other_pages_stay_strict(
    masuk: LogIn, super_admin: Staff, petugas: Staff, client: Client
) -> None:
    assert _policy(masuk(petugas).get("/kelola/services/staff/", follow=True)) == STRICT
    assert _policy(masuk(super_admin).get("/kelola/services/agency/999999/change/")) == STRICT
    assert _policy(masuk(super_admin).get("/kelola/nirwana/x/")) == STRICT
    assert _policy(client.get("/layanan/")) == STRICT
