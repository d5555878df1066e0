"""Whether newer messages are about to overtake an older webhook that its worker cannot finish.

A worker holds a claimed event until its lease ends; if that worker was killed, no other one looks
at the event before. The conversation waits for it and does not work later messages, once for each
event: one that kills its worker every time must not stop the conversation (ADR 0023).
"""

import datetime as dt
from dataclasses import dataclass

from tickets.inbound.receive import LEASE
from tickets.models import CitizenIdentity, Conversation, Message, WebhookEvent

# A living worker has finished an event by then, or nearly.
HELD_AFTER = dt.timedelta(seconds=2)
# So long after its lease another worker has claimed it.
TAKEN_UP_WITHIN = dt.timedelta(seconds=5)
LOOK_AGAIN = dt.timedelta(seconds=1)
_MOST = 200


@dataclass(frozen=True)
class Held:
    """An event at its first attempt, claimed a while ago and not finished."""

    received_at: dt.datetime
    body: bytes

    def names(self, ids: list[str]) -> bool:
        """Whether any of these ids stands anywhere in it: it may wait too often, never too seldom."""
        return any(value.encode() in self.body for value in ids)


def held(now: dt.datetime) -> list[Held]:
    """The events that are held now; nearly always none."""
    rows = WebhookEvent.objects.claimed(
        since=now - TAKEN_UP_WITHIN, until=now + LEASE - HELD_AFTER, most=_MOST
    )
    return [Held(row.received_at, bytes(row.body or b"")) for row in rows]


def overtakes(conversation: Conversation, messages: list[Message], held: list[Held]) -> bool:
    """Whether any of these messages came after an event that is held and names the citizen."""
    newest = max(message.received_at for message in messages)
    older = [event for event in held if event.received_at < newest]
    if not older:
        return False
    known = CitizenIdentity.objects.filter(citizen=conversation.citizen_id, valid_until=None)
    ids = list(known.values_list("value", flat=True))
    return any(event.names(ids) for event in older)
