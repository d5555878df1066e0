"""By which road words go out when they are approved, and when they cannot any more."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from services.models import Service, Staff
from tests import factories
from tests.tickets.desk.checked import TEXT, approve, said, told, write
from tickets import desk
from tickets.models import (
    Conversation,
    HeldReply,
    Message,
    MessageTemplate,
    Ticket,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "diperiksa")]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_what_the_citizen_wrote_meanwhile_is_read_first(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    first = factories.MessageFactory(ticket=tiket, text="Bagaimana?")
    write(tiket, petugas, now)
    factories.MessageFactory(ticket=tiket, text="Tidak jadi.")
    with pytest.raises(desk.Refused, match="menulis lagi"):
        approve(tiket, penyelia, now, seen=first.pk)
    assert said(tiket) == []
    approve(tiket, penyelia, now, seen=tiket.messages.latest("pk").pk)
    assert said(tiket) == [TEXT]


def test_outside_the_window_words_go_in_the_update(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    write(tiket, petugas, now)
    Conversation.objects.update(window_expires_at=now)
    later = now + dt.timedelta(hours=2)
    with pytest.raises(desk.Refused, match=r"24 jam.*Kembalikan"):
        approve(tiket, penyelia, later)
    tiket.refresh_from_db()
    assert tiket.approval_asked_at == now
    MessageTemplate.objects.create(
        channel=tiket.channel, name="kabar", body="Kabar {{1}}: {{2}}", parameter_count=2
    )
    approve(tiket, penyelia, later)
    message = tiket.messages.get(direction="out")
    assert (message.type, message.text) == ("template", f"Kabar {tiket.register_number}: {TEXT}")
    assert tiket.first_responded_at == later


def test_a_template_that_was_paused_meanwhile_is_not_sent(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    template = MessageTemplate.objects.create(
        channel=tiket.channel, name="kabar", body="Kabar {{1}}: {{2}}", parameter_count=2
    )
    write(tiket, petugas, now, text="", template=template, parameters=("1", "Diproses"))
    template.status = MessageTemplate.Status.PAUSED
    template.save()
    with pytest.raises(desk.Refused, match="Templat itu sedang tidak dapat dipakai"):
        approve(tiket, penyelia, now)
    template.status = MessageTemplate.Status.APPROVED
    template.save()
    approve(tiket, penyelia, now)
    assert said(tiket) == ["Kabar 1: Diproses"]


def test_files_wait_and_go_out_with_the_words(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    write(tiket, petugas, now, files=(SimpleUploadedFile("surat.pdf", PDF),))
    approve(tiket, penyelia, now)
    file = tiket.messages.get(direction="out").attachments.get()
    assert (file.filename, file.file.read()) == ("surat.pdf", PDF)


def test_files_that_came_back_are_forgotten(
    tiket: Ticket,
    petugas: Staff,
    penyelia: Staff,
    now: dt.datetime,
    django_capture_on_commit_callbacks: Any,
) -> None:
    write(tiket, petugas, now, files=(SimpleUploadedFile("surat.pdf", PDF),))
    held = HeldReply.objects.get()
    name = held.parts[0]["file"]["name"]
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        desk.return_held(tiket, by=penyelia, now=now, held=held, note="Salah berkas")
    assert not default_storage.exists(name)


def test_a_ticket_that_goes_to_another_office_leaves_the_words_with_their_author(
    tiket: Ticket, petugas: Staff, penyelia: Staff, dinas_wita: Any, now: dt.datetime
) -> None:
    write(tiket, petugas, now)
    desk.transfer(tiket, by=penyelia, now=now, reason="Salah kantor", to_agency=dinas_wita)
    tiket.refresh_from_db()
    assert (tiket.approval_asked_at, HeldReply.objects.get().state) == (None, "returned")
    assert told("returned") == {petugas}
    assert TEXT not in said(tiket)


def test_a_matter_that_ended_without_them_gives_words_back(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    write(tiket, petugas, now)
    desk.resolve(tiket, by=penyelia, now=now, outcome="rejected", summary="Bukan di sini.")
    assert HeldReply.objects.get().state == "returned"
    assert TEXT not in said(tiket)


def test_a_citizen_who_withdraws_is_answered_nothing(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    write(tiket, petugas, now)
    desk.withdraw(tiket, now=now)
    assert HeldReply.objects.get().state == "returned"
    assert said(tiket) == []


def test_on_a_closed_ticket_words_can_only_be_returned(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    write(tiket, petugas, now)
    Ticket.objects.filter(pk=tiket.pk).update(state="closed")
    with pytest.raises(desk.Refused, match="sudah ditutup"):
        approve(tiket, penyelia, now)
    tiket.refresh_from_db()
    desk.return_held(tiket, by=penyelia, now=now, held=HeldReply.objects.get(), note="Sudah tutup")
    assert tiket.approval_asked_at is None


def test_only_words_that_were_read_are_sent_again(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime, layanan: Service
) -> None:
    Service.objects.filter(pk=layanan.pk).update(checks_replies=False)
    [unread] = write(Ticket.objects.get(pk=tiket.pk), petugas, now)
    Service.objects.filter(pk=layanan.pk).update(checks_replies=True)
    ticket = Ticket.objects.get(pk=tiket.pk)
    write(ticket, petugas, now, form_key="kunci-dua")
    later = now + dt.timedelta(minutes=1)
    approve(ticket, penyelia, later)
    Message.objects.filter(direction="out").update(status="failed")
    read = ticket.messages.get(occurred_at=later)
    with pytest.raises(desk.Refused, match="belum pernah diperiksa"):
        desk.retry_message(Message.objects.get(pk=unread.pk), by=petugas, now=later)
    again = desk.retry_message(Message.objects.get(pk=read.pk), by=petugas, now=later)
    Message.objects.filter(pk=again.pk).update(status="failed")
    assert desk.retry_message(Message.objects.get(pk=again.pk), by=petugas, now=later)
    assert desk.retry_message(Message.objects.get(pk=unread.pk), by=penyelia, now=later)


def test_a_failure_in_the_middle_leaves_all_as_it_was(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime, monkeypatch: Any
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    write(tiket, petugas, now)
    monkeypatch.setattr("tickets.desk.approving.tell", broken)
    with pytest.raises(RuntimeError):
        approve(tiket, penyelia, now)
    assert HeldReply.objects.get().state == "waiting"
    assert not Message.objects.filter(direction="out").exists()
