"""Courtesies, and what ends a conversation before it began."""

from dataclasses import replace

from tickets.intake import memory as steps
from tickets.intake import saying
from tickets.intake.moves.matter import on_intake
from tickets.intake.policy import Situation
from tickets.intake.rows import menu_rows
from tickets.intake.scene import Scene, Turn
from tickets.intake.values import ChooseService, Enqueue, NoMoreMessages, Reopen


def greet(scene: Scene, *, uncovered: bool = False) -> Turn:
    """Who we are, our hours and what can be done; `uncovered`: no service was found for what was asked."""
    return on_intake(scene, lambda fresh: _greet(fresh, uncovered=uncovered))


def _greet(scene: Scene, *, uncovered: bool) -> Turn:
    noted, rows = scene.state.has_matter, menu_rows(scene.catalogue)
    reply = saying.greeting(scene, rows, noted=noted, uncovered=uncovered)
    return scene.asks(reply, step=steps.MENU)


def greet_again(scene: Scene) -> Turn:
    """One short sentence; the menu that was shown still counts."""
    if scene.state.step == steps.START:
        return greet(scene)
    return Turn(replace(scene.state, asked_at=scene.now), (saying.about("greet_again", scene),))


def greet_back(scene: Scene) -> Turn:
    """A greeting on a finished matter: greeted back, nothing asked."""
    return Turn(scene.state, (saying.about("greet_back", scene),))


def thank_back(scene: Scene) -> Turn:
    """Thanks are thanked for, in one sentence."""
    awaits = scene.service is not None and scene.service.kind == "application"
    return Turn(scene.state, (saying.about("thank_back", scene, awaits=awaits),))


def let_go(scene: Scene) -> Turn:
    """ "Salah kirim": never mind. What was sent before is no matter while nothing was chosen. Who asks
    whose number this is is told.
    """
    if scene.situation is Situation.CHOOSING:
        nothing = {"text": False, "told": False, "location": False, "photo": False, "files": ()}
        scene = scene.with_state(**nothing)
    asks = scene.reading.is_question
    return Turn(scene.state, (saying.about("let_go", scene, asks=asks),))


def stop(scene: Scene) -> Turn:
    """No more messages but answers to the citizen's own matters."""
    if scene.context.wants_no_more:
        return Turn(scene.state)
    open_one = bool(scene.with_officers)
    reply = saying.about("stopped", scene, has_matter=open_one)
    return Turn(scene.state, (reply,), (NoMoreMessages(),))


def in_english(scene: Scene) -> Turn:
    """Answered in English, and handed to a person."""
    if scene.situation is Situation.RESOLVED:
        return Turn(scene.done(), (saying.about("english", scene),), (Reopen("follow_up"),))
    return on_intake(scene, _in_english)


def _in_english(scene: Scene) -> Turn:
    named = scene.named
    scene = scene.with_state(service_id=named.id if named else scene.state.service_id)
    reply = saying.about("english", scene)
    chosen = (ChooseService(named.id),) if named else ()
    return Turn(scene.done(), (reply,), (*chosen, Enqueue("language")))
