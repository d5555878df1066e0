"""Moments in an office's own time: a template knows the server's time zone only."""

import datetime as dt

from django.template import Library

from services.models import Agency
from tickets.words import day_words, long_words

register = Library()


@register.filter
def in_full(at: dt.datetime, agency: Agency) -> str:
    """A moment where this office is: "Senin, 23 November 2026 14.00 WITA"."""
    return long_words(at, agency.zone)


@register.filter
def day_at(at: dt.datetime, agency: Agency) -> str:
    """The day of a moment where this office is: "23 November 2026"."""
    return day_words(at.astimezone(agency.zone).date())
