"""The bot's part of a ticket in intake: menu, service, matter, acknowledgement."""

from dataclasses import dataclass, replace
from datetime import datetime

from tickets.intake import memory as steps
from tickets.intake import saying, understanding
from tickets.intake.matching import Match, match_service, names_only
from tickets.intake.memory import IntakeState
from tickets.intake.understanding import Reading
from tickets.intake.values import (
    Catalogue,
    ChooseService,
    Context,
    Effect,
    Enqueue,
    OpenTicket,
    Option,
    Reply,
    ServiceInfo,
)


@dataclass(frozen=True)
class Turn:
    """What the bot decides for a list of messages."""

    state: IntakeState
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Scene:
    """All facts for one decision."""

    state: IntakeState
    reading: Reading
    catalogue: Catalogue
    context: Context
    now: datetime
    ids: tuple[int, ...] = ()

    @property
    def service(self) -> ServiceInfo | None:
        """The service chosen so far."""
        return self.catalogue.get(self.state.service_id)


def open_and_decide(scene: Scene, moves: tuple[int, ...] = ()) -> Turn:
    """A new ticket for these messages, and the first turn on it."""
    fresh = replace(scene, state=scene.state.for_new_ticket())
    turn = decide(fresh)
    return replace(turn, effects=(OpenTicket(moves=moves), *turn.effects))


def decide(scene: Scene) -> Turn:
    """The turn on a ticket in intake."""
    chosen, scene = _absorb(scene)
    reading = scene.reading
    if chosen.service:
        return choose(scene, chosen.service)
    if reading.command == understanding.PETUGAS:
        return hand_in(scene, "petugas")
    if reading.command == understanding.MENU and scene.state.step != steps.START:
        return _menu(scene)
    if reading.tap.startswith(("group:", "page:")):
        return _show(scene, reading.tap)
    if reading.voice:
        return hand_in(scene, "voice")
    return _by_step(scene, chosen)


def _by_step(scene: Scene, chosen: Match) -> Turn:
    state, reading = scene.state, scene.reading
    if state.step == steps.START:
        return _greet(scene, chosen)
    if state.step == steps.EXTRA:
        return _waiting(scene) if _only_courtesy(reading) else hand_in(scene, "complete")
    if state.step == steps.MATTER:
        return matter(scene)
    if chosen.candidates:
        return _misunderstood(scene, tuple(map(_row, chosen.candidates)))
    return _misunderstood(scene, saying.menu_rows(scene.catalogue))


def _absorb(scene: Scene) -> tuple[Match, Scene]:
    """The chosen service, and the state with what these messages gave."""
    state, reading = scene.state, scene.reading
    picked = reading.tap or understanding.chosen_row(reading, state.options)
    match, matter = chosen_service(scene, picked)
    if picked in (understanding.PETUGAS, understanding.MENU):
        reading = replace(reading, command=picked)
    elif picked:
        reading = replace(reading, tap=picked)
    state = replace(
        state,
        files=(*state.files, *reading.files)[:40],
        photo=state.photo or reading.photo,
        location=state.location or reading.location,
        text=state.text or matter,
    )
    return match, replace(scene, state=state, reading=reading)


def chosen_service(scene: Scene, picked: str) -> tuple[Match, bool]:
    """The service that the messages name, and whether they say more than its name."""
    catalogue, texts = scene.catalogue, scene.reading.texts
    kind, _, number = picked.partition(":")
    if kind == "svc":
        service = catalogue.get(int(number)) if number.isdecimal() and len(number) < 19 else None
        return Match(service=service), bool(texts) and picked == scene.reading.tap
    if picked:
        return Match(), False
    best = Match()
    for text in reversed(texts):
        found = match_service(text, catalogue.services)
        if found.service and _may_choose(scene, text, found.service):
            return found, any(not names_only(each, found.service) for each in texts)
        best = best if best.candidates else Match(candidates=found.candidates)
    return best, bool(texts)


def _may_choose(scene: Scene, text: str, service: ServiceInfo) -> bool:
    # Once a service is chosen, words about the matter must not switch to another one.
    if scene.state.step not in (steps.MATTER, steps.EXTRA):
        return True
    return service.id != scene.state.service_id and names_only(text, service)


def choose(scene: Scene, service: ServiceInfo) -> Turn:
    """The service is known: tell its standard, or go on if the matter is known too."""
    state = replace(scene.state, service_id=service.id, step=steps.MATTER, misunderstandings=0)
    scene = replace(scene, state=replace(state, asked_at=scene.now))
    if scene.reading.command == understanding.PETUGAS:
        after = hand_in(scene, "petugas")
    elif scene.reading.voice:
        after = hand_in(scene, "voice")
    elif _enough(scene.state, service):
        after = matter(scene)
    else:
        after = Turn(scene.state, (saying.standard(service),))
    return replace(after, effects=(ChooseService(service.id), *after.effects))


