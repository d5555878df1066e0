"""How the address of a signed report says which one it is: by the number that pages, files and PDF call it.

What was signed first has no number, the next one is revision 1: PDFs that were signed say so and stay as they are. Rows
count from 1, and so did addresses before.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from tickets.views.guard import staff_page

_FIRST, _LATER = "ditandatangani", "revisi-"


class SpanConverter:
    """A year, a quarter or a month: 2026, 2026-T2, 2026-06."""

    regex = r"\d{4}(?:-T[1-4]|-\d{2})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SignedConverter:
    """The row's number, as "ditandatangani" for the first and "revisi-1" for the second."""

    regex = rf"{_FIRST}|{_LATER}[1-9]\d{{0,3}}"

    def to_python(self, value: str) -> int:
        return 1 if value == _FIRST else int(value.removeprefix(_LATER)) + 1

    def to_url(self, value: int | str) -> str:
        """A word that stands in addresses stays what it is."""
        if isinstance(value, str):
            return value
        return _FIRST if value == 1 else f"{_LATER}{value - 1}"


@staff_page
def moved(request: HttpRequest, slug: str, code: str, number: str, rest: str = "") -> HttpResponse:
    """Where the report of an address of before is now."""
    now_at = reverse("evaluation:signed", args=(slug, code, int(number)))
    return HttpResponsePermanentRedirect(f"{now_at}{rest}")
