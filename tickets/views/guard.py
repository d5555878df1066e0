"""Who may come in: log-in, the one way to a ticket, and the reason that some must give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone

from services import access
from services.access import Action
from services.models import Staff
from tickets.models import AccessLog, Ticket

# How long a reason, or an unmasked number, holds for the person who gave it.
REASON_HOLDS = dt.timedelta(hours=1)

View = Callable[..., HttpResponseBase]


class ReasonNeeded(Exception):
    """The ticket may be opened, but only once a reason was written down."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(ticket.register_number)
        self.ticket = ticket


def staff_page(view: View) -> View:
    """A page for people who are logged in; a polling page is told 401 instead of a log-in form."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.headers.get("HX-Request"):
            return HttpResponse("Sesi berakhir. Masuk lagi.", status=401)
        return redirect_to_login(request.get_full_path())

    return guarded


def staff_of(request: HttpRequest) -> Staff:
    """The person at the keyboard."""
    return cast(Staff, request.user)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST is a POST too."""
    return request.POST if request.method == "POST" else None


def readable_ticket(request: HttpRequest, register: str) -> Ticket:
    """The ticket, or 404 for an outsider; raises ReasonNeeded where a reason is still to be given."""
    staff = staff_of(request)
    related = Ticket.objects.select_related(
        "citizen", "service", "assignee", "channel", "conversation", "standard"
    )
    ticket = get_object_or_404(related.openable_by(staff), register_number=register)
    # The person's own office is at hand; so many joins take longer to plan than to run.
    for membership in staff.memberships_now():
        if membership.agency is not None and membership.agency_id == ticket.agency_id:
            ticket.agency = membership.agency
    if access.can(staff, Action.READ_TICKET, ticket) or gave_reason(staff, ticket):
        return ticket
    raise ReasonNeeded(ticket)


def workable_ticket(request: HttpRequest, register: str, action: Action) -> Ticket:
    """The ticket for a verb: 404 for an outsider, 403 for a role that may read but not do this."""
    try:
        ticket = readable_ticket(request, register)
    except ReasonNeeded as needed:
        raise PermissionDenied from needed
    if not access.can(staff_of(request), action, ticket):
        raise PermissionDenied
    return ticket


def gave_reason(staff: Staff, ticket: Ticket) -> bool:
    """Whether this person wrote down a reason for this ticket not long ago."""
    return _logged(staff, ticket, AccessLog.Action.TICKET)


def sees_numbers(staff: Staff, ticket: Ticket) -> bool:
    """Whether this person unmasked telephone and NIK of this ticket not long ago."""
    may = access.can(staff, Action.SEE_FULL_PHONE, ticket)
    return may and _logged(staff, ticket, AccessLog.Action.PHONE)


def page_number(raw: str, *, most: int = 10**12) -> int:
    """A positive whole number from an address, else 404."""
    if raw.isascii() and raw.isdigit() and len(raw) < 20 and 0 < int(raw) <= most:
        return int(raw)
    raise Http404


def _logged(staff: Staff, ticket: Ticket, action: AccessLog.Action) -> bool:
    since = timezone.now() - REASON_HOLDS
    rows = AccessLog.objects.filter(ticket=ticket, staff=staff, action=action, at__gte=since)
    return rows.exists()
