"""The services and their standards in force, as citizens read them."""

from collections import defaultdict
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from services import phones
from services.hours_words import hours_in_words
from services.models import Agency, Article, Service, ServiceStandard
from tickets.models import Channel

# Articles of a page: it stays light on a cheap telephone.
ABOUT_OFFICE, ABOUT_SERVICE = 10, 20


@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """Every service on offer, by office."""
    services = Service.objects.offered(timezone.now()).select_related("agency")
    services = services.order_by("agency__name", "order")
    offices = [
        {"agency": agency, "services": list(rows)}
        for agency, rows in groupby(services, key=lambda service: service.agency)
    ]
    about = _about_offices([one["agency"] for one in offices])
    for one in offices:
        one["articles"] = about[one["agency"].pk]
    return render(request, "services/list.html", {"offices": offices})


def _about_offices(agencies: list[Agency]) -> dict[int, list[Article]]:
    """What each office answered once for all about itself."""
    found: dict[int, list[Article]] = defaultdict(list)
    rows = Article.objects.published().filter(agency__in=agencies, service__isnull=True)
    for article in rows:
        if len(found[article.agency_id]) < ABOUT_OFFICE:
            found[article.agency_id].append(article)
    return found


@require_safe
def service_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One service: requirements, steps, time, fee, product, complaints, number and hours."""
    now = timezone.now()
    service = get_object_or_404(Service.objects.active().select_related("agency"), slug=slug)
    standards = ServiceStandard.objects.holding(now).with_components()
    standard = standards.filter(service=service).first()
    today = now.astimezone(service.agency.zone).date()
    context = {
        "service": service,
        "agency": service.agency,
        "standard": standard,
        "numbers": [_number(channel) for channel in _channels(service)] if standard else [],
        "articles": Article.objects.published().filter(service=service)[:ABOUT_SERVICE],
        "hours": hours_in_words(service.agency.office_hours.all(), on=today),
    }
    # Without a standard the service is not on offer, and the page says so to an old link.
    return render(request, "services/page.html", context, status=200 if standard else 404)


def _channels(service: Service) -> list[Channel]:
    """The numbers of the service's own office: another office would not have the matter."""
    return list(service.channels.filter(is_active=True, agency=service.agency_id))


def _number(channel: Channel) -> dict[str, Any]:
    shown = channel.display_phone_number
    try:
        number = phones.e164(shown)
    except phones.NotAPhone:  # stored before numbers were checked
        return {"shown": shown, "url": ""}
    return {"shown": shown, "url": "" if channel.is_simulated else f"https://wa.me/{number[1:]}"}
