"""Where a service asks for it, an operator's words go out once a supervisor has approved them."""

import datetime as dt

import pytest
from django.db import IntegrityError

from services.models import Membership, Role, Service, Staff
from tests import factories
from tests.tickets.desk.checked import TEXT, approve, said, told, verbs, write
from tickets import desk
from tickets.desk import Then
from tickets.models import (
    Conversation,
    Draft,
    HeldReply,
    Ticket,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "diperiksa")]


def test_nothing_is_sent_and_no_promise_met_before_somebody_approved(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    Draft.objects.create(ticket=tiket, staff=petugas, text=TEXT, updated_at=now)
    Ticket.objects.filter(pk=tiket.pk).update(unanswered_since=now)
    assert write(tiket, petugas, now) == []
    tiket.refresh_from_db()
    assert said(tiket) == []
    assert (tiket.first_responded_at, tiket.answered_at) == (None, None)
    assert (tiket.unanswered_since, tiket.approval_asked_at) == (now, now)
    assert (tiket.assignee, tiket.state) == (petugas, "in_progress")
    assert told("to_approve") == {penyelia}
    assert not Draft.objects.exists()

    later = now + dt.timedelta(hours=1)
    approve(tiket, penyelia, later)
    [message] = tiket.messages.filter(direction="out")
    assert (message.text, message.author, message.occurred_at) == (TEXT, petugas, later)
    assert (tiket.first_responded_at, tiket.answered_at) == (later, later)
    assert (tiket.unanswered_since, tiket.approval_asked_at) == (None, None)
    assert verbs(tiket) == ["taken", "reply_held", "reply_approved", "replied"]
    actors = dict(tiket.events.values_list("verb", "actor__username"))
    assert (actors["reply_approved"], actors["replied"]) == ("penyelia", "petugas")
    assert told("approved") == {petugas}
    held = HeldReply.objects.get()
    assert (held.state, held.decided_by, held.text, held.parts) == ("approved", penyelia, "", [])


@pytest.mark.parametrize("then", [Then.FULFILLED, Then.ANSWERED, Then.WAIT])
def test_what_follows_waits_with_the_words(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime, then: Then
) -> None:
    write(tiket, petugas, now, then)
    tiket.refresh_from_db()
    assert tiket.state == "in_progress"
    approve(tiket, penyelia, now)
    assert said(tiket)[0] == TEXT
    assert tiket.state == ("waiting_citizen" if then is Then.WAIT else "resolved")
    assert tiket.resolved_by == (None if then is Then.WAIT else petugas)


def test_a_wait_until_a_day_that_is_over_by_then_is_said(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    letter, day = desk.Reply(text=TEXT, form_key="kunci-satu"), now.date() + dt.timedelta(days=2)
    desk.reply_and_wait(tiket, by=petugas, now=now, letter=letter, until=day)
    Conversation.objects.update(window_expires_at=now + dt.timedelta(days=9))
    with pytest.raises(desk.FollowedByNothing):
        approve(tiket, penyelia, now + dt.timedelta(days=3))
    tiket.refresh_from_db()
    assert said(tiket) == [TEXT]
    assert tiket.state == "in_progress"


def test_a_refusal_is_closed_when_it_was_approved(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    desk.take(tiket, by=petugas, now=now)
    how = desk.Resolution(outcome="rejected", summary="Berkas tidak lengkap.", form_key="kunci-dua")
    for _ in range(2):
        assert desk.conclude(tiket, by=petugas, now=now, how=how).is_open
    assert said(tiket) == []
    assert HeldReply.objects.count() == 1
    approve(tiket, penyelia, now)
    assert (tiket.state, tiket.outcome, tiket.resolved_by) == ("resolved", "rejected", petugas)
    assert tiket.outcome_note == "Berkas tidak lengkap."
    [text] = said(tiket)
    assert "Berkas tidak lengkap." in text
    assert verbs(tiket)[-2:] == ["reply_approved", "resolved"]
    assert desk.conclude(tiket, by=petugas, now=now, how=how).outcome == "rejected"  # a late click
    assert len(said(tiket)) == 1


def test_what_says_nothing_of_ones_own_closes_at_once(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    desk.take(tiket, by=petugas, now=now)
    desk.resolve(tiket, by=petugas, now=now, outcome="no_request", summary="Salah sambung.")
    assert tiket.state == "resolved"
    assert not HeldReply.objects.exists()


def test_supervisors_answer_at_once(tiket: Ticket, penyelia: Staff, now: dt.datetime) -> None:
    assert write(tiket, penyelia, now)
    assert said(tiket) == [TEXT]


def test_other_services_know_nothing_of_it(
    tiket: Ticket, petugas: Staff, layanan: Service, now: dt.datetime
) -> None:
    Service.objects.filter(pk=layanan.pk).update(checks_replies=False)
    assert write(tiket, petugas, now)


@pytest.mark.parametrize("when", ["waiting", "approved", "switched off"])
def test_a_doubled_form_is_held_and_sent_once(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime, layanan: Service, when: str
) -> None:
    write(tiket, petugas, now)
    if when == "approved":
        approve(tiket, penyelia, now)
    if when == "switched off":
        Service.objects.filter(pk=layanan.pk).update(checks_replies=False)
    tiket.refresh_from_db()
    write(Ticket.objects.get(pk=tiket.pk), petugas, now)
    assert HeldReply.objects.count() == 1
    assert len(said(tiket)) == (1 if when == "approved" else 0)


def test_two_approvals_send_once(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    write(tiket, petugas, now)
    for _ in range(2):
        approve(tiket, penyelia, now)
    assert said(tiket) == [TEXT]
    assert verbs(tiket).count("replied") == 1


def test_one_waits_at_a_time(
    tiket: Ticket, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    write(tiket, petugas, now)
    for by in (petugas, petugas_lain):
        with pytest.raises(desk.Refused, match="Rina Petugas di tiket ini masih menunggu"):
            write(tiket, by, now, form_key="kunci-lain")
    with pytest.raises(IntegrityError):
        HeldReply.objects.create(ticket=tiket, author=petugas_lain, asked_at=now)


def test_nobody_approves_their_own_words(tiket: Ticket, petugas: Staff, now: dt.datetime) -> None:
    write(tiket, petugas, now)
    factories.MembershipFactory(staff=petugas, role=Role.SUPERVISOR, agency=tiket.agency)
    with pytest.raises(desk.Refused, match="diperiksa orang lain"):
        approve(tiket, Staff.objects.get(pk=petugas.pk), now)
    assert said(tiket) == []


@pytest.mark.parametrize("who", ["petugas_lain", "orang_luar", "pengamat", "admin_opd"])
def test_others_approve_nothing(
    tiket: Ticket, petugas: Staff, now: dt.datetime, request: pytest.FixtureRequest, who: str
) -> None:
    write(tiket, petugas, now)
    other: Staff = request.getfixturevalue(who)
    with pytest.raises(desk.Refused, match="tidak berhak"):
        approve(tiket, other, now)
    held = HeldReply.objects.get()
    with pytest.raises(desk.Refused, match="tidak berhak"):
        desk.return_held(tiket, by=other, now=now, held=held, note="Kurang sopan")
    with pytest.raises(desk.Refused, match="hanya penulisnya"):
        desk.take_back_held(tiket, by=other, now=now, held=held)
    tiket.refresh_from_db()
    assert tiket.approval_asked_at == now
    assert said(tiket) == []


def test_returned_words_are_the_authors_draft_again(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    write(tiket, petugas, now)
    Draft.objects.create(ticket=tiket, staff=petugas, text="Tambahan", updated_at=now)
    held = HeldReply.objects.get()
    with pytest.raises(desk.Refused, match="masih kosong"):
        desk.return_held(tiket, by=penyelia, now=now, held=held, note="  ")
    desk.return_held(tiket, by=penyelia, now=now, held=held, note="Sebutkan dasar hukumnya.")
    tiket.refresh_from_db()
    assert said(tiket) == []
    assert tiket.approval_asked_at is None
    assert Draft.objects.get().text == f"{TEXT}\n\nTambahan"
    assert told("returned") == {petugas}
    event = tiket.events.get(verb="reply_returned")
    assert (event.actor, event.reason) == (penyelia, "Sebutkan dasar hukumnya.")
    with pytest.raises(desk.Refused, match="sudah dikembalikan"):
        approve(tiket, penyelia, now)
    write(tiket, petugas, now, form_key="kunci-dua")
    approve(tiket, penyelia, now)
    assert said(tiket) == [TEXT]


def test_the_author_takes_words_back(
    tiket: Ticket, petugas: Staff, now: dt.datetime, layanan: Service
) -> None:
    """Also when the service no longer asks for it: then they may be sent at once."""
    write(tiket, petugas, now)
    Service.objects.filter(pk=layanan.pk).update(checks_replies=False)
    desk.take_back_held(tiket, by=petugas, now=now, held=HeldReply.objects.get())
    assert Draft.objects.get().text == TEXT
    ticket = Ticket.objects.get(pk=tiket.pk)
    write(ticket, petugas, now, form_key="kunci-dua")
    assert said(ticket) == [TEXT]


def test_what_waits_when_the_service_stops_asking_is_still_decided(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime, layanan: Service
) -> None:
    write(tiket, petugas, now)
    Service.objects.filter(pk=layanan.pk).update(checks_replies=False)
    approve(tiket, penyelia, now)
    assert said(tiket) == [TEXT]


def test_an_author_who_left_does_not_hold_words_up(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    write(tiket, petugas, now, Then.FULFILLED)
    Staff.objects.filter(pk=petugas.pk).update(is_active=False)
    approve(tiket, penyelia, now)
    assert (tiket.state, tiket.resolved_by) == ("resolved", penyelia)
    assert tiket.messages.filter(text=TEXT).get().author == petugas


def test_a_service_without_a_supervisor_says_so(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    Membership.objects.filter(staff=penyelia).update(is_active=False)
    with pytest.raises(desk.Refused, match="belum punya penyelia"):
        write(tiket, petugas, now)
    tiket.refresh_from_db()
    assert (tiket.assignee, tiket.approval_asked_at) == (None, None)
