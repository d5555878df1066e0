"""/piket/alihkan/: the open tickets of officers who are away or have left go to their colleagues."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from services import access
from services.access import Action
from services.models import Absence, Agency, Membership, Role, Staff
from tickets import desk, identity
from tickets.models import Ticket
from tickets.person_forms import ReliefForm
from tickets.views.guard import page_number, posted, staff_of, staff_page
from tickets.views.presenting import clock_html, ticket_clock
from tickets.words import day_words

# So many of one officer's tickets at a time; the rest follows on the same page.
AT_ONCE = 100


@staff_page
@require_GET
def whose(request: HttpRequest) -> HttpResponse:
    """Whose tickets lie, office by office; where it is one officer only, straight to these.

    Who ends roles and passes no tickets on reads who does.
    """
    staff, now = staff_of(request), timezone.now()
    agencies = list(access.agencies_where(staff, Action.ASSIGN).filter(is_active=True))
    others = access.agencies_where(staff, Action.MANAGE_STAFF).filter(is_active=True)
    managed = list(others.exclude(pk__in=[one.pk for one in agencies]))
    if not (agencies or managed):
        raise PermissionDenied
    rows = [row for agency in agencies for row in _lying(agency, reader=staff, now=now)]
    told = [
        row | {"url": "", "who": _supervisors(agency)}
        for agency in managed
        for row in _lying(agency, reader=staff, now=now)
    ]
    if len(rows) == 1 and not told:
        return redirect(rows[0]["url"])
    return render(request, "roster/whose.html", {"rows": [*rows, *told]})


@staff_page
@require_http_methods(["GET", "POST"])
def relieve(request: HttpRequest, pk: str) -> HttpResponse:
    """One officer's tickets: each to a colleague, all to one, or as proposed."""
    staff, now = staff_of(request), timezone.now()
    person = get_object_or_404(Staff, pk=page_number(pk))
    agency = _office(request, person)
    if agency is None:
        return _to_list(request, person)
    mine = Ticket.objects.visible_to(staff).filter(agency=agency)
    tickets = list(desk.left_to_pass_on(mine, person).for_queue()[:AT_ONCE])
    relief = desk.relief_of(tickets, agency=agency, of=person, now=now)
    why = _why([person], agency, now)[person.pk]
    form = ReliefForm(posted(request), relief=relief, initial={"note": f"{why}."})
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        refused = desk.pass_on(chosen, by=staff, now=now, note=form.cleaned_data["note"])
        _say(request, passed=len(chosen) - len(refused), refused=refused)
        left = desk.left_to_pass_on(mine, person).exists()
        return redirect(_address(person, agency) if left else "/piket/")
    context = {
        "person": person,
        "agency": agency,
        "why": why,
        "form": form,
        "rows": [_row(one, form=form, reader=staff, now=now) for one in tickets],
        "proposed": sum(1 for who in relief.proposal.values() if who is not None),
    }
    return render(request, "roster/relieve.html", context, status=422 if form.errors else 200)


def address_for(person: Staff, agency: Agency, *, reader: Staff) -> str:
    """Where this reader passes the person's tickets on; "" where there is nothing to do."""
    if not access.can(reader, Action.ASSIGN, agency):
        return ""
    here = Ticket.objects.visible_to(reader).filter(agency=agency)
    return _address(person, agency) if desk.left_to_pass_on(here, person).exists() else ""


def _address(person: Staff, agency: Agency) -> str:
    query = urlencode({"instansi": agency.pk})
    return f"{reverse('roster:relieve', args=[person.pk])}?{query}"


def _lying(agency: Agency, *, reader: Staff, now: dt.datetime) -> list[dict[str, Any]]:
    here = Ticket.objects.visible_to(reader)
    counts = desk.whose_tickets_lie(here, agency, now)
    people = list(Staff.objects.filter(pk__in=counts).order_by("full_name", "username"))
    why = _why(people, agency, now)
    return [
        {
            "name": str(one),
            "why": why[one.pk],
            "count": counts[one.pk],
            "agency": agency.short_name,
            "url": _address(one, agency),
        }
        for one in people
    ]


def _office(request: HttpRequest, person: Staff) -> Agency | None:
    """The asked office, where this reader shares out work and the person worked or has tickets still:
    a role can have moved to another office. None where there is none.
    """
    staff, asked = staff_of(request), request.GET.get("instansi", "")
    lying = desk.left_to_pass_on(Ticket.objects.visible_to(staff), person).order_by()
    worked = Q(memberships__staff=person) | Q(pk__in=lying.values("agency"))
    here = access.agencies_where(staff, Action.ASSIGN).filter(worked).distinct().order_by("pk")
    return next((one for one in here if not asked or str(one.pk) == asked), None)


def _to_list(request: HttpRequest, person: Staff) -> HttpResponse:
    """Who may end this person's role is told there who passes the tickets on; 404 for all others."""
    offices = access.agencies_where(staff_of(request), Action.MANAGE_STAFF)
    if request.method != "GET" or not offices.filter(memberships__staff=person).exists():
        raise Http404
    return redirect("roster:whose")


def _supervisors(agency: Agency) -> str:
    """The names of those who pass tickets on at this office; "" where nobody does."""
    held = Membership.objects.in_force().filter(agency=agency, role=Role.SUPERVISOR)
    names = held.order_by("staff__full_name", "pk").values_list("staff__full_name", flat=True)
    return ", ".join(dict.fromkeys(names))


def _why(people: Sequence[Staff], agency: Agency, now: dt.datetime) -> dict[int, str]:
    """Why others take over from each of these people, as the note begins; two queries for all."""
    today = now.astimezone(agency.zone).date()
    absences = Absence.objects.on(today).filter(staff__in=people).order_by("ends_on")
    until = {one.staff_id: one.ends_on for one in absences}
    at_work = access.offices_where_each_may(Action.TAKE, [one.pk for one in people])
    words = {}
    for one in people:
        if one.pk in until:
            words[one.pk] = f"{one} tidak bertugas sampai {day_words(until[one.pk])}"
        elif (one.pk, agency.pk) in at_work:
            words[one.pk] = f"Tiket {one} dialihkan"
        else:
            words[one.pk] = f"{one} tidak lagi bertugas di sini"
    return words


def _row(ticket: Ticket, *, form: ReliefForm, reader: Staff, now: dt.datetime) -> dict[str, Any]:
    return {
        "register": ticket.register_number,
        "url": ticket.get_absolute_url(),
        "name": identity.of(ticket, reader=reader).name,
        "service": ticket.service.name if ticket.service else "Layanan belum dipilih",
        "clock": clock_html(ticket_clock(ticket, zone=ticket.agency.zone, now=now)),
        "field": form[f"ke_{ticket.pk}"],
    }


def _say(request: HttpRequest, *, passed: int, refused: dict[Ticket, str]) -> None:
    if passed:
        messages.success(request, f"{passed} tiket dialihkan. Petugas yang menerima diberi tahu.")
    elif not refused:
        messages.info(request, "Tidak ada tiket yang dialihkan: semuanya dibiarkan.")
    for ticket, why in refused.items():
        messages.error(request, f"{ticket.register_number} tidak dialihkan. {why}")
