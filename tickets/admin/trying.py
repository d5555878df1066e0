""" "Coba kalimat" under /kelola/: what the bot would say to a sentence, and why. Stores nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services.access import Action, can
from services.admin_scope import agencies_of
from services.models import Staff
from tickets.admin_forms import TryForm
from tickets.inbound.trying import try_sentence
from tickets.intake.policy import Situation
from tickets.models import Channel


@require_http_methods(["GET", "HEAD", "POST"])
def try_page(request: HttpRequest) -> HttpResponse:
    """Number, situation and sentence; after a POST the phone and the reasons."""
    if not (isinstance(request.user, Staff) and can(request.user, Action.TEACH_BOT)):
        raise PermissionDenied
    mine = agencies_of(request, Action.TEACH_BOT).values("pk")
    numbers = Channel.objects.filter(agency__in=mine, is_active=True).select_related("agency")
    form = TryForm(request.POST or None, numbers=numbers)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": "Coba kalimat",
        "form": form,
    }
    if form.is_valid():
        asked = form.cleaned_data
        context["text"] = asked["text"]
        context["tried"] = try_sentence(
            asked["text"],
            channel=asked["channel"],
            situation=Situation(asked["situation"]),
            now=timezone.now(),
        )
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "kelola/try.html", context, status=status)
