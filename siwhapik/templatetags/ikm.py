"""Figures of surveys as tables with charts."""

from django.template import Library

from siwhapik.reports.sheets import Table
from siwhapik.skm.trend import Periods, own_trend

register = Library()


@register.filter
def as_trend(periods: Periods) -> Table:
    """Finished periods of one office and instrument, the oldest first, as a table with a chart."""
    return own_trend(periods)
