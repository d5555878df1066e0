"""What we send has the shape that WhatsApp documents and stays within its limits."""

import json

import pytest

from tickets.content import (
    Buttons,
    File,
    InvalidContent,
    LinkButton,
    LocationRequest,
    Menu,
    Row,
    Section,
    Template,
    Text,
    length,
    shorten,
)
from tickets.received import Card, Choice, Contacts, Form, Location
from tickets.transports.whatsapp import limits, outgoing
from tickets.transports.whatsapp.outgoing import render


def rows(count, **changes):
    return tuple(
        Row(**{"id": f"layanan:{n}", "title": f"Layanan {n}", **changes}) for n in range(count)
    )


def test_a_text_is_sent_as_it_is_written():
    text = Text("Selamat pagi,\nberkas Anda *lengkap*.")
    assert render(text) == {
        "type": "text",
        "text": {"body": "Selamat pagi,\nberkas Anda *lengkap*.", "preview_url": False},
    }
    assert text.text == text.body


def test_buttons_have_ids_and_titles():
    content = Buttons("Lanjutan?", (("ya", "Ya"), ("baru", "Permohonan baru")), header="Dinas")
    assert render(content) == {
        "type": "interactive",
        "interactive": {
            "type": "button",
            "header": {"type": "text", "text": "Dinas"},
            "body": {"text": "Lanjutan?"},
            "action": {
                "buttons": [
                    {"type": "reply", "reply": {"id": "ya", "title": "Ya"}},
                    {"type": "reply", "reply": {"id": "baru", "title": "Permohonan baru"}},
                ]
            },
        },
    }
    assert content.text == "Dinas\nLanjutan?\n[Ya] [Permohonan baru]"


def test_a_menu_leaves_out_what_is_empty():
    menu = Menu("Pilih layanan", "Menu", (Section((Row("1", "KIA", "Anak"), Row("2", "KTP"))),))
    assert render(menu)["interactive"]["action"] == {
        "button": "Menu",
        "sections": [
            {
                "rows": [
                    {"id": "1", "title": "KIA", "description": "Anak"},
                    {"id": "2", "title": "KTP"},
                ]
            }
        ],
    }
    assert menu.text == "Pilih layanan\n1. KIA\n2. KTP"


def test_a_link_button_never_shows_its_link_to_staff():
    link = LinkButton("Nilai kami", "Isi survei", "https://contoh.go.id/survei/rahasia/")
    parameters = render(link)["interactive"]["action"]["parameters"]
    assert parameters == {
        "display_text": "Isi survei",
        "url": "https://contoh.go.id/survei/rahasia/",
    }
    assert "rahasia" not in link.text


def test_a_place_has_its_address_below_its_name():
    place = Location(-7.4478, 112.7183, "Dinas Contoh", "Jalan Contoh 1")
    degrees = {"latitude": -7.4478, "longitude": 112.7183}
    shown = {"name": "Dinas Contoh", "address": "Jalan Contoh 1"}
    assert render(place) == {"type": "location", "location": {**degrees, **shown}}
    nameless = Location(-7.4478, 112.7183, "", "Jalan Contoh 1")
    assert render(nameless)["location"] == degrees
    assert place.text == "Dinas Contoh\nJalan Contoh 1"


def test_a_card_names_its_number_and_by_which_id_it_chats():
    card = Card("KIA", "Dinas Contoh", ("+62 811-0000-0002",), "6281100000002")
    assert render(Contacts((card,))) == {
        "type": "contacts",
        "contacts": [
            {
                "name": {"formatted_name": "KIA", "first_name": "KIA"},
                "phones": [
                    {"phone": "+62 811-0000-0002", "type": "WORK", "wa_id": "6281100000002"}
                ],
                "org": {"company": "Dinas Contoh"},
            }
        ],
    }
    [shown] = render(Contacts((Card("Dinas", "", ("112",)),)))["contacts"]
    assert (shown["phones"], "org" in shown) == ([{"phone": "112", "type": "WORK"}], False)
    assert Contacts((card, Card("Dinas"))).text == "KIA: +62 811-0000-0002\nDinas"
    with pytest.raises(InvalidContent, match="Nama kontak"):
        render(Contacts((Card("", "", ("112",)),)))


def test_a_location_is_asked_for():
    assert render(LocationRequest("Di mana?"))["interactive"] == {
        "type": "location_request_message",
        "body": {"text": "Di mana?"},
        "action": {"name": "send_location"},
    }


