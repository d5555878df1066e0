"""Danger, and the wish to stay unnamed: heard in every situation."""

from dataclasses import replace

from tickets.intake import saying
from tickets.intake.moves.complaining import begin_complaint
from tickets.intake.moves.matter import on_intake
from tickets.intake.policy import Situation
from tickets.intake.scene import Scene, Turn
from tickets.intake.values import Anonymous, Effect, Enqueue, OpenTicket, Urgent

_WITH_OFFICERS = (Situation.WITH_OFFICER, Situation.TWO_OPEN)


def raise_alarm(scene: Scene) -> Turn:
    """The numbers to dial at once; the ticket is urgent and with the officers."""
    if scene.situation in _WITH_OFFICERS:
        return Turn(scene.state, (saying.alarm(scene),), (Urgent(),))
    return on_intake(scene, _raise)


def _raise(scene: Scene) -> Turn:
    scene = scene.with_state(text=True)
    return Turn(scene.done(), (saying.alarm(scene),), (Urgent(), Enqueue("emergency")))


def stay_unnamed(scene: Scene) -> Turn:
    """Name and number are kept from all but the head; what was said is a complaint's story."""
    if scene.situation in (*_WITH_OFFICERS, Situation.RESOLVED):
        state = replace(scene.state, unnamed=True)
        return Turn(state, (saying.about("unnamed", scene),), (Anonymous(),))
    turn = begin_complaint(scene.with_state(unnamed=True))
    replies = tuple(replace(each, params={**each.params, "secret": True}) for each in turn.replies)
    state = replace(turn.state, unnamed=True)
    return Turn(state, replies, _after_opening(turn.effects, Anonymous()))


def _after_opening(effects: tuple[Effect, ...], one: Effect) -> tuple[Effect, ...]:
    """On the ticket that is opened, where one is."""
    opening = [at for at, each in enumerate(effects) if isinstance(each, OpenTicket)]
    at = opening[-1] + 1 if opening else 0
    return (*effects[:at], one, *effects[at:])
