"""A telephone that answers by itself, a declared emergency, blows at home, and "petugas" beside a strange wish."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tickets.intake_tools import INTAKE, NEW, NOW, keys, run, said
from tickets.intake import Enqueue, IntakeState, Urgent
from tickets.intake.emergency_numbers import numbers_for

AUTOMATIC = [
    "Terima kasih telah menghubungi Toko Maju. Kami akan segera membalas pesan Anda.",
    "Saya sedang menyetir, nanti saya balas. (pesan otomatis)",
    "Halo, terima kasih sudah menghubungi kami. Admin akan segera membalas.",
]


def later(minutes):
    return NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize("text", AUTOMATIC)
@pytest.mark.parametrize("begun", ["by itself", "after a greeting", "with an officer"])
def test_an_automatic_reply_is_not_answered_a_second_time(text, begun):
    before = run(said("halo" if begun != "by itself" else text))
    assert before.replies
    state = before.state if begun != "with an officer" else replace(before.state, step="done")
    ticket = NEW if begun == "with an officer" else INTAKE
    for minutes in (1, 2):
        found = run(said(text, at=later(minutes)), state=state, ticket=ticket, now=later(minutes))
        assert not found.replies
        state = found.state


def test_words_beside_it_are_answered():
    state = run(said("halo")).state
    messages = (said(AUTOMATIC[1], at=later(1)), said("mau buat KIA", at=later(1), id=2))
    assert run(*messages, state=state, ticket=INTAKE, now=later(1)).replies


@pytest.mark.parametrize(
    "text",
    [
        "kapan darurat covid selesai",
        "darurat covid kapan berakhir",
        "apakah status darurat covid sudah dicabut",
        "sampai kapan masa tanggap darurat gempa diperpanjang",
        "keadaan darurat bencana berlaku sampai tanggal berapa",
    ],
)
def test_a_declared_emergency_that_is_asked_about_is_none(text):
    found = run(said(text))
    assert "emergency" not in keys(found)
    assert Urgent() not in found.effects


@pytest.mark.parametrize(
    "text",
    [
        "darurat covid, ayah saya sesak napas, kapan ambulans datang",
        "keadaan darurat, ayah saya pingsan, kapan ambulans sampai",
        "tanggap darurat, rumah saya kebakaran kapan damkar datang",
        "keadaan darurat pak tolong cepat",
        "masa darurat, suami saya mukul saya kapan polisi datang",
    ],
)
def test_a_danger_is_told_beside_such_words(text):
    assert keys(run(said(text))) == ["emergency"]


@pytest.mark.parametrize(
    "text",
    [
        "suami saya mukul saya sekarang",
        "bapak nampar ibu sekarang",
        "suami saya mukuli anak sekarang tolong",
        "istri saya ditendang suaminya",
        "saya disiksa majikan",
    ],
)
def test_blows_are_told_the_number_of_the_police(text):
    assert "110" in [each.number for each in numbers_for(text)]


@pytest.mark.parametrize("step", ["first words", "after a greeting"])
@pytest.mark.parametrize(
    "text", ["Saya mau pindah domisili ke Kupang", "mau urus izin kapal", "mau buat kartu nelayan"]
)
def test_petugas_beside_a_wish_that_is_not_known_brings_an_officer(step, text):
    greeted = step == "after a greeting"
    state = run(said("halo")).state if greeted else IntakeState()
    messages = (said(text), said("petugas", id=2))
    found = run(*messages, state=state, ticket=INTAKE if greeted else None)
    assert keys(found) == ["acknowledged"]
    assert Enqueue(reason="petugas") in found.effects
