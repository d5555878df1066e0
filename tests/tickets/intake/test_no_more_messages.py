"""Only who wants no messages says "stop": what else is blocked, closed or stopped is a matter."""

import pytest

from tests.tickets.intake.offices import heard
from tests.tickets.intake.played import chosen, kinds, play
from tickets.intake.acts import Act
from tickets.intake.values import NoMoreMessages


@pytest.mark.parametrize(
    ("number", "text", "service"),
    [
        ("Si Whapik", "kis saya diblokir, mau aktifkan", "pbi"),
        ("Si Whapik", "kartu kis abdi ditutup, hoyong diaktifkeun deui", "pbi"),
        ("Si Whapik", "kis dinonaktifkan sepihak, distop", "pbi"),
        ("Si Whapik", "pkh mandeg, saya mau urus", "dtsen"),
        ("Si Whapik", "bantuan saya, kok stop?", "dtsen"),
        ("Validasi NIK", "nik saya diblokir, mau buka blokir", "nik"),
    ],
)
def test_a_thing_that_is_blocked_is_a_matter(number, text, service):
    found = play(number, text)
    assert NoMoreMessages not in kinds(found)
    assert chosen(found) == service


def test_a_card_that_was_closed_has_no_hours():
    assert heard("kks ditutup bank katanya, mau buka lagi", "Si Whapik").act is not Act.HOURS


@pytest.mark.parametrize(
    "text", ["akses saya diblokir", "kenapa distop", "berhenti kerja", "rekening saya ditutup bank"]
)
def test_what_stops_without_a_word_of_messages_is_no_wish_for_silence(text):
    assert heard(text, "Si Whapik").act is not Act.STOP


@pytest.mark.parametrize(
    "text",
    [
        "STOP ya",
        "udah, berhenti",
        "mandeg, ojo ngirim2 maneh",
        "tong ngirim pesen deui",
        "capek di wa terus, stop",
        "stop kirim promo bansos",
        "tolong hentikan kirim survei",
    ],
)
def test_about_messages_or_alone_it_is(text):
    assert heard(text, "Si Whapik").act is Act.STOP
