"""Coexistence: what the office writes in the WhatsApp Business app is its answer, in the ticket."""

import datetime as dt
import hashlib
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Staff
from tests.tickets.transports.whatsapp import samples
from tickets import desk
from tickets.event_reasons import Why
from tickets.inbound.converse import converse_pending
from tickets.inbound.receive import receive
from tickets.models import Attachment, Channel, Conversation, Message, Ticket, WebhookEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MINUTE = dt.timedelta(minutes=1)
OFFICE = "6281100000001"


def deliver(value: dict[str, Any], *, at: dt.datetime) -> WebhookEvent:
    body = samples.wire(samples.envelope(value))
    digest = hashlib.sha256(body + random.randbytes(8)).hexdigest()
    event = WebhookEvent.objects.create(body=body, sha256=digest, received_at=at)
    receive(event.pk, now=at)
    event.refresh_from_db()
    return event


def epoch(at: dt.datetime) -> str:
    return str(int(at.timestamp()))


def writes(at: dt.datetime, body: str = "Berkas saya sudah sampai mana?", **more: Any) -> None:
    wamid = more.pop("wamid", f"wamid.C{epoch(at)}")
    message = samples.text(body, wamid=wamid, timestamp=epoch(at), **more)
    deliver(samples.change(messages=[message], contacts=[samples.contact()]), at=at)


def echo(at: dt.datetime, body: str = "Sudah lengkap, silakan besok.", **more: Any) -> WebhookEvent:
    told = {
        "from": OFFICE,
        "to": samples.WA_ID,
        "id": "wamid.ECHO",
        "timestamp": epoch(at),
        "type": "text",
        "text": {"body": body},
        **more,
    }
    raw = {name: value for name, value in told.items() if value is not None}
    return deliver(samples.change(field="smb_message_echoes", message_echoes=[raw]), at=at)


def work(at: dt.datetime) -> None:
    Conversation.objects.filter(converse_at__isnull=False).update(converse_at=at)
    converse_pending(at)


def the_ticket() -> Ticket:
    return Ticket.objects.get()


def test_an_answer_from_the_phone_is_the_offices_and_ends_the_first_promise(
    kanal: Channel, now: dt.datetime, petugas: Staff, masuk: Callable[[Staff], Client]
) -> None:
    writes(now - 2 * MINUTE)
    work(now - MINUTE)
    echo(now)
    work(now)
    ticket = the_ticket()
    message = Message.objects.get(origin="app")
    assert (message.direction, message.status, message.ticket) == ("out", "sent", ticket)
    assert (ticket.state, ticket.first_responded_at) == ("new", now)
    assert ticket.unanswered_since is None
    assert (ticket.last_message_text, ticket.last_message_direction) == (message.text, "out")
    assert not Ticket.objects.unanswered().exists()
    event = ticket.events.get(verb="replied")
    assert (event.actor, event.data["by"]) == (None, "phone")
    page = masuk(petugas).get(f"/tiket/{ticket.register_number}/").content.decode()
    assert "Aplikasi WhatsApp Business" in page
    assert "Sudah lengkap, silakan besok." in page


def test_the_citizens_next_words_find_the_bot_silent(kanal: Channel, now: dt.datetime) -> None:
    writes(now - 3 * MINUTE)
    work(now - 2 * MINUTE)
    echo(now - MINUTE)
    work(now - MINUTE)
    letters = Message.objects.filter(origin="bot").count()
    writes(now, "Baik Pak, jam berapa?")
    work(now)
    assert Message.objects.filter(origin="bot").count() == letters
    assert the_ticket().unanswered_since == now


@pytest.mark.parametrize("first", ["citizen", "echo"])
def test_both_before_any_run_come_into_one_ticket(
    kanal: Channel, now: dt.datetime, first: str
) -> None:
    if first == "echo":
        echo(now)
        writes(now - MINUTE)
    else:
        writes(now - MINUTE)
        echo(now)
    work(now + MINUTE)
    ticket = the_ticket()
    assert set(
        ticket.messages.filter(origin__in=["citizen", "app"]).values_list("origin", flat=True)
    ) == {
        "citizen",
        "app",
    }
    assert ticket.first_responded_at == now
    assert ticket.unanswered_since is None


def test_what_came_after_an_answer_that_arrives_late_is_still_owed(
    kanal: Channel, now: dt.datetime
) -> None:
    writes(now - 10 * MINUTE)
    work(now - 9 * MINUTE)
    writes(now - 5 * MINUTE, "Halo?")
    work(now - 5 * MINUTE)
    echo(now - 8 * MINUTE)
    work(now)
    ticket = the_ticket()
    assert ticket.first_responded_at == now - 8 * MINUTE
    assert ticket.unanswered_since == now - 5 * MINUTE
    assert ticket.last_message_direction == "in"  # the earlier words, which tell more than "Halo?"


