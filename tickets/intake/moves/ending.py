"""What the citizen takes back."""

from dataclasses import replace

from tickets.intake import memory as steps
from tickets.intake import saying
from tickets.intake.moves.naming import says_so
from tickets.intake.normal import VOCABULARY, plain
from tickets.intake.policy import Situation
from tickets.intake.scene import Scene, Turn
from tickets.intake.values import End, MoveTo, TicketFacts


def withdraw(scene: Scene) -> Turn:
    """ "Gak jadi": withdrawn, said in one sentence, undone by one word."""
    empty = scene.situation is Situation.CHOOSING and not scene.state.has_matter
    if empty:
        reply = saying.about("nothing_to_cancel", scene)
        return Turn(scene.done(), (reply,), (End("no_request"),))
    if _names_another(scene):
        return _ask_which(scene)
    ticket, chosen = scene.ticket, scene.service
    service = (ticket.service if ticket else "") or (chosen.name if chosen else "")
    also = scene.catalogue.get(scene.state.also)
    told = {"service": service, "also": (also.short_name or also.name) if also else ""}
    state = replace(scene.done(), withdrawn=(ticket.register,) if ticket else ())
    if also is not None:  # the second of two matters, which nobody has taken back
        asked = {"step": steps.BESIDE, "options": (f"svc:{also.id}",), "asked_at": scene.now}
        state = replace(state, **asked)  # type: ignore[arg-type]  # names of its fields
    return Turn(state, (saying.about("withdrawn", scene, **told),), (End("withdrawn"),))


def withdraw_one(scene: Scene) -> Turn:
    """Of several the one whose service is named, or "semua"; else the bot asks which."""
    if scene.meant is not None:
        return withdraw_that(scene, scene.meant)
    if says_all(scene):
        return withdraw_all(scene)
    return _ask_which(scene)


def _ask_which(scene: Scene) -> Turn:
    reply = saying.which(scene, cancels=True)
    return scene.asks(reply, step=steps.WHICH, held=scene.ids, cancels=True)


def _names_another(scene: Scene) -> bool:
    """ "Yang desil batal": of one open matter another service than its own is named, so the citizen has
    to say that it is meant.
    """
    ticket, likely = scene.ticket, scene.likely
    if scene.situation is not Situation.WITH_OFFICER or ticket is None or scene.state.cancels:
        return False
    other = bool(likely) and all(each.id != ticket.service_id for each in likely)
    return other and says_so(scene, likely[0], wished=False)


def withdraw_that(scene: Scene, ticket: TicketFacts) -> Turn:
    """This one of several, with the words that say so."""
    asked = scene.state.held if scene.state.cancels else ()
    turn = withdraw(replace(scene, context=replace(scene.context, ticket=ticket)))
    return replace(turn, effects=(MoveTo(ticket.register, (*asked, *scene.ids)), *turn.effects))


def says_all(scene: Scene) -> bool:
    """ "Semuanya", "dua-duanya"."""
    return not VOCABULARY.every.isdisjoint(plain(scene.reading.text).split())


def withdraw_all(scene: Scene) -> Turn:
    """Every matter that the officers have, said in one sentence and undone by one word."""
    first, *others = scene.with_officers
    turn = withdraw(replace(scene, context=replace(scene.context, ticket=first)))
    reply = saying.withdrawn_all(scene)
    state = replace(turn.state, withdrawn=tuple(each.register for each in scene.with_officers))
    ends = (End("withdrawn", each.register) for each in others)
    return Turn(state, (reply,), (*turn.effects, *ends))


def nothing_to_cancel(scene: Scene) -> Turn:
    """A stranger's "batal"."""
    return Turn(scene.state, (saying.about("nothing_to_cancel", scene),))
