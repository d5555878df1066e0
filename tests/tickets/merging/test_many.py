"""Chosen in the queue and put together, or ended with their leader: a job of rows, each once."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from surveys.invitations import invite_due
from surveys.models import Invitation
from tests import factories
from tests.tickets.merging.conftest import H, acknowledged
from tests.tickets.merging.parts import again, notices
from tickets import bulk, desk
from tickets.bulk import working
from tickets.models import BulkItem, BulkJob, Conversation, Message, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def start(
    deed: str, tickets: list[Ticket], *, by: Staff, now: dt.datetime, **given: Any
) -> BulkJob:
    order = bulk.Order(
        deed=deed, tickets=again(*tickets), form_key="kunci-contoh", seen_at=now, given=given
    )
    return bulk.start(order, by=by, now=now)


def results(job: BulkJob) -> list[str]:
    return list(job.items.order_by("position").values_list("state", flat=True))


def dying(monkeypatch: pytest.MonkeyPatch, *, at: int) -> None:
    """The worker's process ends before it settles its n-th ticket."""
    settle, calls = working._settle, list[int]()

    def dies(item: BulkItem, *args: Any, **more: Any) -> None:
        calls.append(item.pk)
        if len(calls) == at:
            raise SystemExit
        settle(item, *args, **more)

    monkeypatch.setattr(working, "_settle", dies)


@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_worker_killed_while_it_puts_together_goes_on(
    pertama: Ticket, ganda: Ticket, lampu: list[Ticket], petugas: Staff, now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch, at: int,
) -> None:  # fmt: skip
    third = factories.TicketFactory(
        conversation=pertama.conversation, service=pertama.service, received_at=now - H
    )
    acknowledged(third, now - H)
    chosen = [ganda, lampu[1], third, lampu[2]]
    job = start("merge", chosen, by=petugas, now=now, leader=pertama.pk)
    dying(monkeypatch, at=at)
    with pytest.raises(SystemExit):
        bulk.work_jobs(now)
    assert results(job).count("waiting") == 5 - at
    bulk.work_jobs(now)
    assert results(job) == ["done"] * 4
    assert [one.leader_id for one in again(*chosen)] == [pertama.pk] * 4
    assert [one.state for one in again(*chosen)] == ["closed", "waiting_other"] * 2
    assert len(notices()) == 1  # of both numbers


def test_putting_together_is_taken_back_as_a_job(
    pertama: Ticket, ganda: Ticket, lampu: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    job = start("merge", [ganda, lampu[1]], by=petugas, now=now, leader=pertama.pk)
    bulk.work_jobs(now)
    undoing = bulk.undo(job, now=now)
    bulk.work_jobs(now)
    assert results(undoing) == ["done"] * 2
    ganda, follower = again(ganda, lampu[1])
    assert (ganda.state, ganda.messages.count()) == ("new", 4)
    assert (follower.state, follower.leader) == ("in_progress", None)
    assert notices() == []


def test_a_leader_that_is_gone_by_then_is_said_of_each(
    pertama: Ticket, lampu: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    job = start("merge", lampu[1:], by=petugas, now=now, leader=pertama.pk)
    Ticket.objects.filter(pk=pertama.pk).update(state="closed")
    bulk.work_jobs(now)
    assert results(job) == ["refused"] * 2
    assert {one.why for one in job.items.all()} == {
        f"Tiket {pertama} sudah ditutup, jadi tidak dapat digabungkan. Buka kembali dahulu bila memang "
        "perlu."
    }


def end_leader(
    masuk: Any, leader: Ticket, petugas: Staff, now: dt.datetime, led: str = "selesai"
) -> Any:
    data = {
        "outcome": "fulfilled", "summary": "Lampu sudah diganti.", "led": led,
        "form_key": "kunci-formulir-contoh",
    }  # fmt: skip
    return masuk(petugas).post(f"{leader.get_absolute_url()}selesai/", data)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_followers_end_with_their_leader_each_citizen_told_once(
    masuk: Any, lampu: list[Ticket], petugas: Staff, now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch, at: int,
) -> None:  # fmt: skip
    leader, *others = lampu
    desk.follow(others, leader=leader, by=petugas, now=now)
    first = end_leader(masuk, leader, petugas, now)
    assert end_leader(masuk, leader, petugas, now).status_code in (302, 422)  # a second click
    job = BulkJob.objects.get()
    assert first["Location"] == job.get_absolute_url()
    assert desk.let_go_left(now) == 0  # they are still to end
    if at:
        dying(monkeypatch, at=at)
        with pytest.raises(SystemExit):
            bulk.work_jobs(now)
    bulk.work_jobs(now)
    assert results(job) == ["done"] * 2
    for one in again(*lampu):
        assert (one.state, one.outcome) == ("resolved", "fulfilled")
        [told] = Message.objects.filter(ticket=one, direction="out", origin="officer")
        assert "Lampu sudah diganti." in told.text
        assert one.register_number in told.text
    invite_due(now)
    assert Invitation.objects.count() == 3


def test_outside_the_window_followers_are_told_as_any_result_is(
    masuk: Any, lampu: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    desk.follow(lampu[1:2], leader=lampu[0], by=petugas, now=now)
    Conversation.objects.filter(tickets=lampu[1]).update(window_expires_at=now - H)
    end_leader(masuk, lampu[0], petugas, now)
    bulk.work_jobs(now)
    assert again(lampu[1])[0].events.get(verb="resolved").data["told"] == "no_template"


def test_who_wrote_since_is_read_by_an_officer_first(
    masuk: Any, lampu: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    leader, wrote, quiet = lampu
    desk.follow([wrote, quiet], leader=leader, by=petugas, now=now - H)
    factories.MessageFactory(ticket=wrote, text="Yang di RT 3 juga padam", occurred_at=now)
    end_leader(masuk, leader, petugas, now)
    bulk.work_jobs(now)
    assert results(BulkJob.objects.get()) == ["refused", "done"]
    assert desk.let_go_left(now) == 1
    wrote = again(wrote)[0]
    assert (wrote.state, wrote.leader, wrote.assignee) == ("in_progress", None, petugas)


def test_without_the_choice_nothing_is_said_to_them(
    masuk: Any, lampu: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    leader, *others = lampu
    desk.follow(others, leader=leader, by=petugas, now=now)
    answer = end_leader(masuk, leader, petugas, now, led="")
    assert answer.status_code == 422  # it must be chosen
    assert end_leader(masuk, leader, petugas, now, led="lepas").status_code == 302
    assert desk.let_go_left(now) == 2
    assert not BulkJob.objects.exists()
    assert Message.objects.filter(ticket__in=others, direction="out").count() == 0
