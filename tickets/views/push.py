"""The browsers that a person signs up for notifications: from their own page, one by one."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tickets import push_sign_up
from tickets.views.guard import page_number, staff_of, staff_page
from tickets.web_push import BadSubscription, Keys

REFUSED = (
    "Peramban ini memakai layanan notifikasi yang tidak dikenal. Coba Chrome, Edge, Firefox, "
    "atau Safari versi terbaru."
)
REMOVED = "Peramban itu tidak lagi diberi tahu."
# The first that fits; what is based on Chrome names Chrome as well.
_BROWSERS = (
    ("Edge", r"\bEdg"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"\b(Firefox|FxiOS)/"),
    ("Chrome", r"\b(Chrome|CriOS)/"),
    ("Safari", r"\bSafari/"),
)
_SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh"),
    ("Linux", r"Linux"),
)


@staff_page
@require_POST
def sign_up(request: HttpRequest) -> HttpResponse:
    """Sign this browser up; done again it changes nothing. 400 with the reason where it cannot be."""
    keys = Keys(
        endpoint=request.POST.get("endpoint", ""),
        public_key=request.POST.get("p256dh", ""),
        auth_secret=request.POST.get("auth", ""),
    )
    device = device_words(request.headers.get("User-Agent", ""))
    try:
        row = push_sign_up.sign_up(keys, staff=staff_of(request), device=device, now=timezone.now())
    except BadSubscription:
        return HttpResponse(REFUSED, status=400, content_type="text/plain; charset=utf-8")
    request.session[push_sign_up.SESSION_KEY] = row.pk
    return HttpResponse(status=204)


@staff_page
@require_POST
def sign_off(request: HttpRequest, pk: str) -> HttpResponse:
    """Take one of one's own browsers off the list."""
    push_sign_up.sign_off(page_number(pk), staff=staff_of(request))
    messages.success(request, REMOVED)
    return redirect(reverse("tickets:notification-choices"))


def device_words(user_agent: str) -> str:
    """What a browser calls itself, as people say it: "Chrome di Windows"."""
    return f"{_first(_BROWSERS, user_agent)} di {_first(_SYSTEMS, user_agent)}"


def _first(table: tuple[tuple[str, str], ...], user_agent: str) -> str:
    found = (name for name, pattern in table if re.search(pattern, user_agent))
    return next(found, "peramban" if table is _BROWSERS else "perangkat lain")
