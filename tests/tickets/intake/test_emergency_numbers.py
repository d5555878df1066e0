"""The numbers for an emergency: those that fit, all of them once, and kind words where they help."""

from dataclasses import replace

import pytest

from tests.tickets.intake_tools import NEW, keys, run, said
from tickets.inbound import replies
from tickets.intake import IntakeState
from tickets.intake.emergency_numbers import every_number, numbers_for
from tickets.transports.registry import transport_of

LIMITS = transport_of("whatsapp").limits
URGENT = replace(NEW, is_urgent=True)


def told(text, ticket=None):
    found = run(said(text), ticket=ticket, state=IntakeState(step="done") if ticket else None)
    assert keys(found) == ["emergency"]
    return replies.content(found.replies[0], {}, limits=LIMITS).body


def test_where_no_kind_is_known_only_those_are_told_that_always_help():
    assert [each.number for each in numbers_for("tolong darurat cepat pak")] == ["112", "119"]
    body = told("tolong darurat cepat pak")
    assert "konseling" not in body
    assert "129" not in body


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("banjir pak, air sepinggang, nenek saya terjebak di dalam rumah", ["113", "112"]),
        ("rumah ambruk kena gempa, ada orang ketimbun", ["113", "119", "112"]),
        ("tanah longsor nimpa rumah pak", ["113", "119", "112"]),
        ("temen saya minum racun tikus", ["119", "112"]),
        ("kakak saya gantung diri", ["119", "112"]),
        ("istri saya mau minum racun", ["119", "112"]),
        ("adik saya nyilet tangannya, saya harus gimana", ["119", "112"]),
        ("bapak saya tidak sadar", ["119", "112"]),
        ("ada maling masuk rumah", ["110", "112"]),
    ],
)
def test_one_to_three_numbers_fit_a_danger(text, numbers):
    assert [each.number for each in numbers_for(text)] == numbers


@pytest.mark.parametrize("text", ["saya mau minum racun", "kak saya mau mati saja"])
def test_of_himself_counsel_comes_first_however_it_is_said(text):
    assert [each.number for each in numbers_for(text)] == ["119 ext 8", "119", "112"]


def test_no_second_list_where_nothing_new_is_known():
    body = told("tolong darurat cepat pak", URGENT)
    assert body == "Petugas sudah kami beri tahu. Bila masih ada bahaya, telepon *112*."


def test_a_new_danger_is_told_its_number():
    assert "*113*" in told("tolong kebakaran pak", URGENT)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("saya mau bunuh diri saja", "Kami ikut prihatin"),
        ("tolong kebakaran pak", "Bila ada bahaya"),
    ],
)
def test_who_wants_to_die_is_spoken_to_kindly(text, first):
    assert numbers_for(text)
    assert told(text).startswith(first)


def test_who_wants_to_die_is_told_a_number_that_answers_at_night_too():
    body = told("saya sudah tidak kuat hidup pak, mau mati saja")
    listening, ambulance, everything = (
        body.index(f"*{number}*") for number in ("119 ext 8", "119", "112")
    )
    assert listening < ambulance < everything
    assert "konseling jiwa (jam kerja)" in body
    assert "siang dan malam" in body


def test_an_accident_with_the_dead_is_no_wish_to_die():
    assert told("kecelakaan pak ada yang mati di jalan").startswith("Bila ada bahaya")


def test_who_is_beaten_may_write_instead_of_calling():
    assert "WhatsApp 08111-129-129" in told("saya dipukul suami tolong")


def test_each_number_is_told_once_and_has_its_source():
    for text in ("saya mau bunuh diri, darah banyak", "kebakaran", "tolong"):
        found = [each.number for each in numbers_for(text)]
        assert len(found) == len(set(found))
    assert all(each.source for each in every_number())
    known = {each.number for each in every_number()}
    assert all(set(each.beside) <= known for each in every_number())
