"""X-Forwarded-* counts only where the proxy itself said it."""

from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory, override_settings

from services.throttle import visitor
from siwhapik import forwarded, wsgi

TOLD = {
    "HTTP_X_FORWARDED_FOR": "6.6.6.6",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "contoh.test",
    "HTTP_FORWARDED": "for=6.6.6.6",
    "HTTP_X_REAL_IP": "6.6.6.6",
}


def reaching(address: str, trusted: tuple[str, ...] = forwarded.DEFAULT) -> dict[str, Any]:
    """What the application gets of a request from this address."""
    got: dict[str, Any] = {}

    def application(environ: dict[str, Any], start: object) -> list[bytes]:
        got.update(environ)
        return []

    guarded = forwarded.only_from_proxy(application, forwarded.networks(trusted))
    environ = RequestFactory().get("/", REMOTE_ADDR=address, **TOLD).environ
    guarded(environ, lambda *_: None)
    return got


@pytest.mark.parametrize("address", ["203.0.113.9", "2001:db8::9", "kacau", "::ffff:203.0.113.9"])
def test_what_a_stranger_says_of_itself_never_arrives(address: str) -> None:
    got = reaching(address)
    assert not TOLD.keys() & got.keys()
    request = WSGIRequest(got)
    with override_settings(
        BEHIND_PROXY=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")
    ):
        assert visitor(request) == address
        assert not request.is_secure()


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "172.18.0.1", ""])
def test_what_the_proxy_says_arrives(address: str) -> None:
    assert {name: reaching(address)[name] for name in TOLD} == TOLD


def test_the_proxys_address_can_be_narrowed() -> None:
    assert "HTTP_X_FORWARDED_FOR" in reaching("10.0.0.5", ("10.0.0.5",))
    assert "HTTP_X_FORWARDED_FOR" not in reaching("10.0.0.6", ("10.0.0.5",))


def test_the_served_application_is_guarded() -> None:
    assert wsgi.application.__qualname__.startswith("only_from_proxy")


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="kantor"):
        forwarded.networks(["10.0.0.5", "kantor"])
