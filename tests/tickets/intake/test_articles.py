"""The bot answers with an article only what the article explains as a whole, and nothing grave or personal."""

from dataclasses import replace

import pytest

from tests.tickets.intake.played import at, awaiting
from tests.tickets.intake_tools import INTAKE, NEW, NOW, context, keys, said
from tickets.intake import Article, End, Incoming, IntakeState, OpenTicket, silence, turn

ARTICLES = (
    Article(
        id=1,
        questions=("Apakah pengurusan KIS boleh diwakilkan?", "yg urus kis boleh diwakilkan?"),
        answer="Boleh, dengan surat kuasa (contoh).",
    ),
    Article(
        id=2,
        questions=("Apakah KTP harus asli atau boleh fotokopi?", "ktp nya harus asli?"),
        answer="Fotokopi cukup (contoh).",
    ),
    Article(
        id=3,
        questions=("Apakah blangko KTP tersedia?", "blangko ktp ada?"),
        answer="Tersedia (contoh).",
    ),
)


def asked(number, *messages, ticket=None, state=None, articles=ARTICLES, **more):
    burst = [
        said(each, id=place) if isinstance(each, str) else replace(each, id=place)
        for place, each in enumerate(messages, 1)
    ]
    known = replace(at(number), articles=articles)
    return turn(state or IntakeState(), burst, known, context(ticket, **more), NOW)


@pytest.mark.parametrize(
    ("number", "text", "answer"),
    [
        ("Si Whapik", "yg urus kis boleh diwakilkan?", 0),
        ("Si Whapik", "halo kak, apakah pengurusan kis boleh diwakilkan?", 0),
        ("SI PATAS", "KTP harus asli atau fotokopi?", 1),
        ("SI PATAS", "Pak, KTP nya harus asli?", 1),
        ("SI PATAS", "ada blangko ktp ga ya?", 2),
    ],
)
def test_a_question_of_an_article_is_answered_with_its_text(number, text, answer):
    told = asked(number, text)
    assert keys(told) == ["article"]
    assert told.replies[0].params["answer"] == ARTICLES[answer].answer
    assert told.effects == (OpenTicket(),)
    # Nobody has to answer again, and it is no matter of the register.
    after = silence(told.state, at(number), context(replace(INTAKE)), NOW)
    assert after.effects == (End("answered"),)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("Si Whapik", "kalo reaktivasi kis harus dateng sendiri apa bs diwakilin anak?"),
        ("SI PATAS", "proses bikin sktm boleh diwakilkan?"),
        ("SI PATAS", "ktp saya hilang gimana"),
        ("SI PATAS", "mau bikin ktp"),
        ("SI PATAS", "blangko kk ada?"),
        ("SI PATAS", "apakah ktp harus dibawa?"),
        ("SI PATAS", "syarat ktp apa aja?"),
        ("SI PATAS", "ktp saya kapan jadi?"),
        ("SI PATAS", "ktp"),
        # Grave or personal, whatever it asks beside that.
        ("SI PATAS", "tolong ada kebakaran! blangko ktp ada?"),
        ("SI PATAS", "petugasnya kasar, blangko ktp ada?"),
        ("SI PATAS", "jangan sebut nama saya, blangko ktp ada?"),
        ("SI PATAS", "nik 3671010101010001 blangko ktp ada?"),
        ("SI PATAS", "081200001234 blangko ktp ada?"),
        ("SI PATAS", "blangko ktp ada? mau bicara dengan petugas"),
        ("SI PATAS", "batal, blangko ktp ada?"),
        ("SI PATAS", f"{'cerita panjang tentang hal lain ' * 20} blangko ktp ada?"),
    ],
)
def test_anything_else_goes_its_usual_way(number, text):
    told = asked(number, text)
    assert "article" not in keys(told)
    assert told == asked(number, text, articles=())


def test_what_comes_with_a_file_is_for_officers():
    photo = Incoming(id=2, kind="image", at=NOW)
    assert "article" not in keys(asked("SI PATAS", "blangko ktp ada?", photo))


def test_beside_papers_that_are_awaited_they_stay_awaited():
    state = awaiting("SI PATAS", "sktm")
    told = asked("SI PATAS", "ktp nya harus asli?", ticket=INTAKE, state=state)
    assert keys(told) == ["article"]
    assert (told.state.step, told.state.service_id) == (state.step, state.service_id)


def test_with_an_officer_the_officer_answers():
    told = asked("SI PATAS", "blangko ktp ada?", ticket=NEW)
    assert "article" not in keys(told)


def test_two_articles_that_are_asked_alike_answer_nothing():
    twin = replace(ARTICLES[2], id=9, answer="Lain (contoh).")
    assert "article" not in keys(asked("SI PATAS", "blangko ktp ada?", articles=(*ARTICLES, twin)))
