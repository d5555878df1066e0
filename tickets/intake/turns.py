"""One turn of the bot: a list of messages in; the state, replies and effects out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from tickets import states
from tickets.intake import limits, saying
from tickets.intake import memory as steps
from tickets.intake.acts import Act
from tickets.intake.articles import article_asked
from tickets.intake.doubts import doubted
from tickets.intake.heard import Reading
from tickets.intake.hearing_acts import COURTESY
from tickets.intake.memory import IntakeState
from tickets.intake.moves.alarming import marked, promised, raise_alarm
from tickets.intake.moves.answering import tell_article
from tickets.intake.moves.choosing import go_on_with
from tickets.intake.moves.matter import absorbed, credited, hand_in, on_intake
from tickets.intake.moves.registry import MOVES
from tickets.intake.policy import Move, Sign, Situation, What, move
from tickets.intake.reading import is_automatic, is_command, picked_row, read_by, what_is_said
from tickets.intake.scene import Scene, Turn
from tickets.intake.values import Catalogue, Context, End, Incoming, Reopen, Urgent

# Whoever says this to "does it go on?" has answered: it does not.
_SETTLED = frozenset({Act.THANKS, Act.CANCEL, Act.STOP, Act.WRONG_RECIPIENT})
OLD_AFTER = timedelta(hours=1)  # an old redelivery is not "just" received
ANSWERED_WITHIN = timedelta(hours=24)  # WhatsApp: no free text outside the window


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
    if not incoming:
        return Turn(state)
    scene = _scene(state, incoming, catalogue, context, now)
    what = what_is_said(scene)
    command = is_command(scene, what)
    within = ANSWERED_WITHIN if what is Sign.LOOKUP else OLD_AFTER
    fresh = any(now - message.at <= within for message in incoming)
    decided = promised(scene, marked(scene, _decide(scene, what)))
    if decided.state.withdrawn == state.withdrawn and what not in COURTESY:
        # told of something else
        decided = replace(decided, state=replace(decided.state, withdrawn=()))
    if is_automatic(scene) and state.sent:  # it would answer again, and so would we
        return replace(decided, replies=())
    return doubted(limits.allowed(decided, scene, old=not fresh, always=command), scene)


def cell(
    state: IntakeState,
    incoming: Sequence[Incoming],
    catalogue: Catalogue,
    context: Context,
    now: datetime,
) -> tuple[What, Situation, Move]:
    """The cell of the policy's table that these messages fall into, for the page that tells why."""
    scene = _scene(state, incoming, catalogue, context, now)
    what = what_is_said(scene)
    return what, scene.situation, move(scene.situation, what)


def _scene(
    state: IntakeState,
    incoming: Sequence[Incoming],
    catalogue: Catalogue,
    context: Context,
    now: datetime,
) -> Scene:
    reading = read_by(incoming, catalogue)
    return Scene(
        state=state,
        reading=reading,
        catalogue=catalogue,
        context=context,
        now=now,
        ids=tuple(message.id for message in incoming),
        kinds=frozenset(message.kind for message in incoming),
        picked=picked_row(reading, state, context),
    )


def _decide(scene: Scene, what: What) -> Turn:
    situation = scene.situation
    article = article_asked(scene, what)
    do = partial(tell_article, article=article) if article else MOVES[move(situation, what)]
    if situation is Situation.NO_TICKET:
        return on_intake(scene, do)
    turn = do(absorbed(scene) if scene.in_intake_now else credited(scene))
    asks_no_more = turn.state.asked_at == scene.state.asked_at
    if what in _SETTLED and scene.state.open_question and asks_no_more:
        return replace(turn, state=turn.state.without_question(), settles=True)
    return turn


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
    scene = _scene(state, incoming, catalogue, context, now)
    return marked(scene, _late(scene, any(now - message.at <= OLD_AFTER for message in incoming)))


def _late(scene: Scene, fresh: bool) -> Turn:
    state = scene.state
    said = what_is_said(scene)
    asks = said is Act.PERSON
    if said is Act.EMERGENCY:
        return _late_alarm(scene, fresh)
    if scene.ticket is None or scene.ticket.state != states.State.INTAKE:
        return Turn(state)
    if not (asks or scene.reading.voice):  # nobody has answered it: a person will read it
        return Turn(replace(state, text=state.text or said not in (Act.THANKS, Sign.MARK)))
    decided = hand_in(scene, "petugas" if asks else "voice")
    return limits.allowed(decided, scene, old=not fresh)


def _late_alarm(scene: Scene, fresh: bool) -> Turn:
    """Danger is told at once, however late; the numbers to dial only while they may still help."""
    if scene.ticket is None or scene.ticket.state in states.FINAL:
        return Turn(scene.state)
    if scene.ticket.state in states.ENDED:
        turn = Turn(scene.state, (saying.alarm(scene),), (Reopen("follow_up"), Urgent()))
    else:
        turn = raise_alarm(scene)
    return limits.allowed(turn, scene, old=not fresh, always=True)


def silence(state: IntakeState, catalogue: Catalogue, context: Context, now: datetime) -> Turn:
    """The turn after ten minutes without an answer; nothing when the bot waits for none.

    A matter goes to the officers as it is; a question that was answered ends as answered, and what
    held no matter as no request, both without a receipt.
    """
    scene = Scene(
        state=state, reading=Reading(text=""), catalogue=catalogue, context=context, now=now
    )
    return doubted(limits.allowed(_after_silence(scene), scene, old=False), scene)


def _after_silence(scene: Scene) -> Turn:
    ticket = scene.ticket
    if ticket is not None and ticket.state == states.State.INTAKE:
        if scene.state.has_matter:
            return hand_in(scene, "silence")
        informed = scene.state.informed or scene.service is not None
        return Turn(scene.done(), effects=(End("answered" if informed else "no_request"),))
    if ticket is not None and ticket.state in states.ENDED and scene.state.open_question:
        return go_on_with(scene, "unanswered")
    return Turn(replace(scene.state, asked_at=None))


def expects_answer(state: IntakeState, ticket_state: str) -> bool:
    """Whether silence must be watched: a ticket in intake, or an open question on a resolved one."""
    return ticket_state == states.State.INTAKE or (
        ticket_state in states.ENDED
        and state.step == steps.FOLLOW_UP
        and state.asked_at is not None
    )
