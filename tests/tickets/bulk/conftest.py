"""Many tickets of one number, and jobs for them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from services.models import Service, Staff
from tests import factories
from tickets import bulk
from tickets.models import BulkJob, Channel, Message, Ticket

Start = Callable[..., BulkJob]


@pytest.fixture
def banyak(tiket: Ticket, kanal: Channel, layanan: Service) -> list[Ticket]:
    """Three new tickets of three citizens, `tiket` the first of them."""
    more = [
        factories.TicketFactory(
            conversation__channel=kanal,
            service=layanan,
            standard=tiket.standard,
            kind=layanan.kind,
            group=layanan.group,
        )
        for _ in range(2)
    ]
    return [tiket, *more]


@pytest.fixture
def kerjakan(banyak: list[Ticket], now: dt.datetime, clock: Any) -> Start:
    """`kerjakan("take", by=petugas, tickets=..., **given)` starts a job."""

    def start(
        deed: str,
        *,
        by: Staff,
        tickets: list[Ticket] | None = None,
        key: str = "kunci-contoh",
        **given: Any,
    ) -> BulkJob:
        chosen = banyak if tickets is None else tickets
        for ticket in chosen:
            ticket.refresh_from_db()
        order = bulk.Order(deed=deed, tickets=chosen, form_key=key, seen_at=now, given=given)
        return bulk.start(order, by=by, now=now)

    return start


def results(job: BulkJob) -> list[tuple[str, str]]:
    """Each ticket's state and why, in the order of the job."""
    return list(job.items.order_by("position").values_list("state", "why"))


def states(job: BulkJob) -> list[str]:
    return [state for state, _ in results(job)]


def said() -> list[str]:
    """What goes out, by officers, in its order."""
    ours = Message.objects.filter(direction="out", origin="officer").order_by("pk")
    return list(ours.values_list("text", flat=True))
