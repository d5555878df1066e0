"""One turn of the bot: a list of messages in; the state, replies and effects out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tickets import states
from tickets.intake import after_intake, flow, saying, understanding
from tickets.intake import memory as steps
from tickets.intake.flow import Scene, Turn
from tickets.intake.memory import IntakeState
from tickets.intake.understanding import Reading
from tickets.intake.values import (
    Catalogue,
    Context,
    Enqueue,
    Incoming,
    OpenTicket,
    Reopen,
    Reply,
)

OLD_AFTER = timedelta(hours=1)  # issue 2, part 4: an old redelivery is not "just" received
ANSWERED_WITHIN = timedelta(hours=24)  # whatsapp.md section 3: no free text outside the window
_CHECK_SHOWN = 5


def turn(
    state: IntakeState,
    incoming: Sequence[Incoming],
    catalogue: Catalogue,
    context: Context,
    now: datetime,
) -> Turn:
    """What the bot does about these messages as a whole: at most one reply, and effects in order.

    Never raises for anything a citizen can send. `incoming` has only messages that say something;
    when it is empty (a reaction, an edit and the like) the bot does nothing.
    """
    reading = understanding.read(incoming)
    if not reading.speaks:
        return Turn(state)
    scene = Scene(
        state=state,
        reading=reading,
        catalogue=catalogue,
        context=context,
        now=now,
        ids=tuple(message.id for message in incoming),
    )
    fresh = any(now - message.at <= _still_answered(reading) for message in incoming)
    return _allowed(_decide(scene), scene, "" if fresh else "old")


def late(
    state: IntakeState,
    incoming: Sequence[Incoming],
    catalogue: Catalogue,
    context: Context,
    now: datetime,
) -> Turn:
    """The turn for messages older than the last worked one: they answer no question and ask none,
    but a citizen who calls for a person while the bot still asks is handed over. To anything else
    the officers owe a reply (tickets.desk.owing).
    """
    reading = understanding.read(incoming)
    asks = reading.command == understanding.PETUGAS
    in_intake = context.ticket is not None and context.ticket.state == states.State.INTAKE
    if not in_intake or not (asks or reading.voice):
        return Turn(state)
    scene = Scene(state=state, reading=reading, catalogue=catalogue, context=context, now=now)
    fresh = any(now - message.at <= OLD_AFTER for message in incoming)
    return _allowed(
        flow.hand_in(scene, "petugas" if asks else "voice"), scene, "" if fresh else "old"
    )


def silence(state: IntakeState, catalogue: Catalogue, context: Context, now: datetime) -> Turn:
    """The turn after ten minutes without an answer; nothing when the bot waits for none."""
    scene = Scene(state=state, reading=Reading(), catalogue=catalogue, context=context, now=now)
    return _allowed(after_intake.silent_too_long(scene), scene, "")


def expects_answer(state: IntakeState, ticket_state: str) -> bool:
    """Whether silence must be watched: a ticket in intake, or an open question on a resolved one."""
    return ticket_state == states.State.INTAKE or (
        ticket_state in states.ENDED
        and state.step == steps.FOLLOW_UP
        and state.asked_at is not None
    )


def _decide(scene: Scene) -> Turn:
    ticket = scene.context.ticket
    if scene.reading.command == understanding.CHECK:
        if not scene.reading.tells:
            return _check(scene)
        scene = replace(scene, reading=replace(scene.reading, command=""))
    if ticket is None:
        return flow.open_and_decide(scene)
    if ticket.state == states.State.INTAKE:
        return flow.decide(scene)
    if ticket.state in states.ENDED:
        return after_intake.on_resolved(scene, ticket)
    if ticket.state in states.FINAL:
        return after_intake.on_closed(scene)
    return after_intake.on_open(scene, ticket)


def _still_answered(reading: Reading) -> timedelta:
    # The answer to "cek" is right at any time; the outbox checks the window.
    checks = reading.command == understanding.CHECK and not reading.tells
    return ANSWERED_WITHIN if checks else OLD_AFTER


def _check(scene: Scene) -> Turn:
    """ "cek": about this citizen's own tickets only; other persons' numbers count as unknown."""
    own = scene.context.tickets
    query = _bare(scene.reading.query)
    if query:
        found = [each for each in own if _is_number(query, each.register, each.tracking_code)]
    else:
        found = [each for each in own if each.is_open] or list(own[:1])
    if found:
        reply = saying.check(found[:_CHECK_SHOWN], scene.context)
    else:
        reply = Reply("check_none", {"query": scene.reading.query[:40]})
    if scene.context.ticket is not None:
        return Turn(scene.state, (reply,))
    state = replace(scene.state.for_new_ticket(), step=steps.MENU, asked_at=scene.now)
    return Turn(state, (reply,), (OpenTicket(),))


def _is_number(query: str, register: str, tracking_code: str) -> bool:
    full = _bare(register)
    if query in (full, _bare(tracking_code)):
        return True
    # "cek 12" for KIM-2026-000012: the last part is enough among one's own tickets
    return query.isdigit() and register.rpartition("-")[2].lstrip("0") == query.lstrip("0")


def _bare(number: str) -> str:
    return "".join(char for char in number.casefold() if char.isalnum())


def _allowed(decided: Turn, scene: Scene, held_back: str) -> Turn:
    """The turn without a reply that must not be sent; its unasked question goes to the queue."""
    if not decided.replies and not held_back:
        return decided
    reason = held_back or ("" if decided.state.may_reply(scene.now) else "limit")
    if not reason:
        return replace(decided, state=decided.state.replied(scene.now))
    quiet = replace(decided, replies=())
    if _left_in_intake(decided, scene.context):
        done = replace(quiet.state, step=steps.DONE, asked_at=None)
        return replace(quiet, state=done, effects=(*quiet.effects, Enqueue(reason)))
    if quiet.state.step in (steps.FOLLOW_UP, steps.WHICH):
        return _unasked(quiet, scene.context, reason)
    if decided.replies and not decided.effects:
        return _unanswered(quiet, scene.context, reason)
    return quiet


def _unanswered(quiet: Turn, context: Context, reason: str) -> Turn:
    """The answer is not sent and the ticket has ended: an officer must see the question."""
    if context.ticket is not None and context.ticket.state in states.ENDED:
        return replace(quiet, effects=(Reopen(reason),))
    if context.ticket is not None and context.ticket.state in states.FINAL:
        state = replace(quiet.state.for_new_ticket(), step=steps.DONE)
        return replace(quiet, state=state, effects=(OpenTicket(), Enqueue(reason)))
    return quiet


def _unasked(quiet: Turn, context: Context, reason: str) -> Turn:
    """The question could not be sent: its matter goes to the officers."""
    done = replace(quiet.state, step=steps.DONE, options=(), held=(), asked_at=None)
    resolved = context.ticket is not None and context.ticket.state in states.ENDED
    asking = quiet.state.step == steps.FOLLOW_UP
    effects = (*quiet.effects, Reopen(reason)) if resolved and asking else quiet.effects
    return replace(quiet, state=done, effects=effects)


def _left_in_intake(decided: Turn, context: Context) -> bool:
    last = next((e for e in reversed(decided.effects) if isinstance(e, OpenTicket | Enqueue)), None)
    if last is None:
        return context.ticket is not None and context.ticket.state == states.State.INTAKE
    return isinstance(last, OpenTicket)