def _enough(state: IntakeState, service: ServiceInfo) -> bool:
    if service.kind == "application" and service.requirements:
        return bool(state.files)  # the standard answers a question about requirements
    return state.has_matter


def matter(scene: Scene) -> Turn:
    """The service is known and something came in."""
    state, reading, service = scene.state, scene.reading, scene.service
    if not state.has_matter and reading.strange:
        return hand_in(scene, "confused")
    if not state.has_matter or (_only_courtesy(reading) and not reading.command):
        return _waiting(scene)
    if service and service.kind == "complaint" and reading.command != understanding.SKIP:
        return _complaint(scene, service)
    return hand_in(scene, "complete")


def _complaint(scene: Scene, service: ServiceInfo) -> Turn:
    """Ask once for a missing story, place or picture; then hand in."""
    state = scene.state
    asked = replace(state, step=steps.EXTRA, asked_at=scene.now)
    if not state.text and not scene.reading.strange:
        return Turn(asked, (saying.about("ask_story", scene.context),))
    if service.wants_location and not state.location:
        params = {"photo": service.wants_photo and not state.photo}
        return Turn(asked, (Reply("ask_location", params),))
    if service.wants_photo and not state.photo:
        return Turn(asked, (saying.about("ask_photo", scene.context),))
    return hand_in(scene, "complete")


def hand_in(scene: Scene, reason: str) -> Turn:
    """Acknowledge the matter and hand the ticket over to the officers."""
    reply = saying.acknowledged(scene.state, scene.service, scene.context, reason)
    state = replace(scene.state, step=steps.DONE, asked_at=None, held=())
    return Turn(state, (reply,), (Enqueue(reason),))


def _greet(scene: Scene, chosen: Match) -> Turn:
    if scene.state.has_matter and not scene.catalogue.services:
        return hand_in(scene, "complete")
    rows = tuple(map(_row, chosen.candidates)) or saying.menu_rows(scene.catalogue)
    reply = saying.greeting(scene.context, _with_petugas(rows), scene.state.has_matter)
    return Turn(_asked(scene, reply, steps.MENU), (reply,))


def _menu(scene: Scene) -> Turn:
    """ "menu": again for an empty ticket; if the ticket has a matter, with a new ticket."""
    if scene.state.step in (steps.MATTER, steps.EXTRA) and scene.state.has_matter:
        opened = open_and_decide(replace(scene, reading=Reading(command="menu", speaks=True)))
        return replace(opened, effects=(Enqueue("other_matter"), *opened.effects))
    state = replace(scene.state, service_id=None)
    return _show(replace(scene, state=state), "")


def _show(scene: Scene, where: str) -> Turn:
    reply = saying.menu(saying.menu_rows(scene.catalogue, where))
    return Turn(_asked(scene, reply, steps.MENU), (reply,))


def _misunderstood(scene: Scene, rows: tuple[Option, ...]) -> Turn:
    count = scene.state.misunderstandings + 1
    if not scene.catalogue.services and scene.state.has_matter:
        return hand_in(scene, "complete")
    if count >= 2:
        return hand_in(scene, "confused")
    reply = Reply("not_understood", {"strange": scene.reading.strange}, _with_petugas(rows))
    state = replace(_asked(scene, reply, steps.MENU), misunderstandings=count)
    return Turn(state, (reply,))


def _waiting(scene: Scene) -> Turn:
    service = scene.service
    params = {"kind": service.kind if service else "", "service": service.name if service else ""}
    return Turn(replace(scene.state, asked_at=scene.now), (Reply("waiting", params),))


def _asked(scene: Scene, reply: Reply, step: str) -> IntakeState:
    options = tuple(option.id for option in reply.options)
    return replace(scene.state, step=step, options=options, asked_at=scene.now)


def _only_courtesy(reading: Reading) -> bool:
    return not (reading.tells or reading.tap or reading.command)


def _with_petugas(rows: tuple[Option, ...]) -> tuple[Option, ...]:
    if saying.PETUGAS in rows:
        return rows
    return (*rows[: saying.MAX_ROWS - 1], saying.PETUGAS)


def _row(service: ServiceInfo) -> Option:
    return Option(f"svc:{service.id}", service.short_name or service.name, service.name)
