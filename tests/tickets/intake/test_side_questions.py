"""Questions and answers beside a matter: while papers are awaited, with an officer, after the end."""

from dataclasses import replace

import pytest

from tests.tickets.intake.played import awaiting, chosen, play
from tests.tickets.intake_tools import INTAKE, NEW, keys, said
from tickets.intake import ChooseService, Enqueue, IntakeState
from tickets.intake.values import Reopen

BIRTHS, VILLAGE = "KIA dan akta", "SI PATAS"
DONE = IntakeState(step="done")
ASKED = replace(NEW, state="in_progress", answered=True)
RESOLVED = replace(NEW, state="resolved", outcome="fulfilled")


@pytest.mark.parametrize(
    "text",
    [
        "fotokopinya harus berwarna?",
        "ktp nya harus yang asli atau fotocopy",
        "kk nya yang lama gapapa?",
        "kk e sing lawas oleh ta",
        "ktp na kedah nu asli?",
        "perlu materai gak",
        "boleh difoto pakai hp aja?",
        "harus saya sendiri yang datang atau boleh diwakilkan suami",
        "pengantar rt nya asli?",
    ],
)
def test_a_detail_that_no_standard_tells_goes_to_an_officer_who_is_said_to_answer(text):
    state = awaiting(BIRTHS, "lahir")
    found = play(BIRTHS, text, ticket=INTAKE, state=state)
    assert Enqueue("question") in found.effects
    assert found.replies[0].params["reason"] == "question"
    assert found.state.service_id == state.service_id


@pytest.mark.parametrize("text", ["perlu fotokopi kk?", "syaratnya apa saja ya"])
def test_what_the_standard_tells_is_answered_by_it(text):
    found = play(BIRTHS, text, ticket=INTAKE, state=awaiting(BIRTHS, "lahir"))
    assert keys(found) == ["standard"]
    assert not any(isinstance(each, Enqueue) for each in found.effects)


def test_a_question_about_a_paper_chooses_no_service_of_its_name():
    found = play(VILLAGE, "pengantar rt nya asli?", ticket=INTAKE, state=awaiting(VILLAGE, "sktm"))
    assert not any(isinstance(each, ChooseService) for each in found.effects)


@pytest.mark.parametrize("text", ["bisa bikin akta lahir?", "siap, nanti malam saya kirim"])
def test_a_wish_and_a_promise_are_no_side_question(text):
    found = play(BIRTHS, text, ticket=INTAKE, state=awaiting(BIRTHS, "lahir"))
    assert not any(isinstance(each, Enqueue) for each in found.effects)


@pytest.mark.parametrize(
    "text", ["belum", "dereng bu", "acan", "durung mas", "alun pak", "teu acan"]
)
@pytest.mark.parametrize("ticket", [ASKED, NEW])
def test_not_yet_is_an_answer_to_the_officer(text, ticket):
    found = play(VILLAGE, text, ticket=ticket, state=DONE)
    assert found.replies == ()


@pytest.mark.parametrize("text", ["belum", "belum beres"])
def test_after_the_end_not_yet_goes_on(text):
    found = play(VILLAGE, text, ticket=RESOLVED, state=DONE)
    assert any(isinstance(each, Reopen) for each in found.effects)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("makasih, oh ya bukanya sampai jam berapa?", "office"),
        ("makasih ya. btw kalau sabtu layanan ada?", "office"),
        ("nuhun pisan. upami dinten saptu buka teu?", "office"),
        ("suwun nggih, kantore tutup jam pinten?", "office"),
        ("makasih, parkirnya dimana ya?", "office"),
        ("tarimo kasih pak, kantua tutuik jam bara?", "office"),
        ("thx. ada no telp kantor?", "contact"),
        ("makasih pak, oh iya legalisirnya bayar nggak?", "promised"),
    ],
)
def test_thanks_with_a_question_are_answered_and_reopen_nothing(text, reply):
    found = play(VILLAGE, text, ticket=RESOLVED, state=DONE)
    assert keys(found) == [reply]
    assert found.effects == ()


@pytest.mark.parametrize(
    ("number", "caption", "service"),
    [
        (VILLAGE, "ktp dan kk buat sktm sama pengantar rt", "sktm"),
        (BIRTHS, "foto akta lahir sama kartu keluarga ya buat kia nya", "kia"),
    ],
)
def test_a_caption_with_papers_names_no_second_service(number, caption, service):
    state = awaiting(number, service)
    photo = said(caption, kind="image")
    for found in (
        play(number, photo),
        play(number, photo, ticket=INTAKE, state=state),
    ):
        assert found.state.also is None
        assert chosen(found) in (service, "-")


def test_a_second_matter_in_words_beside_a_photo_still_is_one():
    found = play(VILLAGE, "mau bikin sktm sekalian domisili", said("ktp", kind="image"))
    assert found.state.also is not None