def test_a_template_fills_body_and_link():
    template = Template(
        name="survei_tiket",
        body_parameters=("DUK-2026-000012", "KTP\nelektronik"),
        url_suffix="abc",
        preview="Undangan survei",
    )
    assert render(template)["template"] == {
        "name": "survei_tiket",
        "language": {"code": "id"},
        "components": [
            {
                "type": "body",
                "parameters": [
                    {"type": "text", "text": "DUK-2026-000012"},
                    {"type": "text", "text": "KTP elektronik"},
                ],
            },
            {
                "type": "button",
                "sub_type": "url",
                "index": "0",
                "parameters": [{"type": "text", "text": "abc"}],
            },
        ],
    }
    assert template.text == "Undangan survei"
    assert "components" not in render(Template(name="halo"))["template"]


def test_a_file_gets_its_id_after_the_upload():
    payload = render(File("document", "surat.pdf", caption="Surat Anda"))
    assert payload == {
        "type": "document",
        "document": {"caption": "Surat Anda", "filename": "surat.pdf"},
    }
    assert outgoing.with_media_id(payload, "99")["document"]["id"] == "99"
    assert "id" not in payload["document"]


def test_an_answer_names_what_it_quotes():
    assert outgoing.quoting(render(Text("Ya")), "wamid.A")["context"] == {"message_id": "wamid.A"}


@pytest.mark.parametrize(
    "make",
    [
        lambda: Text("  "),
        lambda: Text("a" * 4097),
        lambda: Text("😀" * 2049),
        lambda: Buttons("Isi", ()),
        lambda: Buttons("Isi", tuple((str(n), str(n)) for n in range(4))),
        lambda: Buttons("Isi", (("1", "Ya"), ("2", "Ya"))),
        lambda: Buttons("Isi", (("1", "Ya"), ("1", "Tidak"))),
        lambda: Buttons("Isi", (("1", "x" * 21),)),
        lambda: Buttons("x" * 1025, (("1", "Ya"),)),
        lambda: Buttons("Isi", (("1", "Ya"),), footer="x" * 61),
        lambda: Menu("Isi", "Menu", (Section(rows(11)),)),
        lambda: Menu("Isi", "Menu", ()),
        lambda: Menu("Isi", "Menu", (Section(rows(1)), Section(()))),
        lambda: Menu("Isi", "Menu", (Section(rows(5)), Section(rows(5)))),
        lambda: Menu("Isi", "Menu", (Section(rows(1), "A"), Section((Row("z", "Z"),)))),
        lambda: Menu("Isi", "Menu", (Section(rows(1, title="x" * 25)),)),
        lambda: Menu("Isi", "Menu", (Section(rows(1, description="x" * 73)),)),
        lambda: LinkButton("Isi", "Buka", "javascript:alert(1)"),
        lambda: LinkButton("Isi", "x" * 21, "https://contoh.go.id/"),
        lambda: Template(name="Survei Tiket"),
        lambda: Template(name="survei", body_parameters=("",)),
        lambda: File("audio", "suara.ogg", caption="Dengarkan"),
        lambda: File("program", "a.exe"),
        lambda: Choice("1", "Ya"),
        lambda: Form((("a", "1"),)),
        lambda: File("image", "a.jpg", caption="x" * 1025),
    ],
)
def test_content_that_whatsapp_refuses_is_refused_in_words(make):
    with pytest.raises(InvalidContent) as refusal:
        render(make())
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("mime_type", "size", "kind"),
    [
        ("image/jpeg", 5 * 1024 * 1024, "image"),
        ("audio/ogg; codecs=opus", 10, "audio"),
        ("application/pdf", 10, "document"),
        ("video/mp4", 10, "video"),
    ],
)
def test_a_file_finds_its_kind(mime_type, size, kind):
    assert limits.media_kind(mime_type, size) == kind


@pytest.mark.parametrize(
    ("mime_type", "size"),
    [
        ("image/png", 5 * 1024 * 1024 + 1),
        ("image/png", 0),
        ("image/svg+xml", 10),
        ("application/zip", 10),
    ],
)
def test_a_file_that_whatsapp_refuses_is_refused_in_words(mime_type, size):
    with pytest.raises(InvalidContent, match=r"\.$"):
        limits.media_kind(mime_type, size)


@pytest.mark.parametrize(
    ("size", "told"), [(5 * 1024 * 1024 + 1, "5,1 MB"), (6_205_220, "6,0 MB"), (7 << 20, "7,0 MB")]
)
def test_how_large_it_is_is_said_as_here_numbers_are_written(size, told):
    with pytest.raises(InvalidContent, match=f"{told}, paling besar 5 MB"):
        limits.media_kind("image/jpeg", size)


def test_shortening_keeps_to_the_limit_even_with_emoji():
    for text in ("pendek", "x" * 50, "😀" * 30):
        assert length(shorten(text, 24)) <= 24
    assert shorten("  pendek ", 24) == "pendek"
    assert shorten("x" * 25, 24) == "x" * 23 + "…"


def test_every_payload_is_json():
    for content in (Text("a"), Menu("a", "b", (Section(rows(10)),)), Template(name="a")):
        assert json.loads(json.dumps(render(content))) == render(content)
