"""What may be said: not too often, not twice the same, nothing to old messages. Pure."""

import hashlib
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from tickets import states
from tickets.intake import memory as steps
from tickets.intake import wording
from tickets.intake.scene import Scene, Turn
from tickets.intake.values import Context, Enqueue, OpenTicket, Reopen, Reply

_TEXTS = Path(__file__).parents[2] / "templates" / "messages"
_NAME = re.compile(r"[a-z_]+")
# A tag that asks only whether something is there: which number is unknown makes no other text.
_WHETHER = re.compile(r"{% (?:el)?if (?:(?:not |and |or )*[a-z_.]+ )+%}")
# Said once they are enough: nothing was asked.
_COURTEOUS = frozenset(
    {
        "greet_again",
        "greet_back",
        "thank_back",
        "let_go",
        "waiting",
        "nothing_to_cancel",
        "unnamed",
        "source_noted",
    }
)


def allowed(decided: Turn, scene: Scene, *, old: bool, always: bool = False) -> Turn:
    """The turn without a reply that must not be sent; its unasked question goes to the queue.

    `old`: the messages are too old to be answered; `always`: the reply is due whatever the usual
    limit.
    """
    decided = not_twice(decided, scene, always=always)
    if not decided.replies and not old:
        return decided
    may = decided.state.may_answer if always else decided.state.may_reply
    reason = "old" if old else "" if may(scene.now) else "limit"
    if not reason:
        return replace(decided, state=decided.state.replied(scene.now))
    quiet = replace(decided, replies=())
    if _left_in_intake(decided, scene.context):
        done = replace(quiet.state, step=steps.DONE, asked_at=None)
        return replace(quiet, state=done, effects=(*quiet.effects, Enqueue(reason)))
    if quiet.state.step in (steps.FOLLOW_UP, steps.WHICH):
        return _unasked(quiet, scene.context, reason)
    if decided.replies and not decided.effects and decided.replies[0].key not in _COURTEOUS:
        return _unanswered(quiet, scene.context, reason)
    return quiet


def not_twice(decided: Turn, scene: Scene, *, always: bool = False) -> Turn:
    """Never the same text twice running: what is due in any case says the time as well, all else is
    said to be as before once, and then left to the officers.
    """
    if not decided.replies:
        return decided
    mark, said = _mark(decided.replies[0]), scene.state.said
    if mark != said[: len(mark)]:
        return _saying(decided, mark)
    if always:
        return _once_more(decided, scene, mark)
    if said == f"{mark}+" or decided.replies[0].key in _COURTEOUS:
        return replace(decided, replies=())
    return _saying(replace(decided, replies=(Reply("as_before"),)), f"{mark}+")


def _once_more(decided: Turn, scene: Scene, mark: str) -> Turn:
    """With the time; in the minute that was said last, and after "as before", without."""
    at = wording.clock(scene.now, scene.context.zone)
    if scene.state.said in (f"{mark}@{at}", f"{mark}+"):
        return _saying(decided, mark)
    replies = tuple(replace(r, params={**r.params, "again": at}) for r in decided.replies)
    return _saying(replace(decided, replies=replies), f"{mark}@{at}")


def _saying(decided: Turn, said: str) -> Turn:
    return replace(decided, state=replace(decided.state, said=said))


def _mark(reply: Reply) -> str:
    """What stands for the text; a value that it does not speak of makes it no other text."""
    shown, whether = _spoken_of(reply.key)
    spoken = sorted(
        (name, value if name in shown else bool(value))
        for name, value in reply.params.items()
        if name in shown | whether
    )
    said = f"{reply.key} {spoken} {[row.id for row in reply.options]}"
    return hashlib.sha256(said.encode()).hexdigest()[:12]


@lru_cache(maxsize=128)
def _spoken_of(key: str) -> tuple[frozenset[str], frozenset[str]]:
    """(the names whose values a text of templates/messages shows, those of which it asks whether they are
    there); what stands before any text is shown.
    """
    text = (_TEXTS / f"{key}.txt").read_text(encoding="utf-8").partition("{% endcomment %}")[2]
    whether = _NAME.findall(" ".join(_WHETHER.findall(text)))
    return frozenset({*_NAME.findall(_WHETHER.sub("", text)), "secret"}), frozenset(whether)


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
