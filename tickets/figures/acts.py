"""Conditions on rows that belong to a ticket: in which days they happened, and of which slice they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from tickets.figures.counting import Days


def happened(where: Iterable[Days], moment: str, *, via: str = "ticket") -> Q:
    """With tickets of these offices (`via`: how they are reached), in these days."""
    found = Q(pk__in=())  # no office, no row
    for span in where:
        begins, ends = span.borders
        offices = Q(**{f"{via}__agency_id__in": span.agencies})
        found |= offices & Q(**{f"{moment}__gte": begins, f"{moment}__lt": ends})
    return found


def of_slice(
    only: Mapping[str, Any], *, who: str, via: str = "ticket", beside: Q | None = None
) -> Q:
    """The slice, asked of the ticket; its officer of who did it, or of what is `beside`."""
    of_ticket = {f"{via}__{name}": value for name, value in only.items() if name != "assignee_id"}
    if "assignee_id" not in only:
        return Q(**of_ticket)
    person = Q(**{who: only["assignee_id"]})
    return Q(**of_ticket) & (person | beside if beside is not None else person)
