"""An officer's answer: rows in the outbox, once, or a refusal that leaves nothing behind."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from services.models import Staff
from tests import factories
from tickets import content, desk, outbox
from tickets.content import Buttons, File, LinkButton, Text
from tickets.models import Attachment, Conversation, Draft, Message, MessageTemplate, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PDF = b"%PDF-1.4\n%contoh\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15"
    b"\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00"
    b"IEND\xaeB`\x82"
)


def docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", "<w/>")
    return out.getvalue()


def stored_files(settings: Any) -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_reply_takes_the_ticket_ends_the_first_clock_and_the_draft(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    Ticket.objects.filter(pk=tiket.pk).update(unread_count=2)
    desk.save_draft(tiket, by=petugas, now=now, text="Selamat")
    (message,) = desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text="Selamat pagi"))
    tiket.refresh_from_db()
    assert (message.status, message.origin, message.author) == ("queued", "officer", petugas)
    assert message.payload == {"content": "text", "body": "Selamat pagi"}
    assert (tiket.assignee, tiket.first_responded_at, tiket.unread_count) == (petugas, now, 0)
    assert (tiket.last_message_text, tiket.last_message_direction) == ("Selamat pagi", "out")
    assert tiket.message_count == 1
    assert list(tiket.events.values_list("verb", flat=True)) == ["taken", "replied"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize("typed", ["Baik\r\nBu", "Baik\rBu", "Baik\nBu"])
def test_line_breaks_of_forms_do_not_go_out(
    tiket: Ticket, petugas: Staff, now: dt.datetime, typed: str
) -> None:
    (message,) = desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text=typed))
    assert (message.text, message.payload["body"]) == ("Baik\nBu", "Baik\nBu")


def test_line_breaks_count_once_towards_the_limit(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    typed = "a\r\n" * 2047 + "aa"  # 4096 characters on the phone, 6143 as the form sends it
    (message,) = desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text=typed))
    assert len(message.text) == 4096


def test_no_way_out_keeps_a_carriage_return(
    tiket: Ticket, percakapan: Conversation, now: dt.datetime
) -> None:
    question = Buttons("Pilih\r\nsatu", (("ya", "Ya"),), footer="a\rb")
    letter = outbox.Letter(content=question, origin=Message.Origin.BOT, ticket=tiket)
    message = outbox.queue(percakapan, letter, now=now)
    assert "\r" not in message.text
    assert r"\r" not in json.dumps(message.payload)
    assert message.payload["body"] == "Pilih\nsatu"


def test_a_file_without_words_is_named_on_the_queue_row(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    photo = SimpleUploadedFile("foto.png", PNG, "image/png")
    desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(files=[photo]))
    tiket.refresh_from_db()
    assert (tiket.last_message_text, tiket.last_message_kind) == ("", "image")


def test_a_double_click_sends_once(tiket: Ticket, petugas: Staff, now: dt.datetime) -> None:
    reply = desk.Reply(text="Baik", form_key="f" * 64)
    first = desk.reply(tiket, by=petugas, now=now, reply=reply)
    second = desk.reply(tiket, by=petugas, now=now, reply=reply)
    assert first == second
    assert Message.objects.count() == 1
    assert tiket.events.filter(verb="replied").count() == 1


def test_another_officers_form_key_is_another_message(
    tiket: Ticket, petugas: Staff, petugas_lain: Staff, now: dt.datetime
) -> None:
    reply = desk.Reply(text="Baik", form_key="sama1234")
    desk.reply(tiket, by=petugas, now=now, reply=reply)
    desk.reply(tiket, by=petugas_lain, now=now, reply=reply)
    assert Message.objects.count() == 2
    assert Ticket.objects.get(pk=tiket.pk).assignee == petugas


def test_files_go_with_their_bytes_and_a_single_one_carries_the_words(
    tiket: Ticket, petugas: Staff, now: dt.datetime, settings: Any
) -> None:
    file = SimpleUploadedFile("../surat\n.pdf", PDF, content_type="image/png")
    (message,) = desk.reply(
        tiket, by=petugas, now=now, reply=desk.Reply(text="Ini suratnya", files=[file])
    )
    attachment = message.attachments.get()
    assert (message.type, message.text) == ("document", "Ini suratnya")
    assert content.read(message.payload) == File("document", "surat.pdf", "Ini suratnya")
    assert (attachment.mime_type, attachment.state, attachment.size) == (
        "application/pdf",
        "ready",
        len(PDF),
    )
    assert attachment.file.read() == PDF
    assert len(attachment.sha256) == 64


def test_several_files_follow_the_words(tiket: Ticket, petugas: Staff, now: dt.datetime) -> None:
    files = [SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("b.docx", docx())]
    reply = desk.Reply(text="Terlampir", files=files, form_key="abcdefgh")
    messages = desk.reply(tiket, by=petugas, now=now, reply=reply)
    assert [message.type for message in messages] == ["text", "image", "document"]
    assert [message.form_key for message in messages] == ["abcdefgh:0", "abcdefgh:1", "abcdefgh:2"]
    assert desk.reply(tiket, by=petugas, now=now, reply=reply) == messages
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ\x90\x00" + b"\x00" * 64),
        ("halaman.html", b"<html><script>alert(1)</script>"),
        ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("kosong.pdf", b""),
        ("arsip.zip", b"PK\x03\x04rusak"),
        ("foto.png", PNG + b"\x00" * (5 * 1024 * 1024)),
    ],
)
def test_a_file_that_whatsapp_would_not_take_stops_the_whole_reply(
    tiket: Ticket, petugas: Staff, now: dt.datetime, name: str, content: bytes, settings: Any
) -> None:
    files = [SimpleUploadedFile("baik.pdf", PDF), SimpleUploadedFile(name, content)]
    with pytest.raises(desk.Refused, match=name):
        desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text="x", files=files))
    assert not Message.objects.exists()
    assert stored_files(settings) == []


def test_an_empty_or_too_long_reply_is_refused(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    for text in ("", "  \n", "x" * 4097):
        with pytest.raises(desk.Refused):
            desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text=text))
    assert not Message.objects.exists()
    assert not tiket.events.exists()


def test_outside_the_window_words_are_refused_and_nothing_is_kept(
    tiket: Ticket, petugas: Staff, now: dt.datetime, settings: Any
) -> None:
    edge = now + dt.timedelta(hours=23, minutes=55)
    reply = desk.Reply(text="Baik", files=[SimpleUploadedFile("a.pdf", PDF)])
    with pytest.raises(desk.Refused, match="24 jam"):
        desk.reply(tiket, by=petugas, now=edge, reply=reply)
    assert not Message.objects.exists()
    assert stored_files(settings) == []
    assert Ticket.objects.get(pk=tiket.pk).assignee is None


def test_outside_the_window_a_template_goes(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    template = MessageTemplate.objects.create(
        channel=tiket.channel, name="kabar_tiket", body="Tiket {{1}}: {{2}}.", parameter_count=2
    )
    later = now + dt.timedelta(days=3)
    reply = desk.Reply(template=template, parameters=("DINSOS-2026-000001", "berkas\nlengkap"))
    (message,) = desk.reply(tiket, by=petugas, now=later, reply=reply)
    assert message.type == "template"
    assert message.text == "Tiket DINSOS-2026-000001: berkas lengkap."
    assert message.payload["name"] == "kabar_tiket"


def test_templates_of_others_or_half_filled_are_refused(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    mine = MessageTemplate.objects.create(
        channel=tiket.channel, name="kabar", body="{{1}} {{2}}", parameter_count=2
    )
    paused = MessageTemplate.objects.create(
        channel=tiket.channel, name="jeda", body="x", status="paused"
    )
    theirs = MessageTemplate.objects.create(
        channel=factories.ChannelFactory(), name="lain", body="x"
    )
    for reply in (
        desk.Reply(template=mine, parameters=("satu",)),
        desk.Reply(template=mine, parameters=("satu", " ")),
        desk.Reply(template=paused),
        desk.Reply(template=theirs),
    ):
        with pytest.raises(desk.Refused):
            desk.reply(tiket, by=petugas, now=now, reply=reply)
    assert not Message.objects.exists()


def test_a_closed_ticket_is_not_answered(tiket: Ticket, petugas: Staff, now: dt.datetime) -> None:
    Ticket.objects.filter(pk=tiket.pk).update(state="closed")
    with pytest.raises(desk.Refused, match="sudah ditutup"):
        desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text="x"))
    assert not Message.objects.exists()


def test_a_walk_in_without_whatsapp_is_told_so(
    dinas: Any, petugas: Staff, now: dt.datetime
) -> None:
    walk_in = desk.WalkIn(agency=dinas, name="Pak Contoh", note="Minta surat")
    ticket = desk.register_walk_in(walk_in, by=petugas, now=now)
    with pytest.raises(desk.Refused, match="tidak tersambung lewat WhatsApp"):
        desk.reply(ticket, by=petugas, now=now, reply=desk.Reply(text="x"))


def test_the_outbox_seals_what_staff_may_not_see(
    percakapan: Conversation, tiket: Ticket, now: dt.datetime
) -> None:
    link = LinkButton("Mohon isi survei", "Isi survei", "https://contoh.go.id/survei/rahasia")
    letter = outbox.Letter(
        content=link, origin=Message.Origin.SURVEY, ticket=tiket, sealed=True, shown_as="Undangan"
    )
    message = outbox.queue(percakapan, letter, now=now)
    row = (
        Message.objects.filter(pk=message.pk).extra(select={"raw": "sealed_payload"}).values().get()
    )
    assert (message.text, message.payload) == ("Undangan", {})
    assert "rahasia" not in str({k: v for k, v in row.items() if k != "sealed_payload"})
    assert "rahasia" in Message.objects.get(pk=message.pk).sealed_payload


def test_the_outbox_refuses_free_text_by_the_rows_window_not_the_objects(
    percakapan: Conversation, now: dt.datetime
) -> None:
    Conversation.objects.filter(pk=percakapan.pk).update(window_expires_at=now)
    letter = outbox.Letter(content=Text("x"), origin=Message.Origin.BOT)
    with pytest.raises(outbox.WindowClosed):
        outbox.queue(percakapan, letter, now=now)
    assert not Message.objects.exists()


def test_a_failed_message_is_retried_by_hand_once(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    file = SimpleUploadedFile("a.pdf", PDF)
    (old,) = desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text="Ini", files=[file]))
    with pytest.raises(desk.Refused):
        desk.retry_message(old, by=petugas, now=now)
    Message.objects.filter(pk=old.pk).update(status="failed")
    Ticket.objects.filter(pk=tiket.pk).update(has_trouble=True)
    new = desk.retry_message(old, by=petugas, now=now)
    assert desk.retry_message(old, by=petugas, now=now) == new
    assert (new.retry_of, new.status, new.payload, new.text) == (old, "queued", old.payload, "Ini")
    assert new.attachments.get().file.read() == PDF
    assert Message.objects.get(pk=old.pk).status == "failed"
    assert not Ticket.objects.get(pk=tiket.pk).has_trouble
    assert tiket.events.filter(verb="retried").count() == 1


def test_a_wiped_message_and_a_closed_window_cannot_be_retried(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    (old,) = desk.reply(tiket, by=petugas, now=now, reply=desk.Reply(text="Ini"))
    Message.objects.filter(pk=old.pk).update(status="unknown")
    with pytest.raises(desk.Refused, match="24 jam"):
        desk.retry_message(old, by=petugas, now=now + dt.timedelta(days=2))
    Message.objects.filter(pk=old.pk).update(payload={})
    with pytest.raises(desk.Refused, match="dihapus"):
        desk.retry_message(old, by=petugas, now=now)
    assert Message.objects.count() == 1
