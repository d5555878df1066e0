"""What the tests of whole webhooks share: WhatsApp posts, and the office's machine works."""

import datetime as dt
import hashlib
import random

from django.utils import timezone

from tests.tickets.transports.whatsapp import samples
from tickets.inbound.converse import converse_pending, enqueue_silent
from tickets.inbound.receive import receive
from tickets.models import Message, WebhookEvent

SECOND = dt.timedelta(seconds=1)


class Wire:
    """One number of the office as WhatsApp sees it; `now` is the moment of what happens next."""

    def __init__(self, number_id: str = samples.NUMBER_ID) -> None:
        self.number_id, self.now = number_id, timezone.now().replace(microsecond=0)

    def later(self, **span: float) -> "Wire":
        self.now += dt.timedelta(**span)
        return self

    def at(self, seconds: float = 0) -> str:
        """So long after `now`, as WhatsApp writes it."""
        return str(int((self.now + dt.timedelta(seconds=seconds)).timestamp()))

    def posts(self, *messages, contacts=None, **lists) -> WebhookEvent:
        """One webhook, stored and received; a message without a time was written now."""
        told = [
            {**message, "timestamp": message.get("timestamp", self.at())} for message in messages
        ]
        contacts = [samples.contact()] if contacts is None else contacts
        lists |= {"messages": told, "contacts": contacts}
        return self.posts_change(samples.change(number_id=self.number_id, **lists))

    def posts_change(self, change) -> WebhookEvent:
        body = samples.wire(samples.envelope(change))
        event = WebhookEvent.objects.create(
            body=body,
            sha256=hashlib.sha256(body + random.randbytes(8)).hexdigest(),
            received_at=self.now,
        )
        receive(event.pk)
        event.refresh_from_db()
        assert event.processed_at
        return event

    def works(self) -> list[Message]:
        """Everything that is due a moment later; what the bot wrote."""
        before = set(self.letters())
        converse_pending(self.now + 30 * SECOND)
        return [letter for letter in self.letters() if letter not in before]

    def falls_silent(self) -> list[Message]:
        before = set(self.letters())
        enqueue_silent(self.later(minutes=11).now)
        return [letter for letter in self.letters() if letter not in before]

    def letters(self):
        return Message.objects.filter(origin=Message.Origin.BOT).order_by("pk")


def written(kind="text", *, wamid, sender=samples.WA_ID, **body):
    """A message without a time, so that the wire gives it one."""
    found = samples.message(kind, wamid=wamid, **body)
    return {**{name: value for name, value in found.items() if name != "timestamp"}, "from": sender}


def says(text, *, wamid, **fields):
    return written(wamid=wamid, text={"body": text}, **fields)
