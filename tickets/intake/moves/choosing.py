"""The menu, and what is chosen from it or from a question."""

from dataclasses import replace

from tickets.intake import memory as steps
from tickets.intake import saying
from tickets.intake.heard import Reading
from tickets.intake.moves.ending import withdraw_all, withdraw_that
from tickets.intake.moves.greeting import greet, greet_again
from tickets.intake.moves.matter import beside_this, choose, on_intake
from tickets.intake.moves.sourcing import note_source
from tickets.intake.policy import Situation
from tickets.intake.rows import menu_rows
from tickets.intake.scene import Scene, Turn
from tickets.intake.sources import ASKED
from tickets.intake.values import ChooseService, MoveTo, Reopen, Reply, ServiceInfo


def show_menu(scene: Scene) -> Turn:
    """The menu again; where the ticket has a matter already, that goes to the officers."""
    if scene.situation is Situation.DOCUMENTS and scene.state.has_matter:
        return beside_this(replace(scene, reading=_wordless(scene)), greet)
    return _show(scene.with_state(service_id=None), "")


def _wordless(scene: Scene) -> Reading:
    """The answer itself ("2", "baru") is no matter; a file beside it is, and words beside a tap."""
    return scene.reading if scene.reading.tap else replace(scene.reading, texts=())


def show_menu_beside(scene: Scene) -> Turn:
    """The menu without a new ticket: what comes still goes to the officers' matter."""
    reply = Reply("menu", {}, menu_rows(scene.catalogue))
    options = tuple(option.id for option in reply.options)
    step = {} if scene.in_intake else {"step": steps.BESIDE, "asked_at": scene.now, "held": ()}
    return Turn(replace(scene.state, options=options, **step), (reply,))  # type: ignore[arg-type]


def _show(scene: Scene, where: str) -> Turn:
    reply = Reply("menu", {}, menu_rows(scene.catalogue, where))
    return scene.asks(reply, step=steps.MENU)


def choose_row(scene: Scene) -> Turn:
    """A row was tapped, or named by its number."""
    kind, _, rest = scene.picked.partition(":")
    if kind in ASKED:
        return note_source(scene)
    if kind in ("group", "page"):
        return _show(scene, scene.picked) if scene.in_intake_now else _page_beside(scene)
    if kind == "svc":
        return _choose_service(scene, rest)
    if kind == "ticket":
        return _choose_ticket(scene, rest)
    if kind == "semua":
        return _choose_all(scene)
    if kind == "lanjutan":
        resolved = scene.situation is Situation.RESOLVED
        return go_on_with(scene, "follow_up") if resolved else _stale(scene)
    return _new_matter(scene)


def _choose_ticket(scene: Scene, register: str) -> Turn:
    """One of several: what was asked about belongs to it, or it is to be cancelled."""
    ticket = next((each for each in scene.with_officers if each.register == register), None)
    if ticket is not None and scene.state.cancels:
        return withdraw_that(scene, ticket)
    return move_to(scene, register)


def _choose_all(scene: Scene) -> Turn:
    """All of them are to be cancelled."""
    return withdraw_all(scene) if scene.state.cancels and scene.with_officers else _stale(scene)


def _stale(scene: Scene) -> Turn:
    """A row of long ago, about what has changed since."""
    if scene.in_intake_now:
        return greet_again(scene)
    return Turn(scene.state) if scene.with_officers else greet(scene)


def _page_beside(scene: Scene) -> Turn:
    reply = Reply("menu", {}, menu_rows(scene.catalogue, scene.picked))
    options = tuple(option.id for option in reply.options)
    state = replace(scene.state, step=steps.BESIDE, options=options, asked_at=scene.now)
    return Turn(state, (reply,))


def _choose_service(scene: Scene, number: str) -> Turn:
    service = scene.catalogue.get(int(number)) if number.isdecimal() and len(number) < 19 else None
    if service is None:  # no longer offered
        return on_intake(scene, lambda fresh: _show(fresh, ""))
    ticket = scene.ticket
    if scene.in_intake_now or ticket is None:
        return on_intake(scene, lambda fresh: choose(fresh, service))
    beside = scene.state.step == steps.BESIDE  # the menu was asked for: another matter
    if ticket.awaits_service and not beside:
        return _late_answer(scene, service)
    if ticket.is_open and ticket.service_id == service.id and not beside:
        return Turn(scene.state)
    return begin_with_held(scene, service)


def begin_with_held(scene: Scene, service: ServiceInfo) -> Turn:
    """Another matter, with what was written before the question; of a complaint that is its story."""
    held = _held(scene, steps.FOLLOW_UP, steps.WHICH, steps.BESIDE)
    told = scene.state.step == steps.BESIDE and bool(held) and service.kind == "complaint"
    return on_intake(scene, lambda fresh: choose(fresh.with_state(told=told), service), moves=held)


def _held(scene: Scene, *asked: str) -> tuple[int, ...]:
    """What was written before the question, where it was asked at one of these steps."""
    return scene.state.held if scene.state.step in asked else ()


def _late_answer(scene: Scene, service: ServiceInfo) -> Turn:
    """The menu was answered after the ticket went to the queue."""
    chosen = scene.with_state(service_id=service.id, step=steps.DONE, options=())
    reply = saying.acknowledged(chosen, "complete")
    return Turn(chosen.state, (reply,), (ChooseService(service.id),))


def _new_matter(scene: Scene) -> Turn:
    """ "Permohonan baru": with what was written before the question."""
    asked = steps.FOLLOW_UP, steps.WHICH
    held = _held(scene, *asked)
    service = scene.catalogue.get(scene.state.also) if scene.state.step in asked else None
    bare = replace(scene, reading=_wordless(scene), picked="")
    go = greet if service is None else lambda fresh: choose(fresh, service)
    opened = on_intake(bare, go, moves=held)
    return replace(opened, state=replace(opened.state, text=opened.state.text or bool(held)))


def move_to(scene: Scene, register: str) -> Turn:
    """These messages and those that were asked about belong to that ticket."""
    known = next((each for each in scene.context.tickets if each.register == register), None)
    if known is None or not (known.is_open and known.here):
        return _stale(scene)
    state = replace(scene.done(), focus=register, focus_at=scene.now)
    reply = Reply("moved", {"register": register, "service": known.service})
    return Turn(state, (reply,), (MoveTo(register, (*scene.state.held, *scene.ids)),))


def go_on_with(scene: Scene, reason: str, key: str = "continued") -> Turn:
    """The resolved matter is worked again."""
    state = scene.state if scene.in_intake else scene.done()
    ticket = scene.ticket
    ended = {"service": ticket.service, "outcome": ticket.outcome} if ticket else {}
    reply = saying.about(key, scene, tells=scene.strong_words > 0, **ended)
    return Turn(state, (reply,), (Reopen(reason),))
