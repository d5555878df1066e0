"""Whether newer messages are about to overtake an older webhook that its worker cannot finish.

A worker holds a claimed event until its lease ends; if that worker was killed, no other one looks
at the event before. The conversation waits for it and does not work later messages, once for each
event: one that kills its worker every time must not stop the conversation (ADR 0023).
"""

import datetime as dt

from tickets.inbound.receive import LEASE
from tickets.models import CitizenIdentity, Conversation, Message, WebhookEvent

# A living worker has finished an event by then, or nearly.
HELD_AFTER = dt.timedelta(seconds=2)
# So long after its lease another worker has claimed it.
TAKEN_UP_WITHIN = dt.timedelta(seconds=5)
LOOK_AGAIN = dt.timedelta(seconds=1)


def claimed_between(now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """When the next attempt is of an event that was claimed a while ago and is not finished."""
    return now - TAKEN_UP_WITHIN, now + LEASE - HELD_AFTER


def overtakes(
    conversation: Conversation, messages: list[Message], held: list[WebhookEvent]
) -> bool:
    """Whether any of these messages came after an event that is held and names the citizen.

    `held`: at their first attempt, claimed a while ago and not finished; nearly always none.
    """
    newest = max(message.received_at for message in messages)
    older = [event for event in held if event.received_at < newest]
    if not older:
        return False
    known = CitizenIdentity.objects.filter(citizen=conversation.citizen_id, valid_until=None)
    ids = list(known.values_list("value", flat=True))
    return any(_names(event, ids) for event in older)


def _names(event: WebhookEvent, ids: list[str]) -> bool:
    """Whether any of these ids stands anywhere in it: it may wait too often, never too seldom."""
    body = bytes(event.body or b"")
    return any(value.encode() in body for value in ids)
