"""Register a visitor at the counter or a caller."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from services import access, phones
from services.access import Action
from services.masking import shortened
from services.models import Service, Staff
from tickets import desk
from tickets.forms import WalkInForm
from tickets.models import Ticket
from tickets.views.guard import posted, staff_of, staff_page
from tickets.views.verbs import mark, new_form_key

GIVE = "Cetak tanda terimanya untuk pemohon, atau sebutkan keduanya."
LANDLINE = (
    "Nomor itu bukan nomor telepon seluler: pemohon dapat ditelepon, tetapi belum tentu memakai "
    "WhatsApp."
)


@staff_page
@require_http_methods(["GET", "POST"])
def walk_in(request: HttpRequest) -> HttpResponse:
    staff = staff_of(request)
    if not access.can(staff, Action.REGISTER_WALK_IN):
        raise PermissionDenied
    form = _form(request, staff)
    if request.method == "POST" and form.is_valid():
        try:
            ticket = _register(staff, form.cleaned_data)
        except desk.Refused as refusal:
            mark(form, refusal)
        else:
            words = f"Tercatat: nomor register {ticket.register_number}, kode lacak "
            messages.success(request, f"{words}{ticket.tracking_code}. {GIVE}")
            if (number := form.cleaned_data["phone"]) and not phones.is_mobile(number):
                messages.warning(request, LANDLINE)
            return redirect(ticket.get_absolute_url())
    status = 422 if form.errors else 200
    return render(request, "tickets/walk_in.html", {"form": form}, status=status)


def _form(request: HttpRequest, staff: Staff) -> WalkInForm:
    agencies = access.agencies_where(staff, Action.REGISTER_WALK_IN)
    services = Service.objects.active().filter(agency__in=agencies).select_related("agency")
    first = agencies.first()
    initial = {"form_key": new_form_key(), "agency": first.pk if first else None}
    return WalkInForm(posted(request), agencies=agencies, services=services, initial=initial)


def _register(staff: Staff, data: dict[str, Any]) -> Ticket:
    service = data["service"]
    walk_in = desk.WalkIn(
        agency=data["agency"],
        name=data["name"],
        subject=shortened(" ".join(data["text"].split()), 200),
        note=data["text"],
        source=Ticket.Source(data["source"]),
        phone=data["phone"],
        service=service,
        kind=service.kind if service else data["kind"],
        came_because=data["came_because"],
        heard_from=data["heard_from"],
        proxy_name=data["proxy_name"].strip(),
        form_key=data["form_key"],
    )
    return desk.register_walk_in(walk_in, by=staff, now=timezone.now())
