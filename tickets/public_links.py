"""Addresses of public pages, as messages to citizens carry them."""

from django.conf import settings

from services.models import Agency

TRACKING_PAGE = f"{settings.PUBLIC_BASE_URL}/lacak/"


def tracking_link(code: str) -> str:
    """The page that says how far a matter is, with its code behind the #.

    Browsers keep that part to themselves: it reaches no server's log, no proxy, no other site
    (ADR 0049).
    """
    return f"{TRACKING_PAGE}#{code}"


def privacy_link(agency: Agency) -> str:
    """The page that says what an office keeps of citizens, and why."""
    return f"{settings.PUBLIC_BASE_URL}/privasi/{agency.slug}/"
