"""Who else has a ticket open: kept in the cache alone, told by the page and its poll (ADR 0059)."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tickets.models import Ticket
from tickets.together import HOLDS, Colleague, Sign, joined, left, names_of, others
from tickets.views.guard import ReasonNeeded, readable_ticket, staff_of, staff_page

SEEN, TYPES = "terlihat", "mengetik"  # what a poll says of its page
_TYPES = {"1": True, "0": False}


class Place(NamedTuple):
    """A ticket, as the cache knows it, and a person who may open it."""

    key: str
    me: int
    name: str


def place_of(request: HttpRequest, found: Ticket) -> Place:
    """Another key once the ticket went elsewhere: who was there may not see it any more."""
    me = staff_of(request)
    return Place(f"{found.pk}:{found.agency_id}:{found.service_id or 0}", me.pk, str(me))


def met(request: HttpRequest, place: Place, *, now: dt.datetime) -> tuple[Colleague, ...]:
    """The others at this ticket, who from now on know of this person."""
    at, signs = now.timestamp(), _signs_at(place)
    types = _TYPES.get(request.GET.get(TYPES, ""))
    if (fresh := joined(signs, place.me, place.name, types=types, now=at)) is not None:
        _keep(place, fresh)
    return others(signs, place.me, now=at)


def polled(request: HttpRequest, place: Place, *, now: dt.datetime) -> tuple[Colleague, ...]:
    """The others at this ticket; a page that is out of sight does not count as open."""
    if request.GET.get(SEEN):
        return met(request, place, now=now)
    return others(_signs_at(place), place.me, now=now.timestamp())


@staff_page
@require_POST
def leave(request: HttpRequest, register: str) -> HttpResponse:
    """A page of the ticket was closed."""
    try:
        found = readable_ticket(request, register)
    except ReasonNeeded:
        return HttpResponse(status=204)
    place = place_of(request, found)
    if (fresh := left(_signs_at(place), place.me, now=timezone.now().timestamp())) is not None:
        _keep(place, fresh)
    return HttpResponse(status=204)


def shown(colleagues: tuple[Colleague, ...]) -> list[tuple[str, str]]:
    """(names, what they do): who types, and who else has it open."""
    typing = [one for one in colleagues if one.types]
    reading = [one for one in colleagues if not one.types]
    said = [
        (names_of(typing), "sedang menulis balasan…"),
        (names_of(reading), "juga membuka tiket ini"),
    ]
    return [(names, does) for names, does in said if names]


def _signs_at(place: Place) -> dict[int, Sign]:
    kept: dict[int, Any] = caches["together"].get(place.key) or {}
    return {pk: Sign(*values) for pk, values in kept.items()}


def _keep(place: Place, signs: dict[int, Sign]) -> None:
    """Plain values. Of two who write at once one is forgotten, until that person's next poll."""
    plain = {pk: tuple(sign) for pk, sign in signs.items()}
    caches["together"].set(place.key, plain, HOLDS)
