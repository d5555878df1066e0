"""Points to the number or office that does what was asked for."""

from collections.abc import Sequence
from dataclasses import replace

from tickets.intake import saying
from tickets.intake.moves.elsewhere import also_elsewhere, named, usual_office
from tickets.intake.scene import Scene, Turn
from tickets.intake.values import OtherLine, Pointed


def point_to(scene: Scene, lines: Sequence[OtherLine]) -> Turn:
    """These numbers, or else the usual office; a person answers where that does not help."""
    first = Pointed(title=named(scene), lines=tuple(lines), usual=usual_office(scene))
    reply = saying.pointer(scene, (first, *also_elsewhere(scene)))
    state = replace(scene.state, asked_at=scene.now, informed=True)
    return Turn(state, (reply,))
