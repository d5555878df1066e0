"""What is said, kept as JSON and read back; rows from before content was neutral still read."""

import datetime as dt
import json
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tests.tickets.transports.whatsapp import samples
from tickets import content, desk
from tickets.content import (
    Buttons,
    Content,
    File,
    LinkButton,
    LocationRequest,
    Menu,
    Row,
    Section,
    Template,
    Text,
)
from tickets.models import Message, MessageTemplate, Ticket
from tickets.received import (
    Card,
    Choice,
    Contacts,
    Form,
    Location,
    Notice,
    Received,
    Referral,
    received,
)
from tickets.transports.registry import content_in
from tickets.transports.whatsapp.outgoing import render

SENT = [
    Text("Selamat pagi"),
    File("document", "surat.pdf", caption="Surat Anda"),
    File("audio"),
    Buttons("Lanjut?", (("ya", "Ya"), ("tidak", "Tidak")), header="Dinas", footer="Balas"),
    Menu("Pilih", "Menu", (Section((Row("1", "KIA", "Anak"), Row("2", "KTP")), "Layanan"),)),
    LinkButton("Nilai kami", "Isi survei", "https://contoh.go.id/survei/x/", footer="Dua menit"),
    LocationRequest("Di mana?"),
    Template("kabar", body_parameters=("DUK-1", "lengkap"), url_suffix="abc/"),
]
CAME = [
    Choice("svc:1", "KIA"),
    Location(-7.4478, 112.7183, "Balai", "Jalan Contoh 1"),
    Contacts((Card("Sari Contoh", "Desa", ("0812", "sari@contoh.go.id")), Card())),
    Form((("keluhan", "jembatan putus"), ("setuju", "ya"))),
    Notice("gif"),
    Notice("refused", 131060),
    File("image", "foto.jpg"),
]


def stored(value: Any) -> Any:
    """As a database gives JSON back."""
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("said", [*SENT, *CAME])
def test_what_is_said_is_read_back_as_it_was(said: Content) -> None:
    assert content.read(stored(said.payload())) == said


def test_line_breaks_are_kept_as_telephones_show_them() -> None:
    menu = Menu("Pilih\r\nsatu", "M", (Section((Row("1", "a\rb"),)),))
    assert r"\r" not in json.dumps(menu.payload())


@pytest.mark.parametrize(
    "payload",
    [
        *(None, [], "x", {}),
        *({"content": "hologram"}, {"content": "text"}, {"content": ["text"]}),
        {"content": "text", "body": "a", "more": 1},
        {"content": "menu", "sections": [1]},
    ],
)
def test_what_is_no_content_is_none(payload: object) -> None:
    assert content.read(payload) is None


@pytest.mark.parametrize("said", CAME)
@pytest.mark.parametrize("referral", [None, Referral("Judul · Iklan", is_post=True)])
def test_a_reading_is_read_back_as_it_was(said: Content, referral: Referral | None) -> None:
    reading = Received(True, "text", said, is_forwarded=True, referral=referral)
    assert received(stored(reading.payload({"id": "wamid.A"}))) == reading


@pytest.mark.parametrize("payload", [None, {}, {"received": 1}, {"received": {"reads_as": "text"}}])
def test_what_is_no_reading_is_none(payload: object) -> None:
    assert received(payload) is None


@pytest.mark.parametrize("said", SENT)
def test_a_row_of_ours_from_before_says_the_same(said: Content) -> None:
    before = stored(render(said))
    read = content_in(before)
    assert read is not None
    assert render(read) == before


@pytest.mark.parametrize("payload", [{}, {"type": "interactive"}, {"type": "system"}, None, [1]])
def test_what_holds_nothing_to_send_says_nothing(payload: object) -> None:
    assert content_in(payload) is None


@pytest.mark.parametrize(
    ("raw", "reading"),
    [
        (samples.text("Halo"), Received(True, "text")),
        (samples.text(" "), Received(False, "text", Notice("text"))),
        (
            samples.text(context={"forwarded": True}, referral={"headline": "Judul"}),
            Received(True, "text", is_forwarded=True, referral=Referral("Judul")),
        ),
        (
            samples.message("image", image={"id": "1", "filename": "a.jpg"}),
            Received(True, "image", File("image", "a.jpg")),
        ),
        (
            samples.message("location", location={"latitude": -7.4, "longitude": 112.7}),
            Received(True, "location", Location(-7.4, 112.7)),
        ),
        (
            samples.message(
                "interactive",
                interactive={"type": "list_reply", "list_reply": {"id": "svc:1", "title": "KIA"}},
            ),
            Received(True, "interactive", Choice("svc:1", "KIA")),
        ),
        (
            samples.message(
                "interactive",
                interactive={"nfm_reply": {"response_json": '{"a": 1, "flow_token": "x"}'}},
            ),
            Received(True, "interactive", Form((("a", "1"),))),
        ),
    ],
)
def test_a_message_from_before_is_read_as_one_of_today(
    raw: dict[str, Any], reading: Received
) -> None:
    from_text = raw.get("text", {}).get("body", "")
    before = Message(type=raw["type"], text=from_text, payload=stored(raw))
    assert before.received == reading
    today = Message(type=raw["type"], payload=stored(reading.payload(raw)))
    assert today.received == reading


def test_a_message_from_before_is_sent_again_as_it_was(
    tiket: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    MessageTemplate.objects.create(channel=tiket.channel, name="kabar", body="x")
    given = {"ticket": tiket, "direction": "out", "origin": "officer", "status": "failed"}
    for said in (Text("Selamat pagi"), Template("kabar", body_parameters=("DUK-1",))):
        old = factories.MessageFactory(
            **given, type=said.type, text="Yang dibaca petugas", payload=stored(render(said))
        )
        again = desk.retry_message(old, by=petugas, now=now)
        assert content.read(again.payload) == said
        assert (again.type, again.text) == (old.type, old.text)


def test_words_from_the_offices_own_phone_can_be_sent_again() -> None:
    raw = {"type": "text", "text": {"body": "halo"}}
    for payload in (raw, {"received": {}, "raw": raw}):
        assert content_in(payload) == Text("halo")
