"""What this person was told: a page, and the same list in a panel over any page."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from services.models import Staff
from tickets import identity
from tickets.models import Notification, Ticket
from tickets.notifications import notification_words
from tickets.views.guard import page_number, staff_of, staff_page
from tickets.views.presenting import moment
from tickets.views.thread_page import SINCE
from tickets.views.unread import forget_count

SHOWN = 100
IN_PANEL = 30
NOT_YOURS = "Tiketnya sekarang di tempat lain, jadi isinya tidak dapat Anda buka."


@dataclass(frozen=True, slots=True)
class Item:
    """One notification as it is shown; without `url` this person may not open what it tells of."""

    pk: int
    text: str
    of: str  # the ticket's number, the name of the file, or the office
    name: str
    at: str
    is_new: bool
    url: str
    opens: str  # what the button says


@staff_page
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    """The page: the newest of them."""
    items = items_of(staff_of(request), most=SHOWN)
    return render(request, "tickets/notifications.html", {"items": items})


@staff_page
@require_GET
def panel(request: HttpRequest) -> HttpResponse:
    """The same for the panel that a script opens."""
    items = items_of(staff_of(request), most=IN_PANEL)
    return render(request, "tickets/_notifications.html", {"items": items, "is_panel": True})


@staff_page
@require_POST
def read(request: HttpRequest, pk: str) -> HttpResponse:
    """Mark one as read and go to what it tells of, if this person may still open it."""
    staff = staff_of(request)
    own = Notification.objects.filter(staff=staff).select_related("ticket", "export", "agency")
    row = own.filter(pk=page_number(pk)).first()
    if row is None:
        return redirect(reverse("tickets:notifications"))
    Notification.objects.filter(pk=row.pk, read_at__isnull=True).update(read_at=timezone.now())
    forget_count(staff)
    if row.ticket is not None and not Ticket.objects.openable_by(staff).contains(row.ticket):
        words = f"Notifikasi {row.name} sudah dibaca. {NOT_YOURS}"
        messages.info(request, words)
        return redirect(reverse("tickets:notifications"))
    return redirect(_place(row))


@staff_page
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all of them as read; the panel stays where it is."""
    staff = staff_of(request)
    Notification.objects.filter(staff=staff).unread().update(read_at=timezone.now())
    forget_count(staff)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return redirect(reverse("tickets:notifications"))


def items_of(staff: Staff, *, most: int) -> list[Item]:
    """The newest; without the citizen's name where this person may not read the ticket any more."""
    rows = Notification.objects.filter(staff=staff).shown()
    related = ("ticket__agency", "ticket__citizen", "ticket__service", "export", "agency")
    shown = list(rows.select_related(*related)[:most])
    listed = Ticket.objects.filter(pk__in={row.ticket_id for row in shown})
    readable = set(listed.visible_to(staff).values_list("pk", flat=True))
    openable = set(listed.openable_by(staff).values_list("pk", flat=True))
    return [
        Item(
            pk=row.pk,
            text=notification_words(row),
            of=row.name,
            name=_citizen(row, reader=staff) if row.ticket_id in readable else "",
            at=moment(row.created_at, zone=row.zone),
            is_new=row.read_at is None,
            url=_place(row) if row.ticket_id is None or row.ticket_id in openable else "",
            opens=_opens(row),
        )
        for row in shown
    ]


def _citizen(row: Notification, *, reader: Staff) -> str:
    return identity.of(row.ticket, reader=reader).name if row.ticket is not None else ""


def _opens(row: Notification) -> str:
    if row.path:
        return "Buka halaman"
    return "Buka tiket" if row.ticket_id else "Lihat berkas"


def _place(row: Notification) -> str:
    """The ticket, at the message that it is about, the file or the page; opening it marks this as read."""
    url, message = row.get_absolute_url(), row.values.get("message")
    return f"{url}?{SINCE}={message}#m{message}" if message else url
