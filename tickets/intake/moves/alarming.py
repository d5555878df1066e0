"""Danger, and the wish to stay unnamed: heard in every situation, and beside anything else."""

from dataclasses import replace

from tickets.intake import saying
from tickets.intake.acts import Act
from tickets.intake.moves.complaining import begin_complaint
from tickets.intake.moves.matter import on_intake, waiting
from tickets.intake.moves.taking import take_in
from tickets.intake.policy import Situation
from tickets.intake.scene import Scene, Turn
from tickets.intake.values import (
    AboutStaff,
    Anonymous,
    Effect,
    Enqueue,
    MoveTo,
    OpenTicket,
    Urgent,
)

# What goes on with a finished matter, or tells more of it, in a ticket of its own.
_OF_THE_SAME = (Act.UNFINISHED, Act.COMPLAINT, Act.COMPLAINT_STAFF, Act.EMERGENCY)
_WITH_OFFICERS = (Situation.WITH_OFFICER, Situation.TWO_OPEN)
_SAYS_SO = ("unnamed", "emergency")  # these say themselves that the name is kept


def raise_alarm(scene: Scene) -> Turn:
    """The numbers to dial at once; the ticket is urgent and with the officers."""
    if scene.situation in _WITH_OFFICERS:
        return Turn(scene.state, (saying.alarm(scene),), (Urgent(),))
    return on_intake(scene, _raise)


def _raise(scene: Scene) -> Turn:
    scene = scene.with_state(text=True)
    return Turn(scene.done(), (saying.alarm(scene),), (Urgent(), Enqueue("emergency")))


def stay_unnamed(scene: Scene) -> Turn:
    """Nothing but that wish: who has no matter yet, or tells something beside a finished one, reports."""
    if scene.situation is Situation.DOCUMENTS:
        return take_in(scene) if scene.tells else waiting(scene)
    told = scene.situation is Situation.RESOLVED and scene.tells
    if scene.situation in (*_WITH_OFFICERS, Situation.RESOLVED) and not told:
        return Turn(scene.state)
    return begin_complaint(scene)


def marked(scene: Scene, turn: Turn) -> Turn:
    """The turn with what is noted whatever else is done: the name is kept, superiors are told."""
    effects = turn.effects
    if scene.heard(Act.ANONYMITY):
        turn = replace(turn, state=replace(turn.state, unnamed=True))
        effects = _where_it_goes(effects, *_unnamed(scene, effects))
    elif _goes_on_unnamed(scene, effects):
        effects = _where_it_goes(effects, Anonymous())
    if scene.heard(Act.COMPLAINT_STAFF):
        effects = (*effects, AboutStaff())
    return replace(turn, effects=effects)


def promised(scene: Scene, turn: Turn) -> Turn:
    """The turn in which the bot says that the name is kept, where that was asked for now."""
    if not scene.heard(Act.ANONYMITY):
        return turn
    first, *more = turn.replies or (saying.about("unnamed", scene),)
    first = replace(first, params={**first.params, "secret": first.key not in _SAYS_SO})
    return replace(turn, replies=(first, *more))


def _unnamed(scene: Scene, effects: tuple[Effect, ...]) -> tuple[Anonymous, ...]:
    """The wish for the matter that the words are about; for every open one where none is meant."""
    goes = any(isinstance(each, OpenTicket | MoveTo) for each in effects)
    if goes or scene.meant is not None or scene.situation is not Situation.TWO_OPEN:
        return (Anonymous(),)
    return tuple(Anonymous(each.register) for each in scene.with_officers if each.here)


def _goes_on_unnamed(scene: Scene, effects: tuple[Effect, ...]) -> bool:
    """Whether a new ticket goes on with a matter whose citizen's name is kept."""
    ticket = scene.ticket
    opens = any(isinstance(each, OpenTicket) for each in effects)
    return opens and ticket is not None and ticket.is_anonymous and scene.heard(*_OF_THE_SAME)


def _where_it_goes(effects: tuple[Effect, ...], *more: Effect) -> tuple[Effect, ...]:
    """These effects on the ticket that is opened, or that the words move to, where one is."""
    going = [at for at, each in enumerate(effects) if isinstance(each, OpenTicket | MoveTo)]
    at = going[-1] + 1 if going else 0
    return (*effects[:at], *more, *effects[at:])
