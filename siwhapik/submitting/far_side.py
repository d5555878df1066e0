"""One exchange with the other system, and what became of it. Never raises for what that side does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from django.conf import settings
from django.utils import timezone

from services.masking import shortened, without_contacts
from siwhapik.environment_values import is_loopback
from surveys.models import Submission
from tickets.transports.deadline import Deadline

State = Submission.State
TIMEOUT = httpx.Timeout(15.0, connect=5.0)
WHOLE_SECONDS = 45.0  # of one exchange, however slowly its bytes come
MOST_ANSWER = 64 * 1024  # bytes that are read of an answer
MOST_SAID, MOST_REFERENCE = 300, 100
_TAKEN = (200, 201, 202)
_ALREADY_THERE = 409
_LATER = (408, 425, 429)
# The address or the token is not the right one: whoever keeps the settings has to look.
_SETTINGS = (401, 403, 404, 405, 407, 410, 415, 421)


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where periods are sent; the settings of the environment."""

    url: str
    token: str = field(repr=False)
    with_answers: bool


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one exchange; `wait`: seconds that the other side asks for."""

    state: State
    code: int | None = None
    said: str = ""
    reference: str = ""
    wait: float = 0.0


def target() -> Target | None:
    """None while it is switched off; with the simulator on, nothing leaves this machine."""
    url: str = settings.NATIONAL_SKM_URL
    if not url or (settings.SIMULATOR_URL and not is_loopback(url)):
        return None
    return Target(
        url=url, token=settings.NATIONAL_SKM_TOKEN, with_answers=settings.NATIONAL_SKM_ANSWERS
    )


def post(where: Target, body: Mapping[str, Any]) -> Outcome:
    """Hand one period over, under its key; redirects are not followed."""
    headers = {
        "Authorization": f"Bearer {where.token}",
        "Idempotency-Key": str(body["key"]),
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "siwhapik",
    }
    content = json.dumps(body, ensure_ascii=False).encode()
    try:
        with (
            # A connection of its own, so that the deadline can cut it.
            httpx.Client(
                timeout=TIMEOUT, follow_redirects=False, trust_env=not is_loopback(where.url)
            ) as client,
            Deadline(WHOLE_SECONDS) as deadline,
            client.stream(
                "POST",
                where.url,
                content=content,
                headers=headers,
                extensions=deadline.extensions,
            ) as response,
        ):
            raw = _beginning(response)
    except httpx.HTTPError:
        return Outcome(state=State.UNREACHABLE)
    if deadline.passed:
        return Outcome(state=State.UNREACHABLE)
    return _outcome(response, _mapping(raw), where=where, key=str(body["key"]))


def _outcome(
    response: httpx.Response, told: Mapping[str, Any], *, where: Target, key: str
) -> Outcome:
    code = response.status_code
    said = _text(told.get("message"), most=MOST_SAID, secret=where.token)
    if told.get("received") == key and code in (*_TAKEN, _ALREADY_THERE):
        reference = _text(told.get("reference"), most=MOST_REFERENCE, secret=where.token)
        return Outcome(state=State.SENT, code=code, reference=reference)
    if code in _LATER or code >= 500:
        return Outcome(state=State.UNREACHABLE, code=code, said=said, wait=_wait(response))
    if code < 400 or code in _SETTINGS:
        return Outcome(state=State.BARRED, code=code, said=said)
    return Outcome(state=State.REFUSED, code=code, said=said)


def _beginning(response: httpx.Response) -> bytes:
    found = bytearray()
    for part in response.iter_raw():
        found += part
        if len(found) > MOST_ANSWER:
            break
    return bytes(found)


def _mapping(raw: bytes) -> Mapping[str, Any]:
    """The JSON object of an answer; empty where it is something else."""
    try:
        found = json.loads(raw) if len(raw) <= MOST_ANSWER else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(value: object, *, most: int, secret: str) -> str:
    """What the other side wrote, on one line, without our token and anybody's numbers."""
    if not isinstance(value, str):
        return ""
    line = " ".join("".join(one if one.isprintable() else " " for one in value).split())
    return shortened(without_contacts(line.replace(secret, "•••")), most)


def _wait(response: httpx.Response) -> float:
    """Seconds of `Retry-After`, a number or a date; 0 for none that can be read."""
    told = response.headers.get("Retry-After", "").strip()
    if told.isascii() and told.isdigit() and len(told) < 10:
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - timezone.now()).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return 0.0
