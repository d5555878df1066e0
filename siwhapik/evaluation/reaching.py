"""Which report an address means, and whether this person may see it: an outsider gets 404."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from services.access import Action, agencies_where, can, granted, subordinates_of
from services.models import Agency, Letterhead, SignedEvaluation
from siwhapik.evaluation import spans
from siwhapik.evaluation.composing import Wanted
from tickets.views.guard import staff_of


def office(request: HttpRequest, slug: str, action: Action = Action.SEE_EVALUATION) -> Agency:
    """The office of this address where the person may do it; else 404. One's own came with the roles."""
    staff = staff_of(request)
    held = (membership.agency for membership, _ in granted(staff, action))
    own = next((one for one in held if one is not None and one.slug == slug), None)
    return own or get_object_or_404(agencies_where(staff, action), slug=slug)


def wanted(
    request: HttpRequest, slug: str, code: str, action: Action = Action.SEE_EVALUATION
) -> Wanted:
    """The report of this address; 404 for a span that there is not, or that has not begun."""
    agency, now = office(request, slug, action), timezone.now()
    period = spans.whole(code, today=now.astimezone(agency.zone).date())
    if period is None:
        raise Http404
    return Wanted(agency=agency, period=period, reader=staff_of(request), now=now)


def signed(request: HttpRequest, slug: str, code: str, revision: int) -> SignedEvaluation:
    """The signed report of this address, with its papers; those of the offices below are received, too."""
    staff = staff_of(request)
    seen = agencies_where(staff, Action.SEE_EVALUATION) | subordinates_of(staff)
    agency = get_object_or_404(seen.distinct(), slug=slug)
    rows = SignedEvaluation.objects.select_related("signed_by")
    found: SignedEvaluation = get_object_or_404(rows, agency=agency, code=code, revision=revision)
    found.agency = agency
    return found


def letterhead_of(agency: Agency) -> Letterhead | None:
    """What the office set up for the head of its reports."""
    return Letterhead.objects.filter(agency=agency).first()


def may(request: HttpRequest, action: Action, agency: Agency) -> bool:
    """Whether the person may do it at that office."""
    return can(staff_of(request), action, agency)
