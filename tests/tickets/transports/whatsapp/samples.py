"""Webhooks as WhatsApp sends them, made up: every type of message, whole and odd."""

import base64
import json

NUMBER_ID = "100000000000001"
WA_ID = "6281200001234"
BSUID = "ID.13491208655302741918"
PARENT = "ID.ENT.11815799212886844830"
AT = "1780974000"  # 9 June 2026, 10.00 WIB
SHA = "sIWUWbaQaRyGj+aLbuOWh+JgRlnzAHVY0XUyqpzPqAk="


def message(kind="text", *, wamid="wamid.A", **fields):
    """A message of WA_ID; a field set to None is left out."""
    found = {"from": WA_ID, "id": wamid, "timestamp": AT, "type": kind, **fields}
    return {name: value for name, value in found.items() if value is not None}


def text(body="Halo", *, wamid="wamid.A", **fields):
    return message("text", wamid=wamid, text={"body": body}, **fields)


def image(*, wamid="wamid.I", media_id="2001", **fields):
    body = {"id": media_id, "mime_type": "image/jpeg", "sha256": SHA, "caption": "KTP contoh"}
    return message("image", wamid=wamid, image=body, **fields)


def contact(name="Warga Contoh", **fields):
    found = {"profile": {"name": name}, "wa_id": WA_ID, "user_id": BSUID, **fields}
    return {name: value for name, value in found.items() if value is not None}


def change(*, field="messages", number_id=NUMBER_ID, **lists):
    metadata = {"display_phone_number": "6281100000001", "phone_number_id": number_id}
    value = {"messaging_product": "whatsapp", "metadata": metadata, **lists}
    return {"field": field, "value": value}


def envelope(*changes):
    entry = {"id": "900000000000001", "changes": list(changes)}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def posted(*messages, contacts=None, number_id=NUMBER_ID):
    """An envelope with these messages."""
    contacts = [contact()] if contacts is None else contacts
    return envelope(change(messages=list(messages), contacts=contacts, number_id=number_id))


def call(event="connect", *, call_id="wacid.CALL", **fields):
    found = {
        "id": call_id,
        "from": WA_ID,
        "to": "6281100000001",
        "event": event,
        "direction": "USER_INITIATED",
        "timestamp": AT,
        "session": {"sdp_type": "offer", "sdp": "v=0"},
        **fields,
    }
    return {name: value for name, value in found.items() if value is not None}


def called(*calls):
    """An envelope with these calls."""
    return envelope(change(field="calls", calls=list(calls), contacts=[contact()]))


def status(state="delivered", *, wamid="wamid.OUT", **fields):
    found = {
        "id": wamid,
        "status": state,
        "timestamp": AT,
        "recipient_id": WA_ID,
        "recipient_user_id": BSUID,
        "biz_opaque_callback_data": "17",
        "pricing": {"pricing_model": "PMP", "type": "regular", "category": "utility"},
        **fields,
    }
    return {name: value for name, value in found.items() if value is not None}


def wrapped(token, scope=WA_ID, *, from_office=False):
    """A wamid as WhatsApp makes it: this token, in the scope of a number or a user id."""

    def text(value):
        length, size = len(value), b""
        while length > 127:
            size, length = size + bytes([length & 127 | 128]), length >> 7
        return b"\x18" + size + bytes([length]) + value.encode()

    flag = b"\x11" if from_office else b"\x12"
    raw = b"\x1c" + text(scope) + b"\x15\x02\x00" + flag + text(token) + b"\x00"
    return "wamid." + base64.b64encode(raw).decode()


def wire(value) -> bytes:
    """The bytes as WhatsApp writes them: ASCII, escapes in lower case, escaped slashes."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode()


EVERY_TYPE = [
    text(),
    image(),
    message("video", video={"id": "1", "mime_type": "video/mp4", "sha256": SHA}),
    message("document", document={"id": "1", "mime_type": "application/pdf", "sha256": SHA}),
    message("audio", audio={"id": "1", "mime_type": "audio/ogg; codecs=opus", "voice": True}),
    message("voice", voice={"id": "1", "mime_type": "audio/ogg"}),
    message("sticker", sticker={"id": "1", "mime_type": "image/webp", "animated": False}),
    message("location", location={"latitude": -0.5, "longitude": 117.1, "name": "Pasar"}),
    message("contacts", contacts=[{"name": {"formatted_name": "Budi Contoh"}}]),
    message("button", button={"payload": "SURVEI", "text": "Isi survei"}),
    message("interactive", interactive={"type": "button_reply"}),
    message("reaction", reaction={"message_id": "wamid.Z"}),
    message("order", order={"catalog_id": "1", "text": "Pesan", "product_items": []}),
    message("system", system={"type": "customer_identity_changed", "body": "x"}),
    message("unsupported", errors=[{"code": 131051}], unsupported={"type": "poll_creation"}),
    message("unknown", errors=[{"code": 131051, "title": "Message type unknown"}]),
    message("edit", edit={"original_message_id": "wamid.Z", "message": text("Baru")}),
    message("revoke", revoke={"original_message_id": "wamid.Z"}),
    message("hologram", hologram={"id": "1"}),
    message(None, text={"body": "tanpa jenis"}),
]
