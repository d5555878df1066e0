"""Rows from before "Belum dibalas" was kept: filled where it can be told."""

import datetime as dt
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from services.models import Staff
from tests import factories
from tickets.models import Ticket

H = dt.timedelta(hours=1)
filling = import_module("tickets.migrations.0009_fill_unanswered")


def fill() -> None:
    filling.fill(apps, None)


def says(ticket: Ticket, at: dt.datetime, **more: Any) -> None:
    factories.MessageFactory(ticket=ticket, occurred_at=at, **more)


def answers(ticket: Ticket, at: dt.datetime, status: str = "read") -> None:
    says(ticket, at, direction="out", origin="officer", status=status)


@pytest.mark.parametrize(
    ("status", "since"), [("read", None), ("unknown", None), ("failed", dt.timedelta())]
)
def test_what_is_open_by_its_last_answer(
    tiket: Ticket, now: dt.datetime, status: str, since: dt.timedelta | None
) -> None:
    says(tiket, now)
    says(tiket, now + H)
    answers(tiket, now + 2 * H, status)
    says(tiket, now + 3 * H, type="reaction")
    fill()
    tiket.refresh_from_db()
    assert tiket.unanswered_since == (None if since is None else now + since)
    says(tiket, now + 4 * H)
    fill()
    tiket.refresh_from_db()
    assert tiket.unanswered_since == (now + 4 * H if since is None else now + since)


def test_words_at_the_counter_were_an_answer(tiket: Ticket, now: dt.datetime) -> None:
    Ticket.objects.update(first_responded_at=now)
    says(tiket, now)
    fill()
    tiket.refresh_from_db()
    assert (tiket.unanswered_since, tiket.answered_at) == (None, now)


def test_of_what_is_resolved_only_what_came_late(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    Ticket.objects.update(state="resolved", resolved_at=now)
    says(tiket, now + 2 * H, text="Terima kasih")
    fill()
    tiket.refresh_from_db()
    assert tiket.unanswered_since is None
    says(tiket, now + H, received_at=now + 3 * H, text="Belum beres Pak")
    fill()
    tiket.refresh_from_db()
    assert tiket.unanswered_since == now + H


def test_it_goes_in_batches(
    tiket: Ticket, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "BATCH", 2)
    tickets = factories.TicketFactory.create_batch(5)
    for ticket in tickets:
        says(ticket, now)
    fill()
    assert Ticket.objects.filter(unanswered_since=now).count() == 5
