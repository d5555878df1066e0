"""What was done to many can be stopped and taken back, as far as one person may."""

import datetime as dt

import pytest

from services.models import Service, Staff
from tests.tickets.bulk.conftest import Start, results, states
from tickets import bulk, desk
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
Tickets = list[Ticket]


def assignees(tickets: Tickets) -> list[Staff | None]:
    for ticket in tickets:
        ticket.refresh_from_db()
    return [ticket.assignee for ticket in tickets]


def test_what_was_assigned_goes_back_to_who_had_it(
    kerjakan: Start,
    banyak: Tickets,
    penyelia: Staff,
    petugas: Staff,
    petugas_lain: Staff,
    now: dt.datetime,
) -> None:
    desk.take(banyak[0], by=petugas_lain, now=now)
    job = kerjakan("assign", by=penyelia, to=petugas.pk, note="")
    bulk.work_jobs(now)
    assert assignees(banyak) == [petugas] * 3
    undoing = bulk.undo(job, now=now)
    assert bulk.undo(job, now=now) == undoing
    bulk.work_jobs(now)
    assert states(undoing) == ["done"] * 3
    assert assignees(banyak) == [petugas_lain, None, None]


def test_what_went_on_meanwhile_is_left(
    kerjakan: Start,
    banyak: Tickets,
    penyelia: Staff,
    petugas: Staff,
    petugas_lain: Staff,
    now: dt.datetime,
) -> None:
    job = kerjakan("assign", by=penyelia, to=petugas.pk, note="")
    bulk.work_jobs(now)
    banyak[1].refresh_from_db()
    desk.hand_over(banyak[1], by=petugas, now=now, to=petugas_lain, note="Mohon lanjut")
    undoing = bulk.undo(job, now=now)
    bulk.work_jobs(now)
    assert results(undoing)[1] == ("refused", "Tiket ini sudah berubah sejak itu, jadi dibiarkan.")
    assert assignees(banyak) == [None, petugas_lain, None]


def test_what_one_took_goes_back_to_the_queue(
    kerjakan: Start, banyak: Tickets, petugas: Staff, now: dt.datetime
) -> None:
    desk.take(banyak[0], by=petugas, now=now)
    job = kerjakan("take", by=petugas)
    bulk.work_jobs(now)
    bulk.undo(job, now=now + dt.timedelta(minutes=30))
    bulk.work_jobs(now + dt.timedelta(minutes=30))
    assert assignees(banyak) == [petugas, None, None]
    assert [one.state for one in banyak] == ["in_progress", "new", "new"]


def test_an_operator_does_not_get_back_what_was_handed_over(
    kerjakan: Start, banyak: Tickets, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    desk.take(banyak[0], by=petugas, now=now)
    job = kerjakan("hand_over", by=petugas, to=petugas_lain.pk, note="Mohon dilanjutkan")
    bulk.work_jobs(now)
    assert states(job) == ["done", "refused", "refused"]
    undoing = bulk.undo(job, now=now)
    bulk.work_jobs(now)
    assert states(undoing) == ["refused"]
    assert assignees(banyak) == [petugas_lain, None, None]


@pytest.mark.parametrize("other", [True, False])
def test_waiting_ends_and_who_took_it_for_that_lets_go(
    kerjakan: Start, banyak: Tickets, petugas: Staff, now: dt.datetime, other: bool
) -> None:
    desk.take(banyak[0], by=petugas, now=now)
    job = kerjakan("wait", by=petugas, other=other, reason="Foto KTP")
    bulk.work_jobs(now)
    assert states(job) == ["done"] * 3
    bulk.undo(job, now=now)
    bulk.work_jobs(now)
    assert assignees(banyak) == [petugas, None, None]
    assert [one.state for one in banyak] == ["in_progress", "new", "new"]


def test_the_service_is_set_and_set_back(
    kerjakan: Start, banyak: Tickets, petugas: Staff, penyelia: Staff, layanan: Service,
    layanan_lain: Service, now: dt.datetime,
) -> None:  # fmt: skip
    Ticket.objects.filter(pk=banyak[2].pk).update(service=None)
    job = kerjakan("service", by=penyelia, service=layanan_lain.pk)
    bulk.work_jobs(now)
    assert set(Ticket.objects.values_list("service", flat=True)) == {layanan_lain.pk}
    undoing = bulk.undo(job, now=now)
    bulk.work_jobs(now)
    assert states(undoing) == ["done", "done", "refused"]
    assignees(banyak)
    assert [one.service for one in banyak] == [layanan, layanan, layanan_lain]


def test_what_citizens_were_told_cannot_be_undone(
    kerjakan: Start, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    job = kerjakan("reply", by=petugas, text="Kami proses.", then="")
    bulk.work_jobs(now)
    assert not bulk.can_be_undone(job, now)
    with pytest.raises(desk.Refused):
        bulk.undo(job, now=now)
    late = kerjakan("take", by=penyelia)
    assert not bulk.can_be_undone(late, now)  # nothing was done yet
    bulk.work_jobs(now)


def test_undo_stands_for_an_hour(kerjakan: Start, petugas: Staff, now: dt.datetime) -> None:
    job = kerjakan("take", by=petugas)
    bulk.work_jobs(now)
    assert bulk.can_be_undone(job, now + dt.timedelta(hours=1))
    assert not bulk.can_be_undone(job, now + dt.timedelta(hours=1, seconds=1))


def test_a_stopped_job_works_no_more(
    kerjakan: Start,
    banyak: Tickets,
    petugas: Staff,
    now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tickets.bulk.working._AT_ONCE", 1)
    job = kerjakan("take", by=petugas)
    assert bulk.work_jobs(now) == 1
    assert bulk.stop(job, now=now) == 2
    assert bulk.work_jobs(now) == 0
    assert states(job) == ["done", "stopped", "stopped"]
    assert assignees(banyak) == [petugas, None, None]
