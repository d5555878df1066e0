"""Files sent while a ticket waits for complete files: an officer is told, and it comes to the top.

As it was seen: "menunggu berkas lengkap", the citizen has sent everything, and for ten days nobody
looked, since the ticket was neither late nor due soon.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from services.models import ServiceStandard, Staff
from tests import factories
from tests.journeys.citizen import Citizen, settle
from tickets import desk, reminders
from tickets.models import Channel, Notification, Ticket

pytestmark = pytest.mark.django_db(transaction=True)
H, D = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def sleeper(
    kanal: Channel, standar: ServiceStandard, petugas: Staff, clock: Any
) -> tuple[Citizen, Ticket]:
    """Answered, and its clock waits for complete files."""
    ServiceStandard.objects.update(
        clock_start="complete", deadline_basis="working_days", deadline_amount=3
    )
    citizen = Citizen(kanal)
    for words in ("halo", "surat keterangan", "Saya perlu surat untuk sekolah anak", "selesai"):
        citizen.says(words)
    ticket = Ticket.objects.get()
    desk.take(ticket, by=petugas, now=timezone.now())
    reply = desk.Reply(text="Mohon kirim foto KK.")
    desk.reply(ticket, by=petugas, now=timezone.now(), reply=reply)
    settle()
    ticket.refresh_from_db()
    return citizen, ticket


def listed(client: Client, view: str = "") -> list[str]:
    return [row.register for row in client.get(f"/antrean/?tampilan={view}").context["rows"]]


def test_it_is_told_counted_and_comes_to_the_top(
    sleeper: tuple[Citizen, Ticket],
    petugas: Staff,
    penyelia: Staff,
    masuk: Callable[[Staff], Client],
    clock: Any,
    now: dt.datetime,
) -> None:
    citizen, ticket = sleeper
    others = factories.TicketFactory.create_batch(
        3,
        register_number=factories.factory.Sequence(lambda n: f"LAIN-2026-{n:06d}"),
        conversation__channel=ticket.channel,
        service=ticket.service,
        received_at=now,
        first_responded_at=now,
        due_at=now + 30 * D,
    )
    officer = masuk(petugas)
    # It stands still and owes nothing: after everything that runs.
    assert listed(officer)[-1] == ticket.register_number
    assert listed(officer, "belum-dibalas") == []
    assert "Waktu dijeda" in officer.get("/antrean/").content.decode()

    clock.shift(H)
    arrived = timezone.now()
    image = {"id": "1234567890", "mime_type": "image/jpeg", "sha256": "x"}
    assert citizen.post(citizen.message("image", image)) == 200
    settle()
    ticket.refresh_from_db()
    assert ticket.paused_since is not None
    assert ticket.unanswered_since == arrived.replace(microsecond=0)
    # One working day, by the office's hours: until Wednesday's closing.
    due = dt.datetime(2026, 6, 10, 9, 0, tzinfo=dt.UTC)
    assert (ticket.look_due_at, ticket.sort_due_at) == (due, due)
    assert listed(officer)[0] == ticket.register_number
    assert listed(officer, "belum-dibalas") == [ticket.register_number]
    assert "lihat kiriman baru" in officer.get("/antrean/").content.decode()
    why = officer.get(f"{ticket.get_absolute_url()}mengapa/").content.decode()
    assert "Janji melihat kiriman baru: 1 hari kerja sesudahnya" in why
    assert "Pemohon menulis Selasa, 9 Juni 2026" in why

    clock.move_to(due + H)
    reminders.remind(timezone.now())
    told = Notification.objects.filter(ticket=ticket, kind="look", is_skipped=False)
    assert not told.exists()  # the office is closed: in the morning
    clock.move_to(due + 16 * H)
    reminders.remind(timezone.now())
    reminders.remind(timezone.now())
    told = Notification.objects.filter(ticket=ticket, kind="look", is_skipped=False)
    assert {one.staff for one in told} == {petugas, penyelia}
    assert {one.step for one in told} == {"due"}
    officer = masuk(petugas)
    assert "Kiriman baru pemohon" in officer.get("/pemberitahuan/").content.decode()
    assert listed(officer, "lewat") == [ticket.register_number]
    tiles = masuk(penyelia).get("/dasbor/").content.decode()
    assert "Lewat tenggat" in tiles

    clock.move_to(now + 10 * D)
    assert list(Ticket.objects.overdue(timezone.now())) == [ticket]
    officer = masuk(petugas)
    page = officer.get(ticket.get_absolute_url()).content.decode()  # reading clears nothing
    assert "Belum dibalas" in page
    assert listed(officer, "belum-dibalas") == [ticket.register_number]

    officer.post(f"{ticket.get_absolute_url()}tidak-perlu-dibalas/")
    ticket.refresh_from_db()
    assert (ticket.look_due_at, ticket.next_reminder_at) == (None, None)
    assert not Ticket.objects.overdue(timezone.now()).exists()
    assert listed(officer)[-1] == ticket.register_number
    assert len(listed(officer)) == len(others) + 1


def test_complete_files_end_it(
    sleeper: tuple[Citizen, Ticket], petugas: Staff, clock: Any, now: dt.datetime
) -> None:
    citizen, ticket = sleeper
    clock.shift(H)
    citizen.says("Ini sudah lengkap ya Bu")
    ticket.refresh_from_db()
    assert ticket.look_due_at is not None
    desk.completed_files(ticket, by=petugas, now=timezone.now())
    ticket.refresh_from_db()
    assert (ticket.paused_since, ticket.look_due_at) == (None, None)
    assert ticket.sort_due_at == ticket.due_at > now + 2 * D
    assert ticket.unanswered_since is not None  # looked at, and still without a reply
