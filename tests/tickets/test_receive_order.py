"""Old, late and overtaking items of webhooks."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.tickets.receiving import ARRIVED, TEN, deliver
from tests.tickets.transports.whatsapp import samples
from tickets.error_words import error_words
from tickets.models import (
    Attachment,
    Conversation,
    Message,
)

pytestmark = pytest.mark.django_db


def test_an_old_redelivery_is_flagged_and_opens_no_window_that_is_over(kanal):
    deliver(samples.text(), at=TEN + dt.timedelta(days=3))
    message = Message.objects.get()
    assert message.is_stale
    assert message.conversation.window_expires_at == TEN + dt.timedelta(hours=24)


def test_the_window_moves_forward_only_and_never_beyond_a_day_from_arrival(kanal):
    later = str(int(samples.AT) + 7200)
    deliver(samples.text(wamid="wamid.1", timestamp=later), at=TEN + dt.timedelta(hours=2))
    deliver(samples.text(wamid="wamid.0"), at=TEN + dt.timedelta(hours=2))
    conversation = Conversation.objects.get()
    assert conversation.window_expires_at == TEN + dt.timedelta(hours=26)
    future = str(int(samples.AT) + 10 * 86400)
    deliver(samples.text(wamid="wamid.2", timestamp=future), at=TEN + dt.timedelta(hours=3))
    conversation.refresh_from_db()
    assert conversation.window_expires_at == TEN + dt.timedelta(hours=27)
    assert Message.objects.get(external_id="wamid.2").occurred_at == TEN + dt.timedelta(hours=3)


@pytest.mark.parametrize("stamp", [None, "besok", "1"])
def test_a_message_without_a_time_has_that_of_its_arrival(kanal, stamp):
    deliver(samples.text(timestamp=stamp))
    assert Message.objects.get().occurred_at == ARRIVED


def test_reactions_and_changes_of_number_open_no_window(kanal):
    deliver(samples.message("reaction", reaction={"message_id": "wamid.Z", "emoji": "x"}))
    assert Conversation.objects.get().window_expires_at is None


@pytest.mark.parametrize("backwards", [False, True])
def test_reactions_edits_and_deletions_reach_their_message_in_any_order(kanal, backwards):
    def about(kind, at, **body):
        body = {("message_id" if kind == "reaction" else "original_message_id"): "wamid.T", **body}
        stamp = str(int(samples.AT) + at)
        return samples.message(kind, wamid=f"wamid.{at}", timestamp=stamp, **{kind: body})

    messages = [
        samples.text("Lama", wamid="wamid.T"),
        about("reaction", 1, emoji="\U0001f44d"),
        about("reaction", 2, emoji="\u2764"),
        about("edit", 3, message=samples.text("Baru")),
        about("revoke", 4),
        samples.text("Balasan", wamid="wamid.B", context={"id": "wamid.T"}),
    ]
    for message in reversed(messages) if backwards else messages:
        deliver(message, at=TEN + dt.timedelta(minutes=1))
    target = Message.objects.get(external_id="wamid.T")
    assert (target.text, target.edited_text, target.reaction) == ("Lama", "Baru", "\u2764")
    assert target.withdrawn_at == TEN + dt.timedelta(seconds=4)
    assert Message.objects.get(external_id="wamid.B").quoted == target


def test_a_citizen_cannot_edit_what_the_office_wrote(kanal, percakapan):
    ours = Message.objects.create(
        channel=kanal,
        conversation=percakapan,
        direction="out",
        origin="officer",
        external_id="wamid.OUT",
        type="text",
        text="Lengkap",
        status="sent",
        occurred_at=TEN,
        received_at=TEN,
    )
    body = {"original_message_id": "wamid.OUT"}
    deliver(samples.message("edit", wamid="w1", edit={**body, "message": samples.text("x")}))
    deliver(samples.message("revoke", wamid="w2", revoke=body))
    deliver(
        samples.message("reaction", wamid="w3", reaction={"message_id": "wamid.OUT", "emoji": "x"})
    )
    ours.refresh_from_db()
    assert (ours.edited_text, ours.withdrawn_at, ours.reaction) == ("", None, "x")


def test_files_wait_for_their_own_task_and_missing_ones_say_so(kanal):
    deliver(
        samples.image(wamid="wamid.1", media_id="77"),
        samples.message("image", wamid="wamid.2", errors=[{"code": 131052}]),
    )
    fetched, missing = Attachment.objects.order_by("message__external_id")
    assert (fetched.media_id, fetched.state) == ("77", "pending")
    assert fetched.next_attempt_at
    assert missing.state == "failed"
    assert "kirim ulang" in error_words(missing.error)


def test_somebody_who_never_pauses_is_not_left_waiting(kanal):
    deliver(samples.text(wamid="wamid.1"), at=timezone.now() - dt.timedelta(seconds=20))
    before = Conversation.objects.get().converse_at
    deliver(samples.text(wamid="wamid.2"), at=timezone.now())
    assert Conversation.objects.get().converse_at == before
