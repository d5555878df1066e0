"""The page on which a quick reply or a macro is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tickets.prepared_texts import BLANKS, EXAMPLES


@dataclass(frozen=True, kw_only=True)
class PreparedPage:
    """`back` and `deletes`: an address and its words; `deletes` None for what was never saved."""

    title: str
    back: tuple[str, str]
    deletes: tuple[str, str] | None = None
    hint: str = ""
    folders: Iterable[str] = ()


def prepared_page(request: HttpRequest, form: BaseForm, page: PreparedPage) -> HttpResponse:
    """Show the form, with what was typed where it is refused (422)."""
    context = {
        "form": form,
        "title": page.title,
        "back": page.back,
        "deletes": page.deletes,
        "hint": page.hint,
        "folders": page.folders,
        "blanks": [(name, label) for name, (label, _) in BLANKS.items()],
        "examples": EXAMPLES,
    }
    status = 422 if form.errors else 200
    return render(request, "tickets/prepared.html", context, status=status)
