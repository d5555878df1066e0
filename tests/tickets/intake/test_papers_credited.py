"""A document is credited by what is said of it, never by the wish for a service."""

import pytest

from tests.tickets.intake.played import awaiting, play
from tests.tickets.intake_tools import INTAKE, said
from tickets.intake.requirements import is_named, said_of_papers

PAPERS = {"Surat pengantar RT", "Fotokopi KTP-el", "Fotokopi KK"}


def photo(caption="", **more):
    return said(caption, kind="image", **more)


def missing(found):
    return set(found.replies[-1].params["missing"])


@pytest.mark.parametrize(
    "wish", ["mau surat pengantar skck", "surat pengantar skck", "minta surat pengantar nikah pak"]
)
def test_the_name_of_the_chosen_service_credits_no_document(wish):
    found = play("SI PATAS", wish, photo("ktp"))
    assert missing(found) == {"Surat pengantar RT", "Fotokopi KK"}
    found = play("SI PATAS", wish, photo())
    assert missing(found) == PAPERS
    assert found.replies[-1].params["unnamed"] == 1


def test_a_caption_that_wishes_credits_no_document():
    found = play("SI PATAS", photo("mau surat pengantar skck"))
    assert (missing(found), found.replies[-1].params["unnamed"]) == (PAPERS, 1)


@pytest.mark.parametrize(
    "words", ["mau surat pengantar skck, ini ktp dan kk", "mau surat pengantar skck ini ktp dan kk"]
)
def test_what_is_shown_beside_the_wish_is_credited(words):
    assert missing(play("SI PATAS", words, photo())) == {"Surat pengantar RT"}


@pytest.mark.parametrize("words", ["surat pengantar rt", "ini surat pengantarnya"])
def test_the_paper_itself_is_credited_once_the_service_is_chosen(words):
    state = awaiting("SI PATAS", "pengantar")
    for burst in ((words, photo()), (photo(words),)):
        found = play("SI PATAS", *burst, state=state, ticket=INTAKE)
        assert missing(found) == PAPERS - {"Surat pengantar RT"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("pengantar rt untuk bikin ktp", "pengantar rt untuk"),
        ("mau kirim ktp", "mau kirim ktp"),
        ("formulir F-1.02.pdf", "formulir F-1.02.pdf"),
        ("mau urus sktm\nktp.jpg", "ktp.jpg"),
        ("foto-ktp-untuk-urus-sktm.jpg", "foto-ktp-untuk-urus-sktm.jpg"),
        ("mau sktm", ""),
        ("", ""),
    ],
)
def test_only_what_comes_is_left(text, left):
    assert said_of_papers(text) == left


@pytest.mark.parametrize(
    ("caption", "requirement", "named"),
    [
        ("KTP almarhum", "KK dan KTP-el almarhum", True),
        ("KTP almarhum", "KTP pelapor", False),
        ("ktp bapak yang meninggal", "KTP pelapor", False),
        ("ktp pelapor", "KK dan KTP-el almarhum", False),
        ("ktp saksi", "KTP pelapor", False),
        ("ktp saya", "KTP pelapor", True),
        ("ktp", "KTP pelapor", True),
        ("ktp suami saya", "KK dan KTP-el orang tua", True),
    ],
)
def test_papers_of_who_died_are_nobody_elses(caption, requirement, named):
    assert is_named(caption, requirement) is named
