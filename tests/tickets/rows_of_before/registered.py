"""Tickets of before got their register number with their first message."""

import datetime as dt
from importlib import import_module

from django.utils import timezone

from tests import factories
from tests.tickets.rows_of_before.cases import Case, Given
from tickets.models import Ticket


def registered(given: Given) -> Case:
    """They are registered since their receipt."""
    filling = import_module("tickets.migrations.0041_fill_registered_at")
    given.monkeypatch.setattr(filling, "BATCH", 2)
    now = timezone.now()
    mine = [
        factories.TicketFactory(
            state=state, received_at=now - dt.timedelta(days=number), registered_at=None
        ).pk
        for number, state in enumerate(["intake", "new", "in_progress", "resolved", "closed"])
    ]
    before = yield
    assert before.get_model("tickets", "Ticket").objects.filter(pk__in=mine).count() == len(mine)
    yield
    rows = Ticket.objects.filter(pk__in=mine).order_by("pk")
    assert [row.registered_at for row in rows] == [row.received_at for row in rows]
    assert not rows.filter(is_urgent=True).exists()
    assert not rows.filter(is_anonymous=True).exists()
