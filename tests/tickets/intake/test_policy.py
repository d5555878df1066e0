"""The policy's table is whole, and each of its moves is a turn."""

from dataclasses import replace

import pytest

from tests.tickets.intake_tools import CATALOGUE, INTAKE, NEW, NOW, chosen, context
from tickets.intake import End, IntakeState
from tickets.intake.acts import Act
from tickets.intake.heard import Heard, Reading
from tickets.intake.moves.matter import on_intake
from tickets.intake.moves.registry import MOVES
from tickets.intake.policy import MANUAL, TABLE, Move, Sign, Situation, move
from tickets.intake.scene import Scene

CELLS = [(situation, what) for what in (*Act, *Sign) for situation in Situation]
ANOTHER = replace(NEW, register="KIM-2026-000002", service="Akta Kelahiran", service_id=12)
STANDS = {
    Situation.NO_TICKET: (None, IntakeState()),
    Situation.CHOOSING: (INTAKE, IntakeState(step="menu", options=("svc:11", "svc:12"))),
    Situation.DOCUMENTS: (INTAKE, chosen(11)),
    Situation.WITH_OFFICER: (NEW, IntakeState(step="done")),
    Situation.TWO_OPEN: (NEW, IntakeState(step="done")),
    Situation.RESOLVED: (replace(NEW, state="resolved"), IntakeState(step="done")),
    Situation.CLOSED: (replace(NEW, state="closed"), IntakeState(step="done")),
}


def scene_of(situation, what):
    ticket, state = STANDS[situation]
    others = (ANOTHER,) if situation is Situation.TWO_OPEN else ()
    act = what if isinstance(what, Act) else Act.TELL
    texts = () if what in (Sign.FILES, Sign.VOICE) else ("kata warga contoh",)
    files = ("ktp",) if what is Sign.FILES else ()
    reading = Reading(
        text=" ".join(texts),
        acts=(act,),
        heard=tuple(Heard(text=text, acts=(act,)) for text in texts),
        texts=texts,
        files=files,
        voice=what is Sign.VOICE,
        strange=what is Sign.STRANGE,
    )
    return Scene(
        state=state,
        reading=reading,
        catalogue=CATALOGUE,
        context=context(ticket, *others),
        now=NOW,
        ids=(1,),
        picked="svc:12" if what is Sign.PICKED else "",
    )


def test_every_act_and_sign_has_a_move_in_every_situation():
    assert {(situation, what) for what, row in TABLE.items() for situation in row} == set(CELLS)
    assert len([line for line in MANUAL.splitlines() if "|" in line]) == 1 + len(TABLE)


def test_every_move_is_in_the_table_and_has_a_function():
    assert set(MOVES) == set(Move) == {each for row in TABLE.values() for each in row.values()}


@pytest.mark.parametrize(("situation", "what"), CELLS)
def test_every_cell_is_a_turn_with_one_message_at_most(situation, what):
    scene = scene_of(situation, what)
    assert scene.situation is situation
    do = MOVES[move(situation, what)]
    turn = on_intake(scene, do) if situation is Situation.NO_TICKET else do(scene)
    assert len(turn.replies) <= 1
    assert IntakeState.from_json(turn.state.to_json()) == turn.state
    ends = [each for each in turn.effects if isinstance(each, End)]
    assert not ends or what is Act.CANCEL  # only the citizen takes something back


@pytest.mark.parametrize("situation", Situation)
def test_danger_is_answered_with_the_numbers_wherever_the_conversation_stands(situation):
    turn = MOVES[move(situation, Act.EMERGENCY)](scene_of(situation, Act.EMERGENCY))
    assert [reply.key for reply in turn.replies] == ["emergency"]
    numbers = [each["number"] for each in turn.replies[0].params["numbers"]]
    assert "112" in numbers


@pytest.mark.parametrize("act", [Act.THANKS, Act.WRONG_RECIPIENT, Act.SKIP, Act.YES])
@pytest.mark.parametrize("situation", [Situation.RESOLVED, Situation.CLOSED])
def test_courtesies_reopen_nothing_and_ask_nothing(act, situation):
    turn = MOVES[move(situation, act)](scene_of(situation, act))
    assert (turn.replies, turn.effects) == ((), ())
