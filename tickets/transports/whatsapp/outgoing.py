"""What we send, as WhatsApp's JSON: every value is checked against `limits` and written out.

Whom it goes to is left out; the client adds that.
"""

import re
from collections.abc import Callable
from typing import Any

from tickets.content import (
    Buttons,
    Content,
    File,
    InvalidContent,
    LinkButton,
    LocationRequest,
    Menu,
    Template,
    Text,
)
from tickets.received import Card, Contacts, Location
from tickets.transports.whatsapp import interactive, limits
from tickets.transports.whatsapp.interactive import Payload
from tickets.transports.whatsapp.limits import check_text

_TEMPLATE_NAME = re.compile(r"[a-z0-9_]{1,512}")


def render(content: Content) -> Payload:
    """The JSON to send. Raises InvalidContent for what WhatsApp would refuse."""
    write = _WRITERS.get(type(content))
    if write is None:
        raise InvalidContent("Pesan jenis ini tidak dapat dikirim lewat WhatsApp.")
    return write(content)


def _text(content: Text) -> Payload:
    check_text("Pesan", content.body, limits.TEXT)
    return {"type": "text", "text": {"body": content.body, "preview_url": False}}


def _template(content: Template) -> Payload:
    """Line breaks in parameters become spaces: Meta refuses them."""
    if not _TEMPLATE_NAME.fullmatch(content.name):
        raise InvalidContent("Nama templat hanya boleh huruf kecil, angka, dan garis bawah.")
    for number, parameter in enumerate(content.body_parameters, 1):
        check_text(f"Isian templat ke-{number}", parameter, limits.BODY)
    parameters = [{"type": "text", "text": " ".join(p.split())} for p in content.body_parameters]
    components: list[Payload] = []
    if parameters:
        components.append({"type": "body", "parameters": parameters})
    if content.url_suffix:
        suffix = [{"type": "text", "text": content.url_suffix}]
        components.append({"type": "button", "sub_type": "url", "index": "0", "parameters": suffix})
    template: Payload = {"name": content.name, "language": {"code": content.language}}
    if components:
        template["components"] = components
    return {"type": "template", "template": template}


def _file(content: File) -> Payload:
    """Without `id` until the file is uploaded, see `with_media_id`."""
    if content.kind not in limits.MEDIA:
        raise InvalidContent("Jenis berkas ini tidak diterima WhatsApp.")
    check_text("Keterangan berkas", content.caption, limits.CAPTION, required=False)
    if content.caption and content.kind not in limits.CAPTIONED:
        raise InvalidContent(
            "Rekaman suara dan stiker tidak dapat diberi keterangan. "
            "Kirim keterangannya sebagai pesan tersendiri."
        )
    media: Payload = {"caption": content.caption} if content.caption else {}
    if content.kind == "document":
        media["filename"] = content.filename
    return {"type": content.kind, content.kind: media}


def _location(content: Location) -> Payload:
    """WhatsApp shows an address only below a name."""
    place: Payload = {"latitude": content.latitude, "longitude": content.longitude}
    if content.name:
        place["name"] = content.name
        place |= {"address": content.address} if content.address else {}
    return {"type": "location", "location": place}


def _contacts(content: Contacts) -> Payload:
    return {"type": "contacts", "contacts": [_card(card) for card in content.cards]}


def _card(card: Card) -> Payload:
    """Meta asks for one part of the name beside the whole; with a WhatsApp id it can be written to."""
    check_text("Nama kontak", card.name, limits.TEXT)
    known = {"wa_id": card.chats_as} if card.chats_as else {}
    shown: Payload = {
        "name": {"formatted_name": card.name, "first_name": card.name},
        "phones": [{"phone": way, "type": "WORK", **known} for way in card.ways],
    }
    return shown | ({"org": {"company": card.organisation}} if card.organisation else {})


_WRITERS: dict[type[Content], Callable[[Any], Payload]] = {
    Text: _text,
    Template: _template,
    File: _file,
    Buttons: interactive.buttons,
    Menu: interactive.menu,
    LinkButton: interactive.link_button,
    LocationRequest: interactive.location_request,
    Location: _location,
    Contacts: _contacts,
}


def quoting(payload: Payload, wamid: str) -> Payload:
    """The payload as an answer to the message `wamid`."""
    return {**payload, "context": {"message_id": wamid}}


def with_media_id(payload: Payload, media_id: str) -> Payload:
    """The payload of a File completed with the id that its upload gave."""
    kind = payload["type"]
    return {**payload, kind: {**payload[kind], "id": media_id}}
