"""Sentences that the bot did not understand, most frequent first, each with its button."""

from __future__ import annotations

import datetime as dt

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from services import sentences
from services.access import Action, can
from services.admin_scope import agencies_of
from services.models import Service, Staff
from tickets import desk
from tickets.act_words import TEACHABLE, act_words
from tickets.models import UnmatchedSentence
from tickets.models.teaching import UnmatchedSentenceQuerySet

_SHOWN = 20
_LONGEST = 1000  # characters that a refused page shows again
PERIODS = {"7": "7 hari terakhir", "28": "4 minggu terakhir", "56": "8 minggu terakhir"}


@require_safe
def unmatched_page(request: HttpRequest) -> HttpResponse:
    """The list of the last week, or of a longer time."""
    _teacher(request)
    return _page(request)


@require_POST
def teach(request: HttpRequest, pk: int) -> HttpResponse:
    """The button of one sentence: an example of a service or an act, or nothing to learn."""
    person = _teacher(request)
    said = get_object_or_404(_mine(request).select_related("agency"), pk=pk)
    typed = request.POST.get("text", "")
    try:
        words = _decide(said, person, request.POST.get("meaning", ""), typed)
    except desk.Refused as refused:
        messages.error(request, str(refused))
        return _page(request, typed={said.pk: typed[:_LONGEST]}, status=422)
    messages.success(request, words)
    return redirect("kelola-unmatched")


def _teacher(request: HttpRequest) -> Staff:
    if not (isinstance(request.user, Staff) and can(request.user, Action.TEACH_BOT)):
        raise PermissionDenied
    return request.user


def _mine(request: HttpRequest) -> UnmatchedSentenceQuerySet:
    """Of offices where the person teaches, and of matters that the person reads."""
    mine = UnmatchedSentence.objects.visible_to(_teacher(request)).unsettled()
    return mine.filter(agency__in=agencies_of(request, Action.TEACH_BOT).values("pk"))


def _page(
    request: HttpRequest, *, typed: dict[int, str] | None = None, status: int = 200
) -> HttpResponse:
    period = request.GET.get("hari", "")
    days = int(period) if period in PERIODS else 7
    since = timezone.now() - dt.timedelta(days=days)
    found = _mine(request).most_frequent(since=since)
    rows = list(found.select_related("channel", "service", "ticket")[: _SHOWN + 1])
    services = _services({row.agency_id for row in rows})
    context = {
        **admin.site.each_context(request),
        "title": "Kalimat yang belum dipahami",
        "rows": [
            {
                "said": row,
                "text": (typed or {}).get(row.pk, sentences.without_masks(row.text)),
                "services": services.get(row.agency_id, []),
            }
            for row in rows[:_SHOWN]
        ],
        "more": len(rows) > _SHOWN,
        "acts": TEACHABLE,
        "days": str(days),
        "periods": PERIODS,
    }
    return TemplateResponse(request, "kelola/unmatched.html", context, status=status)


def _services(agencies: set[int]) -> dict[int, list[tuple[int, str]]]:
    """(id, name) of the services of these offices, by office."""
    found: dict[int, list[tuple[int, str]]] = {}
    rows = Service.objects.active().filter(agency__in=agencies).order_by("order", "name")
    for agency, pk, name in rows.values_list("agency_id", "pk", "name"):
        found.setdefault(agency, []).append((pk, name))
    return found


def _decide(said: UnmatchedSentence, by: Staff, meaning: str, text: str) -> str:
    """Carry out what was chosen; the sentence that says so. Raises desk.Refused."""
    now = timezone.now()
    kind, _, chosen = meaning.partition(":")
    if kind == "dismiss":
        desk.dismiss_sentence(said, by=by, now=now)
        return "Kalimat itu tidak ditampilkan lagi."
    if kind == "act" and chosen in dict(TEACHABLE):
        desk.teach_act(text, act=chosen, by=by, now=now, said=said)
        return f"Dipelajari: kalimat itu berarti {act_words(chosen).lower()}."
    if kind == "service" and chosen.isascii() and chosen.isdigit() and len(chosen) < 18:
        mine = Service.objects.active().filter(agency=said.agency_id, pk=int(chosen))
        if service := mine.select_related("agency").first():
            desk.teach_service(text, service=service, by=by, now=now, said=said)
            return f"Dipelajari: kalimat itu sekarang contoh untuk {service.name}."
    raise desk.Refused("Pilih dahulu layanan atau maksud kalimat itu.")
