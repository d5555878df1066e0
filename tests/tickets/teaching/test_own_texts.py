"""An office's own words: blanks are filled, what cannot be used is refused, the rest is the product's."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.models import Agency
from tests.tickets.converse_tools import Phone
from tickets.models import AgencyText, Channel, Conversation
from tickets.own_texts import BLANKS, TEXTS, Key, cleaned, filled, said, why_refused

VALUES = {"kantor": "Dinas Contoh", "alamat": "Jalan Contoh 1", "telepon": "", "jam": "Senin 08.00"}


def test_every_text_has_a_description_and_known_blanks() -> None:
    assert set(TEXTS) == set(Key)
    for key, about in TEXTS.items():
        assert set(about.needs) <= set(about.blanks) <= set(BLANKS)
        assert not about.product or why_refused(key, about.product) == ""


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        (Key.GREETING, "Halo dari {kantor}", ""),
        (Key.GREETING, "  ", "masih kosong"),
        (Key.GREETING, "Halo {nama}", r"Isian {nama} tidak ada di sini"),
        (Key.GREETING, "Halo {kantor", "kurung kurawal"),
        (Key.GREETING, "Halo {{kantor}}", "kurung kurawal"),
        (Key.GREETING, "x" * 251, "Terlalu panjang: 251 huruf, paling banyak 250"),
        (Key.PRIVACY, "Data Anda aman.", r"Isian {tautan} harus ada"),
        (Key.PRIVACY, "Data Anda aman: {tautan}", ""),
        (Key.PRIVACY, "{tautan} {tautan} {tautan}", r"Isian {tautan} paling banyak 2 kali"),
        (Key.PRIVACY_PAGE, "{kantor} {kantor} {kantor}", ""),
        (Key.GREETING, "<b>Halo</b> dari {kantor}", "membaca <b> apa adanya"),
        (Key.GREETING, "Halo &amp; salam", "membaca &amp; apa adanya"),
        (Key.GREETING, "Biaya < 5 ribu & > 1 ribu", ""),
        (Key.GREETING, "{% if %}", "tidak ada di sini"),
    ],
)
def test_what_cannot_be_used_is_refused(key: Key, text: str, words: str) -> None:
    refused = why_refused(key, text)
    assert words in refused
    assert bool(words) == bool(refused)


def test_marks_that_nobody_sees_are_left_out_and_an_emoji_stays_whole() -> None:
    typed = "\u202eSugeng\u200b rawuh\x07\r\ning {kantor} \U0001f468\u200d\U0001f469\ufeff"
    assert cleaned(typed) == "Sugeng rawuh\ning {kantor} \U0001f468\u200d\U0001f469"
    assert "masih kosong" in why_refused(Key.GREETING, cleaned("\u200b\u202e"))


def test_a_blank_without_a_value_gives_way_to_the_products_text() -> None:
    assert said(Key.GREETING, {Key.GREETING: "Telepon {telepon}"}, VALUES) == (
        "Selamat datang di layanan WhatsApp *Dinas Contoh*."
    )
    assert said(Key.PLACE, {}, VALUES | {"alamat": ""}) == ""


@given(st.text(max_size=300), st.sampled_from(Key))
def test_what_is_not_refused_can_be_filled(text: str, key: Key) -> None:
    if not why_refused(key, text):
        assert filled(text, dict.fromkeys(BLANKS, "isi"))


@pytest.mark.django_db
def test_the_first_reply_says_it_once_in_the_offices_words(
    percakapan: Conversation, dinas: Agency, now: dt.datetime
) -> None:
    AgencyText.objects.create(agency=dinas, key=Key.GREETING, text="Sugeng rawuh ing {kantor}.")
    phone = Phone(percakapan, now)
    phone.arrives("halo")
    (greeting,) = phone.work()
    assert greeting.text.startswith("Sugeng rawuh ing Dinas Sosial Contoh.")
    assert greeting.text.endswith("/privasi/dinsos-contoh/")
    assert "Selamat datang" not in greeting.text
    phone.later(minutes=1).arrives("menu")
    assert all("/privasi/" not in letter.text for letter in phone.work())


@pytest.mark.django_db
def test_without_words_of_its_own_the_product_speaks(
    percakapan: Conversation, kanal: Channel, now: dt.datetime
) -> None:
    phone = Phone(percakapan, now)
    phone.arrives("halo")
    (greeting,) = phone.work()
    assert greeting.text.startswith("Selamat datang di layanan WhatsApp *Dinas Sosial Contoh*.")
    percakapan.refresh_from_db()
    assert percakapan.privacy_told_at == now
