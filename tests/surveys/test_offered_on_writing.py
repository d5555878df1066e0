"""Whom the closed window kept from an invitation is invited when they write, once for each closure."""

import datetime as dt
import time
from threading import Thread

import pytest
from django.db import connection, transaction
from django.test import Client

from services.models import Staff
from surveys import invitations
from surveys.models import Invitation, SurveyPeriod
from tests.surveys.conftest import questionnaire_of, resolve, token_in
from tests.surveys.test_invitations import survey_template
from tickets.models import Channel, Conversation, Message, Ticket, TicketEvent
from tickets.views.events import event_words

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def again(now: dt.datetime) -> int:
    return invitations.invite_again_due(now)


def write(at: dt.datetime, **changes: object) -> None:
    """What a message of the citizen leaves behind when the bot has worked it."""
    values = {"last_inbound_at": at, "window_expires_at": at + DAY, **changes}
    Conversation.objects.update(**values)


@pytest.fixture
def terlewat(penyelesaian: TicketEvent, percakapan: Conversation, now: dt.datetime) -> Invitation:
    """Resolved more than 24 hours after the citizen wrote, at a number without a survey template."""
    write(now - 30 * HOUR)
    assert invitations.invite_due(now) == 1
    found = Invitation.objects.get()
    assert (found.state, found.why) == ("not_invited", "window_closed")
    return found


def test_who_writes_is_invited_with_a_button(
    terlewat: Invitation, client: Client, now: dt.datetime
) -> None:
    assert again(now + HOUR) == 0
    write(now + 5 * DAY)
    assert again(now + 5 * DAY) == 1
    terlewat.refresh_from_db()
    assert (terlewat.state, terlewat.why, terlewat.created_at) == ("sent", "", now)
    letter = terlewat.message
    assert letter is not None
    assert (letter.type, letter.retry_of) == ("interactive", None)
    assert invitations.hash_of(token_in(letter)) == terlewat.token_hash
    assert terlewat.expires_at == now + 5 * DAY + invitations.VALID


def test_a_message_of_before_that_arrives_after_it_opens_the_window_too(
    terlewat: Invitation, now: dt.datetime
) -> None:
    """WhatsApp counts whole seconds, and delivers what was written when the matter was ended."""
    write(now - dt.timedelta(seconds=1))
    assert again(now + HOUR) == 1


def test_the_questions_are_those_of_the_day_on_which_it_goes_out(
    terlewat: Invitation, now: dt.datetime
) -> None:
    begins = (now + 2 * DAY).date()
    other = questionnaire_of("lain")
    SurveyPeriod.objects.create(
        agency=terlewat.agency,
        questionnaire=other,
        name="Baru",
        state="open",
        starts_on=begins,
        ends_on=begins,
    )
    write(now + 2 * DAY)
    assert again(now + 2 * DAY) == 1
    terlewat.refresh_from_db()
    assert terlewat.questionnaire == other


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_link_by_receipt_at_the_same_moment_stays_the_only_one(
    terlewat: Invitation, now: dt.datetime
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time")
    write(now + HOUR)
    sent = []

    def sweep() -> None:
        try:
            sent.append(again(now + HOUR))
        finally:
            connection.close()

    sweeping = Thread(target=sweep)
    with transaction.atomic():
        Invitation.objects.update(state="sent", why="", token_hash="a" * 64)
        sweeping.start()
        time.sleep(0.5)
    sweeping.join()
    terlewat.refresh_from_db()
    assert (sent, terlewat.token_hash, terlewat.message) == ([0], "a" * 64, None)


def test_it_is_offered_only_once(terlewat: Invitation, now: dt.datetime) -> None:
    write(now + HOUR)
    assert again(now + HOUR) == 1
    write(now + 2 * DAY)
    assert again(now + 2 * DAY) == 0
    assert Message.objects.filter(origin="survey").count() == 1


def test_the_history_says_why_not_and_then_when(terlewat: Invitation, now: dt.datetime) -> None:
    write(now + HOUR)
    assert again(now + HOUR) == 1
    events = terlewat.ticket.events.filter(verb="survey_invited").order_by("at")
    told = [event_words(event, zone=terlewat.agency.zone)[0] for event in events]
    assert told == [
        "Undangan survei tidak dikirim: jendela 24 jam sudah tutup dan belum ada templat survei; "
        "ditawarkan bila pemohon menulis lagi",
        "Undangan dikirim ketika pemohon menulis lagi",
    ]


@pytest.mark.parametrize("busy", ["converse_at", "silent_at"])
def test_the_bots_answer_and_its_questions_come_first(
    terlewat: Invitation, now: dt.datetime, busy: str
) -> None:
    write(now + HOUR, **{busy: now + 2 * HOUR})
    assert again(now + HOUR) == 0
    Conversation.objects.update(**{busy: None})
    assert again(now + HOUR) == 1


def test_who_wants_no_messages_is_not_asked(terlewat: Invitation, now: dt.datetime) -> None:
    write(now + HOUR, no_more_since=now + HOUR)
    assert again(now + HOUR) == 0


def test_after_two_weeks_nobody_is_asked(terlewat: Invitation, now: dt.datetime) -> None:
    write(now + invitations.VALID)
    assert again(now + invitations.VALID) == 0


def test_a_template_that_comes_later_serves_without_a_word_of_the_citizen(
    terlewat: Invitation, kanal: Channel, now: dt.datetime
) -> None:
    survey_template(kanal)
    assert again(now + HOUR) == 1
    terlewat.refresh_from_db()
    assert terlewat.message is not None
    assert terlewat.message.type == "template"


def test_an_unusable_template_is_not_tried_every_minute(
    terlewat: Invitation, kanal: Channel, now: dt.datetime
) -> None:
    survey_template(kanal, name="Undangan Survei!")
    Invitation.objects.update(why="template_unusable")
    assert again(now + HOUR) == 0
    write(now + HOUR)
    assert again(now + HOUR) == 1


def test_reopened_it_is_asked_about_when_it_is_closed_again_and_not_twice(
    terlewat: Invitation, tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    Ticket.objects.update(state=Ticket.State.IN_PROGRESS, outcome="")
    write(now + HOUR)
    assert again(now + HOUR) == 0
    resolve(tiket, by=petugas, at=now + 2 * HOUR)
    assert invitations.invite_due(now + 2 * HOUR) == 1
    assert again(now + 2 * HOUR) == 0
    states = dict(Invitation.objects.values_list("pk", "state"))
    assert states.pop(terlewat.pk) == "not_invited"
    assert list(states.values()) == ["sent"]
    assert Message.objects.filter(origin="survey").count() == 1


def test_an_invitation_that_expired_unsent_is_offered_too(
    undangan: Invitation, now: dt.datetime
) -> None:
    Message.objects.update(status="failed", error_code=131047)
    Conversation.objects.update(window_expires_at=now)
    assert again(now + HOUR) == 0
    write(now + 5 * DAY)
    assert again(now + 5 * DAY) == 1
    assert again(now + 5 * DAY) == 0
