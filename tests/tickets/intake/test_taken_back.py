"""What "batal" and "gak jadi" are said of: a matter, one of its papers, a visit, or somebody else's deed."""

from dataclasses import replace

import pytest

from tests.tickets.intake.played import awaiting, chosen, kinds, play, service_id
from tests.tickets.intake_tools import NEW, keys, said
from tickets.intake import End

SKTM = "sktm"


def open_one(number="SI PATAS", short=SKTM):
    """A matter of this service with the officers."""
    ticket = replace(NEW, service=short, service_id=service_id(number, short))
    return {"ticket": ticket, "state": replace(awaiting(number, short), step="done")}


@pytest.mark.parametrize(
    "text",
    [
        "ktp nya gak jadi yg itu pak, blur. ini yg bener",
        "foto kk batal yg tadi",
        "gak jadi pakai ktp istri, pakai ktp saya aja",
        "yg ktp tadi batal, salah kirim. ini ktp sy",
        "gak jadi ke kantor, kirim disini aja ya",
        "ga jadi hari ini, besok aja saya kesana",
        "ktp saya dibatalkan bank",
        "kok permohonan saya batal?",
        "kalo mau batalin gmn caranya bu? cm nanya aja dlu",
    ],
)
def test_no_matter_is_withdrawn_where_something_else_is_taken_back(text):
    assert End not in kinds(play("SI PATAS", text, **open_one()))


def test_a_paper_that_is_replaced_by_a_photo_withdraws_nothing():
    photo = said("ini yg bener", kind="image")
    assert End not in kinds(play("SI PATAS", "ktp nya gak jadi yg itu", photo, **open_one()))


@pytest.mark.parametrize(
    "text",
    [
        "batal aja pak, ktp saya ilang",
        "permohonan saya bisa dibatalkan?",
        "gak jadi sktm nya",
        "gak jadi, sudah dibantu pak rt",
        "gajadi deh kak, bank nya ga minta",
    ],
)
def test_the_matter_itself_still_is(text):
    assert End("withdrawn") in play("SI PATAS", text, **open_one()).effects


def test_the_name_of_the_matter_is_no_paper_of_it():
    turn = play("Validasi NIK", "gak jadi ktp nya", **open_one("Validasi NIK", "ktp"))
    assert End("withdrawn") in turn.effects


def test_another_service_named_behind_it_is_chosen_instead_before_papers_come():
    ticket = replace(NEW, state="intake", service=SKTM, service_id=service_id("SI PATAS", SKTM))
    state = awaiting("SI PATAS", SKTM)
    turn = play("SI PATAS", "gak jadi sktm, domisili aja", ticket=ticket, state=state)
    assert (chosen(turn), keys(turn)) == ("domisili", ["standard"])


def test_with_the_officers_they_read_which_one_is_wanted_instead():
    turn = play("SI PATAS", "gak jadi sktm, domisili aja", **open_one())
    assert (turn.replies, turn.effects) == ((), ())


def test_why_it_was_cancelled_is_answered_with_how_it_stands():
    assert keys(play("SI PATAS", "kok permohonan saya batal?", **open_one())) == ["check"]