def test_what_an_officer_answered_meanwhile_is_not_owed_again(
    kanal: Channel, now: dt.datetime, petugas: Staff
) -> None:
    writes(now - 10 * MINUTE)
    work(now - 9 * MINUTE)
    writes(now - 5 * MINUTE, "Halo?")
    work(now - 5 * MINUTE)
    ticket = the_ticket()
    desk.enqueue(ticket, by=None, now=now - 4 * MINUTE, why=Why.OFFICER_ASKED)
    desk.reply(ticket, by=petugas, now=now - 2 * MINUTE, reply=desk.Reply(text="Ya, Bu."))
    echo(now - 8 * MINUTE)  # from a telephone that was without a network
    work(now)
    ticket.refresh_from_db()
    assert ticket.answered_at == now - 2 * MINUTE
    assert ticket.unanswered_since is None


def test_a_redelivered_echo_changes_nothing(kanal: Channel, now: dt.datetime) -> None:
    writes(now - MINUTE)
    work(now - MINUTE)
    for _ in range(3):
        echo(now)
        work(now)
    assert Message.objects.filter(origin="app").count() == 1
    assert the_ticket().events.filter(verb="replied").count() == 1


def test_an_office_that_writes_first_opens_no_ticket(kanal: Channel, now: dt.datetime) -> None:
    echo(now)
    work(now)
    assert not Ticket.objects.exists()
    message = Message.objects.get()
    assert message.worked_at == now
    conversation = Conversation.objects.get()
    assert conversation.window_expires_at is None
    assert conversation.converse_at is None


def test_a_resolved_ticket_stays_resolved(kanal: Channel, now: dt.datetime) -> None:
    writes(now - 3 * MINUTE)
    work(now - 3 * MINUTE)
    ticket = the_ticket()
    Ticket.objects.filter(pk=ticket.pk).update(state="resolved", resolved_at=now - 2 * MINUTE)
    echo(now)
    work(now)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.last_message_direction) == ("resolved", "out")


def test_a_file_from_the_phone_is_fetched(kanal: Channel, now: dt.datetime) -> None:
    writes(now - MINUTE)
    work(now - MINUTE)
    body = {
        "id": "777",
        "mime_type": "application/pdf",
        "filename": "surat.pdf",
        "sha256": samples.SHA,
    }
    echo(now, type="document", text=None, document=body)
    work(now)
    file = Attachment.objects.get(message__origin="app")
    assert (file.media_id, file.filename, file.state) == ("777", "surat.pdf", "pending")
    assert the_ticket().last_message_kind == "document"


def test_the_office_may_change_and_withdraw_what_it_wrote_there(
    kanal: Channel, now: dt.datetime
) -> None:
    writes(now - MINUTE)
    work(now - MINUTE)
    echo(now)
    work(now)
    change = {
        "original_message_id": "wamid.ECHO",
        "message": {"type": "text", "text": {"body": "Lusa."}},
    }
    echo(now + MINUTE, id="wamid.E2", type="edit", text=None, edit=change)
    echo(
        now + MINUTE,
        id="wamid.E3",
        type="revoke",
        text=None,
        revoke={"original_message_id": "wamid.ECHO"},
    )
    work(now + MINUTE)
    message = Message.objects.get(external_id="wamid.ECHO")
    assert message.edited_text == "Lusa."
    assert message.withdrawn_at == now + MINUTE
    assert the_ticket().events.filter(verb="replied").count() == 1


def test_a_citizen_cannot_change_what_the_office_wrote(kanal: Channel, now: dt.datetime) -> None:
    writes(now - MINUTE)
    work(now - MINUTE)
    echo(now)
    work(now)
    raw = samples.message(
        "revoke",
        wamid="wamid.R",
        timestamp=epoch(now),
        revoke={"original_message_id": "wamid.ECHO"},
    )
    deliver(samples.change(messages=[raw], contacts=[samples.contact()]), at=now)
    work(now)
    assert Message.objects.get(external_id="wamid.ECHO").withdrawn_at is None


@pytest.mark.parametrize(
    "odd",
    [{"to": None}, {"to": {"a": 1}}, {"id": None}, {"to": ""}],
)
def test_an_echo_to_nobody_is_parked(kanal: Channel, now: dt.datetime, odd: dict[str, Any]) -> None:
    event = echo(now, **odd)
    assert event.is_parked
    assert not Message.objects.exists()


def test_an_echo_to_somebody_without_a_number_is_theirs(kanal: Channel, now: dt.datetime) -> None:
    writes(now - MINUTE, **{"from": None, "from_user_id": samples.BSUID})
    work(now - MINUTE)
    echo(now, to=None, to_user_id=samples.BSUID)
    work(now)
    assert the_ticket().first_responded_at == now


def test_its_ticks_follow(kanal: Channel, now: dt.datetime) -> None:
    writes(now - MINUTE)
    work(now - MINUTE)
    echo(now)
    work(now)
    read = samples.status("read", wamid="wamid.ECHO", biz_opaque_callback_data=None)
    deliver(samples.change(statuses=[read]), at=now)
    assert Message.objects.get(external_id="wamid.ECHO").status == "read"


def test_an_earlier_answer_that_arrives_later_is_the_first_response(
    kanal: Channel, now: dt.datetime
) -> None:
    writes(now - 10 * MINUTE)
    work(now - 9 * MINUTE)
    echo(now - 3 * MINUTE, id="wamid.E2")
    work(now - 3 * MINUTE)
    echo(now - 8 * MINUTE)
    work(now)
    ticket = the_ticket()
    assert ticket.first_responded_at == now - 8 * MINUTE
    assert ticket.answered_at == now - 3 * MINUTE
