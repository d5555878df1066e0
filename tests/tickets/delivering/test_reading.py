"""Blue ticks: told once, when the ticket's officer has read, where the number does so."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from services.models import Staff
from tests import factories
from tests.tickets.far_side import FarSide, refusal
from tickets.delivery import tell_read
from tickets.models import Channel, Conversation, Ticket

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def dipegang(tiket: Ticket, lane: Conversation, petugas: Staff) -> Ticket:
    """Held by `petugas`, with two messages that nobody has read."""
    for number, at in ((1, -60), (2, -30)):
        factories.MessageFactory(
            ticket=tiket,
            conversation=lane,
            external_id=f"wamid.IN{number}",
            occurred_at=timezone.now() + at * SECOND,
        )
    Ticket.objects.filter(pk=tiket.pk).update(
        assignee=petugas, state="in_progress", unread_count=2, conversation=lane
    )
    tiket.refresh_from_db()
    return tiket


def told(side: FarSide) -> list[str]:
    assert all(one["status"] == "read" for one in side.sends)
    return [one["message_id"] for one in side.sends]


def test_the_newest_is_marked_once_when_its_officer_opens_the_ticket(
    side: FarSide, masuk: Any, dipegang: Ticket, petugas: Staff
) -> None:
    browser = masuk(petugas)
    for _ in range(2):
        browser.get(dipegang.get_absolute_url())
    assert [tell_read(timezone.now()) for _ in range(2)] == [1, 0]
    assert told(side) == ["wamid.IN2"]


def test_nobody_elses_look_and_no_hidden_page_marks_anything(
    side: FarSide, masuk: Any, dipegang: Ticket, petugas: Staff, penyelia: Staff
) -> None:
    masuk(penyelia).get(dipegang.get_absolute_url())
    masuk(petugas).get(f"{dipegang.get_absolute_url()}perubahan/")
    assert tell_read(timezone.now()) == 0
    assert told(side) == []


def test_a_number_that_does_not_mark_marks_nothing(
    side: FarSide, masuk: Any, dipegang: Ticket, petugas: Staff
) -> None:
    Channel.objects.update(marks_read=False)
    masuk(petugas).get(dipegang.get_absolute_url())
    assert tell_read(timezone.now()) == 0
    assert told(side) == []


def test_what_was_lost_is_tried_again_and_what_was_refused_is_left(
    side: FarSide, masuk: Any, dipegang: Ticket, petugas: Staff
) -> None:
    masuk(petugas).get(dipegang.get_absolute_url())
    now = timezone.now()
    side.answers.extend(["reset", refusal(100)])
    assert tell_read(now) == 0
    assert tell_read(now + SECOND) == 0  # not yet
    assert len(side.sends) == 1
    assert tell_read(now + 10 * SECOND) == 0
    assert tell_read(now + 1000 * SECOND) == 0
    assert told(side) == ["wamid.IN2", "wamid.IN2"]
    assert not Conversation.objects.exclude(tell_read_at=None).exists()


def test_a_far_side_that_is_gone_is_not_asked_for_ever(
    side: FarSide, masuk: Any, dipegang: Ticket, petugas: Staff
) -> None:
    masuk(petugas).get(dipegang.get_absolute_url())
    side.answers.extend(["reset"] * 9)
    now = timezone.now()
    for _ in range(9):
        now += dt.timedelta(hours=1)
        tell_read(now)
    assert len(side.sends) == 5
