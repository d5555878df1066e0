"""A citizen whom the officer's question did not reach is not reminded of it."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tickets import desk
from tickets.models import Message, Notification, Ticket

NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)  # Tuesday, 10.00 WIB
OPENS = dt.datetime(2026, 6, 15, 0, 30, tzinfo=dt.UTC)  # Monday, 07.30 WIB
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _sweeps_read_row_by_row(settings: Any) -> None:
    rows = (
        {"model": name} for name in ("tickets.Conversation", "tickets.Ticket", "services.Agency")
    )
    settings.ZEAL_ALLOWLIST = [*settings.ZEAL_ALLOWLIST, *rows]


def waiting(ticket: Ticket, by: Staff) -> Ticket:
    assert ticket.conversation is not None
    ticket.conversation.window_expires_at = OPENS + 48 * HOUR
    ticket.conversation.save(update_fields=["window_expires_at"])
    desk.take(ticket, by=by, now=NOW)
    desk.wait_for_citizen(ticket, by=by, now=NOW, reason="KK", until=OPENS.date())
    return ticket


def asked(ticket: Ticket, status: str, *, at: dt.datetime = NOW - HOUR) -> Message:
    return factories.MessageFactory(
        ticket=ticket, direction="out", origin="officer", status=status, occurred_at=at
    )


def after(ticket: Ticket) -> tuple[str, str]:
    """What follows on the day: the verb, and why."""
    desk.follow_up(OPENS)
    event = ticket.events.filter(actor=None, at=OPENS, verb__in=["nudged", "resumed"]).get()
    return event.verb, event.data.get("why", "")


@pytest.mark.parametrize(
    ("statuses", "follows"),
    [
        ([], ("nudged", "")),
        (["delivered"], ("nudged", "")),
        (["accepted"], ("nudged", "")),
        (["unknown"], ("nudged", "")),
        (["failed"], ("resumed", "not_asked")),
        (["queued"], ("resumed", "not_asked")),
        (["sending"], ("resumed", "not_asked")),
        (["failed", "delivered"], ("nudged", "")),  # two parts of one answer
        (["failed", "failed"], ("resumed", "not_asked")),
    ],
)
def test_reminded_is_who_was_asked(
    tiket: Ticket, petugas: Staff, statuses: list[str], follows: tuple[str, str]
) -> None:
    waiting(tiket, petugas)
    for status in statuses:
        asked(tiket, status)
    assert after(tiket) == follows
    reminded = tiket.messages.filter(origin="system").exists()
    assert reminded == (follows[0] == "nudged")


def test_the_last_words_count(tiket: Ticket, petugas: Staff) -> None:
    waiting(tiket, petugas)
    asked(tiket, "delivered", at=NOW - 2 * HOUR)
    failed = asked(tiket, "failed")
    assert after(tiket) == ("resumed", "not_asked")
    again = asked(tiket, "delivered", at=OPENS + HOUR)
    Message.objects.filter(pk=again.pk).update(retry_of=failed)
    tiket.refresh_from_db()
    desk.wait_for_citizen(
        tiket, by=petugas, now=OPENS + HOUR, reason="KK", until=dt.date(2026, 6, 16)
    )
    desk.follow_up(OPENS + 24 * HOUR)
    assert tiket.events.filter(verb="nudged").count() == 1


def test_its_officer_is_told_and_reads_why(
    tiket: Ticket, petugas: Staff, masuk: Any, clock: Any
) -> None:
    waiting(tiket, petugas)
    asked(tiket, "failed")
    desk.follow_up(OPENS)
    tiket.refresh_from_db()
    assert (tiket.state, tiket.assignee) == ("in_progress", petugas)
    assert Notification.objects.get(kind="wait_over").staff == petugas
    page = masuk(petugas).get(tiket.get_absolute_url()).content.decode()
    assert "kembali kepada petugas: pesan terakhir petugas belum sampai kepada pemohon" in page
