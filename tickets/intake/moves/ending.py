"""What the citizen takes back."""

from tickets.intake import saying
from tickets.intake.policy import Situation
from tickets.intake.scene import Scene, Turn
from tickets.intake.values import End


def withdraw(scene: Scene) -> Turn:
    """ "Gak jadi": withdrawn, said in one sentence, undone by one word."""
    empty = scene.situation is Situation.CHOOSING and not scene.state.has_matter
    if empty:
        reply = saying.about("nothing_to_cancel", scene)
        return Turn(scene.done(), (reply,), (End("no_request"),))
    named = scene.service.name if scene.service else ""
    service = named or (scene.ticket.service if scene.ticket else "")
    reply = saying.about("withdrawn", scene, service=service)
    return Turn(scene.done(), (reply,), (End("withdrawn"),))


def nothing_to_cancel(scene: Scene) -> Turn:
    """A stranger's "batal"."""
    return Turn(scene.state, (saying.about("nothing_to_cancel", scene),))
