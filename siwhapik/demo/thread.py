"""The messages of one matter: collected while it is played, written at its end."""

import datetime as dt
import itertools
from typing import Any

from services.models import Staff
from siwhapik.demo.files import SampleFiles
from tickets import desk, last_message
from tickets.content import LinkButton
from tickets.models import Conversation, Message, Ticket, TicketEvent
from tickets.transports.registry import transport_of

_external_ids = itertools.count(1)


class Thread:
    """What was said about one ticket, in both directions."""

    def __init__(self, conversation: Conversation, files: SampleFiles) -> None:
        self.conversation = conversation
        self.messages: list[Message] = []
        self._files = files
        self._attached: list[tuple[Message, str]] = []
        self._answers: list[Message] = []

    def said(self, text: str, at: dt.datetime) -> None:
        """The citizen wrote."""
        self._add("text", text, at, payload={"type": "text", "text": {"body": text}})

    def sent_file(self, name: str, at: dt.datetime) -> None:
        """The citizen sent a photo or a document."""
        kind = "document" if name.endswith(".pdf") else "image"
        message = self._add(kind, "", at, payload={"type": kind, kind: {"filename": name}})
        self._attached.append((message, name))

    def sent_place(self, place: tuple[float, float, str], at: dt.datetime) -> None:
        """The citizen sent a location."""
        where = {"latitude": place[0], "longitude": place[1], "name": place[2]}
        payload = {"type": "location", "location": where}
        self._add("location", place[2], at, payload=payload)

    def bot(self, text: str, at: dt.datetime) -> None:
        """The bot answered."""
        self._out(text, at, origin=Message.Origin.BOT)

    def answered(self, text: str, at: dt.datetime, *, by: Staff) -> Message:
        """An officer answered."""
        message = self._out(text, at, origin=Message.Origin.OFFICER, author=by)
        self._answers.append(message)
        return message

    @staticmethod
    def survey_letter(conversation: Conversation, at: dt.datetime) -> Message:
        """The survey's invitation, unsaved; no page shows its link."""
        letter = Thread(conversation, SampleFiles())._out("", at, origin=Message.Origin.SURVEY)
        letter.type, letter.payload = LinkButton.type, {}
        return letter

    def write(self, ticket: Ticket) -> None:
        """Save everything and bring the copies on ticket and conversation up to date."""
        self.messages.sort(key=lambda message: message.occurred_at)
        for message in self.messages:
            message.ticket = ticket
        Message.objects.bulk_create(self.messages)
        self._files.attach(self._attached)
        TicketEvent.objects.bulk_create(
            TicketEvent(
                ticket=ticket,
                verb=TicketEvent.Verb.REPLIED,
                at=answer.occurred_at,
                actor=answer.author,
                data={"messages": [answer.pk]},
            )
            for answer in self._answers
        )
        self._copy(ticket)

    def _copy(self, ticket: Ticket) -> None:
        inbound = [row for row in self.messages if row.direction == Message.Direction.IN]
        # As the queue shows it: until an officer has answered, what the citizen wrote last.
        last = self.messages[-1] if self._answers else inbound[-1]
        last_in = inbound[-1].occurred_at
        read_until = max((row.occurred_at for row in self._answers), default=None)
        unread = [row for row in inbound if read_until is None or row.occurred_at > read_until]
        expires = transport_of(self.conversation.channel.kind).window_until(last_in)
        trouble = {Message.Status.FAILED, Message.Status.UNKNOWN}
        Ticket.objects.filter(pk=ticket.pk).update(
            message_count=len(self.messages),
            unread_count=len(unread) if ticket.is_open else 0,
            window_expires_at=expires,
            has_trouble=any(row.status in trouble for row in self.messages),
            **last_message.copy_of(last),
        )
        owed = (
            desk.citizen_wrote(ticket, at=unread[0].occurred_at)
            if unread and ticket.is_open
            else {}
        )
        Ticket.objects.filter(pk=ticket.pk).update(answered_at=read_until, **owed)
        newest = self.messages[-1]
        Conversation.objects.filter(pk=self.conversation.pk).update(
            last_inbound_at=last_in,
            window_expires_at=expires,
            worked_until=inbound[-1].occurred_at,
            worked_until_id=newest.pk,
        )

    def _out(
        self,
        text: str,
        at: dt.datetime,
        *,
        origin: Message.Origin,
        author: Staff | None = None,
    ) -> Message:
        message = self._add("text", text, at, payload={"type": "text", "text": {"body": text}})
        message.direction = Message.Direction.OUT
        message.origin = origin
        message.author = author
        message.status = Message.Status.READ
        return message

    def _add(self, kind: str, text: str, at: dt.datetime, *, payload: dict[str, Any]) -> Message:
        message = Message(
            channel_id=self.conversation.channel_id,
            conversation=self.conversation,
            direction=Message.Direction.IN,
            origin=Message.Origin.CITIZEN,
            external_id=f"wamid.CONTOH{next(_external_ids):08d}",
            type=kind,
            text=text,
            payload=payload,
            occurred_at=at,
            received_at=at,
            worked_at=at,
            status=Message.Status.RECEIVED,
            status_at=at,
        )
        self.messages.append(message)
        return message
