"""A person's own page: how they want to be told of each kind."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from services.models import Staff
from tickets import web_push
from tickets.models import NotificationChoice
from tickets.notifications import KINDS, Kind
from tickets.push_sign_up import SESSION_KEY
from tickets.views.guard import staff_of, staff_page

SCREEN, PUSH, DIGEST, AT_ONCE = "layar", "desktop", "surel", "segera"
SAVED = "Pilihan notifikasi disimpan."


@dataclass(frozen=True, slots=True)
class Row:
    """One kind with this person's choice."""

    kind: str
    label: str
    on_screen: bool
    by_push: bool
    in_digest: bool
    must_show: bool


@staff_page
@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """The page /akun/pemberitahuan/."""
    staff = staff_of(request)
    if request.method == "POST":
        choose(staff, request.POST)
        messages.success(request, SAVED)
        return redirect(reverse("tickets:notification-choices"))
    context = {
        "rows": rows_of(staff),
        "has_email": bool(staff.email),
        "staff": staff,
        "browsers": staff.push_subscriptions.all(),
        "this_browser": request.session.get(SESSION_KEY),
        "public_key": web_push.public_key(),
    }
    return render(request, "tickets/notification_choices.html", context)


def rows_of(staff: Staff) -> list[Row]:
    """Every kind, as this person chose or as it is for all."""
    chosen = {one.kind: one for one in NotificationChoice.objects.filter(staff=staff)}
    return [
        Row(
            kind=kind,
            label=about.label,
            on_screen=about.must_show or kind not in chosen or chosen[kind].on_screen,
            by_push=chosen[kind].by_push if kind in chosen else about.pushes,
            in_digest=kind in chosen and chosen[kind].in_digest,
            must_show=about.must_show,
        )
        for kind, about in KINDS.items()
    ]


@transaction.atomic
def choose(staff: Staff, posted: QueryDict) -> None:
    """Store the boxes that were ticked; a name that is no kind changes nothing."""
    screen, push, digest = (set(posted.getlist(name)) for name in (SCREEN, PUSH, DIGEST))
    rows = [
        NotificationChoice(
            staff=staff,
            kind=kind,
            on_screen=kind in screen,
            by_push=kind in push,
            in_digest=kind in digest,
        )
        for kind in Kind
    ]
    NotificationChoice.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["staff", "kind"],
        update_fields=["on_screen", "by_push", "in_digest"],
    )
    Staff.objects.filter(pk=staff.pk).update(email_reminders=AT_ONCE in posted)
