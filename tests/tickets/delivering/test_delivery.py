"""What leaves the outbox, what comes of it, and that nothing leaves twice."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from services.models import Staff
from tests import factories
from tests.outbox import deliver_pending
from tests.tickets.delivering.conftest import fresh, queued, rested
from tests.tickets.far_side import FarSide, refusal
from tickets.content import Template, Text
from tickets.delivery import has_trouble
from tickets.error_words import error_words
from tickets.faults import Fault
from tickets.models import Channel, Conversation, Message, Ticket


def test_a_queued_message_is_sent_once_with_its_own_id(side: FarSide, lane: Conversation) -> None:
    message = queued(lane)
    assert deliver_pending() == 1
    assert deliver_pending() == 0
    sent = fresh(message)
    assert (sent.status, sent.external_id) == ("accepted", "wamid.OUT1")
    assert len(side.sends) == 1
    assert side.sends[0]["biz_opaque_callback_data"] == str(message.pk)
    assert side.sends[0]["to"] == f"+{lane.address}"


def test_messages_to_one_person_leave_in_order(side: FarSide, lane: Conversation) -> None:
    for number in range(5):
        queued(lane, payload=Text(f"ke-{number}").payload())
    deliver_pending()
    assert [send["text"]["body"] for send in side.sends] == [f"ke-{n}" for n in range(5)]


def test_outside_the_window_nothing_is_sent_and_the_officer_is_told(
    side: FarSide, lane: Conversation, tiket: Ticket
) -> None:
    Conversation.objects.update(window_expires_at=timezone.now() + dt.timedelta(minutes=4))
    message = queued(lane, tiket)
    deliver_pending()
    failed = fresh(message)
    assert (failed.status, failed.error_code) == ("failed", 131047)
    assert "templat" in error_words(failed.error)
    assert side.sends == []
    tiket.refresh_from_db()
    assert tiket.has_trouble


def test_a_lost_answer_is_unknown_and_never_repeated(
    side: FarSide, lane: Conversation, tiket: Ticket
) -> None:
    side.answers.append("reset")
    message = queued(lane, tiket)
    deliver_pending()
    deliver_pending(timezone.now() + dt.timedelta(days=1))
    assert fresh(message).status == "unknown"
    assert len(side.sends) == 1
    tiket.refresh_from_db()
    assert tiket.has_trouble


def test_an_unreadable_answer_is_unknown(side: FarSide, lane: Conversation) -> None:
    side.answers.append("garbage")
    message = queued(lane)
    deliver_pending()
    assert fresh(message).status == "unknown"


def test_a_claim_whose_process_died_becomes_unknown(side: FarSide, lane: Conversation) -> None:
    long_ago = timezone.now() - dt.timedelta(minutes=2)
    message = queued(lane, status=Message.Status.SENDING, claimed_at=long_ago)
    Conversation.objects.update(sending_since=long_ago)
    after = queued(lane)
    deliver_pending()
    assert fresh(message).status == "unknown"
    assert fresh(after).status == "accepted"
    assert len(side.sends) == 1


def test_a_claim_under_way_is_left_alone_and_not_overtaken(
    side: FarSide, lane: Conversation
) -> None:
    message = queued(lane, status=Message.Status.SENDING, claimed_at=timezone.now())
    after = queued(lane)
    deliver_pending()
    assert (fresh(message).status, fresh(after).status) == ("sending", "queued")
    assert side.sends == []


def test_when_nothing_listens_the_message_waits(lane: Conversation, settings: Any) -> None:
    settings.WHATSAPP_API_BASE_URL = "http://127.0.0.1:9"
    message, before = queued(lane), timezone.now()
    deliver_pending()
    waiting = fresh(message)
    assert waiting.status == "queued"
    assert waiting.next_attempt_at is not None
    assert waiting.next_attempt_at > before


def test_a_busy_whatsapp_is_asked_again_later(side: FarSide, lane: Conversation) -> None:
    side.answers.append(refusal(131000, 500))
    message = queued(lane)
    deliver_pending()
    waiting = fresh(message)
    assert (waiting.status, waiting.attempts) == ("queued", 1)
    rested()
    deliver_pending()
    assert fresh(message).status == "accepted"


def test_the_pair_limit_rests_only_this_lane(side: FarSide, lane: Conversation) -> None:
    side.answers.append(refusal(131056))
    first, second = queued(lane), queued(lane)
    deliver_pending()
    assert [fresh(first).status, fresh(second).status] == ["queued", "queued"]
    lane.refresh_from_db()
    assert lane.next_send_at is not None
    assert Channel.objects.get().resume_at is None


def test_the_rate_limit_rests_the_number(side: FarSide, lane: Conversation) -> None:
    side.answers.append(refusal(130429))
    queued(lane)
    deliver_pending()
    assert Channel.objects.get().resume_at is not None


def test_a_dead_token_stops_the_number_and_keeps_the_message(
    side: FarSide, lane: Conversation
) -> None:
    side.answers.append(refusal(190, 401))
    message = queued(lane)
    deliver_pending()
    channel = Channel.objects.get()
    assert channel.health == Channel.Health.STOPPED
    assert error_words(channel.health_error)
    assert fresh(message).status == "queued"
    later = timezone.now() + dt.timedelta(minutes=11)
    rested()
    Channel.objects.update(resume_at=later - dt.timedelta(hours=1))
    deliver_pending()
    assert fresh(message).status == "accepted"
    assert Channel.objects.get().health == Channel.Health.OK


@pytest.mark.parametrize("code", [131026, 131050, 100, 131049])
def test_a_final_no_is_told_and_not_repeated(side: FarSide, lane: Conversation, code: int) -> None:
    side.answers.append(refusal(code))
    message = queued(lane)
    deliver_pending()
    failed = fresh(message)
    assert (failed.status, failed.error_code) == ("failed", code)
    assert error_words(failed.error)
    deliver_pending()
    assert len(side.sends) == 1


def test_whatsapps_word_on_the_window_closes_ours(side: FarSide, lane: Conversation) -> None:
    side.answers.append(refusal(131047))
    queued(lane)
    deliver_pending()
    lane.refresh_from_db()
    assert lane.window_expires_at is not None
    assert lane.window_expires_at <= timezone.now()


def test_a_sealed_payload_is_sent_and_then_wiped(side: FarSide, lane: Conversation) -> None:
    sealed = '{"type": "text", "text": {"body": "rahasia"}}'
    message = queued(lane, payload={}, sealed_payload=sealed, text="Undangan survei terkirim")
    deliver_pending()
    assert side.sends[0]["text"]["body"] == "rahasia"
    assert fresh(message).sealed_payload == ""


def test_a_simulated_number_never_sends_to_the_world(lane: Conversation, settings: Any) -> None:
    settings.WHATSAPP_API_BASE_URL = "https://graph.facebook.com"
    Channel.objects.update(is_simulated=True)
    message = queued(lane)
    deliver_pending()
    assert fresh(message).status == "queued"
    assert Channel.objects.get().health == Channel.Health.STOPPED


def test_a_retry_by_hand_clears_the_mark(
    side: FarSide, lane: Conversation, tiket: Ticket, petugas: Staff
) -> None:
    side.answers.append(refusal(131026))
    message = queued(lane, tiket, author=petugas)
    deliver_pending()
    queued(lane, tiket, retry_of=message)
    deliver_pending()
    tiket.refresh_from_db()
    assert not tiket.has_trouble


@pytest.mark.parametrize(
    ("code", "after", "status", "is_troubled"),
    [
        (131047, "template", "sent", False),
        (131047, "template", "accepted", False),
        (131047, "template", "queued", True),
        (131047, "template", "failed", True),
        (131047, "text", "sent", True),
        (131026, "template", "sent", True),
        (None, "template", "sent", True),
    ],
)
def test_a_template_stands_for_what_the_closed_window_kept_back(
    tiket: Ticket, petugas: Staff, code: int | None, after: str, status: str, is_troubled: bool
) -> None:
    given = {"ticket": tiket, "direction": "out", "origin": "officer", "author": petugas}
    factories.MessageFactory(**given, status="failed", error_code=code)
    factories.MessageFactory(**given, type=after, status=status)
    has_trouble.refresh(tiket.pk)
    tiket.refresh_from_db()
    assert tiket.has_trouble == is_troubled


def test_a_template_that_is_sent_clears_the_mark(
    side: FarSide, lane: Conversation, tiket: Ticket, petugas: Staff
) -> None:
    side.answers.append(refusal(131047))
    queued(lane, tiket, author=petugas)
    deliver_pending()
    tiket.refresh_from_db()
    assert tiket.has_trouble
    template = Template(name="kabar")
    queued(lane, tiket, author=petugas, type=template.type, payload=template.payload())
    deliver_pending()
    tiket.refresh_from_db()
    assert not tiket.has_trouble


def test_a_template_before_it_stands_for_nothing(tiket: Ticket, petugas: Staff) -> None:
    given = {"ticket": tiket, "direction": "out", "origin": "officer", "author": petugas}
    factories.MessageFactory(**given, type="template", status="sent")
    factories.MessageFactory(**given, status="failed", error_code=131047)
    has_trouble.refresh(tiket.pk)
    tiket.refresh_from_db()
    assert tiket.has_trouble


def test_what_the_channel_cannot_say_has_failed_and_is_not_unknown(
    lane: Conversation, side: FarSide
) -> None:
    message = queued(lane, payload=Text("x" * 5000).payload())
    deliver_pending()
    assert (fresh(message).status, fresh(message).error["code"]) == ("failed", Fault.UNREADABLE)
    assert side.sends == []
