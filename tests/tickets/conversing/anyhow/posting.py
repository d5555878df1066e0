"""What a citizen's telephone sends, as WhatsApp's webhooks tell it."""

import datetime as dt
import itertools

from tests.tickets.transports.whatsapp import samples
from tickets.inbound.receive import receive_pending
from tickets.models import Message, WebhookEvent

OFFICE = "6281100000001"
_BODIES = {
    "voice": ("audio", {"id": "1", "mime_type": "audio/ogg; codecs=opus", "voice": True}),
    "audio": ("audio", {"id": "1", "mime_type": "audio/mpeg"}),
    "sticker": ("sticker", {"id": "1", "mime_type": "image/webp", "animated": False}),
    "location": ("location", {"latitude": -0.5, "longitude": 117.1, "name": "Pasar Contoh"}),
    "contacts": ("contacts", [{"name": {"formatted_name": "Budi Contoh"}}]),
    "order": ("order", {"catalog_id": "1", "text": "Pesan", "product_items": []}),
    "unsupported": ("unsupported", {"type": "poll_creation"}),
}
_MIME = {"image": "image/jpeg", "document": "application/pdf", "video": "video/mp4"}


class Post:
    """One citizen's telephone and one number of the office."""

    _ids = itertools.count()

    def __init__(self, *, wa_id: str, number_id: str) -> None:
        self.wa_id, self.number_id = wa_id, number_id
        self.contact = samples.contact(wa_id=wa_id, user_id=f"ID.{wa_id}")

    def message(self, kind: str, at: dt.datetime, **fields):
        wamid = f"wamid.ANYHOW{next(self._ids)}"
        own = {"from": self.wa_id, "timestamp": str(int(at.timestamp()))}
        return samples.message(kind, wamid=wamid, **fields) | own

    def text(self, body: str, at: dt.datetime, **fields):
        return self.message("text", at, text={"body": body}, **fields)

    def file(self, told: tuple[str, str, str], at: dt.datetime):
        """`told`: its kind, caption and name; only documents have one."""
        kind, caption, filename = told
        body = {"id": "2001", "mime_type": _MIME[kind], "sha256": samples.SHA, "caption": caption}
        named = {"filename": filename} if kind == "document" else {}
        return self.message(kind, at, **{kind: body | named})

    def tap(self, row: str, at: dt.datetime):
        reply = {"type": "list_reply", "list_reply": {"id": row, "title": "x"}}
        return self.message("interactive", at, interactive=reply)

    def about(self, kind: str, target: str, at: dt.datetime, told: str = ""):
        """A reaction, an edit or a deletion of an earlier message."""
        if kind == "reaction":
            return self.message(kind, at, reaction={"message_id": target, "emoji": told})
        body = {"original_message_id": target}
        if kind == "edit":
            body["message"] = samples.text(told)
        return self.message(kind, at, **{kind: body})

    def other(self, kind: str, at: dt.datetime):
        name, body = _BODIES[kind]
        errors = {"errors": [{"code": 131051}]} if kind == "unsupported" else {}
        return self.message(name, at, **{name: body}, **errors)

    def envelope(self, *messages):
        lists = {"messages": list(messages), "contacts": [self.contact]}
        return samples.envelope(samples.change(number_id=self.number_id, **lists))

    def called(self, at: dt.datetime):
        call = samples.call(call_id=f"wacid.ANYHOW{next(self._ids)}")
        call |= {"from": self.wa_id, "timestamp": str(int(at.timestamp()))}
        lists = {"calls": [call], "contacts": [self.contact]}
        change = samples.change(field="calls", number_id=self.number_id, **lists)
        return samples.envelope(change)

    def echoed(self, text: str, at: dt.datetime):
        """What the office wrote on its own phone."""
        echo = self.message("text", at, text={"body": text}) | {"from": OFFICE, "to": self.wa_id}
        lists = {"message_echoes": [echo]}
        change = samples.change(field="smb_message_echoes", number_id=self.number_id, **lists)
        return samples.envelope(change)

    def refused(self, letter: Message, at: dt.datetime):
        """WhatsApp does not deliver this one after all."""
        problem = {"code": 131026, "title": "Message undeliverable"}
        told = samples.status("failed", wamid=letter.external_id, errors=[problem])
        told |= {"timestamp": str(int(at.timestamp())), "recipient_id": self.wa_id}
        told.pop("biz_opaque_callback_data")
        return samples.envelope(samples.change(number_id=self.number_id, statuses=[told]))


def arrive(envelope, now: dt.datetime) -> None:
    """One webhook, stored and received; nothing of it may be put aside."""
    WebhookEvent.objects.store([samples.wire(envelope)], received_at=now)
    receive_pending(now)
    assert not WebhookEvent.objects.unprocessed().exists()
    assert not WebhookEvent.objects.filter(is_parked=True).exists()
