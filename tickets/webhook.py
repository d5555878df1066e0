"""Door 1: verifies and stores what WhatsApp posts, and answers; workers read it later.

200 says only that the bytes are durable; after any other status WhatsApp sends again for 7 days.
"""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error as DatabaseFailure
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseNotAllowed,
    UnreadablePostError,
)
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from tickets import wakeups
from tickets.models import WebhookEvent
from tickets.transports.whatsapp import signature

log = structlog.get_logger(__name__)
TEXT = "text/plain; charset=utf-8"
SIGNATURE = "HTTP_X_HUB_SIGNATURE_256"
PART = 64 * 1024
DISCARDED_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What WhatsApp posted: the raw bytes and the X-Hub-Signature-256 header."""

    body: bytes
    signature: str | None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The answer; WhatsApp reads only the status."""

    status: int
    text: str
    retry_after: str = ""  # seconds

    @property
    def headers(self) -> dict[str, str]:
        """With nosniff: any visitor may post here and read the text."""
        more = {"Retry-After": self.retry_after} if self.retry_after else {}
        return {"Content-Type": TEXT, "X-Content-Type-Options": "nosniff", **more}


OK = Answer(status=200, text="OK")
FORGED = Answer(status=403, text="Tanda tangan tidak cocok.")
NOT_STORED = Answer(status=503, text="Belum dapat disimpan.", retry_after="5")


class TooBig(Exception):
    """The body is over WEBHOOK_MAX_BYTES."""


@cache
def webhook_path() -> str:
    """The webhook's routed address; it must not change while the process runs."""
    return reverse("tickets:webhook")


@csrf_exempt
def receive_webhook(request: HttpRequest) -> HttpResponse:
    """The only address that WhatsApp calls: the handshake by GET, events by POST."""
    if request.method == "POST":
        return _events(request)
    if request.method == "GET":
        return _handshake(request)
    return HttpResponseNotAllowed(["GET", "POST"])


def _handshake(request: HttpRequest) -> HttpResponse:
    """Answer Meta's check when the address is saved: return the challenge if the token is ours."""
    given = request.GET.get("hub.verify_token", "").encode("utf-8", "replace")
    known = settings.WHATSAPP_VERIFY_TOKEN.encode()
    right = bool(known) and hmac.compare_digest(given, known)
    if not right or request.GET.get("hub.mode") != "subscribe":
        return HttpResponseForbidden("Token verifikasi tidak cocok.", content_type=TEXT)
    return HttpResponse(request.GET.get("hub.challenge", ""), content_type=TEXT)


def _events(request: HttpRequest) -> HttpResponse:
    try:
        body = _body(request)
    except (TooBig, RequestDataTooBig):
        return HttpResponse("Kiriman terlalu besar.", status=413, content_type=TEXT)
    except UnreadablePostError:
        return HttpResponse("Kiriman terputus.", status=400, content_type=TEXT)
    posted = Posted(body=body, signature=request.META.get(SIGNATURE))
    (answer,) = take([posted])
    return HttpResponse(answer.text, status=answer.status, headers=answer.headers)


def take(posts: Sequence[Posted]) -> list[Answer]:
    """The answer to each post, in their order; genuine posts are stored by one commit.

    After a database error it answers 503 and does not raise; WhatsApp posts again.
    """
    genuine = [one for one in posts if _is_genuine(one)]
    stored = iter(_stored([one.body for one in genuine]))
    answers = {id(one): (OK if next(stored) else NOT_STORED) for one in genuine}
    if OK in answers.values():
        wakeups.wake(wakeups.RECEIVE)
    return [answers.get(id(one), FORGED) for one in posts]


def _is_genuine(posted: Posted) -> bool:
    known = signature.verify(posted.body, posted.signature, settings.WHATSAPP_APP_SECRETS)
    if not known:
        signed = posted.signature is not None
        log.warning("webhook.forged", bytes=len(posted.body), signed=signed)
    return known


def _stored(bodies: Sequence[bytes]) -> list[bool]:
    """Whether each is durable now."""
    if not bodies:
        return []
    try:
        WebhookEvent.objects.store(bodies, received_at=timezone.now())
    except DatabaseFailure as error:
        # Without a traceback, which would flood the log while the database is down.
        log.error("webhook.not_stored", error=type(error).__name__, bodies=len(bodies))
        return _stored_one_by_one(bodies) if len(bodies) > 1 else [False]
    return [True] * len(bodies)


def _stored_one_by_one(bodies: Sequence[bytes]) -> list[bool]:
    """After all were refused: two processes that store the same bodies can block each other, and one
    body must not fail the others. A second refusal ends it: then the database is down.
    """
    stored = [False] * len(bodies)
    refused = 0
    for index, body in enumerate(bodies):
        (stored[index],) = _stored([body])
        refused += not stored[index]
        if refused > 1:
            break
    return stored


def _body(request: HttpRequest) -> bytes:
    """The raw body; raises TooBig without having more than the limit in memory."""
    limit = settings.WEBHOOK_MAX_BYTES
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isascii() and length.isdigit():
        if len(length) > 18 or int(length) > limit:
            discard_rest(request.read)
            raise TooBig
        return request.body
    # A body in chunks, without a length; Django itself would read it as empty.
    if not isinstance(request, WSGIRequest) or "HTTP_TRANSFER_ENCODING" not in request.META:
        return b""
    read, parts, got = request.environ["wsgi.input"].read, list[bytes](), 0
    while part := read(min(PART, limit + 1 - got)):
        parts.append(part)
        got += len(part)
        if got > limit:
            discard_rest(read)
            raise TooBig
    return b"".join(parts)


def discard_rest(read: Callable[[int], bytes]) -> None:
    """Read and drop the rest of a refused body, up to DISCARDED_BYTES: many clients do not read
    the answer while they write, and a server cuts a connection with unread bytes.
    """
    left = DISCARDED_BYTES
    while left > 0 and (part := read(PART)):
        left -= len(part)
