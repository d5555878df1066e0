"""Puts tickets together that are about the same, each in the way that fits (docs/decisions/0072)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from services.models import Staff
from tickets.desk.base import working_on_all
from tickets.desk.joining import must_be_different
from tickets.desk.leading import follow
from tickets.desk.merging import merge, oldest
from tickets.desk.one_person import are_one_person
from tickets.models import Ticket


def combine(tickets: Sequence[Ticket], *, under: Ticket, by: Staff, now: dt.datetime) -> Ticket:
    """Those of the same citizen are merged, those of others follow; all of them, or none.

    Returns the ticket that goes on: where all are of one citizen the oldest of them, else `under`.
    Raises Refused.
    """
    must_be_different(under, list(tickets))
    with working_on_all([under, *tickets]):
        together = [one for one in tickets if are_one_person(one, under)]
        others = [one for one in tickets if one not in together]
        if not others:
            everything = [under, *together]
            under = oldest([one for one in everything if not one.is_merged] or everything)
            together = [one for one in everything if one != under]
        if together:
            merge(together, into=under, by=by, now=now)
        if others:
            follow(others, leader=under, by=by, now=now)
    return under
