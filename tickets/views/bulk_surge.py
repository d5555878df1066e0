"""/tiket/bersama/serupa/: new tickets of the last hours that are about the same, to be answered together."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from services import access
from services.models import Staff
from tickets import bulk, identity
from tickets.models import Ticket
from tickets.surge import Said, Surge, surges
from tickets.views.bulk import offered
from tickets.views.guard import staff_of, staff_page

LATELY = dt.timedelta(hours=6)
_LOOKED_AT = 500  # the newest
_FIELDS = ("pk", "register_number", "subject", "service__name", *identity.FIELDS)


@staff_page
@require_GET
def alike(request: HttpRequest) -> HttpResponse:
    """The groups, each as a form: whoever does not belong is left out by its box."""
    staff, now = staff_of(request), timezone.now()
    offers = offered(staff)
    if not offers:
        raise Http404
    new = Ticket.objects.visible_to(staff).registered().filter(state=Ticket.State.NEW)
    newest = new.filter(received_at__gte=now - LATELY).order_by("-pk")
    rows = {row["pk"]: row for row in newest.values(*_FIELDS)[:_LOOKED_AT]}
    found = surges(Said(pk, row["subject"]) for pk, row in rows.items())
    context = {"groups": [_shown(one, rows, reader=staff) for one in found], "offers": offers}
    return render(request, "tickets/bulk/alike.html", context)


def _shown(group: Surge, rows: dict[int, dict[str, Any]], *, reader: Staff) -> dict[str, Any]:
    heads = access.offices_headed(reader)
    tickets = []
    for pk in group.keys[: bulk.MOST]:
        row = rows[pk]
        citizen = identity.in_row(row, heads=heads)
        tickets.append(
            {
                "pk": pk,
                "register": row["register_number"],
                "name": citizen.name,
                "service": row["service__name"] or "Layanan belum dipilih",
                "text": citizen.text(row["subject"]),
            }
        )
    return {"words": ", ".join(group.words[:5]), "count": len(tickets), "tickets": tickets}
