"""Whatever the other system answers, or does not: received, refused, tried again, or a thing of the settings."""

import datetime as dt
import socket
from typing import Any

import pytest

from services.models import Staff
from siwhapik.submitting import far_side
from siwhapik.submitting.sending import send_again, submit_periods
from surveys.models import SurveyPeriod
from tests.siwhapik.submitting.other_side import TOKEN, Handler, OtherSide
from tests.siwhapik.submitting.test_sending import key_of, only

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize("code", [200, 202, 409])
def test_a_receipt_with_the_key_counts(
    tujuan: OtherSide, diumumkan: SurveyPeriod, now: dt.datetime, code: int
) -> None:
    tujuan.plan = [(code, {"received": key_of(diumumkan), "reference": "A-7"})]
    assert submit_periods(now) == 1
    assert (only().state, only().answer_code, only().reference) == ("sent", code, "A-7")


@pytest.mark.parametrize("code", [400, 409, 413, 422, 499])
def test_what_is_refused_waits_for_a_person(
    tujuan: OtherSide, diumumkan: SurveyPeriod, admin_opd: Staff, now: dt.datetime, code: int
) -> None:
    said = f"Kode instansi DINSOS\nbelum terdaftar, hubungi 081234567890; {TOKEN} 3515080101900001"
    tujuan.plan = [(code, {"message": said})]
    assert submit_periods(now) == 0
    row = only()
    assert (row.state, row.answer_code, row.next_attempt_at) == ("refused", code, None)
    assert row.said == "Kode instansi DINSOS belum terdaftar, hubungi ••••; ••• 35••••••••••0001"
    assert submit_periods(now + dt.timedelta(days=9)) == 0
    assert len(tujuan.seen) == 1
    send_again(row, by=admin_opd, now=now)
    assert submit_periods(now) == 1
    assert (only().state, only().said, only().again_by) == ("sent", "", admin_opd)


def dropped(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def cut_short(handler: Handler) -> None:
    handler.send_response(201)
    handler.send_header("Content-Length", "500")
    handler.end_headers()
    handler.wfile.write(b'{"received": ')
    handler.connection.shutdown(socket.SHUT_RDWR)


def no_http(handler: Handler) -> None:
    handler.wfile.write(b"\x00\xff bukan HTTP\r\n\r\n")


@pytest.mark.parametrize(
    "far",
    [dropped, cut_short, no_http, (500, b"<h1>galat</h1>"), (503, {}), (408, {}), (429, {})],
    ids=["dropped", "cut_short", "no_http", "500", "503", "408", "429"],
)
def test_what_does_not_arrive_is_tried_again_with_growing_waits(
    tujuan: OtherSide, diumumkan: SurveyPeriod, now: dt.datetime, far: Any
) -> None:
    at, waits = now, []
    for tries in range(1, 9):
        tujuan.plan = [far]
        assert submit_periods(at) == 0
        row = only()
        assert (row.state, row.attempts) == ("unreachable", tries)
        assert row.next_attempt_at is not None
        waits.append(int((row.next_attempt_at - at) / MINUTE))
        assert submit_periods(row.next_attempt_at - MINUTE / 2) == 0
        at = row.next_attempt_at
    assert waits == [1, 5, 15, 60, 180, 720, 720, 720]
    assert len(tujuan.seen) == 8
    assert submit_periods(at) == 1
    assert (only().failures, only().next_attempt_at) == (0, None)


@pytest.mark.parametrize(
    ("told", "minutes"),
    [
        ("7200", 120),
        ("5", 1),  # our own wait is longer
        ("Tue, 09 Jun 2026 06:00:00 GMT", 180),
        ("Mon, 08 Jun 2026 06:00:00 GMT", 1),
        ("999999999", 24 * 60),
        ("-7200", 1),
        ("nan", 1),
        ("besok", 1),
        ("9" * 400, 1),
        (f"Tue, 09 Jun 2026 06:00:00 +{'9' * 18}", 1),
    ],
)
def test_the_other_side_may_ask_for_a_longer_wait(
    tujuan: OtherSide, diumumkan: SurveyPeriod, now: dt.datetime, told: str, minutes: int
) -> None:
    tujuan.plan = [(429, {"message": "Terlalu sering"}, {"Retry-After": told})]
    submit_periods(now)
    assert (only().next_attempt_at, only().said) == (now + minutes * MINUTE, "Terlalu sering")


@pytest.mark.parametrize(
    "answer",
    [
        (401, {"message": "Token tidak dikenal"}),
        (403, b"<html>"),
        (404, {}),
        (201, b"<html>Masuk ke jaringan</html>"),
        (200, {"received": "sidik-lain"}),
        (200, [1, 2]),
        (201, b"[" * 60_000),
        (201, b'{"received": "' + b"x" * 200_000 + b'"}'),
        (204, b""),
    ],
    ids=["401", "403", "404", "portal", "other_key", "list", "deep", "long", "204"],
)
def test_a_wrong_address_or_token_is_told_apart_and_goes_on_by_itself(
    tujuan: OtherSide, diumumkan: SurveyPeriod, now: dt.datetime, answer: Any
) -> None:
    tujuan.plan = [answer]
    assert submit_periods(now) == 0
    assert (only().state, only().answer_code) == ("barred", answer[0])
    assert submit_periods(now + MINUTE) == 1


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(
    tujuan: OtherSide, diumumkan: SurveyPeriod, now: dt.datetime, code: int
) -> None:
    other = OtherSide()
    tujuan.plan = [(code, b"", {"Location": other.url})]
    assert submit_periods(now) == 0
    other.close()
    assert other.seen == []
    assert (only().state, only().answer_code) == ("barred", code)


def test_a_side_that_does_not_answer_is_waited_for_so_long_and_no_longer(
    tujuan: OtherSide, diumumkan: SurveyPeriod, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(far_side, "TIMEOUT", 0.2)
    tujuan.plan = [lambda _: tujuan.stop.wait(60)]
    assert submit_periods(now) == 0
    assert only().state == "unreachable"


@pytest.mark.parametrize("has_length", [True, False])
def test_a_trickle_ends_too(
    tujuan: OtherSide, diumumkan: SurveyPeriod, now: dt.datetime, monkeypatch: pytest.MonkeyPatch,
    has_length: bool,
) -> None:  # fmt: skip
    monkeypatch.setattr(far_side, "WHOLE_SECONDS", 0.3)
    key = key_of(diumumkan).encode()

    def trickle(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 201 Created\r\n")
        if has_length:
            handler.wfile.write(b"Content-Length: 60000\r\n")
        handler.wfile.write(b'\r\n{"received": "' + key + b'"}')
        while not tujuan.stop.wait(0.05):
            handler.wfile.write(b" ")

    tujuan.plan = [trickle]
    assert submit_periods(now) == 0
    assert only().state == "unreachable"
