"""Who asks for the number of a rescue service is told it; nothing becomes urgent by that."""

from dataclasses import replace

import pytest

from tests.tickets.intake.offices import heard
from tests.tickets.intake_tools import NEW, keys, run, said
from tickets.inbound import replies
from tickets.intake import IntakeState, Urgent
from tickets.intake.acts import Act
from tickets.transports.registry import transport_of

ANSWERED = replace(NEW, answered=True)


def told(found):
    return [each["number"] for each in found.replies[0].params["numbers"]]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("nomor ambulans", ["119", "112"]),
        ("minta nomor ambulans dong", ["119", "112"]),
        ("no ambulan brp ya min", ["119", "112"]),
        ("nomor damkar berapa", ["113", "112"]),
        ("nomer pemadam kebakaran berapa ya", ["113", "112"]),
        ("call center damkar", ["113", "112"]),
        ("no telp polisi", ["110", "112"]),
        ("telepon polisi nomor berapa", ["110", "112"]),
        ("ada no hp polsek?", ["110", "112"]),
        ("nomor damkar sama ambulans berapa", ["113", "119", "112"]),
    ],
)
def test_the_number_is_told_and_nothing_is_urgent(text, numbers):
    found = run(said(text))
    assert keys(found) == ["emergency_numbers"]
    assert told(found) == numbers
    assert Urgent() not in found.effects


def test_who_asks_for_the_emergency_number_is_told_all_of_them():
    assert len(told(run(said("nomor darurat berapa")))) > 4


def test_it_is_told_beside_an_officer_who_writes_too():
    found = run(said("nomor ambulans berapa"), ticket=ANSWERED, state=IntakeState(step="done"))
    assert keys(found) == ["emergency_numbers"]


def test_the_words_are_short_and_promise_no_officer():
    found = run(said("nomor damkar"))
    limits = transport_of("whatsapp").limits
    assert replies.content(found.replies[0], {}, limits=limits).body == (
        "Nomor yang bisa ditelepon:\n*113* Pemadam kebakaran\n*112* Darurat, apa saja\n\n"
        "Bila sedang ada bahaya, segera telepon."
    )


@pytest.mark.parametrize(
    "text",
    [
        "minta nomor ambulans cepat, bapak saya pingsan",
        "nomor damkar berapa rumah saya kebakaran",
        "no polisi berapa ada maling masuk rumah",
        "telepon ambulans",
        "suami saya mukul saya, nomor polisi berapa",
    ],
)
def test_who_asks_in_danger_is_in_danger(text):
    assert heard(text).act is Act.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "nomor polisi motor saya salah",
        "nomor laporan polisi saya hilang",
        "nomor telepon kantor berapa",
        "no hp saya ganti",
        "no tlp rumah sakit",
        "nomor antrean berapa",
    ],
)
def test_any_other_number_is_another_matter(text):
    assert "emergency_numbers" not in keys(run(said(text)))


def test_a_call_is_wished_for_by_more_than_the_word():
    assert Act.PERSON in heard("telepon aja ya").acts
    assert Act.PERSON not in heard("no tlp rumah sakit").acts
