"""Whoever asks what an office has reports nothing and wants no service of it: that is told honestly."""

import pytest

from tests.tickets.intake.offices import heard, key
from tests.tickets.intake.played import play
from tickets.intake.acts import Act
from tickets.intake.values import ChooseService, Unmatched
from tickets.teachable import why_no_article_question

ASKED = (
    "ada wifi gratis?",
    "wifi gratis",
    "password wifi kantor apa?",
    "boleh pakai wifi kantor?",
    "sandi wifi apa min",
    "apakah ada parkir?",
    "Apakah tersedia tempat parkir mobil?",
    "parkirnya bayar ga?",
    "ada toilet?",
    "kak ada wc ga",
    "ada tempat menyusui?",
    "ada musholla gak?",
    "ada ruang tunggu?",
    "tempat duduk ada banyak?",
    "ada jalur difabel?",
    "bisa bayar pakai qris?",
    "ada mesin fotokopi?",
    "berapa biaya sewa aula",
    "bisa ambil minum gratis gak",
    "ada tempat sampah?",
    "ada taman bermain anak?",
)
NUMBERS = ("SI PATAS", "SI KoKoM", "Si Whapik", "KIA dan akta")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("text", ASKED)
def test_a_question_about_what_is_there_is_no_report_and_no_service(text, number):
    found = play(number, text)
    (reply,) = found.replies
    assert (reply.key, reply.params["uncovered"]) == ("greeting", True)
    assert reply.options[-1].id == "petugas"
    assert Unmatched(text) in found.effects  # among the repeated questions
    assert not any(isinstance(each, ChooseService) for each in found.effects)


@pytest.mark.parametrize(
    "text",
    [
        "selamat pagi, ada wifi gratis?",
        "pagi bu, ada toilet?",
        "assalamualaikum min, boleh pakai sandal?",
        "selamat sore bolehkah pakai celana pendek",
    ],
)
def test_a_greeting_before_it_hides_no_question(text):
    found = play("SI PATAS", text)
    (reply,) = found.replies
    assert (reply.key, reply.params["uncovered"]) == ("greeting", True)
    assert Unmatched(text) in found.effects


@pytest.mark.parametrize(
    "text",
    [
        "halo pak lurah apa kabar?",
        "halo ada orang?",
        "pagi pak lurah?",
        "halo kelurahan kober?",
        "met sore bu ani?",
    ],
)
def test_who_only_greets_is_told_nothing_of_the_kind(text):
    (reply,) = play("SI PATAS", text).replies
    assert (reply.key, reply.params["uncovered"]) == ("greeting", False)


@pytest.mark.parametrize("text", ASKED)
def test_an_office_may_answer_it_by_an_article(text):
    assert why_no_article_question(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "ada lampu jalan mati, bisa dibetulin ga?",
        "ada jalan bolong bisa ditambal ga?",
        "ada pohon tumbang gak bisa lewat",
        "petugas sampah ada ga hari ini",
        "kabel wifi semrawut",
        "tiang wifi miring di depan rumah",
        "apakah ada yang bisa angkut sampah menumpuk ini?",
    ],
)
def test_what_is_wrong_is_reported_also_as_a_question(text):
    found = heard(text, "SI PATAS")
    assert Act.COMPLAINT in found.acts
    assert key(found.service) == "lingkungan"


@pytest.mark.parametrize(
    "text",
    [
        "kok ga ada toilet",
        "toilet ga ada ya?",
        "toiletnya kotor bisa dibersihkan gak?",
        "ada tempat parkir tapi penuh terus, gimana?",
        "wifi kantor lemot bisa diperbaiki?",
        "tukang parkir minta 5 ribu emang boleh?",
    ],
)
def test_what_an_office_lacks_is_complained_of(text):
    assert Act.COMPLAINT in heard(text, "SI PATAS").acts


@pytest.mark.parametrize(
    ("text", "number", "service"),
    [
        ("ada bantuan kursi roda?", "Si Whapik", "dtsen"),
        ("fotokopi legalisir ada biaya?", "SI PATAS", "legalisasi"),
        ("ada biaya bikin sktm?", "SI PATAS", "sktm"),
    ],
)
def test_a_service_is_still_asked_for(text, number, service):
    assert key(heard(text, number).service) == service


def test_whether_there_is_a_fee_is_still_asked_of_a_service():
    assert heard("ada biaya?", "SI PATAS").act is Act.FEE
