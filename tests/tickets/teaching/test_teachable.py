"""What the bot must not learn: it would fit every message, or make it deaf to danger."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import sentences
from services.models import Service, ServiceExample, Staff
from tickets import desk
from tickets.act_words import TEACHABLE
from tickets.intake.acts import Act
from tickets.intake.hearing import hear
from tickets.intake.knowledge import Knowledge
from tickets.intake.values import Catalogue
from tickets.teachable import why_no_act_example, why_no_service_example

DANGER = "darurat"
EVERYTHING = "hampir semua pesan"
ARABIC = "\u200f\u202e"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ya", EVERYTHING),
        ("saya mau", EVERYTHING),
        ("gak bisa", EVERYTHING),
        ("halo", "Menyapa"),
        ("terima kasih pak", "Berterima kasih"),
        ("batal", "Membatalkan"),
        ("syaratnya apa", "Menanyakan persyaratan"),
        ("mau urus", "Mengajukan permohonan"),
        ("kebakaran", DANGER),
        ("ada kebakaran di gang melati", DANGER),
        ("mau bunuh diri", DANGER),
    ],
)
def test_what_fits_every_message_or_means_danger_stands_for_no_service(text, words):
    assert words in why_no_service_example(text)


@pytest.mark.parametrize(
    "text",
    [
        "stempelkan ijazah saya",
        "arep ngurus layang pati",
        "sktm",
        "syaratnya ktp apa saja",
        "waktu kebakaran kemarin ktp ikut hangus",
        "tolong cetakkan kertas sakti dong",
        "<b>mau</b> cap.* ijazah",
    ],
)
def test_what_citizens_say_of_a_service_may_be_learnt(text):
    assert why_no_service_example(text) == ""


@pytest.mark.parametrize(
    ("text", "act", "words"),
    [
        ("ya", Act.STOP, EVERYTHING),
        ("mau", Act.CANCEL, EVERYTHING),
        ("ktp", Act.STOP, "hanya menyebut layanan"),
        ("halo", Act.STOP, "Menyapa"),
        ("syaratnya apa", Act.HOURS, "Menanyakan persyaratan"),
        ("kebakaran", Act.HOURS, DANGER),
        ("rumah tetangga kebakaran tolong", Act.CHITCHAT, DANGER),
        ("halo", Act.GREETING, ""),
        ("gaskeun bossku", Act.THANKS, ""),
        ("geni murub nang pasar", Act.EMERGENCY, ""),
        ("jam pira bukane", Act.HOURS, ""),
    ],
)
def test_what_already_means_something_else_stands_for_no_act(text, act, words):
    refused = why_no_act_example(text, act)
    assert words in refused
    assert bool(words) == bool(refused)


@pytest.mark.parametrize("act", [act for act, _ in TEACHABLE if act != Act.EMERGENCY])
def test_no_act_that_is_taught_makes_the_bot_deaf_to_danger(act):
    taught = [text for text in ("kebakaran", "ada api besar di pasar") if not _refused(text, act)]
    knowledge = Knowledge.of(
        Catalogue(services=(), act_examples=tuple((act, text) for text in taught))
    )
    assert hear("kebakaran di pasar tolong", knowledge=knowledge).act is Act.EMERGENCY


def _refused(text, act):
    return why_no_act_example(text, act)


@given(st.text(max_size=200), st.sampled_from([act for act, _ in TEACHABLE]))
def test_anything_that_can_be_typed_is_answered(text, act):
    for refused in (why_no_service_example(text), why_no_act_example(text, act)):
        assert refused == "" or refused.endswith(".")


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["ya", "kebakaran", "x" * 10_000, "🙏🙏", ""])
def test_the_desk_refuses_it_and_stores_nothing(
    text: str, layanan: Service, penyelia: Staff, now: dt.datetime
) -> None:
    with pytest.raises(desk.Refused):
        desk.teach_service(text, service=layanan, by=penyelia, now=now, said=None)
    assert not ServiceExample.objects.exists()


@pytest.mark.django_db
def test_marks_that_turn_or_hide_what_is_read_are_left_out(
    layanan: Service, penyelia: Staff, now: dt.datetime
) -> None:
    typed = f"{ARABIC}stem\u200bpel\x07  ijazah\u2066 saya"
    desk.teach_service(typed, service=layanan, by=penyelia, now=now, said=None)
    assert ServiceExample.objects.get().text == "stempel ijazah saya"
    with pytest.raises(desk.Refused, match="sudah menjadi contoh"):
        desk.teach_service("stempel ijazah saya", service=layanan, by=penyelia, now=now, said=None)


def test_a_blank_of_any_kind_parts_two_words():
    assert sentences.tidy(" mau\u00a0cap\n\tijazah\x00 ") == "mau cap ijazah"
