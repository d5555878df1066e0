"""What became of a request to WhatsApp: taken, refused, never sent, or unknown."""

import math
from dataclasses import dataclass
from typing import Any

import httpx

from tickets.transports.protocol import OutcomeUnknown, Rejected
from tickets.transports.whatsapp.errors import rule
from tickets.transports.whatsapp.values import BSUID, mapping, string, whole


class ApiError(Rejected):
    """WhatsApp answered with an error; what it asks for stands in the table of errors.py."""

    def __init__(
        self,
        code: int | None,
        details: str = "",
        *,
        http_status: int = 0,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"code {code}, HTTP {http_status}: {details}"[:500])
        self.code = code
        self.details = details
        self.http_status = http_status
        self.retry_after = retry_after
        self.rule = rule(code, http_status=http_status)


@dataclass(frozen=True)
class Address:
    """Whom a message goes to: a number (digits or +digits), or a business-scoped user id."""

    value: str

    def fields(self) -> dict[str, str]:
        """`to` for a number, `recipient` for a user id.

        A user id in `to` would be answered with success and dropped (chatwoot PR #15150); a
        number without "+" would get the country code of the office in front.
        """
        if BSUID.fullmatch(self.value):
            return {"recipient": self.value}
        return {"to": "+" + self.value.lstrip("+")}


def _retry_after(response: httpx.Response) -> float | None:
    try:
        seconds = float(response.headers.get("Retry-After", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds < 86_400 and math.isfinite(seconds) else None


def _error_of(response: httpx.Response) -> ApiError | None:
    """The error that a response tells in Meta's JSON, if that is what it holds."""
    try:
        error = mapping(mapping(response.json()).get("error"))
    except (ValueError, RecursionError):
        return None
    if not error:
        return None
    details = string(mapping(error.get("error_data")).get("details"))
    return ApiError(
        whole(error.get("code")),
        (details or string(error.get("message")))[:300],
        http_status=response.status_code,
        retry_after=_retry_after(response),
    )


def json_of(response: httpx.Response) -> dict[str, Any]:
    if error := _error_of(response):
        raise error
    if 400 <= response.status_code < 500:
        # A refusal, also by a proxy in between: the request was not taken.
        raise ApiError(
            None,
            f"HTTP {response.status_code}",
            http_status=response.status_code,
            retry_after=_retry_after(response),
        )
    try:
        found = response.json()
    except (ValueError, RecursionError):
        found = None
    if not response.is_success or not isinstance(found, dict):
        raise OutcomeUnknown(f"HTTP {response.status_code} tanpa jawaban yang dikenal")
    return found
