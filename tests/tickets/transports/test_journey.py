"""A channel that is not WhatsApp, from the citizen's first word to the survey.

What the web form and the handset will be: the transport here is all that they add.
"""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from services.models import ServiceStandard, Staff
from surveys.invitations import invite_due
from surveys.models import Invitation
from tests.outbox import deliver_pending
from tickets import desk
from tickets.content import Content
from tickets.inbound.converse import converse_pending
from tickets.inbound.receive import receive_pending
from tickets.models import Channel, Conversation, Message, Ticket, WebhookEvent
from tickets.transports.items import Body, InboundMessage, Sender
from tickets.transports.protocol import Account, Outgoing, Transport
from tickets.transports.registry import TRANSPORTS, transport_of


class Postbox(Transport):
    """Letters in and out as plain JSON; it has no window, no templates and no codes."""

    limits = transport_of("whatsapp").limits

    def __init__(self) -> None:
        self.sent: list[Any] = []

    def parse(self, body: bytes) -> Iterator[InboundMessage]:
        letter = json.loads(body)
        yield InboundMessage(
            path="", channel_address=letter["to"], raw=letter, external_id=letter["id"], type="text",
            sender=Sender(number=letter["from"], name=letter["name"]), body=Body(letter["text"]),
        )  # fmt: skip

    def render(self, content: Content) -> dict[str, Any]:
        return content.payload()

    def client(self, account: Account) -> "Postbox":
        return self

    def send(self, message: Outgoing) -> str:
        self.sent.append((message.to, self.render(message.content)))
        return f"surat-{len(self.sent)}"


@pytest.fixture
def postbox(kanal: Channel, monkeypatch: pytest.MonkeyPatch) -> Postbox:
    box = Postbox()
    monkeypatch.setitem(TRANSPORTS, "postbox", box)
    Channel.objects.filter(pk=kanal.pk).update(kind="postbox")
    return box


def write(text: str, *, id: str) -> None:
    letter = {"to": "100000000000001", "from": "62812", "name": "Sari", "id": id, "text": text}
    event = {"kind": "postbox", "body": json.dumps(letter).encode(), "sha256": id}
    WebhookEvent.objects.create(**event, received_at=timezone.now())
    receive_pending(timezone.now())


def works(later: dt.timedelta = dt.timedelta(seconds=30)) -> None:
    converse_pending(timezone.now() + later)
    deliver_pending()


def test_a_postbox_carries_a_matter_from_the_first_word_to_the_survey(
    postbox: Postbox, kanal: Channel, standar: ServiceStandard, penyelia: Staff
) -> None:
    write("Saya mau mengurus surat keterangan", id="1")
    write("petugas", id="2")
    works()
    ticket = Ticket.objects.get()
    assert postbox.sent[-1][0] == "62812"
    assert ticket.register_number in json.dumps(postbox.sent)

    later = timezone.now() + dt.timedelta(days=3)  # no window ends in between
    answer = desk.Reply(text="Surat Anda sudah jadi")
    (message,) = desk.reply(ticket, by=penyelia, now=timezone.now(), reply=answer)
    deliver_pending()
    message.refresh_from_db()
    assert (message.status, message.external_id) == ("accepted", f"surat-{len(postbox.sent)}")
    assert postbox.sent[-1] == ("62812", {"content": "text", "body": "Surat Anda sudah jadi"})
    (late,) = desk.reply(ticket, by=penyelia, now=later, reply=desk.Reply(text="Silakan diambil"))
    assert late.status == "queued"

    desk.resolve(ticket, by=penyelia, now=timezone.now(), outcome="fulfilled", summary="Terbit.")
    invite_due(timezone.now())
    deliver_pending()
    assert Invitation.objects.get().state == Invitation.State.SENT
    assert postbox.sent[-1][1]["content"] == "link_button"
    assert "/survei/" in postbox.sent[-1][1]["url"]
    assert not Message.objects.filter(status__in=("failed", "unknown")).exists()
    assert Conversation.objects.get().window_expires_at is None
