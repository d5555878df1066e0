"""An invitation that came too late for the window goes out once more, as a template."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from surveys import invitations
from surveys.models import Invitation
from surveys.tasks import SWEEPS
from tests import factories
from tests.outbox import deliver_pending
from tests.surveys.conftest import resolve, token_in
from tests.surveys.test_invitations import survey_template
from tests.tickets.far_side import far_side, refusal
from tickets.models import Channel, Conversation, Message, Ticket, TicketEvent

HOUR = dt.timedelta(hours=1)


def again(now: dt.datetime) -> int:
    work = SWEEPS["surveys.invite_again"]
    assert isinstance(work, tuple)
    return work[0](now)


@pytest.fixture
def terlambat(undangan: Invitation, percakapan: Conversation, now: dt.datetime) -> Invitation:
    """`undangan`, whose letter lay in the outbox until the window was over."""
    percakapan.window_expires_at = now
    percakapan.save(update_fields=["window_expires_at"])
    assert deliver_pending() == 1
    undangan.refresh_from_db()
    assert undangan.message is not None
    assert (undangan.message.status, undangan.message.error_code) == ("failed", 131047)
    assert Ticket.objects.get().has_trouble
    return undangan


def test_it_is_sent_again_as_a_template_with_a_new_link(
    terlambat: Invitation, kanal: Channel, client: Client, now: dt.datetime, settings: Any
) -> None:
    survey_template(kanal)
    first, old_hash = terlambat.message, terlambat.token_hash
    assert again(now) == 1
    terlambat.refresh_from_db()
    letter = terlambat.message
    assert letter is not None
    assert (letter.type, letter.origin, letter.retry_of) == ("template", "survey", first)
    assert letter.payload == {}
    assert terlambat.token_hash not in (None, old_hash)
    assert terlambat.expires_at == now + invitations.VALID
    token = token_in(letter)
    assert invitations.hash_of(token) == terlambat.token_hash
    assert client.get(f"/survei/{token}/").status_code == 200
    with far_side() as side:
        settings.WHATSAPP_API_BASE_URL = side.url
        assert deliver_pending() == 1
    assert side.sends[0]["type"] == "template"
    assert not Ticket.objects.get().has_trouble
    events = terlambat.ticket.events.filter(verb="survey_invited")
    assert [event.data.get("why") for event in events] == [None, "invited_again"]


def test_it_is_sent_again_only_once(
    terlambat: Invitation, kanal: Channel, now: dt.datetime, settings: Any
) -> None:
    survey_template(kanal)
    assert again(now) == 1
    assert again(now) == 0
    with far_side() as side:
        settings.WHATSAPP_API_BASE_URL = side.url
        side.answers.append(refusal(131047))
        assert deliver_pending() == 1
    assert again(now + HOUR) == 0
    assert Message.objects.filter(origin="survey").count() == 2


def test_without_a_template_it_waits_until_one_is_approved(
    terlambat: Invitation, kanal: Channel, now: dt.datetime
) -> None:
    template = survey_template(kanal, status="paused")
    assert again(now) == 0
    assert Message.objects.filter(origin="survey").count() == 1
    assert Invitation.objects.get().token_hash == terlambat.token_hash
    template.status = "approved"
    template.save(update_fields=["status"])
    assert again(now + HOUR) == 1


def test_too_late_is_too_late(terlambat: Invitation, kanal: Channel, now: dt.datetime) -> None:
    survey_template(kanal)
    assert again(now + invitations.RECENT + HOUR) == 0


def test_a_ticket_reopened_meanwhile_is_not_asked_about(
    terlambat: Invitation, kanal: Channel, now: dt.datetime
) -> None:
    survey_template(kanal)
    Ticket.objects.update(state="in_progress", outcome="")
    assert again(now) == 0


def test_a_newer_resolution_has_an_invitation_of_its_own(
    terlambat: Invitation, kanal: Channel, now: dt.datetime
) -> None:
    survey_template(kanal)
    resolve(terlambat.ticket, by=None, at=now + HOUR)
    assert again(now + HOUR) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"error_code": 131026},
        {"status": "unknown"},
        {"status": "delivered"},
        {"type": "template"},
    ],
)
def test_other_failures_are_left_alone(
    terlambat: Invitation, kanal: Channel, now: dt.datetime, changes: dict[str, Any]
) -> None:
    survey_template(kanal)
    Message.objects.filter(pk=terlambat.message_id).update(**changes)
    assert again(now) == 0


def test_whatsapp_itself_may_say_that_the_window_is_over(
    undangan: Invitation, kanal: Channel, now: dt.datetime, settings: Any
) -> None:
    survey_template(kanal)
    Conversation.objects.update(last_inbound_at=now - HOUR)
    with far_side() as side:
        settings.WHATSAPP_API_BASE_URL = side.url
        side.answers.append(refusal(131047))
        assert deliver_pending() == 1
    assert again(now) == 1
    undangan.refresh_from_db()
    assert undangan.message is not None
    assert undangan.message.type == "template"


def test_an_office_without_a_template_keeps_nobody_waiting(
    terlambat: Invitation, kanal: Channel, now: dt.datetime
) -> None:
    survey_template(kanal)
    lain = factories.ChannelFactory(agency=terlambat.agency)
    # As `terlambat`, but of a number without a template, and first in line.
    before = Invitation.objects.get(pk=terlambat.pk)
    percakapan = factories.ConversationFactory(channel=lain, window_expires_at=now)
    tiket = factories.TicketFactory(conversation=percakapan, state="resolved")
    before.message = factories.MessageFactory(
        ticket=tiket,
        direction="out",
        status="failed",
        error_code=131047,
        external_id="wamid.TERLAMBAT",
    )
    before.resolution = TicketEvent.objects.create(ticket=tiket, verb="resolved", at=now)
    before.pk, before.ticket, before.token_hash = 0, tiket, "contoh"
    before.save(force_insert=True)
    assert invitations.invite_again_due(now, limit=1) == 1
    terlambat.refresh_from_db()
    assert terlambat.message is not None
    assert terlambat.message.type == "template"
