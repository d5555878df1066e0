"""The body of an inbound message, one reader per type of Meta's webhook reference."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from services import names
from tickets.transports.items import Body, Contact, Location, Media, ReactionTo, System
from tickets.transports.whatsapp.flows import form_of
from tickets.transports.whatsapp.values import (
    BSUID,
    PARENT_BSUID,
    decimal,
    identifier,
    listing,
    mapping,
    scrub,
    string,
    wa_id,
)

Raw = dict[str, Any]
_CHANGED = re.compile(rf"(?P<old>{BSUID.pattern})\W+(?:\w+\W+){{0,3}}(?P<new>{BSUID.pattern})")
# Changes of a citizen's account that notice_words has words for; of others WhatsApp's are kept.
CHANGES = frozenset({"user_changed_number", "user_changed_user_id", "customer_identity_changed"})
_BESIDE = frozenset({"context", "errors", "identity", "referral", "unsupported"})  # no words in it
_NAMELESS = ("unsupported", "unknown")
_PARTS = 100
_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f/\\]+")


def _text(message: Raw) -> Body:
    return Body(text=string(mapping(message.get("text")).get("body")))


def _media(message: Raw) -> Body:
    kind = string(message.get("type"))
    raw = mapping(message.get(kind)) or mapping(message.get("audio"))
    media = _file(raw, voice=kind == "voice")
    # A file without an id can never be fetched; the message is shown without one.
    return Body(text=string(raw.get("caption")), media=media if media.id else None)


def _file(raw: Raw, *, voice: bool = False) -> Media:
    return Media(
        id=identifier(raw.get("id")),
        mime_type=string(raw.get("mime_type"))[:120],
        sha256=string(raw.get("sha256"))[:100],
        filename=names.shown(_NOT_IN_A_NAME.sub("_", string(raw.get("filename")))[:255]),
        voice=raw.get("voice") is True or voice,
        animated=raw.get("animated") is True,
        url=string(raw.get("url")),
    )


def _location(message: Raw) -> Body:
    raw = mapping(message.get("location"))
    latitude, longitude = decimal(raw.get("latitude")), decimal(raw.get("longitude"))
    name, address = string(raw.get("name")), string(raw.get("address"))
    text = "\n".join(part for part in (name, address) if part)
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return Body(text=text)
    return Body(
        text=text, location=Location(latitude, longitude, name, address, string(raw.get("url")))
    )


def _contact(raw: Raw) -> Contact:
    name = mapping(raw.get("name"))
    shown = string(name.get("formatted_name")) or string(name.get("first_name"))
    phones = (mapping(phone) for phone in listing(raw.get("phones")))
    numbers = (string(phone.get("phone")) or string(phone.get("wa_id")) for phone in phones)
    organisation = string(mapping(raw.get("org")).get("company"))
    return Contact(shown, tuple(number for number in numbers if number), organisation)


def _contacts(message: Raw) -> Body:
    contacts = tuple(_contact(mapping(raw)) for raw in listing(message.get("contacts")))
    lines = (
        ": ".join(part for part in (contact.name, ", ".join(contact.phones)) if part)
        for contact in contacts
    )
    return Body(text="\n".join(line for line in lines if line), contacts=contacts)


def _button(message: Raw) -> Body:
    raw = mapping(message.get("button"))
    title = string(raw.get("text"))
    return Body(text=title, reply_id=string(raw.get("payload")), reply_title=title)


def _interactive(message: Raw) -> Body:
    raw = mapping(message.get("interactive"))
    for kind in ("button_reply", "list_reply"):
        if reply := mapping(raw.get(kind)):
            title = string(reply.get("title"))
            return Body(text=title, reply_id=string(reply.get("id")), reply_title=title)
    if flow := mapping(raw.get("nfm_reply")):
        text, form = form_of(flow.get("response_json"))
        return Body(text=text or string(flow.get("body")), form=form)
    if call := mapping(raw.get("call_permission_reply")):
        return Body(text=string(call.get("response")))
    return Body()


def _reaction(message: Raw) -> Body:
    raw = mapping(message.get("reaction"))
    emoji = string(raw.get("emoji"))
    return Body(text=emoji, reaction=ReactionTo(identifier(raw.get("message_id")), emoji))


def _order(message: Raw) -> Body:
    raw = mapping(message.get("order"))
    lines = [string(raw.get("text"))]
    for product in listing(raw.get("product_items")):
        item = mapping(product)
        lines.append(f"{string(item.get('quantity'))} x {string(item.get('product_retailer_id'))}")
    return Body(text="\n".join(line for line in lines if line.strip(" x")))


def _system(message: Raw) -> Body:
    raw = mapping(message.get("system"))
    body = string(raw.get("body"))
    new, previous = identifier(raw.get("user_id")), identifier(raw.get("previous_user_id"))
    # Some deliveries name the old user id only in the sentence: "changed from ID.a to ID.b".
    if not previous and (told := _CHANGED.search(body)) and new in ("", told["new"]):
        new, previous = told["new"], told["old"]
    system = System(
        kind=string(raw.get("type"))[:40],
        body=body,
        new_number=wa_id(raw.get("wa_id")) or wa_id(raw.get("new_wa_id")),
        new_user_id=new,
        new_parent_user_id=identifier(raw.get("parent_user_id")),
        previous_number=wa_id(message.get("from")),
        previous_user_id=previous,
        previous_parent_user_id=identifier(raw.get("previous_parent_user_id")),
    )
    return Body(text="" if system.kind in CHANGES else body, system=_sorted(system))


def _sorted(system: System) -> System:
    """The same with a user id that stood in place of a number put where it belongs."""
    old, new = system.previous_number, system.new_number
    return System(
        kind=system.kind,
        body=system.body,
        new_number="" if BSUID.fullmatch(new) else new,
        new_user_id=system.new_user_id or (new if BSUID.fullmatch(new) else ""),
        new_parent_user_id=system.new_parent_user_id,
        previous_number="" if BSUID.fullmatch(old) else old,
        previous_user_id=system.previous_user_id
        or (old if BSUID.fullmatch(old) and not PARENT_BSUID.fullmatch(old) else ""),
        previous_parent_user_id=system.previous_parent_user_id,
    )


def _other(message: Raw) -> Body:
    """A type without a reader of its own: any text and file found in it."""
    found = [_texts(message)]
    media = None
    for part in _parts(message):
        found.append(_texts(part))
        if media is None and any(part.get(name) for name in ("mime_type", "sha256")):
            media = _file(part)
    texts = dict.fromkeys(text for texts in found for text in texts)
    kind = string(message.get("type"))
    told = mapping(message.get("unsupported")).get("type")
    return Body(
        text="\n".join(texts),
        media=media if media is not None and media.id else None,
        unsupported_type=(string(told) or ("" if kind in _NAMELESS else kind))[:40],
    )


def _texts(part: Raw) -> list[str]:
    found = (part.get(name) for name in ("body", "text", "caption"))
    return [scrub(text) for text in found if isinstance(text, str) and text.strip()]


def _parts(message: Raw) -> Iterator[Raw]:
    """The objects inside, nearest first; as many as a message of WhatsApp's can have."""
    waiting: list[Any] = [message]
    for value in islice(waiting, _PARTS):  # grows while it is read
        if isinstance(value, dict):
            if value is not message:
                yield value
            inside = [each for name, each in value.items() if name not in _BESIDE]
        else:
            inside = value
        waiting += [each for each in inside[:_PARTS] if isinstance(each, dict | list)]


