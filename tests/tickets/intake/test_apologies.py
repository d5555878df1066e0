"""An apology before a matter is a lead-in; behind it, or alone, it takes back what was sent."""

import pytest

from tests.tickets.intake.offices import heard
from tests.tickets.intake.test_once_unseen import chosen, keys, play
from tickets.intake.acts import Act


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("maaf tadi salah, saya mau bikin sktm", "sktm"),
        ("maaf tadi salah kirim, saya mau bikin sktm", "sktm"),
        ("salah kamar hehe, eh sekalian deh syarat sktm apa", "sktm"),
        ("eh salah, maksud saya mau urus domisili", "domisili"),
        ("maaf bukan, maksud saya mau domisili", "domisili"),
    ],
)
def test_what_is_wished_for_behind_it_begins(text, service):
    found = play("SI PATAS", text)
    assert chosen(found) == service
    assert keys(found) == ["standard"]


def test_in_a_message_of_its_own_too():
    assert chosen(play("SI PATAS", "maaf tadi salah kirim", "saya mau bikin sktm")) == "sktm"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("maaf salah kirim tadi, kantor buka jam berapa ya", Act.HOURS),
        ("sori salah chat, mau lapor jalan rusak di gang 2", Act.COMPLAINT),
    ],
)
def test_what_is_asked_or_reported_behind_it_is_answered(text, act):
    assert heard(text).act is act


@pytest.mark.parametrize(
    "text",
    [
        "maaf salah kirim",
        "maaf salah kirim, itu buat istri saya",
        "salah kirim maaf, mau kirim ke teman",
        "maaf salah nomor, saya mau tanya tante saya",
        "maaf salah kirim foto ktp",
        "mau bikin sktm, eh maaf salah kirim",
    ],
)
def test_alone_about_others_or_behind_a_matter_it_takes_back(text):
    assert heard(text).act is Act.WRONG_RECIPIENT
