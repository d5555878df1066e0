"""A burst is read as a whole."""

import pytest

from tests.tickets.intake.offices import at, key
from tests.tickets.intake_tools import (
    CATALOGUE,
    INTAKE,
    NOW,
    chosen,
    context,
    keys,
    run,
    said,
)
from tickets.intake import Enqueue, IntakeState
from tickets.intake.acts import Act
from tickets.intake.hearing import hear_all
from tickets.intake.reading import what_is_said
from tickets.intake.scene import Scene


def read(*messages, number="Validasi NIK"):
    return hear_all(messages, at(number))


def decides(*messages):
    return what_is_said(
        Scene(
            state=IntakeState(),
            reading=read(*messages),
            catalogue=CATALOGUE,
            context=context(),
            now=NOW,
        )
    )


def test_the_first_line_weighs_as_much_as_the_last():
    reading = read(said("kk saya robek"), said("bisa cetak ulang?"))
    assert key(reading.service) == "kk"
    assert reading.is_question


def test_a_greeting_and_a_call_before_the_matter_hide_nothing():
    reading = read(
        said("pak"), said("mau tanya"), said("surat usaha buat kur bank"), number="SI KoKoM"
    )
    assert (key(reading.service), reading.also) == ("usaha", ())
    assert reading.act is Act.APPLY
    assert Act.GREETING in reading.acts


def test_a_caption_that_names_documents_is_credited_and_wishes_nothing():
    reading = read(said("ini kk nya pak", kind="image"), said("ktp suami", kind="image"))
    assert (reading.acts, reading.service, reading.texts) == ((), None, ())
    assert reading.files == ("ini kk nya pak", "ktp suami")
    assert reading.photo


def test_a_caption_that_tells_a_matter_is_heard():
    caption = said("jalan berlubang depan sd 2, ada anak jatuh", kind="image")
    reading = read(said("halo pak"), caption, number="SI PATAS")
    assert (reading.act, key(reading.service)) == (Act.COMPLAINT, "lingkungan")
    assert reading.texts == ("jalan berlubang depan sd 2, ada anak jatuh",)


def test_a_chosen_service_stands_beside_the_documents_of_its_captions():
    reading = read(said("nik saya ga valid"), said("ktp", kind="image"), said("kk", kind="image"))
    assert key(reading.service) == "nik"


def test_a_tap_and_what_cannot_be_read_are_told():
    reading = read(said("KTP-el", kind="interactive", reply_id="svc:2"))
    assert (reading.tap, reading.acts, reading.texts) == ("svc:2", (), ())
    assert read(said(kind="unknown")).strange
    assert read(said(kind="call")).calls
    assert read(said(kind="audio")).voice
    assert read(said(kind="location")).location


def test_the_name_on_a_contact_card_is_no_sentence():
    reading = read(said("Pak RT Sungai (contoh): +6281200000000", kind="contacts"))
    assert (reading.acts, reading.texts, reading.service) == ((), (), None)


def test_who_also_asks_for_an_officer_is_not_only_told_of_another_number():
    elsewhere, officer = said("minta contoh sop pelayanan"), said("petugas")
    assert decides(elsewhere) is Act.OTHER_LINE
    assert decides(elsewhere, officer) is Act.PERSON
    assert decides(said("nomor petugas dinas lain berapa")) is Act.OTHER_LINE


@pytest.mark.parametrize(
    "words",
    ["Mohon dibuatkan KIA untuk anak saya.", "syaratnya apa?", "jam buka?", "bayar berapa", "halo"],
)
@pytest.mark.parametrize("before", ["nothing", "menu", "documents"])
def test_whatever_is_written_beside_it_an_officer_who_is_asked_for_comes(words, before):
    started = {"nothing": IntakeState(), "menu": IntakeState(step="menu"), "documents": chosen(11)}
    ticket = None if before == "nothing" else INTAKE
    for order in ((words, "petugas"), ("petugas", words)):
        turn = run(*map(said, order), state=started[before], ticket=ticket)
        assert Enqueue("petugas") in turn.effects
        assert keys(turn) == ["acknowledged"]


def test_two_matters_of_two_messages_are_both_told():
    reading = read(said("mau bikin ktp"), said("kk saya juga hilang"))
    assert {key(reading.service), *map(key, reading.also)} == {"ktp", "kk"}


def test_a_cry_for_help_in_a_message_of_its_own_is_heard_beside_a_question():
    burst = said("Surat Keterangan bayar berapa?"), said("anak dianiaya ibu tiri")
    assert decides(*burst) is Act.EMERGENCY
