"""Signatures, the window and the error table."""

import datetime as dt
import hashlib
import hmac

import pytest

from tickets.transports.whatsapp import errors, signature, window

BODY = b'{"text":"\\u00e4 a\\/b"}'
NOW = dt.datetime(2026, 6, 9, 3, 0, tzinfo=dt.UTC)


def test_the_signature_is_that_of_the_raw_bytes():
    expected = hmac.new(b"rahasia", BODY, hashlib.sha256).hexdigest()
    assert signature.sign(BODY, "rahasia") == f"sha256={expected}"
    assert signature.verify(BODY, f"sha256={expected}", ["rahasia"])


def test_either_of_two_secrets_verifies_while_one_is_changed():
    header = signature.sign(BODY, "lama")
    assert signature.verify(BODY, header, ["baru", "lama"])
    assert not signature.verify(BODY, header, ["baru"])


@pytest.mark.parametrize(
    "header",
    [None, "", "sha256=", "sha256=abc", "sha1=" + "0" * 64, "sha256=" + "é" * 64, "\udcff"],
)
def test_any_other_header_is_refused(header):
    assert not signature.verify(BODY, header, ["rahasia"])


def test_an_empty_secret_verifies_nothing():
    assert not signature.verify(BODY, signature.sign(BODY, ""), ["", ""])
    assert not signature.verify(BODY, signature.sign(BODY, "x"), [])


def test_the_window_is_a_day_and_ours_closes_five_minutes_early():
    ends = window.expires_at(NOW)
    assert ends == NOW + dt.timedelta(hours=24)
    assert window.is_open(ends, NOW + dt.timedelta(hours=23, minutes=54))
    assert not window.is_open(ends, NOW + dt.timedelta(hours=23, minutes=55))
    assert not window.is_open(None, NOW)
    assert window.seconds_left(ends, NOW) == 24 * 3600 - 300
    assert window.seconds_left(ends, ends) == window.seconds_left(None, NOW) == 0


@pytest.mark.parametrize(
    ("code", "action"),
    [
        (130429, "retry"),
        (131056, "retry"),
        (131057, "retry"),
        (131000, "retry"),
        (190, "stop_channel"),
        (0, "stop_channel"),
        (200, "stop_channel"),
        (299, "stop_channel"),
        (131031, "stop_channel"),
        (131048, "stop_channel"),
        (131047, "template"),
        (131026, "tell"),
        (131053, "tell"),
        (100, "tell"),
        (132001, "template_bug"),
        (132015, "template_bug"),
        (999999, "tell"),
    ],
)
def test_each_code_has_its_action(code, action):
    assert errors.rule(code).action == action


def test_without_a_code_the_http_status_decides():
    actions = [errors.rule(None, http_status=s).action for s in (429, 503, 401, 404)]
    assert actions == ["retry", "retry", "stop_channel", "tell"]


def test_every_text_is_a_sentence_for_an_officer():
    for rule in errors.RULES.values():
        assert rule.text.endswith(".")
        assert len(rule.text) <= 300
