"""Self-harm in everyday words is heard; smoke that comes every day is a nuisance and no fire."""

import pytest

from tests.tickets.intake.offices import heard, key
from tests.tickets.intake_tools import keys, run, said
from tickets.intake import Enqueue
from tickets.intake.acts import Act


@pytest.mark.parametrize("number", ["SI PATAS", "Si Whapik"])
@pytest.mark.parametrize(
    "text",
    [
        "adik saya nyilet tangannya, saya harus gimana",
        "anakku arep nyilet tangane",
        "saya pengen nyilet tangan",
        "dia mau nyakitin dirinya sendiri",
        "keponakan saya menyayat lengannya",
        "anak saya minum obat satu botol",
        "bapak nekat mau gantung",
    ],
)
def test_self_harm_in_everyday_words_is_an_emergency(text, number):
    assert heard(text, number).act is Act.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "cap tangan saya tidak terbaca",
        "mau potong rambut dimana",
        "surat pernyataan tanda tangan",
    ],
)
def test_a_hand_on_paper_is_none(text):
    assert Act.EMERGENCY not in heard(text).acts


@pytest.mark.parametrize(
    "text",
    [
        "tetangga bakar sampah tiap sore, asapnya masuk rumah sampai sesak",
        "asap bakar sampah tetangga bikin sesak napas",
        "bau limbah bikin sesak napas tiap malam",
        "debu proyek bikin anak sesak napas terus",
        "pabrik tahu asapnya bikin sesak warga",
    ],
)
def test_smoke_and_smell_that_come_again_are_a_complaint(text):
    found = heard(text, "SI KoKoM")
    assert found.act is Act.COMPLAINT
    assert key(found.service) == "lingkungan"


@pytest.mark.parametrize(
    "text",
    [
        "tolong asap dari kebakaran lahan masuk rumah, nenek sesak napas",
        "ada yang bakar sampah apinya merambat ke rumah",
        "asap bakar sampah, anak saya pingsan",
        "anak saya sesak napas tolong",
        "gas bocor bau menyengat, anak sesak napas",
        "rumah tetangga keluar asap tebal",
        "suami mukul saya tiap hari tolong",
    ],
)
def test_who_is_in_danger_in_the_smoke_is_helped(text):
    assert heard(text, "SI KoKoM").act is Act.EMERGENCY


def test_a_cry_for_help_for_somebody_reaches_a_person_and_no_menu():
    found = run(said("tulung bu anakku nangis terus ga mau keluar kamar, kudu piye aku"))
    assert keys(found) == ["acknowledged"]
    assert any(isinstance(each, Enqueue) for each in found.effects)


@pytest.mark.parametrize("text", ["tolong dong gimana cara urusnya", "anak saya gimana kabarnya"])
def test_politeness_is_no_cry(text):
    assert not any(isinstance(each, Enqueue) for each in run(said(text)).effects)
