"""Turns of the bot beside tickets that there are."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tickets.intake_tools import (
    CATALOGUE,
    INTAKE,
    NEW,
    NOW,
    chosen,
    context,
    keys,
    run,
    said,
)
from tickets.intake import (
    ChooseService,
    Enqueue,
    IntakeState,
    MoveTo,
    OpenTicket,
    Reopen,
    Turn,
    silence,
)

RESOLVED = replace(NEW, state="resolved")


@pytest.mark.parametrize("state", ["new", "in_progress", "waiting_citizen", "waiting_other"])
def test_with_an_officer_the_bot_is_silent_but_for_cek_and_petugas(state):
    ticket = replace(NEW, state=state)
    answered = replace(ticket, answered=True)
    for message in (said("halo"), said("ini berkasnya", kind="image"), said(kind="audio")):
        assert run(message, ticket=answered) == Turn(IntakeState())
    assert keys(run(said("halo?"), ticket=ticket)) == ["handed_over"]
    assert keys(run(said("petugas"), ticket=ticket)) == ["handed_over"]
    assert keys(run(said("cek"), ticket=ticket)) == ["check"]


def test_cek_knows_only_the_citizens_own_tickets():
    mine = replace(NEW, register="KIM-2026-000012")
    found = run(said("cek kim 2026 000012"), said("cek KIM-2026-000012"), ticket=mine)
    assert [line["register"] for line in found.replies[0].params["tickets"]] == [mine.register]
    short = run(said("cek 12"), ticket=mine)
    assert keys(short) == ["check"]
    for other in ("cek KIM-2026-000013", "cek 9999"):
        assert keys(run(said(other), ticket=mine)) == ["check_none"]


def test_cek_about_something_else_is_no_check():
    assert "check" not in keys(run(said("cek persyaratan kia"), state=IntakeState(), ticket=INTAKE))


def test_menu_beside_a_ticket_opens_another_only_when_something_is_chosen():
    shown = run(said("menu"), ticket=NEW)
    assert keys(shown) == ["menu"]
    assert shown.effects == ()
    file = run(said(kind="image"), state=shown.state, ticket=NEW)
    assert (file.replies, file.effects) == ((), ())
    assert run(said("2"), state=file.state, ticket=NEW).effects == ()
    other = run(said("2"), state=shown.state, ticket=NEW)
    assert other.effects == (OpenTicket(), ChooseService(12))
    assert run(said("akta kelahiran"), state=shown.state, ticket=NEW).effects == other.effects


def test_menu_on_an_empty_intake_ticket_opens_nothing():
    result = run(said("menu"), state=chosen(11), ticket=INTAKE)
    assert result.effects == ()
    assert keys(result) == ["menu"]


@pytest.mark.parametrize(
    "message",
    [said("terima kasih banyak pak"), said("👍🙏"), said(kind="sticker"), said("ok siap")],
)
def test_thanks_on_a_resolved_ticket_change_nothing(message):
    assert run(message, ticket=RESOLVED) == Turn(IntakeState())


def test_other_words_on_a_resolved_ticket_ask_and_the_answer_decides():
    asked = run(said("pak mau tanya lagi", id=7), ticket=RESOLVED)
    assert keys(asked) == ["follow_up"]
    assert asked.effects == ()
    again = run(said("lanjutan"), state=asked.state, ticket=RESOLVED)
    assert again.effects == (Reopen("follow_up"),)
    fresh = run(said("2"), state=asked.state, ticket=RESOLVED)
    assert fresh.effects[0] == OpenTicket(moves=(7,))
    late = silence(asked.state, CATALOGUE, context(RESOLVED), NOW + timedelta(minutes=10))
    assert late.effects == (Reopen("unanswered"),)


@pytest.mark.parametrize("text", ["belum beres", "lampunya belum beres pak", "BELUM SELESAI!"])
def test_belum_beres_reopens(text):
    result = run(said(text), ticket=RESOLVED)
    assert result.effects == (Reopen("unfinished"),)
    assert keys(result) == ["reopened"]


def test_with_several_open_tickets_the_bot_asks_once_and_moves():
    other = replace(NEW, register="KIM-2026-000002", service="Akta")
    asked = run(said("ini kekurangannya", id=5), ticket=other, others=(NEW,))
    assert keys(asked) == ["which"]
    assert [option.id for option in asked.replies[0].options] == [
        "ticket:KIM-2026-000002",
        "ticket:KIM-2026-000001",
        "baru",
    ]
    more = run(said(kind="image", id=6), state=asked.state, ticket=other, others=(NEW,))
    assert more.replies == ()
    answer = run(said("2", id=8), state=more.state, ticket=other, others=(NEW,))
    assert answer.effects == (MoveTo("KIM-2026-000001", (5, 6, 8)),)
    later = run(said("tambahan", id=9), state=answer.state, ticket=NEW, others=(other,))
    assert later.replies == ()


def test_a_quoted_message_is_never_asked_about():
    other = replace(NEW, register="KIM-2026-000002")
    assert run(said("nomornya 12 pak"), ticket=NEW, others=(other,), quoted=True) == Turn(
        IntakeState()
    )


def tapped_check(ago):
    tap = said("Cek status", reply_id=f"cek:{RESOLVED.register}", kind="interactive")
    return replace(tap, at=NOW - ago)


def test_how_a_ticket_stands_is_still_answered_when_the_question_came_hours_late():
    result = run(tapped_check(timedelta(hours=5)), ticket=RESOLVED)
    assert keys(result) == ["check"]
    assert result.effects == ()


@pytest.mark.parametrize("ago", [timedelta(hours=25), timedelta(days=6)])
def test_a_question_too_old_to_be_answered_brings_a_resolved_ticket_back_to_the_officers(ago):
    result = run(tapped_check(ago), ticket=RESOLVED)
    assert keys(result) == []
    assert result.effects == (Reopen("old"),)


def test_a_question_too_old_to_be_answered_about_a_closed_ticket_reaches_the_queue():
    result = run(tapped_check(timedelta(hours=25)), ticket=replace(RESOLVED, state="closed"))
    assert keys(result) == []
    assert result.effects == (OpenTicket(), Enqueue("old"))


@pytest.mark.parametrize(
    ("text", "effects"), [("kia", (ChooseService(11),)), ("itu saya tanya soal kia pak", ())]
)
def test_a_service_named_late_is_noted_unless_it_is_only_asked_about(text, effects):
    handed_in = replace(NEW, service="", service_id=None)
    assert run(said(text), state=IntakeState(step="done"), ticket=handed_in).effects == effects
