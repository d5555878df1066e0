"""The dashboard: which tickets are stuck now, and how the last days went."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import get_default_timezone
from django.views.decorators.http import require_safe

from services.access import Action, agencies_where, can, granted
from services.models import Agency, Staff
from services.reach import Scope
from siwhapik.dashboard import figures, satisfaction, tiles
from siwhapik.dashboard.figures import DateRange, last_days
from siwhapik.dashboard.forms import filter_of
from tickets.models import Ticket
from tickets.models.ticket_queryset import TicketQuerySet


@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Figures of the agencies where this person may see them; each leads to its tickets."""
    staff = cast("Staff", request.user)
    if not can(staff, Action.SEE_FIGURES):
        if can(staff, Action.SEE_IKM):
            return redirect("/dasbor/ikm/")
        raise PermissionDenied
    now = timezone.now()
    agencies = list(agencies_where(staff, Action.SEE_FIGURES))
    form = filter_of(request.GET, agencies=agencies)
    chosen = form.agency
    dates = last_days(form.days, zone=_zone(chosen, agencies), now=now)
    tickets = _tickets(agencies, chosen)
    links = Links(staff, chosen)
    context = {
        "lists_less": links.may_read and not _reads_all(staff, [chosen] if chosen else agencies),
        "form": form,
        "agency": chosen,
        **_content(tickets, dates=dates, links=links, now=now),
        "ikm": [tiles.index(satisfaction.of_agency(chosen, reader=staff, now=now))]
        if chosen
        else [],
    }
    return render(request, "dashboard/dashboard.html", context)


class Links:
    """The queue, filtered, behind each number, for persons who may read tickets."""

    def __init__(self, staff: Staff, agency: Agency | None) -> None:
        self.staff = staff
        self.may_read = can(staff, Action.READ_TICKET)
        self.always = {"instansi": agency.pk} if agency else {}

    def to(self, **filters: Any) -> str:
        """The address of the list; "" for persons who see figures only."""
        return f"/antrean/?{urlencode({**self.always, **filters})}" if self.may_read else ""

    def to_ticket(self, ticket: Ticket | None) -> str:
        """The address of the ticket's page, for persons who may read it."""
        if ticket is None or not can(self.staff, Action.READ_TICKET, ticket):
            return ""
        return ticket.get_absolute_url()


def _content(
    tickets: TicketQuerySet, *, dates: DateRange, links: Links, now: dt.datetime
) -> dict[str, Any]:
    open_now = figures.open_now(tickets, now=now)
    kept = figures.promises(tickets, dates=dates, now=now)
    service = ("service_id", "service__name", "service__agency__short_name")
    services = figures.by(tickets, group=service, dates=dates, now=now)
    officers = figures.by(
        tickets, group=("assignee_id", "assignee__full_name"), dates=dates, now=now
    )
    return {
        "open_tiles": tiles.open_tiles(open_now, links=links, now=now),
        "promises": tiles.promises(kept, links=links, dates=dates),
        **tiles.days(figures.per_day(tickets, dates=dates), links=links),
        "services": tiles.groups(
            services, links=links, field="layanan", nameless="Belum dipilih", dates=dates
        ),
        "officers": tiles.groups(
            officers, links=links, field="petugas", nameless="Belum diambil", dates=dates
        ),
    }


def _reads_all(staff: Staff, counted: list[Agency]) -> bool:
    """Whether the lists behind the numbers hold all that was counted: supervisors see all."""
    read = granted(staff, Action.READ_TICKET)
    whole = {one.agency_id for one, scope in read if scope is Scope.AGENCY}
    return {agency.pk for agency in counted} <= whole


def _zone(chosen: Agency | None, agencies: list[Agency]) -> Any:
    return chosen.zone if chosen else get_default_timezone()


def _tickets(agencies: list[Agency], chosen: Agency | None) -> TicketQuerySet:
    ids = [chosen.pk] if chosen else [agency.pk for agency in agencies]
    return Ticket.objects.registered().filter(agency_id__in=ids)
