"""An answer and what follows it in one go: the matter is resolved, or waits for the citizen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum

from services.access import Action
from services.masking import shortened
from services.models import Staff
from services.models.service import Kind
from tickets import states
from tickets.desk.awaiting import end_of_wait
from tickets.desk.base import Refused, must_be_able, working_on
from tickets.desk.ending_led import End, end_led
from tickets.desk.replying import Reply, reply
from tickets.desk.resolving import Resolution, conclude, must_be_ones_to_end
from tickets.desk.waiting import wait_for_citizen
from tickets.models import Message, Ticket

_AWAITED = 200  # characters of the answer that say what is awaited


class Then(StrEnum):
    """What follows an answer; the values of the form's buttons."""

    STAY = ""
    FULFILLED = "fulfilled"
    ANSWERED = "answered"
    WAIT = "wait"
    UNTIL = "until"  # as above, until a day that goes with it or is chosen next

    @property
    def outcome(self) -> Ticket.Outcome | None:
        return _OUTCOMES.get(self)


_OUTCOMES = {
    Then.FULFILLED: Ticket.Outcome.FULFILLED,
    Then.ANSWERED: Ticket.Outcome.ANSWERED,
}


def usual_end(ticket: Ticket) -> Then:
    """How a matter of this kind mostly ends: what was applied for is given, the rest is answered."""
    return Then.FULFILLED if ticket.kind == Kind.APPLICATION else Then.ANSWERED


def reply_then(
    ticket: Ticket, *, by: Staff, now: dt.datetime, letter: Reply, then: Then
) -> list[Message]:
    """Answer, and then resolve or wait. Raises Refused with nothing sent where what follows is not
    this person's to do; a repeated form changes nothing. Where the answer waits for approval, so does
    what follows; and each of the tickets that end with this one waits for its own.

    Each is a verb with a transaction of its own, so an answer is never lost to what follows.
    Where a colleague came between them, the answer is sent and Refused says what did not follow.
    """
    _must_be_able_to_follow(ticket, by, then)
    sent = reply(ticket, by=by, now=now, reply=replace(letter, then=then))
    if sent:
        follow(ticket, by=by, now=now, letter=letter, then=then)
    elif then.outcome is not None:
        end = End(outcome=then.outcome, form_key=letter.form_key)
        with working_on(ticket):
            end_led(ticket, letter.led, by=by, now=now, end=end)
    return sent


def reply_and_wait(
    ticket: Ticket, *, by: Staff, now: dt.datetime, letter: Reply, until: dt.date
) -> list[Message]:
    """Answer, and wait for the citizen until that day; as reply_then otherwise."""
    _must_be_able_to_follow(ticket, by, Then.WAIT)
    end_of_wait(ticket, until, now)
    sent = reply(ticket, by=by, now=now, reply=replace(letter, then=Then.UNTIL, until=until))
    if sent:
        follow(ticket, by=by, now=now, letter=replace(letter, until=until), then=Then.UNTIL)
    return sent


@contextmanager
def _answer_stands() -> Iterator[None]:
    try:
        yield
    except Refused as refusal:
        raise FollowedByNothing(str(refusal)) from refusal


class FollowedByNothing(Refused):
    """The answer is on its way, and what should have followed was refused."""


def _must_be_able_to_follow(ticket: Ticket, by: Staff, then: Then) -> None:
    if then.outcome is not None and ticket.assignee_id is not None:
        must_be_ones_to_end(ticket, by)
    if then in (Then.WAIT, Then.UNTIL):
        must_be_able(by, Action.WAIT, ticket)


def follow(ticket: Ticket, *, by: Staff, now: dt.datetime, letter: Reply, then: Then) -> None:
    """What comes after an answer that was sent. Raises FollowedByNothing."""
    with _answer_stands():
        if then.outcome is not None:
            how = Resolution(outcome=then.outcome, form_key=letter.form_key, led=letter.led)
            conclude(ticket, by=by, now=now, how=how)
        elif then is Then.UNTIL and letter.until is not None:
            reason = _awaited(letter)
            wait_for_citizen(ticket, by=by, now=now, reason=reason, until=letter.until)
        elif then is Then.WAIT and ticket.state not in states.WAITING_FOR_CITIZEN:
            wait_for_citizen(ticket, by=by, now=now, reason=_awaited(letter))


def _awaited(letter: Reply) -> str:
    return shortened(" ".join(letter.text.split()), _AWAITED) or "Tanggapan atas berkas"
