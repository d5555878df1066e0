"""What the tests of converse share: a citizen who writes, and the office's machine that works."""

import datetime as dt

from tests import factories
from tickets.inbound.converse import converse, enqueue_silent
from tickets.models import Conversation, Message, Ticket

MINUTE = dt.timedelta(minutes=1)


class Phone:
    """One citizen's thread; `now` is the moment at which things are written and worked."""

    def __init__(self, conversation: Conversation, now: dt.datetime) -> None:
        self.conversation, self.now = conversation, now

    def later(self, **span: float) -> "Phone":
        self.now += dt.timedelta(**span)
        return self

    def arrives(self, text: str = "", type: str = "text", **more) -> Message:
        """A message reaches us and is not worked yet."""
        at = more.pop("at", self.now)
        payload = more.pop("payload", {"type": type})
        message = factories.MessageFactory(
            ticket=None,
            conversation=self.conversation,
            channel=self.conversation.channel,
            text=text,
            type=type,
            payload=payload,
            occurred_at=at,
            received_at=self.now,
            **more,
        )
        Conversation.objects.filter(pk=self.conversation.pk).update(
            converse_at=self.now, last_inbound_at=at, window_expires_at=at + dt.timedelta(days=1)
        )
        return message

    def taps(self, row: str, title: str = "x") -> Message:
        reply = {"type": "list_reply", "list_reply": {"id": row, "title": title}}
        payload = {"type": "interactive", "interactive": reply}
        return self.arrives(title, "interactive", payload=payload)

    def work(self) -> list[Message]:
        """Work what has arrived; the letters that the bot wrote."""
        before = set(self.letters().values_list("pk", flat=True))
        converse(self.conversation.pk, self.now)
        return list(self.letters().exclude(pk__in=before))

    def says(self, text: str = "", type: str = "text", **more) -> list[Message]:
        self.arrives(text, type, **more)
        return self.work()

    def chooses(self, row: str) -> list[Message]:
        self.taps(row)
        return self.work()

    def falls_silent(self) -> list[Message]:
        before = set(self.letters().values_list("pk", flat=True))
        self.later(minutes=10)
        enqueue_silent(self.now)
        return list(self.letters().exclude(pk__in=before))

    def letters(self):
        return Message.objects.filter(
            conversation=self.conversation, origin=Message.Origin.BOT
        ).order_by("pk")

    def tickets(self) -> list[Ticket]:
        return list(Ticket.objects.filter(conversation=self.conversation).order_by("pk"))

    def ticket(self) -> Ticket:
        (only,) = self.tickets()
        return only
