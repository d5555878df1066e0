"""The page of a person's reminders."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tickets import identity
from tickets.models import Notification, Ticket
from tickets.notifications import notification_words
from tickets.views.guard import page_number, staff_of, staff_page
from tickets.views.presenting import moment

SHOWN = 100
NOT_YOURS = "Tiketnya sekarang di tempat lain, jadi isinya tidak dapat Anda buka."


@staff_page
@require_GET
def reminders(request: HttpRequest) -> HttpResponse:
    """The newest reminders; without the number of a ticket that this person may no longer see."""
    staff = staff_of(request)
    rows = Notification.objects.filter(staff=staff, is_skipped=False)
    rows = rows.select_related("ticket__agency", "ticket__citizen", "ticket__service")[:SHOWN]
    shown = list(rows)
    tickets = {row.ticket_id for row in shown}
    listed = Ticket.objects.filter(pk__in=tickets)
    readable = set(listed.visible_to(staff).values_list("pk", flat=True))
    openable = set(listed.openable_by(staff).values_list("pk", flat=True))
    items = [
        {
            "pk": row.pk,
            "text": notification_words(row),
            "register": row.ticket.register_number,
            "can_open": row.ticket_id in openable,
            "name": identity.of(row.ticket, reader=staff).name if row.ticket_id in readable else "",
            "at": moment(row.created_at, zone=row.ticket.agency.zone),
            "is_new": row.read_at is None,
        }
        for row in shown
    ]
    return render(request, "tickets/reminders.html", {"items": items})


@staff_page
@require_POST
def read(request: HttpRequest, pk: str) -> HttpResponse:
    """Mark one as read and go to its ticket, if this person may still open it."""
    staff = staff_of(request)
    own = Notification.objects.filter(staff=staff).select_related("ticket")
    row = own.filter(pk=page_number(pk)).first()
    if row is None:
        return redirect(reverse("tickets:reminders"))
    Notification.objects.filter(pk=row.pk, read_at__isnull=True).update(read_at=timezone.now())
    if not Ticket.objects.openable_by(staff).filter(pk=row.ticket_id).exists():
        words = f"Pengingat {row.ticket.register_number} sudah dibaca. {NOT_YOURS}"
        messages.info(request, words)
        return redirect(reverse("tickets:reminders"))
    return redirect(row.ticket.get_absolute_url())


@staff_page
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    own = Notification.objects.filter(staff=staff_of(request)).unread()
    own.update(read_at=timezone.now())
    return redirect(reverse("tickets:reminders"))
