"""Whom a page was drawn for: an officer cannot act from a page drawn for another person.

Two tabs share one log-in. Every form and every request of a page's scripts carries a mark: the
person whom the page was drawn for, or an empty one. A request whose mark is not the person who is
logged in now is refused. The mark grants nothing, so it is no secret and not signed. A POST
without a mark passes only with a CSRF token of the present log-in, because Django makes new tokens
at every log-in (docs/decisions/0029).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.debug import SafeExceptionReporterFilter

FIELD = "drawn_for"  # in every form, beside the CSRF token (siwhapik.templatetags.drawn_for)
HEADER = "X-Drawn-For"  # on every request of a staff page's scripts (static/js/app.js)
# Pages of citizens: what is sent there does not depend on who is logged in.
FOR_ANYBODY = frozenset(
    {
        "surveys:answer",
        "surveys:begun",
        "surveys:open",
        "surveys:open-begun",
        "public-track",
    }
)
_PROSE = ("text", "reason", "summary")  # fields of ours in which one word is prose, too


def mark_of(user: AbstractBaseUser | AnonymousUser) -> str:
    """The mark of pages drawn for this person; empty for an anonymous visitor."""
    return str(user.pk) if user.is_authenticated else ""


def form_marks(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the hidden fields of every form, made once for a page with a dozen forms."""
    return {"form_marks": SimpleLazyObject(lambda: _marks(request))}


def _marks(request: HttpRequest) -> SafeString:
    """Django's token, as `{% csrf_token %}` writes it, and our mark."""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="{}" value="{}">',
        get_token(request),
        FIELD,
        mark_of(request.user),
    )


class DrawnForMiddleware:
    """Refuse a request from a page that was drawn for another person, before any view runs (409).

    Anonymous visitors are left to the views, which ask for the log-in and lose nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is not None and match.view_name in FOR_ANYBODY:
            return None
        return refused(request) if _is_of_somebody_else(request) else None


def refused(request: HttpRequest) -> HttpResponse:
    """Say who is logged in now; scripts get the sentence, a form gets back what was typed."""
    text = f"Anda sekarang masuk sebagai {request.user}. Muat ulang."
    if request.headers.get("HX-Request"):
        return HttpResponse(text, status=409, content_type="text/plain; charset=utf-8")
    return render(request, "409.html", {"text": text, "typed": _typed(request)}, status=409)


def _is_of_somebody_else(request: HttpRequest) -> bool:
    marks = {request.headers[HEADER]} if HEADER in request.headers else set()
    if request.method == "POST" and request.user.is_authenticated:
        with contextlib.suppress(UnreadablePostError):  # the browser went away
            marks.update(request.POST.getlist(FIELD))
    if not marks:
        return False
    return request.user.is_authenticated and marks != {mark_of(request.user)}


def _typed(request: HttpRequest) -> list[str]:
    """Sentences of the form, so that they can be copied; never what may be a secret."""
    secret = SafeExceptionReporterFilter.hidden_settings
    return [
        value
        for name in request.POST
        if not secret.search(name)
        for value in request.POST.getlist(name)
        if len(value.split()) > (0 if name in _PROSE else 1)
    ]
