"""Moments in an office's own time (a template knows the server's time zone only), and numbers with their units."""

import datetime as dt

from django.template import Library
from django.template.defaultfilters import stringfilter

from services.models import Agency
from services.number_words import size_words
from tickets.words import day_words, long_words, unbroken

register = Library()
# No line's end parts a number from its unit. Only spaces are replaced, so what was escaped stays so.
register.filter("unbroken", stringfilter(unbroken), is_safe=True)
register.filter("size_words", size_words)


@register.filter
def in_full(at: dt.datetime, agency: Agency) -> str:
    """A moment where this office is: "Senin, 23 November 2026 14.00 WITA"."""
    return unbroken(long_words(at, agency.zone))


@register.filter
def day_at(at: dt.datetime, agency: Agency) -> str:
    """The day of a moment where this office is: "23 November 2026"."""
    return unbroken(day_words(at.astimezone(agency.zone).date()))
