"""What a person typed into the search box: kept in their session, so that no address holds it.

Names, numbers and words of citizens would otherwise stand in the browser's history and in the logs of
every server on the way. An address has a key (`?cari=`), which says nothing outside this log-in. A
register number is no secret: it stays in the address (`?q=`), and can be sent to a colleague.
"""

from __future__ import annotations

import secrets

from django.http import HttpRequest, QueryDict

from tickets.finding import numbers
from tickets.matching.words import LONGEST

KEY, TEXT = "cari", "q"
_HELD = "searches"  # in the session
_MOST = 30


def kept(request: HttpRequest, typed: str) -> tuple[str, str]:
    """The parameter and value that stand for this text in an address."""
    text = " ".join(typed.replace("\x00", "").split())[:LONGEST]
    if not text or numbers.is_nothing_else(text):
        return TEXT, text
    held: dict[str, str] = request.session.get(_HELD, {})
    key = next((key for key, known in held.items() if known == text), "")
    if not key:
        key = secrets.token_urlsafe(9)
        request.session[_HELD] = dict([*held.items(), (key, text)][-_MOST:])
    return KEY, key


def personal(request: HttpRequest) -> bool:
    """Whether the address itself holds a text that may be personal: typed by hand, or an old link."""
    text = request.GET.get(TEXT, "").replace("\x00", "").strip()
    return bool(text) and not numbers.is_nothing_else(text)


def read(request: HttpRequest) -> QueryDict:
    """The queue's parameters, with the text in place of its key."""
    data = request.GET.copy()
    if key := data.get(KEY):
        data.pop(KEY)
        data[TEXT] = request.session.get(_HELD, {}).get(key, "")
    return data


def is_forgotten(request: HttpRequest, data: QueryDict) -> bool:
    """Whether the key belongs to an earlier log-in, or to a search long ago."""
    return bool(request.GET.get(KEY)) and not data.get(TEXT)
