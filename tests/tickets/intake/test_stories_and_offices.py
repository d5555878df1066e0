"""A complaint has a story, an office's name is no service, and a status told while shut says so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tickets.intake.offices import heard, key
from tests.tickets.intake.test_once_unseen import DONE, chosen, keys, kinds, play
from tests.tickets.intake_tools import CATALOGUE, INTAKE, LAMP, NEW, NOW, run, said
from tickets.intake import Catalogue, Enqueue
from tickets.intake.values import ChooseService

BARE = replace(NEW, service="", service_id=None)
LATE = NOW + timedelta(days=3)
LAMPS = Catalogue((CATALOGUE.services[0], LAMP))  # complaints only with a place


def test_who_only_wishes_to_report_unnamed_is_asked_what_happened_first():
    asked = run(said("mau lapor tapi jgn disebut nama saya ya"), catalogue=LAMPS)
    assert keys(asked) == ["ask_story"]
    assert Enqueue not in kinds(asked)
    told = run(said("ada yang main judi"), ticket=INTAKE, state=asked.state, catalogue=LAMPS)
    assert keys(told) != ["ask_story"]
    assert told.state.told or Enqueue in kinds(told)


def test_who_has_told_it_already_is_not_asked_again():
    text = "mau lapor tapi jgn disebut nama saya, tetangga jual miras tiap malam di warungnya"
    assert Enqueue in kinds(run(said(text), catalogue=LAMPS))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ini nomor dinsos ya?", "Si Whapik"),
        ("dengan dinas sosial sidoarjo?", "Si Whapik"),
        ("dinsos buka jam brp", "Si Whapik"),
        ("ini dukcapil kupang ko?", "Validasi NIK"),
    ],
)
def test_the_name_of_an_office_tells_of_no_service(text, number):
    found = heard(text, number)
    assert (found.services, found.service, found.elsewhere) == ((), None, "")


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("minta rekomendasi dinsos untuk rumah sakit", "jkmm"),
        ("kis bapak sy mati, lg dirawat di rsud", "pbi"),
        ("bapak opname di rsud, tidak punya bpjs, minta rekomendasi dinsos", "jkmm"),
    ],
)
def test_what_is_wanted_of_it_still_does(text, service):
    assert key(heard(text, "Si Whapik").service) == service


def test_a_question_of_time_beside_it_takes_nothing_from_the_service():
    text = "kalau nikah di gereja batas lapornya sampai kapan, dan perlu bawa apa"
    found = play("KIA dan akta", text)
    assert (keys(found), chosen(found)) == (["standard"], "kawin")


@pytest.mark.parametrize(
    "text",
    [
        "itu tadi soal sampah numpuk di belakang pasar pak",
        "ini soal lampu jalan mati di depan rumah saya",
    ],
)
def test_a_story_names_the_service_of_a_ticket_without_one(text):
    assert chosen(play("SI PATAS", text, ticket=BARE, state=DONE)) == "lingkungan"


@pytest.mark.parametrize("text", ["saya tanya soal SKTM pak", "lampu di ruang tunggu terang ya"])
def test_a_question_and_a_passing_word_name_none(text):
    assert ChooseService not in kinds(play("SI PATAS", text, ticket=BARE, state=DONE))


@pytest.mark.parametrize(
    ("ticket", "opens_at", "shut"),
    [
        (replace(NEW, from_files="10 menit sejak berkas lengkap"), LATE, True),
        (replace(NEW, due_at=LATE + timedelta(days=1)), LATE, True),
        (replace(NEW, due_at=LATE - timedelta(days=1)), LATE, False),  # said in its line
        (replace(NEW, from_files="10 menit sejak berkas lengkap"), None, False),
        (replace(NEW, state="resolved", outcome="fulfilled"), LATE, False),
    ],
)
def test_a_status_told_while_shut_says_when_somebody_is_back(ticket, opens_at, shut):
    found = run(said("cek"), ticket=ticket, state=DONE, opens_at=opens_at)
    assert found.replies[0].params["shut"] is shut
