"""The middle of a page of figures, drawn once for each change and kept in the process for a minute.

It is kept under all that it was drawn from: the person with name and rights, the counters that are bumped at
each change of a ticket of the offices, their names, heads and zones, the address, and the minute (what is late
becomes so by time alone). So it says what drawing it anew would say (docs/decisions/0074).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

from django.core.cache import caches
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from services.models import Agency, Staff
from siwhapik.paper import Edge
from tickets.views.tabs import digest, tick, version_for

# Seconds; the age at which a bump that was lost is made up for.
HEALS_AFTER = 60
# Longer ones are not kept: 200 of them lie in each process.
LONGEST = 200_000


def key_of(
    request: HttpRequest, *, agencies: Sequence[Agency], now: dt.datetime, also: object = None
) -> str:
    """Another word whenever the page may have to say something else; read it before the figures.

    `also`: what else is shown and changes by itself.
    """
    staff = cast("Staff", request.user)
    offices = [(one.pk, one.name, one.short_name, one.head_title, one.timezone) for one in agencies]
    return digest(
        staff.full_name,  # whoever prints it
        version_for(staff, agencies=[one.pk for one in agencies]),
        offices,
        request.get_full_path(),
        tick(now, HEALS_AFTER),
        also,
    )


class Drawn(NamedTuple):
    """The middle of a page, and what stands at the edge of its paper."""

    content: SafeString
    edge: Edge


def drawn(template: str, *, key: str, make: Callable[[], dict[str, Any]]) -> Drawn:
    """The template as HTML, with what `make` counts and its "edge"; neither happens while it is kept."""
    pages = caches["pages"]
    kept: Drawn | None = pages.get(key)
    if kept is None:
        kept = drawn_anew(template, make())
        if len(kept.content) <= LONGEST:
            pages.set(key, kept, HEALS_AFTER)
    return kept


def drawn_anew(template: str, context: dict[str, Any]) -> Drawn:
    """The same without keeping it."""
    return Drawn(render_to_string(template, context), context["edge"])
