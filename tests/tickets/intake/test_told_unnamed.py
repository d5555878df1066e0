"""Who reports something and wishes to stay unnamed in one breath."""

from dataclasses import replace

import pytest

from tests.tickets.intake.offices import heard
from tests.tickets.intake.played import awaiting, chosen, kinds, play
from tests.tickets.intake_tools import INTAKE, NEW, keys
from tickets.intake import Anonymous, Enqueue, IntakeState
from tickets.intake.acts import Act
from tickets.intake.values import OpenTicket

SOCIAL, VILLAGE, CIVIL = "Si Whapik", "SI PATAS", "Validasi NIK"
RESOLVED = replace(NEW, state="resolved", outcome="fulfilled")


@pytest.mark.parametrize(
    ("number", "text", "service"),
    [
        (
            SOCIAL,
            "mau lapor kecurangan data pkh, takut ketauan, bisa dirahasiakan?",
            "aduan-sosial",
        ),
        (SOCIAL, "lapor pak kades main tunjuk penerima bantuan. nama saya rahasia", "aduan-sosial"),
        (SOCIAL, "bansos ibu ibu dipotong 50rb, jangan sampai ketahuan saya lapor", "aduan-sosial"),
        (SOCIAL, "kulo lapor bansos dipotong, nanging nami kulo ampun dipun sebat", "aduan-sosial"),
        (SOCIAL, "abdi bade lapor bansos dipotong rt tapi ulah nyebut ngaran abdi", "aduan-sosial"),
        (SOCIAL, "nak lapor ado nan jua beras bansos, tapi namo ambo jan disabuik", "aduan-sosial"),
        (VILLAGE, "mau laporin kos sebelah tempat mesum, tapi tolong rahasiakan nama saya", "-"),
        (
            SOCIAL,
            "mau laporin agen jual beras bansos, jgn sampek nama saya kesebut",
            "aduan-sosial",
        ),
        (SOCIAL, "kulo mau lapor pungli bansos, asma kulo ojo diomongke", "aduan-sosial"),
        (CIVIL, "mau lapor jual beli data nik, tolong rahasiakan nama sy", "-"),
        (CIVIL, "ada calo di depan dukcapil, tolong rahasiakan kalau saya yg ngasih tau", "-"),
    ],
)
def test_it_is_a_complaint_with_its_story_at_once(number, text, service):
    found = play(number, text)
    assert keys(found) == ["acknowledged"]
    assert {Anonymous, Enqueue} <= kinds(found)
    assert found.replies[0].params["unnamed_citizen"]
    assert chosen(found) == service


def test_a_complaint_about_a_place_is_asked_for_it():
    found = play(VILLAGE, "mau lapor ada yg buang limbah ke kali tiap malam, jangan sebut nama sy")
    assert (keys(found), chosen(found)) == (["ask_location"], "lingkungan")


def test_beside_papers_that_are_awaited_it_is_a_matter_of_its_own():
    text = "eh mau lapor juga pak, rt minta uang 20 ribu, tapi tolong rahasiakan nama saya"
    state = awaiting(VILLAGE, "sktm")
    found = play(VILLAGE, text, ticket=INTAKE, state=state)
    assert {Enqueue("other_matter"), Enqueue("complaint")} <= set(found.effects)
    assert OpenTicket in kinds(found)
    assert found.state.service_id is None


def test_told_after_a_finished_matter_it_is_a_new_complaint():
    text = "ada yang main judi di pos ronda tiap malam, jangan sebut nama saya ya"
    found = play(VILLAGE, text, ticket=RESOLVED, state=IntakeState(step="done"))
    assert OpenTicket in kinds(found)


def test_the_wish_alone_after_a_finished_matter_opens_nothing():
    found = play(VILLAGE, "nama saya jangan disebut ya", ticket=RESOLVED)
    assert kinds(found) == {Anonymous}


def test_a_birth_that_is_told_politely_is_no_emergency():
    assert heard("mau lapor kelahiran anak tolong", "KIA dan akta").act is not Act.EMERGENCY
