"""Tickets of before got their register number with their first message."""

import datetime as dt
from importlib import import_module

import pytest

from tests import factories
from tests.tickets.migrating import forward, migrate
from tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)
filling = import_module("tickets.migrations.0041_fill_registered_at")


def test_they_are_registered_since_their_receipt(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "BATCH", 2)
    states = ["intake", "new", "in_progress", "resolved", "closed"]
    for number, state in enumerate(states):
        at = now - dt.timedelta(days=number)
        factories.TicketFactory(state=state, received_at=at, registered_at=None)
    try:
        before = migrate([("tickets", "0039_codes_of_messages")])
        assert before.get_model("tickets", "Ticket").objects.count() == len(states)
    finally:
        forward()
    rows = Ticket.objects.order_by("pk")
    assert [row.registered_at for row in rows] == [row.received_at for row in rows]
    assert not rows.filter(is_urgent=True).exists()
    assert not rows.filter(is_anonymous=True).exists()
