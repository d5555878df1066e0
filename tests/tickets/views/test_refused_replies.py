"""An answer that is refused: the part of it that is wrong is marked, with its words read aloud."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from services.models import Staff
from tests.reading import flat, marked
from tests.tickets.views.conftest import post
from tickets.models import Conversation, Message, MessageTemplate, Ticket

KEY = "kunci-contoh-1"
BROKEN = ("surat.exe", b"MZ\x90\x00" + bytes(64))


@pytest.fixture
def kabar(milik: Ticket) -> MessageTemplate:
    """A template for `milik`, whose window is over."""
    Conversation.objects.update(window_expires_at=None)
    return MessageTemplate.objects.create(
        channel=milik.channel, name="kabar", body="Nomor {{1}}: {{2}}", parameter_count=2
    )


def send(client: Any, ticket: Ticket, **data: Any) -> Any:
    return post(client, ticket, "templat", {"form_key": KEY, **data})


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "Isi bagian ini dahulu."),
        (" ", "Isi bagian ini dahulu."),
        ("\x00", "Isi bagian ini dahulu."),
        ("panjang " * 200, "Terlalu panjang, paling banyak 1000 huruf."),
    ],
)
def test_what_is_wrong_with_a_blank_is_said_beside_it(
    masuk: Any, petugas: Staff, milik: Ticket, kabar: MessageTemplate, words: str, why: str
) -> None:
    name = f"blank_{kabar.pk}_2"
    refused = send(masuk(petugas), milik, template=kabar.pk, **{name: words})
    page = flat(refused)
    assert refused.status_code == 422
    assert marked(page) == [name]
    assert f"<span>{why}</span>" in page
    assert f"Kabar untuk pemohon: {why}" in page  # above the form, too
    assert f'<label class="field__label" for="{name}">' in page
    assert f'name="template" value="{kabar.pk}" checked' in page
    assert not Message.objects.exists()


def test_a_line_break_counts_once_as_in_the_browser(
    masuk: Any, petugas: Staff, milik: Ticket, kabar: MessageTemplate
) -> None:
    sent = send(
        masuk(petugas), milik, template=kabar.pk, **{f"blank_{kabar.pk}_2": "a\r\n" * 499 + "a"}
    )
    assert sent.status_code == 302


def test_what_whatsapp_would_refuse_is_marked(
    masuk: Any, petugas: Staff, milik: Ticket, kabar: MessageTemplate
) -> None:
    name = f"blank_{kabar.pk}_2"
    page = flat(send(masuk(petugas), milik, template=kabar.pk, **{name: "🙏" * 900}))
    assert "Isian templat ke-2 terlalu panjang" in page
    described = r'name="([^"]+)"[^>]*aria-invalid="true" aria-describedby="template-errors"'
    assert re.findall(described, page) == [name]
    assert '<div id="template-errors"><div class="alert' in page


def test_a_template_has_to_be_chosen(
    masuk: Any, petugas: Staff, milik: Ticket, kabar: MessageTemplate
) -> None:
    page = flat(send(masuk(petugas), milik, template=""))
    assert "Pilih templat dahulu." in page
    described = r'name="template"[^>]*aria-invalid="true" aria-describedby="template-errors"'
    assert len(re.findall(described, page)) == 1


@pytest.mark.parametrize(
    ("text", "file", "wrong"),
    [
        ("", None, "text"),
        ("/salam", None, "text"),
        ("x" * 20_001, None, "text"),
        ("x" * 5000, None, "text"),  # WhatsApp's own limit
        ("Ini suratnya", BROKEN, "files"),
    ],
)
def test_the_wrong_part_of_a_reply_is_marked(
    masuk: Any,
    petugas: Staff,
    milik: Ticket,
    text: str,
    file: tuple[str, bytes] | None,
    wrong: str,
) -> None:
    open_until = milik.received_at + dt.timedelta(days=9999)
    Conversation.objects.update(window_expires_at=open_until)
    client = masuk(petugas)

    def refused(**headers: str) -> str:
        data: dict[str, Any] = {"text": text, "form_key": KEY}
        if file:
            data["files"] = SimpleUploadedFile(*file)
        answer = post(client, milik, "balas", data, **headers)
        assert answer.status_code == 422
        return flat(answer)

    page = refused()
    assert re.findall(r'name="(text|files)"[^>]*aria-invalid="true"', page) == [wrong]
    assert len(re.findall(r'name="(?:text|files)"[^>]*aria-describedby="reply-errors"', page)) == 2
    assert f'data-wrong="{wrong}"' in refused(**{"HX-Request": "true"})
    assert not Message.objects.filter(direction="out").exists()
