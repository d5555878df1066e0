"""A citizen's phone and WhatsApp's signed posts, as they come over the wire."""

import json
import time
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from surveys.invitations import invite_due
from tests.outbox import deliver_pending
from tickets.inbound.converse import converse_pending
from tickets.inbound.receive import receive_pending
from tickets.models import Channel, Conversation, Message
from tickets.transports.whatsapp.signature import sign

NUMBER = "6281200005678"


class Citizen:
    """Writes to one number of the office; every method is one webhook."""

    def __init__(self, channel: Channel, wa_id: str = NUMBER, name: str = "Sari Contoh") -> None:
        self.channel, self.wa_id, self.name = channel, wa_id, name
        self.client = Client()
        self.count = 0

    def message(self, type_: str, body: Any, **more: Any) -> dict[str, Any]:
        """One item of `messages[]`."""
        self.count += 1
        return {
            "from": self.wa_id,
            "id": f"wamid.{self.wa_id}.{self.count}",
            "timestamp": str(int(time.time())),
            "type": type_,
            type_: body,
            **more,
        }

    def post(self, *items: dict[str, Any], statuses: bool = False) -> int:
        """One signed POST with these items; the HTTP status of the answer."""
        value: dict[str, Any] = {
            "messaging_product": "whatsapp",
            "metadata": {"phone_number_id": self.channel.phone_number_id},
        }
        if statuses:
            value["statuses"] = list(items)
        else:
            value["contacts"] = [{"profile": {"name": self.name}, "wa_id": self.wa_id}]
            value["messages"] = list(items)
        changes = [{"field": "messages", "value": value}]
        envelope = {
            "object": "whatsapp_business_account",
            "entry": [{"id": "1", "changes": changes}],
        }
        return self.post_raw(json.dumps(envelope).replace("/", "\\/").encode())

    def post_raw(self, body: bytes) -> int:
        """Bytes, signed as WhatsApp signs them."""
        signature = sign(body, settings.WHATSAPP_APP_SECRETS[0])
        answer = self.client.post(
            "/webhooks/whatsapp/",
            body,
            content_type="application/json",
            headers={"x-hub-signature-256": signature},
        )
        return answer.status_code

    def says(self, text: str) -> None:
        """A text arrives and everything that follows from it is done."""
        assert self.post(self.message("text", {"body": text})) == 200
        settle()

    def taps(self, row: str, title: str) -> None:
        """A row of a list is tapped."""
        reply = {"type": "list_reply", "list_reply": {"id": row, "title": title}}
        assert self.post(self.message("interactive", reply)) == 200
        settle()

    def told(self) -> list[str]:
        """What the phone shows from the office, oldest first."""
        sent = Message.objects.filter(
            direction="out", conversation__citizen__profile_name=self.name
        )
        return list(sent.exclude(external_id=None).order_by("pk").values_list("text", flat=True))


def settle() -> None:
    """Let every station do what is due, as the sweeps would; the quiet seconds are skipped."""
    receive_pending(timezone.now())
    Conversation.objects.filter(converse_at__isnull=False).update(converse_at=timezone.now())
    converse_pending(timezone.now())
    invite_due(timezone.now())
    deliver_pending(timezone.now())
