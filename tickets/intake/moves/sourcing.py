"""The answer to the question from where somebody knows of the office."""

from dataclasses import replace

from tickets.intake import memory as steps
from tickets.intake.scene import Scene, Turn
from tickets.intake.sources import SKIPPED, answered
from tickets.intake.values import Reply, Source


def note_source(scene: Scene) -> Turn:
    """Noted on the matter that it was asked about; it changes nothing else, and asks for nothing."""
    told = answered(scene.picked)
    if told is None:
        return Turn(scene.state)
    question, register, code = told
    waits = scene.state.step == steps.SOURCE
    state = (
        replace(scene.state, step=steps.DONE, options=(), asked_at=None) if waits else scene.state
    )
    effect = Source(question=question, code=code, register=register)
    return Turn(state, (Reply("source_noted", {"skipped": code == SKIPPED}),), (effect,))
