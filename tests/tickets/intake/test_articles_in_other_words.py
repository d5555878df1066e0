"""An article answers its question however it is put: with a greeting, misspelled, "ada ga" for "apakah ada"."""

from dataclasses import replace

import pytest

from tests.tickets.intake.played import at
from tests.tickets.intake_tools import NOW, context, keys, said
from tickets.intake import Article, IntakeState, turn

ARTICLES = (
    Article(
        id=1,
        questions=("Apakah ada tempat parkir mobil?", "Parkir di mana?"),
        answer="Ada, di halaman (contoh).",
    ),
    Article(id=2, questions=("Kapan senam lansia?",), answer="Setiap Jumat pagi (contoh)."),
    Article(id=3, questions=("Apakah buka hari Sabtu?",), answer="Tidak (contoh)."),
    Article(id=4, questions=("Berapa biaya SKTM?",), answer="Gratis (contoh)."),
    Article(id=5, questions=("Alamat kantor di mana?",), answer="Di sini (contoh)."),
)


def answered(text):
    known = replace(at("SI PATAS"), articles=ARTICLES)
    return turn(IntakeState(), [said(text)], known, context(None), NOW)


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("ada tempat parkir mobil ga?", 0),
        ("selamat pagi pak, apakah ada tempat prkir mobil", 0),
        ("selamat pagi kak, tmpt prkir mobil ada ga ya", 0),
        ("assalamualaikum min tempat parkir mobil ada?", 0),
        ("parkir dimana ya kak", 0),
        ("senam lansia jam berapa", 1),
        ("kapan senam lansia ya bu?", 1),
    ],
)
def test_an_article_answers_it_in_ordinary_ways_of_asking(text, article):
    told = answered(text)
    assert keys(told) == ["article"]
    assert told.replies[0].params["answer"] == ARTICLES[article].answer


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("apakah buka hari sabtu?", "office"),
        ("alamat kantor dimana?", "office"),
        ("berapa biaya sktm?", "promised"),
    ],
)
def test_what_the_data_of_the_office_tell_is_told_from_them(text, reply):
    assert keys(answered(text)) == [reply]
