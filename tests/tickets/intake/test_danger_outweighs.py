"""No topic of any office outweighs a call for help; what is asked for on paper is none."""

import pytest

from tests.tickets.intake.measuring import NOON
from tests.tickets.intake.offices import at, heard
from tickets.intake.acts import Act
from tickets.intake.examples import topics
from tickets.intake.grave import surely
from tickets.intake.heard import Reading, Sounded
from tickets.intake.hearing import hear_all
from tickets.intake.values import Incoming

CALLS = (
    "ada kebakaran",
    "kobongan pak",
    "tolong damkar",
    "tolong ada orang pingsan",
    "butuh ambulans sekarang",
    "kecelakaan, ada korban",
    "tetangga dipukuli suaminya",
    "ada orang ngamuk bawa parang",
    "ada orang mau bunuh diri",
)
NUMBERS = ("SI PATAS", "Validasi NIK", "Si Whapik")


def act(number, *messages):
    """What decides of a burst, as the policy is told it."""
    burst = [Incoming(id=n, kind="text", at=NOON, text=text) for n, text in enumerate(messages)]
    return surely(hear_all(burst, at(number))).act


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.key)
def test_help_is_called_for_at_the_office_of_any_topic(topic, number):
    missed = [
        call for call in CALLS if act(number, f"{call} di kantor {topic.names[0]}") != "emergency"
    ]
    assert missed == []


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.key)
def test_help_is_called_for_beside_a_wish_for_any_topic(topic, number):
    wish = f"mau urus {topic.names[0]}"
    for call in (f"tolong {each}" for each in CALLS):
        assert act(number, f"{wish}. {call}") is Act.EMERGENCY, call
        assert act(number, wish, call) is Act.EMERGENCY, call


@pytest.mark.parametrize(
    "text",
    [
        "rumah saya kebakaran semalam, mau urus KK",
        "rumah kebakaran, KK ikut terbakar",
        "tolong urus surat saya yang habis waktu kebakaran",
        "dompet isi ktp dijambret",
        "adik saya meninggal bunuh diri, mau urus akta kematian",
        "mau mati rasanya ngurus ktp ga kelar2",
        "lampu jalan mati rawan kecelakaan tolong segera",
        "izin mobil damkar di kantor perizinan",
    ],
)
@pytest.mark.parametrize("number", NUMBERS)
def test_papers_and_standing_dangers_are_no_call_for_help(text, number):
    assert Act.EMERGENCY not in heard(text, number).acts


@pytest.mark.parametrize(
    "text",
    [
        "saya mau bunuh diri pak, bansos saya dicabut terus",
        "suami saya mukul saya lagi, ktp saya dibakar",
        "ada kebakaran di sebelah kantor surat pengantar",
    ],
)
def test_papers_take_nothing_from_blows_the_wish_to_die_and_places(text):
    assert heard(text).act is Act.EMERGENCY


def test_what_was_burnt_in_an_earlier_message_is_told_for_the_papers():
    assert act("SI PATAS", "rumah saya kebakaran semalam", "mau urus KK") is not Act.EMERGENCY


def test_who_calls_for_a_person_and_for_help_is_helped_first():
    near = (Sounded(Act.EMERGENCY, 0.6, ""), Sounded(Act.COMPLAINT_STAFF, 0.45, ""))
    heard = Reading(
        text="",
        acts=(Act.EMERGENCY, Act.COMPLAINT_STAFF, Act.PERSON),
        near=(*near, Sounded(Act.PERSON, 0.7, "")),
    )
    assert surely(heard).act is Act.EMERGENCY
