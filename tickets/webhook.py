"""Door 1: WhatsApp posts, we verify, store and answer; what it means is found out later.

200 says that the bytes are durable, nothing else: anything but 200 is sent again for seven days.
"""

import hmac
from collections.abc import Callable

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
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from tickets import wakeups
from tickets.models import WebhookEvent
from tickets.transports.whatsapp import signature

log = structlog.get_logger(__name__)
TEXT = "text/plain; charset=utf-8"
PART = 64 * 1024
DRAINED_BYTES = 16 * 1024 * 1024


class TooBig(Exception):
    """The body is over WEBHOOK_MAX_BYTES."""


@csrf_exempt
def receive_webhook(request: HttpRequest) -> HttpResponse:
    """The one address that WhatsApp calls: the handshake by GET, events by POST."""
    if request.method == "POST":
        return _events(request)
    if request.method == "GET":
        return _handshake(request)
    return HttpResponseNotAllowed(["GET", "POST"])


def _handshake(request: HttpRequest) -> HttpResponse:
    """Meta's question when the address is saved: the same token gets its challenge back."""
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
    header = request.META.get("HTTP_X_HUB_SIGNATURE_256")
    if not signature.verify(body, header, settings.WHATSAPP_APP_SECRETS):
        log.warning("webhook.forged", bytes=len(body), signed=header is not None)
        return HttpResponseForbidden("Tanda tangan tidak cocok.", content_type=TEXT)
    try:
        WebhookEvent.objects.keep(body, received_at=timezone.now())
    except DatabaseFailure as error:
        log.error(
            "webhook.not_stored", error=type(error).__name__
        )  # a traceback each time would flood the log for as long as it is down
        refusal = HttpResponse("Belum dapat disimpan.", status=503, content_type=TEXT)
        refusal["Retry-After"] = "5"
        return refusal
    wakeups.wake(wakeups.RECEIVE)
    return HttpResponse("OK", content_type=TEXT)


def _body(request: HttpRequest) -> bytes:
    """The raw body; raises TooBig without having kept more than the limit."""
    limit = settings.WEBHOOK_MAX_BYTES
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isascii() and length.isdigit():
        if len(length) > 18 or int(length) > limit:
            drain(request.read)
            raise TooBig
        return request.body
    # Sent in chunks without a length, which Django itself would read as an empty body.
    if not isinstance(request, WSGIRequest) or "HTTP_TRANSFER_ENCODING" not in request.META:
        return b""
    read, parts, got = request.environ["wsgi.input"].read, list[bytes](), 0
    while part := read(min(PART, limit + 1 - got)):
        parts.append(part)
        got += len(part)
        if got > limit:
            drain(read)
            raise TooBig
    return b"".join(parts)


def drain(read: Callable[[int], bytes]) -> None:
    """Let a refused sender finish, within DRAINED_BYTES: many hear nothing while they are writing,
    and a server cuts the connection over what is left unread.
    """
    left = DRAINED_BYTES
    while left > 0 and (part := read(PART)):
        left -= len(part)
