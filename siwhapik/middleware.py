"""Middleware: request ids in the log, the webhook's short way, private pages, local times."""

import contextlib
import uuid
from collections.abc import Callable
from zoneinfo import ZoneInfo

import structlog
from django.contrib.auth import SESSION_KEY
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import timezone

from services.models import Staff
from tickets.webhook import discard_rest, webhook_path

# The same answer for every visitor, about no person; the session is not read for them, so they
# work without the database. Files under /static/ do not pass here.
SAME_FOR_ALL = frozenset({"/favicon.ico", "/healthz", "/readyz"})
PUBLIC = ("/layanan/", "/ikm/")
SURVEYS = ("/survei/", "/s/")  # their views say what a phone may keep


def request_id(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Bind a fresh request id to the log context and send it back as X-Request-Id."""

    def middleware(request: HttpRequest) -> HttpResponse:
        number = uuid.uuid4().hex[:16]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=number)
        response = get_response(request)
        response["X-Request-Id"] = number
        return response

    return middleware


def webhook_first(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Take WhatsApp's webhook past the other middleware, which costs as much as storing it.

    It needs no session, cookie or page; the signature is its log-in. Only the routes say its
    address and which view answers.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info != webhook_path():
            return get_response(request)
        response: HttpResponse = resolve(request.path_info).func(request)
        response["X-Content-Type-Options"] = "nosniff"
        return response

    return middleware


def read_to_the_end(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Read the rest of a refused request: the server cuts a connection with unread bytes, at times
    before the client has read why it was refused.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method not in ("GET", "HEAD"):
            with contextlib.suppress(OSError):  # the client went away
                discard_rest(request.read)
        return response

    return middleware


def private_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Keep staff pages and their parts out of the browser's store: on a shared computer the back
    button shows nothing after the log-out.

    This decides for all views: browsers may store only the public pages, and only for anonymous
    visitors. Our scripts compare ETags themselves.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        said = response.headers.get("Cache-Control", "")
        decided = "no-store" in said or (said and request.path_info.startswith(SURVEYS))
        if decided or request.path_info in SAME_FOR_ALL:
            return response
        is_public = request.path_info.startswith(PUBLIC) and SESSION_KEY not in request.session
        if not is_public:
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


def office_time(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Show and read times under /kelola/ in the zone of the person's own office.

    A middleware, because the admin renders its pages after its views have returned.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        zone = _own_zone(request) if request.path_info.startswith("/kelola/") else None
        if zone is None:
            return get_response(request)
        with timezone.override(zone):
            return get_response(request)

    return middleware


def _own_zone(request: HttpRequest) -> ZoneInfo | None:
    """The office's zone; None (the default zone) for a person of several offices, or of all."""
    if not isinstance(request.user, Staff):
        return None
    agencies = {one.agency for one in request.user.memberships_now()}
    only = agencies.pop() if len(agencies) == 1 else None
    return only.zone if only else None


def no_nul(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 404 to an address with a NUL byte, and drop cookies that have one: none of ours has,
    and PostgreSQL refuses to look for it.

    Forms check the query strings that they read; the admin's lists are checked here.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        in_list = request.path_info.startswith("/kelola/") and "%00" in request.META["QUERY_STRING"]
        if in_list or "\x00" in request.path_info:
            raise Http404
        return get_response(request)

    return middleware