def _call(message: Raw) -> Body:
    return Body()


def _edit(message: Raw) -> Body:
    raw = mapping(message.get("edit"))
    inner = mapping(raw.get("message"))
    kind = string(inner.get("type"))
    # An edit inside an edit does not exist; reading it would nest without end.
    body = read_body(inner) if kind and kind not in ("edit", "revoke") else Body()
    return Body(
        text=body.text, media=body.media, edit_target=identifier(raw.get("original_message_id"))
    )


def _revoke(message: Raw) -> Body:
    return Body(revoke_target=identifier(mapping(message.get("revoke")).get("original_message_id")))


READERS: dict[str, Callable[[Raw], Body]] = {
    "text": _text,
    "image": _media,
    "video": _media,
    "audio": _media,
    "voice": _media,
    "document": _media,
    "sticker": _media,
    "location": _location,
    "contacts": _contacts,
    "button": _button,
    "call": _call,
    "interactive": _interactive,
    "reaction": _reaction,
    "order": _order,
    "system": _system,
    "unsupported": _other,
    "edit": _edit,
    "revoke": _revoke,
}
# Older words for the same thing.
RENAMED = {"voice": "audio", "unknown": "unsupported", "": "unsupported"}


def read_body(message: Raw) -> Body:
    """The body of a message of any type; that of an unknown one names it."""
    kind = string(message.get("type"))
    return READERS.get(RENAMED.get(kind, kind), _other)(message)
