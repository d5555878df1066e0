"""A poll to which nothing is new is answered before anything is loaded (docs/decisions/0059).

A process remembers for half a minute what it answered to a page in full, with all rights. Until then one
statement (`tickets.models.look`) says whether anything of it has changed, rights included; else, and
whenever it does not know, the view answers. A 304 holds nothing of a ticket.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tickets.models.look import Looker, look
from tickets.together import Colleague
from tickets.views import together
from tickets.views.tabs import digest, tick

HOLDS = 30  # seconds
HEALS_AFTER = 60  # changes that nothing else tells (a colleague's name) are shown by then
_POLLS = ("/tiket/", "/perubahan/")


class Known(NamedTuple):
    """What a page was answered, and from what."""

    looker: Looker
    look: str
    place: together.Place
    colleagues: tuple[Colleague, ...]
    sees: str

    def etag(self, now: dt.datetime) -> str:
        """The mark of the answer."""
        mark = digest(*self, tick(now, HEALS_AFTER))
        return f'W/"{mark}"'


def quiet_polls(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = _unchanged(request) if request.headers.get("If-None-Match") else None
        return answer or get_response(request)

    return middleware


def remember(request: HttpRequest, known: Known) -> None:
    """The view has just answered this, in full or as a 304."""
    caches["moment"].set(_key(request), tuple(known), HOLDS)


def _unchanged(request: HttpRequest) -> HttpResponse | None:
    """A 304; None where it is not known that nothing has changed."""
    path = request.path_info
    if request.method != "GET" or not (path.startswith(_POLLS[0]) and path.endswith(_POLLS[1])):
        return None
    if (kept := caches["moment"].get(_key(request))) is None:
        return None
    known, now = Known(*kept), timezone.now()
    if known.etag(now) != request.headers["If-None-Match"]:
        return None
    try:
        if look(known.looker, now=now) != known.look:
            return None
    except DatabaseError:
        return None
    if together.polled(request, known.place, now=now) != known.colleagues:
        return None
    return not_modified(known.etag(now))


def not_modified(etag: str) -> HttpResponse:
    """Nothing of the page has changed."""
    return HttpResponse(status=304, headers={"ETag": etag, "Cache-Control": "private, no-store"})


def _key(request: HttpRequest) -> str:
    """One page of one log-in: whatever else a browser says of itself asks the view."""
    asked = sorted((name, value) for name, value in request.GET.items() if name != together.TYPES)
    marks = (request.headers.get("X-Drawn-For"), request.headers.get("Host"))
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return f"poll:{digest(request.path_info, asked, marks, session)}"
