"""The bot beside matters that are with the officers, or finished."""

from dataclasses import replace

from tickets import states
from tickets.intake import memory as steps
from tickets.intake import saying
from tickets.intake.acts import Act
from tickets.intake.moves.beginning import begin
from tickets.intake.moves.choosing import go_on_with, move_to
from tickets.intake.moves.elsewhere import lines_for, usual_office
from tickets.intake.moves.matter import hand_in, on_intake
from tickets.intake.moves.pointing import point_to
from tickets.intake.policy import Situation
from tickets.intake.scene import Scene, Turn
from tickets.intake.values import ChooseService, TicketFacts

_WISHES = (Act.APPLY, Act.CONSULT, Act.COMPLAINT)


def quiet(scene: Scene) -> Turn:
    """Nothing is said; a service that is named late is noted on a ticket without one."""
    state = scene.state
    if state.step == steps.BESIDE:  # the menu was not answered: what comes is for the officers
        if scene.named is not None and scene.heard(*_WISHES) and not scene.reading.files:
            return begin(scene)
        state = scene.done()
    ticket = scene.ticket
    late = ticket is not None and ticket.state == states.State.NEW and ticket.service_id is None
    if late and scene.named is not None and not scene.tells and not scene.reading.is_question:
        return _late_service(scene)
    return Turn(state)


def _late_service(scene: Scene) -> Turn:
    named = scene.named
    if named is None:
        return Turn(scene.state)
    chosen = scene.with_state(service_id=named.id, step=steps.DONE, options=())
    reply = saying.acknowledged(chosen, "complete")
    return Turn(chosen.state, (reply,), (ChooseService(named.id),))


def assure(scene: Scene) -> Turn:
    """It is with the officers; a mere greeting while an officer writes needs no answer."""
    ticket = scene.ticket
    greets = not scene.heard(Act.PERSON) and not scene.reading.calls
    if greets and ticket is not None and ticket.answered and not scene.reading.is_question:
        return Turn(scene.state)
    return Turn(scene.state, (saying.about("handed_over", scene),))


def ask_which(scene: Scene) -> Turn:
    """Which matter it is about: the service that is named, else the bot asks once."""
    state = scene.state
    if (meant := _meant(scene)) is not None:
        if meant == scene.ticket and state.step != steps.WHICH:
            return Turn(replace(state, focus=meant.register, focus_at=scene.now))
        return move_to(scene, meant.register)
    if state.step == steps.WHICH and state.asked_at is not None:
        return Turn(replace(state, held=(*state.held, *scene.ids)))
    if state.asked_lately(scene.now):
        return Turn(state)
    reply = saying.which(scene)
    return scene.asks(reply, step=steps.WHICH, held=scene.ids, focus="", focus_at=scene.now)


def _meant(scene: Scene) -> TicketFacts | None:
    """The one open matter whose service is named."""
    likely = {each.service_id for each in scene.reading.services}
    named = {scene.reading.service} if scene.reading.service is not None else likely
    found = [each for each in scene.with_officers if each.service_id in named - {None}]
    return found[0] if len(found) == 1 else None


def ask_if_it_goes_on(scene: Scene) -> Turn:
    """Whether it goes on with a finished matter; another service that is named begins at once."""
    state, reading, ticket = scene.state, scene.reading, scene.ticket
    named = scene.named
    wished = scene.heard(*_WISHES) and not scene.context.quoted
    if ticket is None or (wished and named is not None and named.id != ticket.service_id):
        return begin(scene)
    if lines_for(scene) or usual_office(scene):
        return point_to(scene, lines_for(scene))
    if scene.in_intake:
        return go_on_with(scene, "follow_up")
    held = (*state.held, *scene.ids)
    if state.open_question and state.asked in ("", ticket.register):
        if reading.texts:  # not understood twice: a person reads it
            return go_on_with(scene, "follow_up")
        return Turn(replace(state, held=held))
    reply = saying.follow_up(scene, ticket)
    also = named.id if named else None
    return scene.asks(reply, step=steps.FOLLOW_UP, held=scene.ids, asked=ticket.register, also=also)


def reopen(scene: Scene) -> Turn:
    """ "Belum beres": worked again; a closed matter goes on in a new one."""
    if scene.situation is Situation.RESOLVED:
        return go_on_with(scene, "unfinished", "reopened")
    ticket = scene.ticket
    service = scene.named or scene.catalogue.get(ticket.service_id if ticket else None)
    return on_intake(scene, lambda fresh: _again(fresh, service.id if service else None))


def _again(scene: Scene, service_id: int | None) -> Turn:
    turn = hand_in(scene.with_state(service_id=service_id, text=True), "unfinished")
    chosen = (ChooseService(service_id),) if service_id is not None else ()
    return replace(turn, effects=(*chosen, *turn.effects))


def go_on(scene: Scene) -> Turn:
    """ "Lanjut": a withdrawn matter is taken up again; else it is the answer to the question."""
    ticket = scene.ticket
    if ticket is not None and ticket.outcome == "withdrawn":
        return go_on_with(scene, "resumed")
    if scene.state.open_question:
        return go_on_with(scene, "follow_up")
    return ask_if_it_goes_on(scene)
