"""Who may see a page: the log-in, the only way to a ticket, and the reason that some must give."""

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
from tickets import desk, identity
from tickets.desk.register import code_in_provisional
from tickets.models import AccessLog, Ticket
from tickets.views.remembered import channel_of

# How long a given reason, or an unmasked number, is valid for the person.
REASON_HOLDS = dt.timedelta(hours=1)
_UNMASKED = "unmasked"  # in the session

View = Callable[..., HttpResponseBase]


class ReasonNeeded(Exception):
    """The ticket may be opened, but only after the person has given a reason."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(ticket.register_number)
        self.ticket = ticket


def staff_page(view: View) -> View:
    """A page for people who are logged in; a poll gets 401 instead of a log-in form."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.headers.get("HX-Request"):
            return HttpResponse("Sesi berakhir. Masuk lagi.", status=401)
        return redirect_to_login(request.get_full_path())

    return guarded


def staff_of(request: HttpRequest) -> Staff:
    """The person who is logged in."""
    return cast(Staff, request.user)


def posted(request: HttpRequest) -> QueryDict | None:
    """The data of a POST, also of an empty one; None for a GET."""
    return request.POST if request.method == "POST" else None


def posted_over(request: HttpRequest, version: int) -> QueryDict:
    """What was typed into a form whose row a colleague changed meanwhile, to be saved over this version."""
    data = request.POST.copy()
    data["version"] = str(version)
    return data


def readable_ticket(request: HttpRequest, register: str) -> Ticket:
    """The ticket, or 404 for an outsider; raises ReasonNeeded where a reason is still missing.

    A provisional number leads to its ticket for ever: pages and links that were made with it.
    """
    staff = staff_of(request)
    if code := code_in_provisional(register):
        given = Ticket.objects.filter(tracking_code=code).values_list("register_number", flat=True)
        register = given.first() or register
    opened = Ticket.objects.openable_by(staff).select_related("citizen", "service", "conversation")
    ticket = get_object_or_404(opened, register_number=register)
    _fill(ticket, staff=staff)
    if needs_no_reason(staff, ticket):
        return ticket
    if access.heads_office_of(staff, ticket):
        _log_look_of_head(staff, ticket)
        return ticket
    raise ReasonNeeded(ticket)


def _log_look_of_head(staff: Staff, ticket: Ticket) -> None:
    """Log that a head opened a ticket; one line for each hour."""
    AccessLog.objects.create(staff=staff, ticket=ticket, action=AccessLog.Action.REMINDED)


def _fill(ticket: Ticket, *, staff: Staff) -> None:
    """Add related rows that are in memory already: each table more that is joined costs more."""
    for membership in staff.memberships_now():
        if membership.agency is not None and membership.agency_id == ticket.agency_id:
            ticket.agency = membership.agency
    if ticket.assignee_id == staff.pk:
        ticket.assignee = staff
    if ticket.channel_id is not None:
        ticket.channel = channel_of(ticket.channel_id)


def workable_ticket(request: HttpRequest, register: str, action: Action) -> Ticket:
    """The ticket for a verb: 404 for an outsider, 403 for a role that may read but not do this."""
    try:
        ticket = readable_ticket(request, register)
    except ReasonNeeded as needed:
        raise PermissionDenied from needed
    if not access.can(staff_of(request), action, ticket):
        raise PermissionDenied
    return ticket


def numbered_ticket(request: HttpRequest, register: str) -> Ticket:
    """The ticket whose numbers are to be unmasked: as workable_ticket, but a ticket whose citizen's
    identity is kept is given to all who read it, so that they are told why not.
    """
    try:
        ticket = readable_ticket(request, register)
    except ReasonNeeded as needed:
        raise PermissionDenied from needed
    if not ticket.is_anonymous and not identity.may_unmask(staff_of(request), ticket):
        raise PermissionDenied
    return ticket


def needs_no_reason(staff: Staff, ticket: Ticket) -> bool:
    """Whether this person may read the ticket as it is, or the log has their recent look: with a
    reason, or as the head of the office.
    """
    if access.can(staff, Action.READ_TICKET, ticket) and not access.reads_as_head(staff, ticket):
        return True
    since = timezone.now() - REASON_HOLDS
    logged = (AccessLog.Action.TICKET, AccessLog.Action.REMINDED)
    reasons = AccessLog.objects.filter(action__in=logged, at__gte=since)
    return reasons.filter(ticket=ticket, staff=staff).exists()


def unmask_numbers(request: HttpRequest, ticket: Ticket) -> None:
    """Show telephone and NIK of the ticket in this log-in for an hour; the log keeps that it was done."""
    AccessLog.objects.create(staff=staff_of(request), ticket=ticket, action=AccessLog.Action.PHONE)
    now = timezone.now()
    held = {key: until for key, until in _unmasked(request).items() if until > now.timestamp()}
    request.session[_UNMASKED] = {**held, str(ticket.pk): (now + REASON_HOLDS).timestamp()}


def sees_numbers(request: HttpRequest, ticket: Ticket) -> bool:
    """Whether this person lately unmasked telephone and NIK of a ticket, and still may."""
    if not identity.may_unmask(staff_of(request), ticket):
        return False
    return _unmasked(request).get(str(ticket.pk), 0) > timezone.now().timestamp()


def _unmasked(request: HttpRequest) -> dict[str, float]:
    """Until when (seconds since 1970) which tickets, by id, are shown with their numbers."""
    return dict(request.session.get(_UNMASKED, {}))


def keep_draft(
    request: HttpRequest, ticket: Ticket, text: str, *, quoted: int | None = None
) -> None:
    """Save the text as the person's draft, `quoted` as `desk.save_draft` has it; the next page says so."""
    desk.save_draft(ticket, by=staff_of(request), now=timezone.now(), text=text, quoted=quoted)


def page_number(raw: str, *, most: int = 10**12) -> int:
    """A positive whole number from an address, else 404."""
    if raw.isascii() and raw.isdigit() and len(raw) < 20 and 0 < int(raw) <= most:
        return int(raw)
    raise Http404
