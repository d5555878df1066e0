"""The addresses of one ticket by name, for pages with two dozen of them; and of the queue's own pages."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from django.urls import reverse

_ANY = "REGISTER"


class Links:
    """`links.wait_for_citizen` in a template; a name that does not exist is an error."""

    def __init__(self, register: str) -> None:
        self._register = quote(register, safe="")

    def __getitem__(self, name: str) -> str:
        return _pattern(name).replace(_ANY, self._register)


@cache
def page_link(name: str) -> str:
    """The address of a page that is about no ticket, made once for a process."""
    return reverse(f"tickets:{name}")


def file_link(name: str, pk: int) -> str:
    """The address of one file ("file"), its preview ("file_preview") or one message ("message")."""
    return _pattern(name).replace(_ANY, str(pk))


@cache
def _pattern(name: str) -> str:
    return reverse(f"tickets:{name.replace('_', '-')}", args=[_ANY])
