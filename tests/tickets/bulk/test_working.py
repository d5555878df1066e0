"""Each ticket of a job is worked exactly once, by the rights of that moment."""

import datetime as dt
from typing import Any

import pytest

from services.models import Membership, Service, Staff
from tests import factories
from tests.tickets.bulk.conftest import Start, results, said, states
from tickets import bulk, desk
from tickets.bulk import working
from tickets.models import (
    BulkItem,
    BulkJob,
    Channel,
    Conversation,
    Message,
    MessageTemplate,
    Notification,
    Ticket,
    TicketEvent,
)

pytestmark = pytest.mark.django_db
Tickets = list[Ticket]
TOLD = "Halo {nama}, {nomor} untuk {layanan} kami proses."


def test_tickets_are_answered_and_resolved_each_in_its_own_words(
    kerjakan: Start, banyak: Tickets, petugas: Staff, now: dt.datetime
) -> None:
    job = kerjakan("reply", by=petugas, text=TOLD, then="end")
    assert bulk.work_jobs(now) == 3
    assert states(job) == ["done"] * 3
    assert said() == [
        f"Halo {one.citizen.profile_name}, {one.register_number} untuk {one.service} kami proses."
        for one in banyak
    ]
    ended = Ticket.objects.filter(pk__in=[one.pk for one in banyak])
    assert set(ended.values_list("state", "assignee", "resolved_by")) == {
        ("resolved", petugas.pk, petugas.pk)
    }
    assert not Notification.objects.filter(staff=petugas).exists()  # not of one's own deeds


def test_a_second_worker_and_a_second_form_change_nothing(
    kerjakan: Start, banyak: Tickets, petugas: Staff, now: dt.datetime
) -> None:
    job = kerjakan("reply", by=petugas, text="Kami proses.", then="")
    assert kerjakan("reply", by=petugas, text="Kami proses.", then="") == job
    assert bulk.work_jobs(now) == 3
    assert bulk.work_jobs(now) == 0
    assert [working._work(item.pk, now) for item in job.items.all()] == [0, 0, 0]
    assert said() == ["Kami proses."] * 3


