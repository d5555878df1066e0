"""Sentences in rows from before codes (ADR 0041): known ones become codes, others stay readable.

The rows are written as today, then the tables go back to the version before and get its sentences.
"""

import datetime as dt
from collections.abc import Generator
from typing import Any

import pytest
from django.db import connection

from services.models import Staff
from tests import factories
from tests.tickets.migrating import forward, migrate
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

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("tickets", "0027_types_of_errors"), ("surveys", "0004_what_is_in_use_stays")]
NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)


# A kind of row: made, then (at the first `next`) written as before, then (at the second) looked at.
Case = Generator[None]


def raw(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def event(ticket: Ticket, verb: str, actor: Staff | None = None, **data: Any) -> TicketEvent:
    at = ticket.received_at
    return TicketEvent.objects.create(ticket=ticket, verb=verb, at=at, actor=actor, data=data)


def history_rows(tiket: Ticket, petugas: Staff) -> Case:
    written = {
        event(tiket, "enqueued", by="bot"): "Pemohon meminta petugas",
        event(tiket, "due_changed", petugas): "Layanan Surat Contoh",
        event(tiket, "released"): "Petugas Rina Petugas tidak bertugas sampai 15 Juni 2026",
        event(tiket, "reopened", by="citizen"): "Kata-kata dari versi lama",
        event(tiket, "survey_invited"): "Tidak diundang: Bukan permohonan",
        event(tiket, "released", petugas): "Pemohon meminta petugas",
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


def pauses(tiket: Ticket, petugas: Staff) -> Case:
    day = dt.timedelta(days=1)
    spans = [
        ClockSpan.objects.create(
            ticket=tiket, kind="citizen", starts_at=tiket.received_at + at * day,
            ends_at=tiket.received_at + at * day, started_by=by,
        )
        for at, by in enumerate((petugas, None, petugas))
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


def notifications(tiket: Ticket, petugas: Staff) -> Case:
    for step in ("75%", "lama"):
        Notification.objects.create(
            ticket=tiket, staff=petugas, kind="completion", due_at=tiket.due_at, step=step,
            created_at=tiket.received_at,
        )  # fmt: skip
    yield
    raw("UPDATE tickets_notification SET text = %s WHERE ticket_id = %s", "Seperti dulu.", tiket.pk)
    yield
    known, unknown = Notification.objects.order_by("pk")
    assert (known.values, known.kind) == ({}, "completion")
    assert "tinggal seperempat waktu" in notification_words(known)
    assert notification_words(unknown) == "Seperti dulu."


def errors(tiket: Ticket, petugas: Staff) -> Case:
    written = [
        ("Lewat 24 jam sejak pesan terakhir pemohon. Kirim templat sebagai gantinya.", 131047),
        (error_words(refusal(131026)), 131026),
        ("Kata-kata dari versi lama.", None),
    ]
    messages = [factories.MessageFactory(ticket=tiket, error_code=code) for _, code in written]
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


def what_was_parked(tiket: Ticket, petugas: Staff) -> Case:
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


def messages(tiket: Ticket, petugas: Staff) -> Case:
    reading = {"says_something": True, "reads_as": "call", "content": None}
    reading |= {"is_forwarded": False, "referral": None}
    changed = {"type": "system", "system": {"type": "user_changed_number"}}
    rows = [
        factories.MessageFactory(ticket=tiket, **columns)
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
    tiket.refresh_from_db()
    assert (tiket.last_message_text, tiket.last_message_kind) == ("", "image")


def sweeps(tiket: Ticket, petugas: Staff) -> Case:
    Heartbeat.objects.create(name="x", at=NOW)
    yield
    raw("UPDATE tickets_heartbeat SET error = 'DatabaseError: duplicate key (0812)'")
    yield
    assert Heartbeat.objects.get().error == "DatabaseError"


def test_rows_of_before(tiket: Ticket, petugas: Staff, subtests: pytest.Subtests) -> None:
    """One way back and forth for all of them: the tables' way takes most of the time."""
    earliest = sweeps(tiket, petugas)
    later = [
        case(tiket, petugas)
        for case in (history_rows, pauses, notifications, errors, what_was_parked, messages)
    ]
    for case in (earliest, *later):
        next(case)
    try:
        migrate(BEFORE)
        migrate([("tickets", "0026_refused_answers_of_both_origins")])
        next(earliest)
        migrate(BEFORE)
        for case in later:
            next(case)
    finally:
        forward()
    for case in (earliest, *later):
        with subtests.test(case.__name__), pytest.raises(StopIteration):
            next(case)
