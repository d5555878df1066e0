"""Figures of surveys as tables with charts."""

from django.template import Library

from siwhapik.reports.sheets import Table
from siwhapik.skm.trend import own_trend
from surveys.trends import Trend

register = Library()


@register.filter
def as_trend(trend: Trend) -> Table:
    """Finished periods of one office that may be compared, the oldest first, as a table with a chart."""
    return own_trend(trend)