def test_a_worker_killed_in_the_middle_leaves_a_ticket_as_it_was(
    kerjakan: Start, petugas: Staff, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the answer and its note in the job the process ends: both are gone, and come once."""
    job = kerjakan("reply", by=petugas, text="Kami proses.", then="end")
    settle, calls = working._settle, []

    def dies_at_the_second(item: BulkItem, *args: Any, **more: Any) -> None:
        calls.append(item.pk)
        if len(calls) == 2:
            raise SystemExit
        settle(item, *args, **more)

    monkeypatch.setattr(working, "_settle", dies_at_the_second)
    with pytest.raises(SystemExit):
        bulk.work_jobs(now)
    assert states(job) == ["done", "waiting", "waiting"]
    assert len(said()) == 1
    assert bulk.work_jobs(now) == 2
    assert states(job) == ["done"] * 3
    assert said() == ["Kami proses."] * 3
    assert TicketEvent.objects.filter(verb="resolved").count() == 3


def test_a_fault_of_one_ticket_stops_no_other_and_is_told_after_some_tries(
    kerjakan: Start, banyak: Tickets, petugas: Staff, now: dt.datetime, monkeypatch: Any
) -> None:
    job = kerjakan("take", by=petugas)
    take = desk.take

    def fails_for_one(ticket: Ticket, **more: Any) -> Ticket:
        if ticket.pk == banyak[1].pk:
            raise RuntimeError("fault")
        return take(ticket, **more)

    monkeypatch.setattr(desk, "take", fails_for_one)
    assert bulk.work_jobs(now) == 3
    assert states(job) == ["done", "waiting", "done"]
    assert bulk.work_jobs(now) == 0  # a little later
    for minutes in (1, 2):
        assert bulk.work_jobs(now + dt.timedelta(minutes=minutes)) == 1
    assert states(job) == ["done", "failed", "done"]
    assert bulk.work_jobs(now + dt.timedelta(minutes=3)) == 0


def test_what_one_may_not_do_alone_one_may_not_do_to_many(
    kerjakan: Start, banyak: Tickets, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    desk.take(banyak[1], by=petugas_lain, now=now)
    job = kerjakan("resolve", by=petugas, outcome="no_request", summary="")
    bulk.work_jobs(now)
    assert results(job) == [
        ("done", ""),
        (
            "refused",
            "Tiket ini dipegang Budi Petugas. Yang menyelesaikannya pemegangnya atau penyelia.",
        ),
        ("done", ""),
    ]
    job = kerjakan("assign", by=petugas, key="kunci-lainnya", to=petugas.pk, note="")
    bulk.work_jobs(now)
    assert states(job) == ["refused"] * 3


def test_rights_are_those_of_the_moment_of_the_work(
    kerjakan: Start, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    job = kerjakan("take", by=petugas)
    Membership.objects.filter(staff=petugas).update(is_active=False)
    other = kerjakan("take", by=penyelia)
    Staff.objects.filter(pk=penyelia.pk).update(is_active=False)
    bulk.work_jobs(now)
    assert states(job) == states(other) == ["refused"] * 3
    assert not Ticket.objects.exclude(assignee=None).exists()


def test_what_a_colleague_took_meanwhile_is_left(
    kerjakan: Start, banyak: Tickets, penyelia: Staff, petugas: Staff, petugas_lain: Staff, now: Any
) -> None:
    job = kerjakan("assign", by=penyelia, to=petugas.pk, note="Mohon hari ini")
    desk.take(banyak[0], by=petugas_lain, now=now)
    bulk.work_jobs(now)
    assert states(job) == ["refused", "done", "done"]
    assert "berubah menjadi Budi Petugas" in results(job)[0][1]
    assert Notification.objects.filter(staff=petugas, kind="assigned").count() == 2


def test_who_wrote_again_is_not_answered_unread(
    kerjakan: Start, banyak: Tickets, petugas: Staff, now: dt.datetime
) -> None:
    job = kerjakan("reply", by=petugas, text="Kami proses.", then="")
    later = now + dt.timedelta(seconds=1)
    factories.MessageFactory(ticket=banyak[0], occurred_at=later, received_at=later)
    factories.MessageFactory(ticket=banyak[1], occurred_at=now, received_at=now)
    bulk.work_jobs(now)
    assert states(job) == ["refused", "done", "done"]
    assert "menulis lagi" in results(job)[0][1]


def test_one_citizen_is_told_once_by_a_job(
    kerjakan: Start, banyak: Tickets, petugas: Staff, now: dt.datetime
) -> None:
    Ticket.objects.filter(pk=banyak[1].pk).update(
        conversation=banyak[0].conversation, citizen=banyak[0].citizen
    )
    job = kerjakan("reply", by=petugas, text="Kami proses.", then="")
    bulk.work_jobs(now)
    assert states(job) == ["done", "refused", "done"]
    assert banyak[0].register_number in results(job)[1][1]
    assert len(said()) == 2


def test_outside_the_24_hours_the_approved_update_tells_it_or_nothing(
    kerjakan: Start, banyak: Tickets, petugas: Staff, kanal: Channel, now: dt.datetime
) -> None:
    closed = banyak[:2]
    Conversation.objects.filter(tickets__in=closed).update(window_expires_at=now)
    job = kerjakan("reply", by=petugas, tickets=closed[:1], text="Kami\nproses.", then="")
    bulk.work_jobs(now)
    assert "belum punya templat" in results(job)[0][1]
    MessageTemplate.objects.create(
        channel=kanal, name="kabar", body="Tiket {{1}}: {{2}}", parameter_count=2
    )
    job = kerjakan("reply", by=petugas, key="kunci-kedua", text="Kami\nproses.", then="")
    bulk.work_jobs(now)
    assert states(job) == ["done"] * 3
    sent = Message.objects.filter(direction="out").order_by("pk")
    assert list(sent.values_list("type", "text")) == [
        ("template", f"Tiket {closed[0].register_number}: Kami proses."),
        ("template", f"Tiket {closed[1].register_number}: Kami proses."),
        ("text", "Kami\nproses."),
    ]


def test_each_line_of_the_history_names_its_job(
    kerjakan: Start, banyak: Tickets, petugas: Staff, layanan_lain: Service, now: dt.datetime
) -> None:
    job = kerjakan("wait", by=petugas, other=False, reason="Foto KTP")
    bulk.work_jobs(now)
    lines = TicketEvent.objects.filter(ticket=banyak[0])
    assert {"taken", "waiting_citizen"} <= set(lines.values_list("verb", flat=True))
    assert {line.data.get("bulk") for line in lines} == {str(job.pk)}


def test_all_wait_until_the_day_and_a_day_that_has_begun_meanwhile_moves_none(
    kerjakan: Start, banyak: Tickets, petugas: Staff, now: dt.datetime
) -> None:
    day = (now + dt.timedelta(days=7)).date()
    job = kerjakan("wait", by=petugas, other=False, reason="Foto KTP", until=day.isoformat())
    bulk.work_jobs(now)
    assert set(states(job)) == {"done"}
    for ticket in banyak:
        ticket.refresh_from_db()
        assert ticket.waits_until is not None
        assert ticket.waits_until.astimezone(ticket.agency.zone).date() == day
    late = kerjakan("wait", by=petugas, key="lain", other=False, reason="KK", until=str(now.date()))
    bulk.work_jobs(now)
    assert set(states(late)) == {"refused"}
    banyak[0].refresh_from_db()
    assert banyak[0].waits_until is not None
    assert banyak[0].waits_until.astimezone(banyak[0].agency.zone).date() == day


def test_too_many_or_none_are_refused(kerjakan: Start, petugas: Staff, banyak: Tickets) -> None:
    with pytest.raises(desk.Refused, match="Pilih tiketnya"):
        kerjakan("take", by=petugas, tickets=[])
    with pytest.raises(desk.Refused, match="Paling banyak 200"):
        kerjakan("take", by=petugas, tickets=banyak * 67)
    assert not BulkJob.objects.exists()


def test_old_jobs_are_forgotten(kerjakan: Start, petugas: Staff, now: dt.datetime) -> None:
    kerjakan("take", by=petugas)
    assert bulk.forget_jobs(now + dt.timedelta(days=29)) == 0
    assert bulk.forget_jobs(now + dt.timedelta(days=31)) == 4
    assert not BulkItem.objects.exists()
