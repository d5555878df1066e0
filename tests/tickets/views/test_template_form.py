"""The template form: the register number is the server's, and no words are lost on the way to it."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from services.models import Staff
from tests import factories
from tests.reading import flat
from tickets import desk
from tickets.models import Conversation, Draft, Message, MessageTemplate, Ticket
from tickets.transports.whatsapp.errors import rule

KEY = "kunci-contoh-1"


WORDS = "KK Ibu sudah terbit, silakan ambil di loket 2."


TEXT = {"type": "text", "text": {"body": WORDS}}


TEMPLATE = {"type": "template", "template": {"name": "kabar", "language": {"code": "id"}}}


@pytest.fixture
def milik(tiket: Ticket, petugas: Staff) -> Ticket:
    """Held by `petugas`; its window is over."""
    Ticket.objects.update(assignee=petugas, state="in_progress")
    Conversation.objects.update(window_expires_at=None)
    tiket.refresh_from_db()
    return tiket


@pytest.fixture
def kabar(milik: Ticket) -> MessageTemplate:
    return MessageTemplate.objects.create(
        channel=milik.channel, name="kabar", body="Nomor {{1}}: {{2}}", parameter_count=2
    )


def shown(client: Client, ticket: Ticket) -> str:
    return flat(client.get(ticket.get_absolute_url()))


def box(page: str, template: MessageTemplate) -> str:
    """What stands in the box for the words of an update."""
    [found] = re.findall(rf'name="blank_{template.pk}_2"[^>]*>\s*(?:&#10;|\n)?([^<]*)<', page)
    return found.strip()


def send(client: Client, ticket: Ticket, template: MessageTemplate, **more: Any) -> Any:
    data = {"template": template.pk, "form_key": KEY, f"blank_{template.pk}_2": WORDS}
    return client.post(f"{ticket.get_absolute_url()}templat/", {**data, **more})


def out(ticket: Ticket, **values: Any) -> Message:
    """Words of the office that did not arrive."""
    given = {"direction": "out", "origin": "officer", "status": "failed", "text": WORDS}
    return factories.MessageFactory(ticket=ticket, **{**given, "payload": TEXT, **values})


def test_the_register_number_is_the_servers(
    masuk: Any, petugas: Staff, milik: Ticket, kabar: MessageTemplate
) -> None:
    client = masuk(petugas)
    page = shown(client, milik)
    assert f'name="blank_{kabar.pk}_1"' not in page
    assert f"Nomor {milik.register_number}: [Kabar untuk pemohon]" in page
    forged = {f"blank_{kabar.pk}_1": "DINSOS-2026-999999"}
    assert send(client, milik, kabar, **forged).status_code == 302
    assert Message.objects.get().text == f"Nomor {milik.register_number}: {WORDS}"


def test_the_draft_stands_in_the_box(
    masuk: Any, petugas: Staff, petugas_lain: Staff, milik: Ticket, kabar: MessageTemplate
) -> None:
    now = milik.received_at
    desk.save_draft(milik, by=petugas, now=now, text=WORDS)
    assert box(shown(masuk(petugas), milik), kabar) == WORDS
    assert box(shown(masuk(petugas_lain), milik), kabar) == ""


def test_words_that_the_closed_window_refused_stand_in_the_box(
    masuk: Any, petugas: Staff, milik: Ticket, kabar: MessageTemplate
) -> None:
    client = masuk(petugas)
    refused = client.post(f"{milik.get_absolute_url()}balas/", {"text": WORDS, "form_key": KEY})
    assert refused.status_code == 422
    assert box(flat(refused), kabar) == WORDS
    assert box(shown(client, milik), kabar) == WORDS


@pytest.mark.parametrize(
    ("values", "later", "carried"),
    [
        ({"error_code": 131047}, {}, WORDS),
        ({"error_code": 131026}, {}, ""),
        ({"error_code": 131047, "origin": "survey"}, {}, ""),
        ({"error_code": 131047}, {"status": "sent", "text": "Sudah disampaikan"}, ""),
    ],
)
def test_words_that_failed_behind_the_window_stand_in_the_box(
    masuk: Any,
    petugas: Staff,
    milik: Ticket,
    kabar: MessageTemplate,
    values: dict[str, Any],
    later: dict[str, Any],
    carried: str,
) -> None:
    out(milik, **values)
    if later:
        out(milik, **later)
    assert box(shown(masuk(petugas), milik), kabar) == carried


def test_an_open_page_is_told_of_them_and_only_who_may_answer(
    masuk: Any, petugas: Staff, admin_opd: Staff, milik: Ticket, kabar: MessageTemplate
) -> None:
    out(milik, error_code=131047)
    address = f"{milik.get_absolute_url()}perubahan/"
    told = f'data-unsent="{WORDS}"'
    assert told in flat(masuk(petugas).get(address))
    reader = masuk(admin_opd).get(address)
    assert reader.status_code == 200
    assert told not in flat(reader)


@pytest.mark.parametrize(
    ("code", "window", "said"),
    [
        (131047, None, ["jadi WhatsApp hanya menerima templat"]),
        (131047, "open", ["Pilih templat untuk menghubunginya."]),
        (131026, None, ["dengan cara lain.", "jadi WhatsApp hanya menerima templat"]),
    ],
)
def test_one_reason_is_said_once(
    masuk: Any, petugas: Staff, milik: Ticket, code: int, window: str | None, said: list[str]
) -> None:
    if window:
        ends = timezone.now() + dt.timedelta(hours=5)
        Conversation.objects.update(window_expires_at=ends)
    out(milik, error_code=code, error={"code": "refused", "number": code})
    page = shown(masuk(petugas), milik)
    bubble = page[page.index(f">{WORDS}</p>") :].partition("</li>")[0]
    reasons = ["jadi WhatsApp hanya menerima templat", rule(131047).text[-35:], "dengan cara lain."]
    assert sorted(one for one in reasons if one in bubble) == sorted(said)


def test_too_many_words_come_back_and_are_a_draft(
    masuk: Any, petugas: Staff, milik: Ticket, kabar: MessageTemplate
) -> None:
    words = "panjang " * 200
    refused = send(masuk(petugas), milik, kabar, **{f"blank_{kabar.pk}_2": words})
    assert refused.status_code == 422
    assert box(flat(refused), kabar) == words.strip()
    assert Draft.objects.get().text == words.strip()
    assert not Message.objects.exists()


def test_a_template_paused_meanwhile_loses_no_words(
    masuk: Any, petugas: Staff, milik: Ticket, kabar: MessageTemplate
) -> None:
    other = MessageTemplate.objects.create(
        channel=milik.channel, name="lain", body="{{1}} {{2}}", parameter_count=2
    )
    client = masuk(petugas)
    desk.save_draft(milik, by=petugas, now=milik.received_at, text=WORDS)
    MessageTemplate.objects.filter(pk=kabar.pk).update(status="paused")
    refused = send(client, milik, kabar)
    assert refused.status_code == 422
    assert box(flat(refused), other) == WORDS


def test_the_only_template_paused_meanwhile_loses_no_words_either(
    masuk: Any, petugas: Staff, milik: Ticket, kabar: MessageTemplate
) -> None:
    client = masuk(petugas)
    MessageTemplate.objects.filter(pk=kabar.pk).update(status="paused")
    refused = send(client, milik, kabar)
    assert refused.status_code == 422
    page = flat(refused)
    assert "mungkin baru dijeda atau ditolak WhatsApp" in page
    assert f'<p class="composer__preview">{WORDS}</p>' in page
    assert Draft.objects.get().text == WORDS
    MessageTemplate.objects.filter(pk=kabar.pk).update(status="approved")
    assert box(shown(client, milik), kabar) == WORDS


@pytest.mark.parametrize("path", ["balas", "templat"])
def test_a_ticket_that_changed_hands_is_told_of_before_sending(
    masuk: Any,
    petugas: Staff,
    petugas_lain: Staff,
    milik: Ticket,
    kabar: MessageTemplate,
    path: str,
) -> None:
    if path == "balas":
        Conversation.objects.update(window_expires_at=milik.received_at + dt.timedelta(days=9999))
    client, page = masuk(petugas), milik.get_absolute_url()
    holder = re.search(r'name="holder" value="(\d+)"', shown(client, milik))
    assert holder is not None
    data = {"template": kabar.pk, f"blank_{kabar.pk}_2": WORDS, "text": WORDS, "form_key": KEY}
    data["holder"] = holder[1]
    Ticket.objects.update(assignee=petugas_lain)
    refused = client.post(f"{page}{path}/", data)
    assert refused.status_code == 422
    assert "Tiket ini kini dipegang Budi Petugas." in flat(refused)
    assert flat(refused).count('name="confirmed"') == 1
    assert not Message.objects.exists()
    assert Draft.objects.get().text == WORDS
    assert client.post(f"{page}{path}/", {**data, "confirmed": "on"}).status_code == 302
    assert client.post(f"{page}{path}/", data).status_code == 302  # a double click
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "change", "why"),
    [
        ({}, {}, ""),
        ({"status": "unknown"}, {}, ""),
        ({}, {"window": None}, "lebih dari 24 jam"),
        ({"type": "template", "payload": TEMPLATE}, {"window": None}, ""),
        (
            {"type": "template", "payload": TEMPLATE},
            {"template": "paused"},
            "Pilih templat yang lain",
        ),
        ({"type": "template", "payload": {"template": "x"}}, {}, "Pilih templat yang lain"),
        ({}, {"health": "stopped"}, "sedang tidak dapat mengirim"),
        ({}, {"health": "failing"}, ""),
        ({}, {"is_active": False}, "tidak aktif"),
        ({}, {"state": "closed"}, "sudah ditutup"),
        ({"payload": {}}, {}, "sudah dihapus"),
        ({"status": "sent"}, {}, "tidak perlu"),
    ],
)
def test_the_button_and_the_verb_ask_the_same_rule(
    masuk: Any,
    petugas: Staff,
    milik: Ticket,
    kabar: MessageTemplate,
    values: dict[str, Any],
    change: dict[str, Any],
    why: str,
) -> None:
    message = out(milik, **values)
    open_until = milik.received_at + dt.timedelta(days=9999)
    Conversation.objects.update(window_expires_at=change.get("window", open_until))
    kabar.status = change.get("template", "approved")
    kabar.save()
    assert milik.channel is not None
    milik.channel.health = change.get("health", "ok")
    milik.channel.is_active = change.get("is_active", True)
    milik.channel.save()
    Ticket.objects.update(state=change.get("state", "in_progress"))
    client = masuk(petugas)
    page = shown(client, milik)
    assert ("Kirim ulang" in page) is (not why)
    if why and message.status != "sent":
        assert why in page
    answer = client.post(f"{milik.get_absolute_url()}pesan/{message.pk}/ulang/", follow=True)
    assert Message.objects.filter(retry_of=message).exists() is (not why)
    assert why in flat(answer)
