"""Several citizens on one thing: one ticket leads, the others wait for it, each heard by an officer."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests.tickets.converse_tools import Phone
from tests.tickets.merging.conftest import H
from tests.tickets.merging.parts import again, notices, rows
from tickets import desk
from tickets.models import Conversation, Notification, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_the_others_wait_for_the_leader_and_their_citizens_hear_nothing_yet(
    lampu: list[Ticket], petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    leader, *others = lampu
    desk.follow(others, leader=leader, by=penyelia, now=now)
    desk.follow(others, leader=leader, by=penyelia, now=now)  # a second click
    for one in again(*others):
        assert (one.state, one.leader, one.assignee) == ("waiting_other", leader, petugas)
        assert one.messages.count() == 1
        assert (one.paused_since, one.unanswered_since) == (None, one.received_at)
        assert one.events.filter(verb="followed").count() == 1
    assert desk.followers_of(again(leader)[0]) == others
    assert notices() == []
    told = Notification.objects.filter(staff=petugas, kind="joined")
    assert {one.ticket_id for one in told} == {one.pk for one in lampu}


def test_a_followers_new_words_reach_its_officer(
    lampu: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    leader, follower, _ = lampu
    Ticket.objects.filter(pk=follower.pk).update(unanswered_since=None)
    desk.follow([follower], leader=leader, by=petugas, now=now)
    assert follower.conversation is not None
    Phone(follower.conversation, now + H).says("Kapan lampunya menyala? Anak saya jatuh di sana.")
    follower = again(follower)[0]
    assert (follower.state, follower.leader) == ("waiting_other", leader)
    assert follower.unanswered_since == now + H
    assert follower in Ticket.objects.next_for(petugas, now + H)
    assert Notification.objects.filter(
        staff=petugas, kind="citizen_wrote", ticket=follower
    ).exists()


def test_it_is_let_go_by_hand(lampu: list[Ticket], petugas: Staff, now: dt.datetime) -> None:
    leader, follower, _ = lampu
    desk.follow([follower], leader=leader, by=petugas, now=now)
    for _ in range(2):
        desk.let_go(again(follower)[0], by=petugas, now=now)
    leader, follower = again(leader, follower)
    assert (follower.state, follower.leader, leader.leads) == ("in_progress", None, False)
    assert follower.events.filter(verb="let_go").count() == 1


@pytest.mark.parametrize("ended", ["resolved", "withdrawn", "transferred"])
def test_followers_go_on_by_themselves_when_the_leader_is_gone(
    lampu: list[Ticket], petugas: Staff, dinas_wita: Any, now: dt.datetime, ended: str
) -> None:
    leader, *others = lampu
    desk.follow(others, leader=leader, by=petugas, now=now)
    leader = again(leader)[0]
    assert desk.let_go_left(now) == 0
    if ended == "resolved":
        desk.resolve(leader, by=petugas, now=now, outcome="fulfilled", summary="Sudah diganti.")
    elif ended == "withdrawn":
        desk.withdraw(leader, now=now)
    else:
        desk.transfer(leader, by=petugas, now=now, reason="Bukan di sini", to_agency=dinas_wita)
    assert (desk.let_go_left(now), desk.let_go_left(now)) == (2, 0)
    for one in again(*others):
        assert (one.state, one.leader, one.assignee) == ("in_progress", None, petugas)
        assert Notification.objects.filter(ticket=one, staff=petugas, kind="let_go").count() == 1


def test_who_opens_a_follower_again_gets_it_by_itself(
    lampu: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    leader, follower, _ = lampu
    desk.follow([follower], leader=leader, by=petugas, now=now)
    follower = again(follower)[0]
    desk.resolve(follower, by=petugas, now=now, outcome="fulfilled", summary="Sudah.")
    assert desk.reopen(follower, by=None, now=now, reason="Belum beres").leader is None


@pytest.mark.parametrize(
    ("why", "says"),
    [
        ("itself", "dirinya sendiri"),
        ("chain_up", "sendiri mengikuti"),
        ("chain_down", "memimpin tiket lain"),
        ("twice", "sudah mengikuti"),
        ("same_citizen", "pemohon yang sama"),
        ("same_as_follower", "pemohon yang sama"),
        ("ended", "sudah ditutup"),
        ("colleague", "dipegang Budi Petugas"),
        ("stranger", "tidak berhak"),
    ],
)  # fmt: skip
def test_what_never_follows(
    lampu: list[Ticket], ganda: Ticket, petugas: Staff, petugas_lain: Staff, orang_luar: Staff,
    now: dt.datetime, why: str, says: str,
) -> None:  # fmt: skip
    leader, one, other = lampu
    by = orang_luar if why == "stranger" else petugas
    if why == "chain_up":
        desk.follow([leader], leader=other, by=petugas, now=now)
    if why == "chain_down":
        desk.follow([other], leader=one, by=petugas, now=now)
    if why == "twice":
        desk.follow([one], leader=other, by=petugas, now=now)
    if why == "same_citizen":
        Ticket.objects.filter(pk=one.pk).update(conversation=leader.conversation)
    if why == "same_as_follower":
        desk.follow([other], leader=leader, by=petugas, now=now)
        Ticket.objects.filter(pk=one.pk).update(conversation=other.conversation)
    if why == "ended":
        Ticket.objects.filter(pk=one.pk).update(state="closed")
    if why == "colleague":
        Ticket.objects.filter(pk=one.pk).update(state="in_progress", assignee=petugas_lain)
    before = rows()
    leader, one = again(leader, one)
    with pytest.raises(desk.Refused, match=says):
        desk.follow([leader if why == "itself" else one], leader=leader, by=by, now=now)
    assert rows() == before


def test_a_kept_name_is_never_told_by_what_is_refused(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    """The same citizen, once without a name: it follows as anybody's would."""
    desk.keep_anonymous(ganda, now=now)
    desk.combine(again(ganda), under=pertama, by=petugas, now=now)
    pertama, ganda = again(pertama, ganda)
    assert (ganda.state, ganda.leader) == ("waiting_other", pertama)
    assert (ganda.messages.count(), pertama.is_anonymous) == (4, False)


def test_each_in_the_way_that_fits(
    pertama: Ticket, ganda: Ticket, lampu: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    for _ in range(2):
        chosen = again(ganda, lampu[1])
        assert desk.combine(chosen, under=again(pertama)[0], by=petugas, now=now) == pertama
    ganda, follower = again(ganda, lampu[1])
    assert (ganda.outcome, follower.state) == ("duplicate", "waiting_other")
    assert len(notices()) == 1
    assert Conversation.objects.count() == 4
