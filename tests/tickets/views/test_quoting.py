"""Quoting a message of the citizen, on the page: offered, kept, shown to the next reader, refused plainly."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Service, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.desk.conftest import diperiksa as diperiksa
from tests.tickets.views.conftest import post
from tests.tickets.views.pages import page
from tickets import desk
from tickets.models import Conversation, Draft, HeldReply, Message, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LogIn = Callable[[Staff], Client]
KEY = "kunci-formulir-contoh"
HX = {"HX-Request": "true"}


@pytest.fixture
def kata(milik: Ticket) -> Message:
    return factories.MessageFactory(
        ticket=milik, text="NIK saya 3515080101900001, berapa biayanya?"
    )


def offers(client: Client, message: Message) -> bool:
    return f'data-quote="{message.pk}"' in flat(client.get(f"/pesan/{message.pk}/", headers=HX))


def test_the_menu_of_a_message_offers_it_while_it_could_be_sent(
    masuk: LogIn, petugas: Staff, admin_opd: Staff, milik: Ticket, kata: Message, now: dt.datetime
) -> None:
    ours = factories.MessageFactory(ticket=milik, direction="out", origin="officer", author=petugas)
    client = masuk(petugas)
    assert (offers(client, kata), offers(client, ours)) == (True, False)
    assert not offers(masuk(admin_opd), kata)  # reads, and does not reply
    Conversation.objects.update(window_expires_at=now)
    assert not offers(client, kata)


def test_its_link_opens_the_composer_with_the_masked_words(
    masuk: LogIn, petugas: Staff, milik: Ticket, kata: Message
) -> None:
    shown = page(masuk(petugas), milik, path=f"?kutip={kata.pk}")
    assert f'name="quoted" value="{kata.pk}"' in shown
    assert 'id="quoted">' in shown
    assert "3515080101900001" not in shown
    for nothing in ("", "?kutip=0", "?kutip=abc", "?kutip=999999999999999999999"):
        assert 'id="quoted" hidden>' in page(masuk(petugas), milik, path=nothing)


def test_a_message_of_another_ticket_shows_no_word_here(
    masuk: LogIn, petugas: Staff, milik: Ticket
) -> None:
    other = factories.MessageFactory(text="Rahasia orang lain")
    shown = page(masuk(petugas), milik, path=f"?kutip={other.pk}")
    assert "Rahasia orang" not in shown
    assert "Pesan yang dikutip tidak ada lagi di tiket ini" in shown


def test_an_answer_is_sent_with_it_once(
    masuk: LogIn, petugas: Staff, milik: Ticket, kata: Message
) -> None:
    client = masuk(petugas)
    for _ in range(2):
        data = {"text": "Gratis", "form_key": KEY, "quoted": str(kata.pk)}
        assert post(client, milik, "balas", data).status_code == 302
    sent = Message.objects.get(direction="out")
    assert (sent.quoted, sent.quoted_external_id) == (kata, kata.external_id)


def test_a_refusal_keeps_words_and_quote_and_says_what_to_do(
    masuk: LogIn, petugas: Staff, milik: Ticket, kata: Message, now: dt.datetime
) -> None:
    Message.objects.filter(pk=kata.pk).update(withdrawn_at=now)
    client = masuk(petugas)
    data = {"text": "Gratis", "form_key": KEY, "quoted": str(kata.pk)}
    answer = post(client, milik, "balas", data)
    shown = flat(answer)
    assert answer.status_code == 422
    assert "sudah ditarik pemohon. Lepas kutipannya, lalu kirim lagi." in shown
    assert f'name="quoted" value="{kata.pk}"' in shown
    assert not Message.objects.filter(direction="out").exists()
    assert (Draft.objects.get().text, Draft.objects.get().quoted) == ("Gratis", kata)
    assert post(client, milik, "balas", {**data, "quoted": ""}).status_code == 302


def test_the_draft_brings_it_back_after_a_refresh(
    masuk: LogIn, petugas: Staff, milik: Ticket, kata: Message
) -> None:
    client = masuk(petugas)
    saved = [{"text": "Gratis", "quoted": str(kata.pk)}, {"text": "Gratis, Bu"}]
    for data in saved:  # the second from a page that knows of no quotes
        assert post(client, milik, "draf", data).status_code == 204
    assert f'name="quoted" value="{kata.pk}"' in page(client, milik)
    post(client, milik, "draf", {"text": "Gratis", "quoted": ""})
    assert 'id="quoted" hidden>' in page(client, milik)


def test_a_draft_that_is_taken_over_tells_the_composer_what_it_quotes(
    masuk: LogIn,
    petugas: Staff,
    petugas_lain: Staff,
    milik: Ticket,
    kata: Message,
    now: dt.datetime,
) -> None:
    Message.objects.filter(pk=kata.pk).update(text="Berapa biayanya?")
    draft = desk.save_draft(milik, by=petugas, now=now, text="Gratis", quoted=kata.pk)
    assert draft is not None
    answer = post(masuk(petugas_lain), milik, "draf/pakai", {"draft": draft.pk, "text": ""}, **HX)
    told = json.loads(answer["HX-Trigger"])["quote-offered"]
    assert told == {"pk": kata.pk, "words": "Berapa biayanya?"}


def test_who_approves_reads_what_is_answered_and_it_comes_back_with_the_words(
    masuk: LogIn,
    petugas: Staff,
    penyelia: Staff,
    milik: Ticket,
    kata: Message,
    diperiksa: Service,
    now: dt.datetime,
) -> None:
    factories.MessageFactory.create_batch(60, ticket=milik)  # it is not on the page any more
    data = {"text": "Gratis", "form_key": KEY, "quoted": str(kata.pk)}
    assert post(masuk(petugas), milik, "balas", data).status_code == 302
    shown = page(masuk(penyelia), milik)
    assert 'aria-label="Membalas pesan">NIK saya' in shown
    assert "3515080101900001" not in shown
    milik.refresh_from_db()
    held = HeldReply.objects.get()
    desk.return_held(milik, by=penyelia, now=now, held=held, note="Sebutkan dasarnya")
    back = flat(masuk(petugas).get(f"{milik.get_absolute_url()}perubahan/"))
    assert f'data-quote="{kata.pk}" data-quote-words="NIK saya' in back


def test_a_quote_costs_a_query_only_where_the_page_has_not_read_it(
    masuk: LogIn, petugas: Staff, milik: Ticket, kata: Message, now: dt.datetime,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    client = masuk(petugas)
    page(client, milik)
    with django_assert_num_queries(10) as plain:
        page(client, milik)
    desk.save_draft(milik, by=petugas, now=now, text="Gratis", quoted=kata.pk)
    with django_assert_num_queries(len(plain.captured_queries)):
        page(client, milik)
