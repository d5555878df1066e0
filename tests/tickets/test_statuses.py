"""Statuses in every order end in the same place, and never go back."""

import datetime as dt
from itertools import permutations
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tickets.delivery import outcomes, record_status
from tickets.models import Channel, Conversation, Message, StatusEvent, Ticket
from tickets.transports.items import Problem, StatusUpdate

RANK = ["accepted", "sent", "delivered", "read", "played"]


@pytest.fixture
def message(percakapan: Conversation, tiket: Ticket) -> Message:
    now = timezone.now()
    return Message.objects.create(
        channel=percakapan.channel,
        conversation=percakapan,
        ticket=tiket,
        direction=Message.Direction.OUT,
        origin=Message.Origin.OFFICER,
        type="text",
        occurred_at=now,
        received_at=now,
        status=Message.Status.ACCEPTED,
        external_id="wamid.A",
    )


def tell(channel: Channel, status: str, **fields: Any) -> Message | None:
    values = {"path": "x", "external_id": "wamid.A", "timestamp": timezone.now(), **fields}
    update = StatusUpdate(status=status, **values)
    return record_status(update, channel=channel, now=timezone.now())


@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "read"])))
def test_the_furthest_status_stays(message: Message, kanal: Channel, order: list[str]) -> None:
    for status in (*order, *order):
        tell(kanal, status)
    message.refresh_from_db()
    assert message.status == "read"
    assert StatusEvent.objects.count() == 3


@pytest.mark.parametrize("order", list(permutations(["sent", "failed", "delivered"])))
def test_delivered_beats_failed_in_any_order(
    message: Message, kanal: Channel, tiket: Ticket, order: list[str]
) -> None:
    for status in order:
        errors = (Problem(code=131026),) if status == "failed" else ()
        tell(kanal, status, errors=errors)
    message.refresh_from_db()
    assert (message.status, message.error) == ("delivered", {})
    tiket.refresh_from_db()
    assert not tiket.has_trouble


def test_failed_after_sent_is_told(message: Message, kanal: Channel, tiket: Ticket) -> None:
    tell(kanal, "sent")
    tell(kanal, "failed", errors=(Problem(code=131026),))
    message.refresh_from_db()
    assert (message.status, message.error_code) == ("failed", 131026)
    assert message.error == {"code": "refused", "number": 131026}
    tiket.refresh_from_db()
    assert tiket.has_trouble


def test_an_unknown_send_is_settled_by_our_own_id(
    message: Message, kanal: Channel, tiket: Ticket
) -> None:
    Message.objects.update(status="unknown", external_id=None)
    tell(kanal, "delivered", external_id="wamid.B", callback_data=str(message.pk))
    message.refresh_from_db()
    assert (message.status, message.external_id) == ("delivered", "wamid.B")
    tiket.refresh_from_db()
    assert not tiket.has_trouble


def test_a_status_before_our_answer_waits_for_it(message: Message, kanal: Channel) -> None:
    Message.objects.update(status="sending", external_id=None)
    assert tell(kanal, "delivered") is None
    outcomes.accepted(message, external_id="wamid.A", now=timezone.now())
    message.refresh_from_db()
    assert message.status == "delivered"
    assert StatusEvent.objects.get().message_id == message.pk


def test_a_strange_callback_or_status_changes_nothing(message: Message, kanal: Channel) -> None:
    for number, data in enumerate(["999999999999999999999", "abc", "-1", "٣", ""]):
        tell(kanal, "read", external_id=f"wamid.X{number}", callback_data=data)
    tell(kanal, "deleted")
    tell(kanal, "something_new")
    message.refresh_from_db()
    assert message.status == "accepted"


def test_another_numbers_status_does_not_touch_it(message: Message, kanal: Channel) -> None:
    other = Channel.objects.create(agency=kanal.agency, name="lain", phone_number_id="2")
    tell(other, "read", callback_data=str(message.pk))
    message.refresh_from_db()
    assert message.status == "accepted"


def test_the_time_of_the_status_is_whatsapps(message: Message, kanal: Channel) -> None:
    at = timezone.now() - dt.timedelta(minutes=3)
    tell(kanal, "sent", timestamp=at)
    message.refresh_from_db()
    assert message.status_at == at


def test_a_callback_that_only_looks_like_a_number_is_kept(message: Message, kanal: Channel) -> None:
    assert tell(kanal, "read", external_id="wamid.X", callback_data="²") is None
    assert StatusEvent.objects.count() == 1


def test_our_answer_written_between_the_two_looks_is_not_an_orphan(
    message: Message, kanal: Channel
) -> None:
    """By the channel's id it is not found yet; when our own is looked up, the row has the channel's."""
    Message.objects.update(external_id=None, status="sending")
    answered: list[bool] = []

    def answer_meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        if not answered and sql.startswith("SELECT") and '"external_id" = ' in sql:
            answered.append(True)
            outcomes.accepted(message, external_id="wamid.A", now=timezone.now())
        return found

    with connection.execute_wrapper(answer_meanwhile):
        tell(kanal, "delivered", callback_data=str(message.pk))
    message.refresh_from_db()
    assert message.status == "delivered"
    assert StatusEvent.objects.get().message_id == message.pk


def test_a_later_word_on_the_window_closes_ours(
    message: Message, kanal: Channel, django_capture_on_commit_callbacks: Any
) -> None:
    now = timezone.now()
    before = now - dt.timedelta(hours=1)
    open_until = now + dt.timedelta(hours=9)
    Conversation.objects.update(last_inbound_at=before, window_expires_at=open_until)
    with django_capture_on_commit_callbacks(execute=True):
        tell(kanal, "failed", errors=(Problem(code=131047),))
    closed = Conversation.objects.get().window_expires_at
    assert closed is not None
    assert closed <= timezone.now()


def test_a_window_that_was_opened_since_stays_open(
    message: Message, kanal: Channel, django_capture_on_commit_callbacks: Any
) -> None:
    now = timezone.now()
    open_until = now + dt.timedelta(hours=23)
    Conversation.objects.update(last_inbound_at=now, window_expires_at=open_until)
    with django_capture_on_commit_callbacks(execute=True):
        tell(kanal, "failed", errors=(Problem(code=131047),))
    assert Conversation.objects.get().window_expires_at == open_until


def test_a_later_word_on_the_number_stops_it(
    message: Message, kanal: Channel, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tell(kanal, "failed", errors=(Problem(code=131042),))
    assert Channel.objects.get().health == Channel.Health.STOPPED


def test_a_failure_told_before_our_answer_marks_the_ticket(
    message: Message, kanal: Channel, tiket: Ticket
) -> None:
    Message.objects.filter(pk=message.pk).update(status="sending", external_id=None)
    tell(kanal, "failed", errors=(Problem(code=131026),))
    message = Message.objects.select_related("ticket", "channel").get(pk=message.pk)
    outcomes.accepted(message, external_id="wamid.A", now=timezone.now())
    message.refresh_from_db()
    tiket.refresh_from_db()
    assert (message.status, tiket.has_trouble) == ("failed", True)
