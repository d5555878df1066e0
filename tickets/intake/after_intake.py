"""The bot beside a ticket that is past intake: nearly silent."""

from dataclasses import replace

from tickets import states
from tickets.intake import flow, saying, understanding, vocabulary
from tickets.intake import memory as steps
from tickets.intake.flow import Scene, Turn
from tickets.intake.values import ChooseService, MoveTo, Reopen, Reply, TicketFacts


def on_open(scene: Scene, ticket: TicketFacts) -> Turn:
    """The ticket is with the officers: silent but for a few words."""
    reading, picked = scene.reading, _picked(scene)
    if reading.command == understanding.PETUGAS:
        return Turn(scene.state, (saying.about("handed_over", scene.context),))
    if wanted := _asks_other_service(scene, ticket, picked):
        return wanted
    if reading.command == understanding.MENU or picked == "baru":
        return _other_matter(scene)
    if picked.startswith("ticket:"):
        return _move(scene, picked.removeprefix("ticket:"))
    return _maybe_ask_which(scene)


def on_resolved(scene: Scene, ticket: TicketFacts) -> Turn:
    """Thanks change nothing; "belum beres" reopens; else the bot asks what it continues."""
    reading, picked = scene.reading, _picked(scene)
    skipped = reading.command == understanding.SKIP and not (reading.tells or reading.denies)
    if reading.courtesy or skipped:
        return Turn(scene.state)
    if reading.command == understanding.UNFINISHED:
        return _reopen(scene, "unfinished", "reopened")
    if reading.command == understanding.PETUGAS or picked == "lanjutan":
        reason = "petugas" if reading.command else "follow_up"
        return _reopen(scene, reason, "continued")
    if picked == "baru" or picked.startswith("svc:") or reading.command == understanding.MENU:
        return _other_matter(scene)
    return _follow_up(scene, ticket)


def on_closed(scene: Scene) -> Turn:
    """A closed ticket stays closed; anything but thanks begins a new one."""
    return Turn(scene.state) if scene.reading.courtesy else flow.open_and_decide(scene)


def silent_too_long(scene: Scene) -> Turn:
    """Ten minutes without an answer: the matter goes to the officers as it is."""
    ticket = scene.context.ticket
    if ticket and ticket.state == states.State.INTAKE:
        return flow.hand_in(scene, "silence")
    if ticket and ticket.state in states.ENDED and scene.state.step == steps.FOLLOW_UP:
        return _reopen(scene, "unanswered", "continued")
    return Turn(replace(scene.state, asked_at=None))


def _follow_up(scene: Scene, ticket: TicketFacts) -> Turn:
    """Ask what it continues, unless another matter is in intake."""
    state, reading = scene.state, scene.reading
    held = (*state.held, *scene.ids)
    if _takes_in_another(scene):
        return _reopen(scene, "follow_up", "continued")
    if state.step == steps.FOLLOW_UP and state.asked_at and state.asked in ("", ticket.register):
        if reading.texts:  # not understood twice: a person reads it
            return _reopen(scene, "follow_up", "continued")
        return Turn(replace(state, held=held))
    reply = saying.follow_up(ticket)
    options = tuple(option.id for option in reply.options)
    asked = replace(
        state,
        step=steps.FOLLOW_UP,
        options=options,
        held=scene.ids,
        asked=ticket.register,
        asked_at=scene.now,
    )
    return Turn(asked, (reply,))


def _takes_in_another(scene: Scene) -> bool:
    """Whether the state belongs to another ticket, which is still in intake."""
    return any(each.here and each.state == states.State.INTAKE for each in scene.context.tickets)


def _reopen(scene: Scene, reason: str, key: str) -> Turn:
    state = scene.state
    if not _takes_in_another(scene):
        state = replace(state, step=steps.DONE, held=(), options=(), asked_at=None)
    return Turn(state, (saying.about(key, scene.context),), (Reopen(reason),))


