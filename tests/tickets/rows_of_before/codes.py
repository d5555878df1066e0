"""Sentences in rows from before codes (ADR 0041): known ones become codes, others stay readable.

The rows are written as today; the tables of the version before get its sentences.
"""

import datetime as dt
from typing import Any

from services.models import Staff
from tests import factories
from tests.tickets.rows_of_before.cases import Case, Given, raw
from tickets.error_words import error_words
from tickets.event_reasons import event_why
from tickets.faults import refusal
from tickets.models import (
    Attachment,
    Channel,
    ClockSpan,
    Heartbeat,
    Message,
    Notification,
    Ticket,
    TicketEvent,
    WebhookEvent,
)
from tickets.notifications import notification_words
from tickets.parking import parked_words
from tickets.views.message_words import words_of

NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)


def event(ticket: Ticket, verb: str, actor: Staff | None = None, **data: Any) -> TicketEvent:
    at = ticket.received_at
    return TicketEvent.objects.create(ticket=ticket, verb=verb, at=at, actor=actor, data=data)


def history_rows(given: Given) -> Case:
    written = {
        event(given.ticket, "enqueued", by="bot"): "Pemohon meminta petugas",
        event(given.ticket, "due_changed", given.staff): "Layanan Surat Contoh",
        event(given.ticket, "released"): "Petugas Rina Petugas tidak bertugas sampai 15 Juni 2026",
        event(given.ticket, "reopened", by="citizen"): "Kata-kata dari versi lama",
        event(given.ticket, "survey_invited"): "Tidak diundang: Bukan permohonan",
        event(given.ticket, "released", given.staff): "Pemohon meminta petugas",
    }
    yield
    for row, text in written.items():
        raw("UPDATE tickets_ticketevent SET reason = %s WHERE id = %s", text, row.pk)
    yield
    rows = list(TicketEvent.objects.filter(pk__in=[row.pk for row in written]).order_by("pk"))
    assert [row.data.get("why") for row in rows] == [
        "petugas",
        "service",
        "absent",
        "legacy",
        "not_a_request",
        None,
    ]
    said = [row.reason or event_why(row.data) for row in rows]
    assert said == [text.removeprefix("Tidak diundang: ") for text in written.values()]
    assert rows[0].data["by"] == "bot"
    assert rows[-1].reason == "Pemohon meminta petugas"  # as an officer typed it


def pauses(given: Given) -> Case:
    day = dt.timedelta(days=1)
    spans = [
        ClockSpan.objects.create(
            ticket=given.ticket, kind="citizen", starts_at=given.ticket.received_at + at * day,
            ends_at=given.ticket.received_at + at * day, started_by=by,
        )
        for at, by in enumerate((given.staff, None, given.staff))
    ]  # fmt: skip
    yield
    for span, text in zip(
        spans, ("Berkas belum lengkap", "Pemohon menyatakan belum beres", "KTP"), strict=True
    ):
        raw("UPDATE tickets_clockspan SET reason = %s WHERE id = %s", text, span.pk)
    yield
    rows = ClockSpan.objects.filter(pk__in=[span.pk for span in spans])
    kept = rows.order_by("pk").values_list("why", "reason")
    assert list(kept) == [("files_missing", ""), ("unfinished", ""), ("", "KTP")]


def notifications(given: Given) -> Case:
    for step in ("75%", "lama"):
        Notification.objects.create(
            ticket=given.ticket, staff=given.staff, kind="completion", due_at=given.ticket.due_at, step=step,
            created_at=given.ticket.received_at,
        )  # fmt: skip
    yield
    raw(
        "UPDATE tickets_notification SET text = %s WHERE ticket_id = %s",
        "Seperti dulu.",
        given.ticket.pk,
    )
    yield
    known, unknown = Notification.objects.filter(ticket=given.ticket).order_by("pk")
    assert (known.values, known.kind) == ({}, "completion")
    assert "tinggal seperempat waktu" in notification_words(known)
    assert notification_words(unknown) == "Seperti dulu."


def errors(given: Given) -> Case:
    written = [
        ("Lewat 24 jam sejak pesan terakhir pemohon. Kirim templat sebagai gantinya.", 131047),
        (error_words(refusal(131026)), 131026),
        ("Kata-kata dari versi lama.", None),
    ]
    messages = [
        factories.MessageFactory(ticket=given.ticket, error_code=code) for _, code in written
    ]
    file = Attachment.objects.create(message=messages[0])
    yield
    for message, (text, _) in zip(messages, written, strict=True):
        raw("UPDATE tickets_message SET error_text = %s WHERE id = %s", text, message.pk)
    raw(
        "UPDATE tickets_attachment SET error_text = 'Berkas lebih besar dari 25 MB. Minta versi kecil.'"
    )
    raw(
        "UPDATE tickets_channel SET health_note = 'Token akses belum diisi. Isi di Kelola, Nomor WhatsApp.'"
    )
    yield
    kept = [Message.objects.get(pk=message.pk).error for message in messages]
    assert [error["code"] for error in kept] == ["window_closed", "refused", "legacy"]
    assert [error_words(error) for error in kept] == [text for text, _ in written]
    file.refresh_from_db()
    assert error_words(file.error) == "Berkas lebih besar dari 25 MB. Minta versi kecil."
    assert {channel.health_error["code"] for channel in Channel.objects.all()} == {"no_access"}


def what_was_parked(given: Given) -> Case:
    texts = ["Pesan tanpa pengirim.", "Nomor 123 tidak terdaftar di sini.", "Dari versi lama."]
    old = [{"path": "entry[0]", "reason": text} for text in texts]
    event = WebhookEvent.objects.create(
        body=b"", sha256="x", received_at=NOW, is_parked=True, parked=old
    )
    yield
    yield
    event.refresh_from_db()
    assert [item["code"] for item in event.parked] == ["no_sender", "number_unknown", "legacy"]
    assert [parked_words(item) for item in event.parked] == [f"entry[0]: {text}" for text in texts]


def messages(given: Given) -> Case:
    reading = {"says_something": True, "reads_as": "call", "content": None}
    reading |= {"is_forwarded": False, "referral": None}
    changed = {"type": "system", "system": {"type": "user_changed_number"}}
    rows = [
        factories.MessageFactory(ticket=given.ticket, **columns)
        for columns in (
            {"type": "call", "payload": {"received": reading, "raw": {}}},
            {"type": "system", "payload": changed},
            {"direction": "out", "origin": "survey", "type": "interactive", "payload": {}},
            {"type": "text"},
        )
    ]
    yield
    texts = (
        "Pemohon menelepon lewat WhatsApp.",
        "Pemohon mengganti nomor WhatsApp.",
        "Undangan survei terkirim",
        "Undangan survei terkirim",
    )
    for row, text in zip(rows, texts, strict=True):
        raw("UPDATE tickets_message SET text = %s WHERE id = %s", text, row.pk)
    raw("UPDATE tickets_ticket SET last_message_text = '[Foto]'")
    yield
    kept = list(Message.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))
    assert [row.text for row in kept] == ["", "", "", texts[-1]]
    assert [words_of(row) for row in kept] == list(texts)
    given.ticket.refresh_from_db()
    assert (given.ticket.last_message_text, given.ticket.last_message_kind) == ("", "image")


def sweeps(given: Given) -> Case:
    Heartbeat.objects.create(name="x", at=NOW)
    yield
    raw("UPDATE tickets_heartbeat SET error = 'DatabaseError: duplicate key (0812)'")
    yield
    assert Heartbeat.objects.get().error == "DatabaseError"


LATER = (history_rows, pauses, notifications, errors, what_was_parked, messages)
