"""A matter that no service covers is told so, with an officer offered, and sent to no wrong office; what the bot
only guessed counts as not answered unless it is confirmed.
"""

from dataclasses import replace

import pytest

from tests.tickets.intake.offices import heard, key
from tests.tickets.intake.played import at, play
from tests.tickets.intake_tools import INTAKE, NOW, context, keys, said
from tickets.intake import IntakeState, silence, turn
from tickets.intake.acts import Act
from tickets.intake.values import ChooseService, Unmatched

UNCOVERED = (
    "Kapan ada vaksin rabies untuk kucing?",
    "vaksin rabies kucing",
    "senam lansia",
    "Apakah ada senam lansia di aula?",
    "jadwal posyandu balita",
    "pinjam tenda kelurahan",
    "beli pupuk subsidi",
)


@pytest.mark.parametrize("text", UNCOVERED)
def test_a_word_in_common_sends_nobody_to_another_office(text):
    assert heard(text, "SI PATAS").elsewhere == ""


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("bikin paspor di blora", "paspor"),
        ("perpanjang sim a keponakan saya si joko", "sim"),
        ("bayar pajak motor di samsat gresik", "pajak_kendaraan"),
        ("kapan imunisasi bayi?", "vaksin"),
        ("bantuan lansia", "bansos"),
        ("kursus menjahit", "pelatihan"),
    ],
)
def test_what_another_office_does_is_still_pointed_there(text, topic):
    assert heard(text, "SI PATAS").elsewhere == topic


@pytest.mark.parametrize("text", UNCOVERED)
def test_it_is_told_honestly_with_an_officer_offered_and_counted(text):
    found = play("SI PATAS", text)
    (reply,) = found.replies
    assert (reply.key, reply.params["uncovered"]) == ("greeting", True)
    assert reply.options[-1].id == "petugas"
    assert Unmatched(text) in found.effects


@pytest.mark.parametrize("number", ["SI PATAS", "SI KoKoM"])
@pytest.mark.parametrize(
    "text",
    [
        "wifi gratis di balai",
        "apakah ada wifi gratis di balai kelurahan",
        "wifi gratis di taman",
        "jadwal senam di taman",
    ],
)
def test_where_something_is_tells_nothing_of_what_it_is(text, number):
    found = heard(text, number)
    assert (found.service, found.services) == (None, ())
    assert Act.COMPLAINT not in found.acts


@pytest.mark.parametrize(
    "text",
    [
        "lampu mati di taman",
        "sampah menumpuk di lapangan",
        "balai rt rusak",
        "kabel wifi semrawut",
        "pohon tumbang di jalan",
        "tiang wifi miring di depan rumah",
        "taman kotor",
        "genangan di depan balai",
        "jalan di kampung ulun balubang banar",
        "ana wong mbuang bangke neng kali",
    ],
)
def test_what_is_wrong_somewhere_is_still_reported(text):
    found = heard(text, "SI PATAS")
    assert Act.COMPLAINT in found.acts
    assert key(found.service) == "lingkungan"


def test_a_greeting_is_told_nothing_of_the_kind():
    (reply,) = play("SI PATAS", "selamat pagi").replies
    assert reply.params["uncovered"] is False


GUESSED = "mau buat akta"


@pytest.fixture
def asked():
    """The state after the bot has asked which of a few services is meant."""
    found = play("KIA dan akta", GUESSED)
    assert keys(found) == ["which_service"]
    assert listed(found) == []
    assert found.state.doubted == (GUESSED,)
    assert IntakeState.from_json(found.state.to_json()) == found.state
    return found.state


def listed(found):
    return [each.text for each in found.effects if isinstance(each, Unmatched)]


def answer(asked, *messages):
    return play("KIA dan akta", *messages, ticket=INTAKE, state=asked)


def test_a_guess_that_is_confirmed_counts_for_nothing(asked):
    found = answer(asked, said("x", kind="interactive", reply_id=asked.options[0]))
    assert (listed(found), found.state.doubted) == ([], ())


@pytest.mark.parametrize("text", ["petugas", "menu"])
def test_one_that_is_not_counts_as_not_answered(asked, text):
    found = answer(asked, text)
    assert (listed(found), found.state.doubted) == ([GUESSED], ())


def test_nor_is_it_when_nobody_answers(asked):
    found = silence(asked, at("KIA dan akta"), context(INTAKE), NOW)
    assert listed(found) == [GUESSED]


def test_while_the_rows_wait_it_is_not_decided(asked):
    found = answer(asked, "?")
    assert (listed(found), found.state.doubted) == ([], (GUESSED,))
    assert listed(answer(found.state, "petugas")) == [GUESSED]


ASKED = "berapa biayanya?"


@pytest.fixture
def many():
    """A number with so many services that its menu offers them group by group."""
    few = at("SI KoKoM")
    services = tuple(replace(one, id=one.id + 1000 * n) for n in range(3) for one in few.services)
    return replace(few, services=services)


def test_rows_that_lead_to_more_rows_decide_nothing(many):
    state, ticket = IntakeState(), None
    for text in (ASKED, "1"):
        found = turn(state, [said(text)], many, context(ticket), NOW)
        assert (listed(found), found.state.doubted) == ([], (ASKED,))
        state, ticket = found.state, INTAKE
    chosen = turn(state, [said("1")], many, context(INTAKE), NOW)
    assert (listed(chosen), chosen.state.doubted) == ([], ())
    assert any(isinstance(each, ChooseService) for each in chosen.effects)
    assert listed(turn(state, [said("petugas")], many, context(INTAKE), NOW)) == [ASKED]
