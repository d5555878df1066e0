"""Who is invited, once, by which letter; and where the token is not."""

import datetime as dt
import json
from threading import Barrier, Thread

import pytest
from django.core import serializers
from django.db import connection, transaction

from surveys import invitations
from surveys.models import Invitation
from surveys.tasks import SWEEPS
from tests import factories
from tests.surveys.conftest import resolve, token_in
from tickets.inbound.merging import merge
from tickets.models import Message, MessageTemplate, Ticket, TicketEvent

HOUR = dt.timedelta(hours=1)


def invite(now):
    return SWEEPS["surveys.invite"](now)


def test_a_resolution_in_the_window_is_invited_by_a_link_button(undangan, tiket, petugas, now):
    assert undangan.state == Invitation.State.SENT
    assert (undangan.ticket, undangan.officer, undangan.service) == (tiket, petugas, tiket.service)
    assert undangan.expires_at == now + invitations.VALID
    message = Message.objects.get(origin=Message.Origin.SURVEY)
    assert (message.type, message.text) == ("interactive", "")
    payload = json.loads(message.sealed_payload)
    assert payload["content"] == "link_button"
    assert "DINSOS-2026-000001" in payload["body"]


def test_the_token_is_kept_nowhere_but_in_the_sealed_letter(undangan):
    token = token_in(undangan.message)
    assert len(token) >= 32
    assert undangan.token_hash == invitations.hash_of(token)
    undangan.message.refresh_from_db()
    assert token not in undangan.message.text
    assert undangan.message.payload == {}
    rows = [*Invitation.objects.all(), *TicketEvent.objects.all(), *Ticket.objects.all()]
    assert token not in serializers.serialize("json", rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_payload, text, payload FROM tickets_message")
        assert token not in str(cursor.fetchall())


def test_a_resolution_is_invited_once_however_often_the_sweep_runs(undangan, now):
    assert invite(now) == 0
    assert invite(now + HOUR) == 0
    assert Message.objects.filter(origin=Message.Origin.SURVEY).count() == 1
    assert not invitations.invite(undangan.resolution_id, now=now)


def test_the_history_says_so_without_a_link(undangan, tiket):
    event = tiket.events.get(verb=TicketEvent.Verb.SURVEY_INVITED)
    assert (event.actor, event.reason, event.data) == (None, "", {"by": "system"})


def survey_template(kanal, **changes):
    values = {
        "name": "undangan_survei",
        "purpose": MessageTemplate.Purpose.SURVEY,
        "body": "Tiket {{1}} untuk {{2}} selesai.",
        "parameter_count": 2,
        "has_url_suffix": True,
        **changes,
    }
    return MessageTemplate.objects.create(channel=kanal, **values)


def test_outside_the_window_a_template_names_the_ticket(penyelesaian, kanal, percakapan, now):
    survey_template(kanal)
    percakapan.window_expires_at = now - HOUR
    percakapan.save(update_fields=["window_expires_at"])
    assert invite(now) == 1
    undangan = Invitation.objects.get()
    template = json.loads(undangan.message.sealed_payload)
    assert (template["content"], template["name"]) == ("template", "undangan_survei")
    assert template["body_parameters"] == ["DINSOS-2026-000001", "Surat Keterangan Contoh"]
    assert undangan.token_hash == invitations.hash_of(template["url_suffix"].rstrip("/"))
    assert undangan.message.text == ""


def not_invited(now):
    assert invite(now) == 1
    undangan = Invitation.objects.get()
    assert undangan.state == Invitation.State.NOT_INVITED
    assert undangan.token_hash is None
    assert undangan.message is None
    assert not Message.objects.exists()
    event = TicketEvent.objects.get(verb="survey_invited")
    assert (event.reason, event.data) == ("", {"by": "system", "why": undangan.why})
    assert invite(now) == 0
    return undangan.why


@pytest.mark.parametrize(
    "unfit", [{"status": "paused"}, {"has_url_suffix": False}, {"parameter_count": 4}]
)
def test_without_a_fit_template_outside_the_window_nobody_is_invited(
    penyelesaian, kanal, percakapan, now, unfit
):
    survey_template(kanal, **unfit)
    percakapan.window_expires_at = None
    percakapan.save(update_fields=["window_expires_at"])
    assert not_invited(now) == "window_closed"


def test_a_template_with_an_impossible_name_stops_nobody_else(penyelesaian, kanal, percakapan, now):
    survey_template(kanal, name="Undangan Survei!")
    percakapan.window_expires_at = None
    percakapan.save(update_fields=["window_expires_at"])
    assert not_invited(now) == "template_unusable"


def test_a_walk_in_has_no_way_to_answer(penyelesaian, tiket, now):
    Ticket.objects.update(conversation=None, channel=None, source=Ticket.Source.WALK_IN)
    assert not_invited(now) == "no_chat"


def test_a_number_that_is_off_invites_nobody(penyelesaian, kanal, now):
    kanal.is_active = False
    kanal.save(update_fields=["is_active"])
    assert not_invited(now) == "number_off"


@pytest.mark.parametrize("outcome", ["duplicate", "no_request"])
def test_what_was_no_request_is_not_rated(penyelesaian, now, outcome):
    Ticket.objects.update(outcome=outcome)
    assert not_invited(now) == "not_a_request"


def test_a_ticket_reopened_in_the_meantime_is_not_rated_yet(penyelesaian, now):
    Ticket.objects.update(state=Ticket.State.IN_PROGRESS, outcome="")
    assert not_invited(now) == "reopened_first"


def test_old_resolutions_are_left_alone(penyelesaian, now):
    assert invite(now + invitations.RECENT + HOUR) == 0
    assert not Invitation.objects.exists()


def test_two_resolutions_found_at_once_give_one_invitation(penyelesaian, tiket, petugas, now):
    resolve(tiket, by=petugas, at=now + HOUR)
    assert invite(now + HOUR) == 2
    states = dict(Invitation.objects.values_list("resolution_id", "state"))
    assert states.pop(penyelesaian.pk) == Invitation.State.NOT_INVITED
    assert list(states.values()) == [Invitation.State.SENT]


def test_a_ticket_resolved_again_is_invited_again_and_the_earlier_link_ends(
    undangan, tautan, tiket, petugas, now, client, clock
):
    clock.shift(HOUR)
    resolve(tiket, by=petugas, at=now + HOUR)
    assert invite(now + HOUR) == 1
    assert client.get(tautan).status_code == 410
    newer = Invitation.objects.exclude(pk=undangan.pk).get()
    assert client.get(f"/survei/{token_in(newer.message)}/").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_sweeps_at_once_invite_once(penyelesaian, now):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time")
    gate, done = Barrier(6), []

    def run():
        gate.wait()
        try:
            done.append(invitations.invite(penyelesaian.pk, now=now))
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False] * 5 + [True]
    assert Message.objects.filter(origin=Message.Origin.SURVEY).count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_turns_out_to_be_another_is_invited_in_the_conversation_that_remains(penyelesaian, now):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time")
    done, gone = [], penyelesaian.ticket.conversation
    kept = factories.ConversationFactory(
        channel=gone.channel, window_expires_at=gone.window_expires_at
    )

    def run():
        try:
            done.append(invitations.invite(penyelesaian.pk, now=now))
        finally:
            connection.close()

    with transaction.atomic():
        merge(kept.citizen, gone.citizen)
        thread = Thread(target=run)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()  # waits for the conversation, and has read its number
    thread.join(5)
    assert done == [False]
    assert invite(now) == 1
    assert Message.objects.get(origin=Message.Origin.SURVEY).conversation == kept
