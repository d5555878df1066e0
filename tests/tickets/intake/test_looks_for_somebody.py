"""Who looks for an officer complains of nobody; what is reported beside a wish loses neither; what a question
is about, and what is only told beside it.
"""

from dataclasses import replace

import pytest

from tests.tickets.intake.offices import heard, key
from tests.tickets.intake.played import at, chosen, play, service_id
from tests.tickets.intake_tools import INTAKE, NEW, NOW, context, keys, said
from tickets.intake import Enqueue, IntakeState, turn
from tickets.intake.acts import Act
from tickets.intake.reading import read_by

DONE = IntakeState(step="done")


def acts(text, number="SI PATAS"):
    """What the policy is told of a text: grave acts that are heard faintly are none."""
    return read_by([said(text)], at(number)).acts


@pytest.mark.parametrize("number", ["SI PATAS", "Si Whapik", "Pengaduan"])
@pytest.mark.parametrize(
    "text", ["ada petugas ga?", "min petugasnya kemana?", "petugasnya ada ga", "ada orang ga?"]
)
def test_who_asks_whether_somebody_is_there_gets_somebody(number, text):
    assert Enqueue("petugas") in play(number, text).effects
    assert not {Act.COMPLAINT, Act.COMPLAINT_STAFF} & set(acts(text, number))


@pytest.mark.parametrize(
    "text",
    [
        "kata petugas kurang kk",
        "petugas minta fotokopi kk lagi",
        "petugas nyuruh saya ke kecamatan",
        "petugas sensus datang ke rumah beneran?",
    ],
)
def test_what_an_officer_said_is_no_complaint(text):
    assert not {Act.COMPLAINT, Act.COMPLAINT_STAFF} & set(acts(text))


@pytest.mark.parametrize(
    "text",
    [
        "petugas di sini jutek",
        "petugas marah2",
        "petugas loket tidak ada di tempat",
        "petugas minta rokok",
        "kena pungli 50rb waktu urus skck",
    ],
)
def test_what_an_officer_did_wrong_still_is(text):
    assert Act.COMPLAINT_STAFF in acts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Pak lampu jalan depan gang 4 mati, sama saya mau bikin surat usaha",
        "mau bikin surat usaha sama lapor lampu jalan depan gang 4 mati",
    ],
)
def test_a_report_beside_a_wish_comes_first_and_the_wish_after_it(text):
    found = play("SI KoKoM", text)
    assert chosen(found) == "lingkungan"
    assert found.state.also == service_id("SI KoKoM", "usaha")
    assert found.replies[0].params["also"] == "Keterangan usaha"


def test_two_reports_are_one_complaint():
    assert heard("lampu jalan mati sama jalannya berlubang", "SI KoKoM").also == ()


@pytest.mark.parametrize(
    "text", ["sama mau sktm juga pak", "sekalian mau sktm jg", "sktm juga mau"]
)
def test_another_matter_that_is_wished_for_too_begins_at_once(text):
    ticket = replace(NEW, service_id=service_id("SI PATAS", "domisili"), answered=True)
    assert chosen(play("SI PATAS", text, ticket=ticket, state=DONE)) == "sktm"


def test_where_we_are_is_told_also_to_who_has_just_moved():
    asked = [said("kantornya sebelah mana ya pak, saya baru pindah")]
    for number in ("SI PATAS", "KIA dan akta"):
        assert keys(turn(IntakeState(), asked, at(number), context(), NOW)) == ["office"]


@pytest.mark.parametrize("text", ["ambil bansos di kantor pos mana", "beras bansos diambil dimana"])
def test_where_aid_is_fetched_is_no_question_for_our_address(text):
    assert chosen(play("Si Whapik", text)) == "dtsen"


@pytest.mark.parametrize("text", ["ini berlakunya brp lama ya", "sktm berlaku berapa lama?"])
def test_how_long_a_letter_is_valid_is_no_question_for_the_time_it_takes(text):
    assert Act.DURATION not in heard(text).acts


def test_another_spelling_of_a_word_is_the_same_word():
    assert heard("passport diurus dimana ya").elsewhere == "paspor"


@pytest.mark.parametrize("text", ["saya mau tanya soal sktm", "sktm itu buat apa pak"])
def test_who_only_asks_about_another_one_begins_none(text):
    ticket = replace(NEW, service_id=service_id("SI PATAS", "domisili"), answered=True)
    assert chosen(play("SI PATAS", text, ticket=ticket, state=DONE)) == "-"


def test_a_hall_that_is_lent_is_no_certificate():
    assert key(heard("mau pinjem aula kelurahan buat arisan bisa?").service) == "-"


def test_who_takes_the_report_back_is_still_offered_what_they_wished_for():
    text = "Pak lampu jalan depan gang 4 mati, sama saya mau bikin surat usaha"
    state = play("SI KoKoM", text).state
    ticket = replace(INTAKE, service_id=service_id("SI KoKoM", "lingkungan"))
    taken = play("SI KoKoM", "batal aja pak", ticket=ticket, state=state)
    assert taken.replies[0].params["also"] == "Keterangan usaha"
    over = replace(ticket, state="resolved", outcome="withdrawn")
    assert chosen(play("SI KoKoM", "1", ticket=over, state=taken.state)) == "usaha"
