"""How often the bot answers: a few times an hour, and no machine for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tickets.intake_tools import CATALOGUE, INTAKE, NEW, NOW, context, keys, said
from tickets.intake import End, Enqueue, IntakeState, silence, turn
from tickets.intake.memory import MAX_REPLIES, MOST_REPLIES


def test_two_auto_responders_stop_talking():
    state, ticket, replies = IntakeState(), None, 0
    for minute in range(50):
        now = NOW + timedelta(minutes=minute)
        echo = said("Terima kasih telah menghubungi Toko Contoh, segera kami balas.", at=now)
        result = turn(state, [echo], CATALOGUE, context(ticket), now)
        state, replies = result.state, replies + len(result.replies)
        ticket = NEW if any(isinstance(e, Enqueue) for e in result.effects) else ticket or INTAKE
    assert replies <= 3
    assert silence(state, CATALOGUE, context(ticket), now).effects == (End("no_request"),)


def test_cek_is_answered_however_often_and_questions_a_few_times_an_hour():
    state, replies = IntakeState(), 0
    for minute in range(50):
        now = NOW + timedelta(minutes=minute)
        result = turn(state, [said("cek", at=now)], CATALOGUE, context(NEW), now)
        state, replies = result.state, replies + len(result.replies)
    assert replies == 50
    questions = ("jam buka?", "alamat di mana?", "bayar berapa?")
    for number in range(30):
        asked = said(questions[number % 3], at=now)
        result = turn(state, [asked], CATALOGUE, context(NEW), now)
        state, replies = result.state, replies + len(result.replies)
    assert replies == 50
    assert MAX_REPLIES < 50


@pytest.mark.parametrize("text", ["cek", "petugas", "Keadaan darurat hubungi 112"])
@pytest.mark.parametrize("ticket", [NEW, replace(NEW, state="closed")])
def test_two_machines_stop_even_with_what_is_answered_whatever_the_limit(text, ticket):
    """A hospital's machine that speaks of emergencies, a shop's that says "cek"."""
    state, replies = IntakeState(), 0
    for second in range(0, 3600, 20):
        now = NOW + timedelta(seconds=second)
        result = turn(state, [said(text, at=now)], CATALOGUE, context(ticket), now)
        state = IntakeState.from_json(result.state.to_json())
        replies += len(result.replies)
    assert 8 < replies <= MOST_REPLIES
    later = now + timedelta(minutes=61)
    again = turn(state, [said("cek", at=later)], CATALOGUE, context(ticket), later)
    assert keys(again) == ["check"]


def test_a_value_that_the_text_does_not_speak_of_makes_it_no_other_text():
    greeted = turn(IntakeState(), [said("halo")], CATALOGUE, context(), NOW).state
    again = turn(greeted, [said("p")], CATALOGUE, context(INTAKE), NOW)
    closed = context(INTAKE, opens_at=NOW + timedelta(hours=3))
    assert keys(again) == ["greet_again"]
    assert keys(turn(again.state, [said("p")], CATALOGUE, closed, NOW)) == []


def test_who_writes_english_again_on_a_finished_matter_is_not_told_the_same():
    text = "Hello, can you help me?"
    first = turn(IntakeState(), [said(text)], CATALOGUE, context(), NOW)
    withdrawn = replace(NEW, state="resolved", outcome="withdrawn")
    again = turn(first.state, [said(text)], CATALOGUE, context(withdrawn), NOW)
    assert keys(first) == ["english"]
    assert keys(again) == ["as_before"]


def test_what_is_always_answered_is_never_the_same_text_twice_running():
    """Three times "cek" in a minute: as it is, with the time, as it is."""
    state, said_before = IntakeState(), None
    for second in range(0, 180, 7):
        now = NOW + timedelta(seconds=second)
        result = turn(state, [said("cek", at=now)], CATALOGUE, context(NEW), now)
        (reply,) = result.replies
        assert (reply.key, reply.params.get("again")) != said_before
        state = IntakeState.from_json(result.state.to_json())
        said_before = reply.key, reply.params.get("again")


def test_what_was_said_to_be_as_before_is_told_again_only_to_cek():
    state, heard = IntakeState(), []
    for text in ("cek", "cek", "sudah sampai mana?", "sudah sampai mana?", "cek", "cek"):
        result = turn(state, [said(text)], CATALOGUE, context(NEW), NOW)
        state = result.state
        heard += [(reply.key, "again" in reply.params) for reply in result.replies]
    as_it_is, with_time = ("check", False), ("check", True)
    assert heard == [as_it_is, with_time, ("as_before", False), as_it_is, with_time]


def test_another_number_that_is_unknown_makes_no_other_text():
    where = context(NEW)
    first = turn(IntakeState(step="done"), [said("cek 7")], CATALOGUE, where, NOW)
    again = turn(first.state, [said("cek 8")], CATALOGUE, where, NOW)
    assert "again" not in first.replies[0].params
    assert again.replies[0].params["again"]
