"""A reminder that still lies in the outbox when the wait ends is not sent; what is on its way stays."""

import datetime as dt
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from services.models import Staff
from tests.outbox import deliver_pending
from tests.tickets.converse_tools import Phone
from tests.tickets.delivering.conftest import fresh, rested
from tests.tickets.far_side import FarSide, refusal
from tickets import desk
from tickets.delivery import has_trouble
from tickets.models import Conversation, Message, Ticket

NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)  # Tuesday, 10.00 WIB
OPENS = dt.datetime(2026, 6, 15, 0, 30, tzinfo=dt.UTC)  # Monday, 07.30 WIB
LATER = OPENS + dt.timedelta(minutes=1)
FRIDAY = dt.date(2026, 6, 19)


@pytest.fixture(autouse=True)
def _sweeps_read_row_by_row(settings: Any) -> None:
    rows = (
        {"model": name} for name in ("tickets.Conversation", "tickets.Ticket", "services.Agency")
    )
    settings.ZEAL_ALLOWLIST = [*settings.ZEAL_ALLOWLIST, *rows]


@pytest.fixture
def diingatkan(lane: Conversation, tiket: Ticket, petugas: Staff) -> Ticket:
    """`tiket`, whose citizen was asked, and whose reminder lies in the outbox."""
    desk.take(tiket, by=petugas, now=NOW)
    monday = OPENS.date()
    desk.wait_for_citizen(tiket, by=petugas, now=NOW, reason="KK", until=monday)
    assert desk.follow_up(OPENS) == 1
    tiket.refresh_from_db()
    assert reminder(tiket).status == "queued"
    return tiket


def reminder(ticket: Ticket) -> Message:
    return ticket.messages.get(origin="system")


def _writes(ticket: Ticket, by: Staff) -> None:
    assert ticket.conversation is not None
    Phone(ticket.conversation, LATER).says("ini KK saya pak")


ENDS = {
    "the citizen answers": _writes,
    "it is resolved": lambda ticket, by: desk.resolve(
        ticket, by=by, now=LATER, outcome="no_request", summary="Selesai"
    ),
    "the officer goes on": lambda ticket, by: desk.resume(ticket, by=by, now=LATER),
    "others are awaited": lambda ticket, by: desk.wait_for_other(
        ticket, by=by, now=LATER, reason="Dinas lain"
    ),
    "it gets another day": lambda ticket, by: desk.wait_for_citizen(
        ticket, by=by, now=LATER, reason="KK", until=FRIDAY
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_reminder_that_has_not_left_is_not_sent_any_more(
    diingatkan: Ticket, petugas: Staff, side: FarSide, end: str
) -> None:
    queued = reminder(diingatkan)
    ENDS[end](diingatkan, petugas)
    diingatkan.refresh_from_db()
    assert diingatkan.nudged_at is None
    assert fresh(queued).status == "recalled"
    assert not diingatkan.has_trouble
    deliver_pending()
    assert not any(queued.text in str(send) for send in side.sends)


def test_the_queue_row_shows_again_what_was_said_before(diingatkan: Ticket, petugas: Staff) -> None:
    queued = reminder(diingatkan)
    assert diingatkan.last_message_at == queued.occurred_at
    desk.resume(diingatkan, by=petugas, now=LATER)
    diingatkan.refresh_from_db()
    assert diingatkan.last_message_at != queued.occurred_at
    assert "Kami menunggu" not in diingatkan.last_message_text


@pytest.mark.parametrize("status", ["sending", "accepted", "delivered", "failed", "unknown"])
def test_what_is_on_its_way_stays_as_it_is(diingatkan: Ticket, petugas: Staff, status: str) -> None:
    Message.objects.filter(pk=reminder(diingatkan).pk).update(status=status)
    desk.resume(diingatkan, by=petugas, now=LATER)
    assert reminder(diingatkan).status == status


def test_what_was_being_sent_and_is_tried_again_is_not_sent(
    diingatkan: Ticket, petugas: Staff, side: FarSide
) -> None:
    """The wait ends between the claim and WhatsApp's "try again"."""
    queued = reminder(diingatkan)
    Message.objects.filter(pk=queued.pk).update(status="sending")
    desk.resume(diingatkan, by=petugas, now=LATER)
    Message.objects.filter(pk=queued.pk).update(status="queued")
    deliver_pending()
    assert fresh(queued).status == "recalled"
    assert side.sends == []


def test_while_the_citizen_is_awaited_it_is_sent_and_tried_again(
    diingatkan: Ticket, side: FarSide
) -> None:
    side.answers.append(refusal(131000, 500))
    deliver_pending()
    rested()
    deliver_pending()
    assert reminder(diingatkan).status == "accepted"


def test_the_page_says_that_it_was_not_sent(
    diingatkan: Ticket, petugas: Staff, masuk: Any, clock: Any
) -> None:
    desk.resume(diingatkan, by=petugas, now=LATER)
    page = masuk(petugas).get(diingatkan.get_absolute_url()).content.decode()
    assert "Tidak jadi dikirim" in page
    assert "Kirim ulang" not in page


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_refusal_that_comes_in_the_moment_of_an_answer_waits_in_no_circle(
    diingatkan: Ticket, petugas: Staff
) -> None:
    """Delivery holds the ticket, then its message; so does the run that works the answer."""
    queued = reminder(diingatkan)
    phone = Phone(Conversation.objects.get(pk=diingatkan.conversation_id), LATER)
    phone.arrives("ini KK saya pak")

    def answers() -> None:
        try:
            phone.work()
        finally:
            connection.close()

    with transaction.atomic():
        has_trouble.lock(queued)
        run = Thread(target=answers)
        run.start()
        run.join(1)
        assert run.is_alive()  # it waits for the ticket
        Message.objects.filter(pk=queued.pk).update(status="failed")
    run.join(10)
    assert fresh(queued).status == "failed"
    assert not Message.objects.unworked().exists()
    assert Conversation.objects.get(pk=diingatkan.conversation_id).converse_attempts == 0