def _other_matter(scene: Scene) -> Turn:
    asked = scene.state.step in (steps.FOLLOW_UP, steps.WHICH)
    picked = _picked(scene)
    reading = replace(scene.reading, tap=picked if picked.startswith("svc:") else "")
    if asked and picked == "baru":  # the answer itself ("2", "baru") is not a matter
        reading = replace(reading, texts=(), tap="")
    opened = flow.open_and_decide(
        replace(scene, reading=reading), moves=scene.state.held if asked else ()
    )
    if not (asked and scene.state.held and opened.state.step == steps.MENU):
        return opened
    return replace(opened, state=replace(opened.state, text=True))


def _asks_other_service(scene: Scene, ticket: TicketFacts, picked: str) -> Turn | None:
    """A tap on an earlier menu: the late answer for a ticket without a service, else a new one."""
    if ticket.state == states.State.NEW and ticket.service_id is None:
        match, tells_more = flow.chosen_service(scene, picked)
        asks = tells_more or any("?" in text for text in scene.reading.texts)
        if match.service is None or (asks and not picked):
            return None  # a guess from what a citizen tells is left to the officer who reads it
        state = replace(scene.state, service_id=match.service.id, step=steps.DONE)
        reply = saying.acknowledged(state, match.service, scene.context, "complete")
        return Turn(state, (reply,), (ChooseService(match.service.id),))
    tap = scene.reading.tap
    if not tap.startswith("svc:") or tap == f"svc:{ticket.service_id}":
        return None
    return _other_matter(scene)


def _move(scene: Scene, register: str) -> Turn:
    """The answer to "which ticket?": these messages and those it was asked about move there."""
    known = next((each for each in scene.context.tickets if each.register == register), None)
    if known is None or not (known.is_open and known.here):
        return _maybe_ask_which(scene)
    state = replace(
        scene.state,
        step=steps.DONE,
        options=(),
        held=(),
        asked_at=None,
        focus=register,
        focus_at=scene.now,
    )
    reply = Reply("moved", {"register": register, "service": known.service})
    return Turn(state, (reply,), (MoveTo(register, (*scene.state.held, *scene.ids)),))


def _maybe_ask_which(scene: Scene) -> Turn:
    state, reading = scene.state, scene.reading
    if state.step == steps.WHICH and state.asked_at is not None:
        return Turn(replace(state, held=(*state.held, *scene.ids)))
    others = [each for each in scene.context.tickets if each.is_open and each.here]
    settled = scene.context.quoted or state.asked_lately(scene.now)
    if len(others) < 2 or settled or reading.courtesy:
        return Turn(state)
    latest = scene.context.ticket
    reply = saying.which(sorted(others, key=lambda each: each != latest))
    asked = replace(
        state,
        step=steps.WHICH,
        options=tuple(option.id for option in reply.options),
        held=scene.ids,
        asked_at=scene.now,
        focus="",
        focus_at=scene.now,
    )
    return Turn(asked, (reply,))


def _picked(scene: Scene) -> str:
    """The row that was tapped, or named by its number or word while a question is open."""
    state, reading = scene.state, scene.reading
    if reading.tap:
        return reading.tap.partition(":")[0] if reading.tap.startswith("baru") else reading.tap
    late = state.step == steps.DONE  # the menu was answered after the ticket went to the queue
    if state.step not in (steps.FOLLOW_UP, steps.WHICH) and not late:
        return ""
    if row := understanding.chosen_row(reading, state.options):
        return row
    return "" if late else _named(reading.texts, state.options)


def _named(texts: tuple[str, ...], options: tuple[str, ...]) -> str:
    said = [word for text in texts for word in vocabulary.plain(text).split()]
    if 0 < len(said) <= 4:
        for option in options:
            kind, _, register = option.partition(":")
            if register and register.casefold() in "".join(texts).casefold():
                return option
            if any(word in (kind, kind.removesuffix("an")) for word in said):
                return option
    return ""
