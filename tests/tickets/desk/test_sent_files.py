"""Files that officers send: what WhatsApp takes goes out, for the rest it is said what is wrong."""

import datetime as dt
import io
import struct
import time
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from services.models import Staff
from tests.outbox import deliver_pending
from tests.tickets.far_side import far_side
from tickets import desk
from tickets.models import Attachment, Message, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def ogg(*packets: bytes) -> bytes:
    """An OGG of one page for each packet, each the beginning of a stream."""
    pages = b""
    for number, packet in enumerate(packets):
        head = struct.pack("<4sBBqIII", b"OggS", 0, 2, 0, number, 0, 0)
        pages += head + bytes([1, len(packet)]) + packet
    return pages


def opus(channels: int = 1) -> bytes:
    return b"OpusHead" + struct.pack("<BBHIhB", 1, channels, 312, 48000, 0, 0)


def send(ticket: Ticket, staff: Staff, now: dt.datetime, *, name: str, body: bytes) -> Message:
    reply = desk.Reply(text="", files=(SimpleUploadedFile(name, body),))
    [message] = desk.reply(ticket, by=staff, now=now, reply=reply)
    return message


@pytest.mark.parametrize("name", ["suara.ogg", "suara.opus", "suara", "suara.mp3"])
def test_a_recording_in_opus_mono_is_sent(
    tiket: Ticket, petugas: Staff, now: dt.datetime, name: str
) -> None:
    message = send(tiket, petugas, now, name=name, body=ogg(opus()))
    file = message.attachments.get()
    assert (message.type, file.mime_type) == ("audio", "audio/ogg")
    assert file.filename == (name if "g" in name or "opus" in name else "suara.ogg")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (ogg(opus(2)), "stereo (2 saluran)"),
        (ogg(opus(6)), "6 saluran"),
        (ogg(b"\x01vorbis" + bytes(23)), "berisi Vorbis"),
        (ogg(b"\x7fFLAC" + bytes(40)), "berisi FLAC"),
        (ogg(b"Speex   " + bytes(72)), "berisi Speex"),
        (ogg(b"\x80theora" + bytes(35)), "berisi video Theora"),
        (ogg(opus(), b"\x80theora" + bytes(35)), "lebih dari satu rekaman"),
        (ogg(b"fishead\x00" + bytes(56)), "lebih dari satu rekaman"),
        (ogg(b"OpusHead"), "tidak dapat dibaca"),
        (b"OggS", "tidak dapat dibaca"),
        (b"OggS" + b"\xff" * 300, "tidak dapat dibaca"),
    ],
)
def test_another_recording_is_refused_and_it_is_said_why(
    tiket: Ticket, petugas: Staff, now: dt.datetime, body: bytes, words: str
) -> None:
    with pytest.raises(desk.Refused, match=r"suara\.ogg: ") as refused:
        send(tiket, petugas, now, name="suara.ogg", body=body)
    assert words in str(refused.value)
    assert "MP3 atau M4A" in str(refused.value)
    assert not Message.objects.filter(direction="out").exists()
    assert not Attachment.objects.exists()


def test_whatsapp_is_told_that_it_is_opus(
    tiket: Ticket, petugas: Staff, now: dt.datetime, settings: Any
) -> None:
    """A bare audio/ogg is refused there."""
    channel = tiket.conversation.channel
    channel.access_token = "token-contoh"
    channel.save(update_fields=["access_token"])
    send(tiket, petugas, now, name="suara.ogg", body=ogg(opus()))
    with far_side() as side:
        settings.WHATSAPP_API_BASE_URL = side.url
        assert deliver_pending() == 1
        assert b'name="type"\r\n\r\naudio/ogg; codecs=opus' in side.uploaded


def test_a_sent_file_has_the_ending_of_what_it_is(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    message = send(tiket, petugas, now, name="Surat Keterangan", body=b"%PDF-1.4\n%contoh\n")
    assert message.attachments.get().filename == "Surat Keterangan.pdf"
    assert message.payload["filename"] == "Surat Keterangan.pdf"


def test_an_archive_with_a_list_of_millions_is_not_read(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    """Its list of contents would be held in memory as a whole, many times over."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", "<w/>")
        for number in range(60_000):
            parts.writestr(f"word/{number:040d}", "")
    began = time.process_time()
    with pytest.raises(desk.Refused, match="tidak diterima WhatsApp"):
        send(tiket, petugas, now, name="surat.docx", body=out.getvalue())
    assert time.process_time() - began < 1
