"""A message of WhatsApp's as the reading that the rest of the house knows.

Any part of the JSON may hold anything: this raises nothing.
"""

from typing import Any

from services import names
from tickets.content import FILES, Content, File, has_words
from tickets.received import Card, Choice, Contacts, Location, Notice, Received, Referral
from tickets.transports.items import Body
from tickets.transports.whatsapp.bodies import CHANGES, read_body
from tickets.transports.whatsapp.carrying import carries, read_as, unread
from tickets.transports.whatsapp.values import listing, mapping, string

_LONGEST = 500  # characters of one name or address


def received(
    kind: str, *, text: str, raw: object, code: int | None, body: Body | None = None
) -> Received:
    """What a message of this type holds; `code` is of the error that came with it."""
    body = body or read_body({"type": kind, **mapping(raw)})
    context = mapping(mapping(raw).get("context"))
    return Received(
        says_something=carries(kind, text, raw=raw, code=code),
        reads_as=read_as(kind, body),
        content=_content(kind, body, raw) or _told(kind, body) or _unread(kind, text, raw, code),
        is_forwarded=context.get("forwarded") is True
        or context.get("frequently_forwarded") is True,
        referral=_referral(raw),
    )


def _content(kind: str, body: Body, raw: object) -> Content | None:
    if kind == "location":
        place = read_body({"type": kind, kind: _part(raw, kind)}).location
        return (
            Location(place.latitude, place.longitude, place.name, place.address) if place else None
        )
    if kind == "contacts":
        cards = (card for card in listing(_part(raw, kind)) if isinstance(card, dict))
        found = tuple(_card(card) for card in cards)
        return Contacts(found) if found else None
    if body.media is not None:
        return File(read_as(kind, body) if kind not in FILES else kind, body.media.filename)
    return Choice(body.reply_id, body.reply_title) if body.reply_id else body.form


def _told(kind: str, body: Body) -> Notice | None:
    """A call, or a change of the citizen's account."""
    code = body.system.kind if body.system is not None else kind
    return Notice(code) if code in {"call", *CHANGES} else None


def _unread(kind: str, text: str, raw: object, code: int | None) -> Notice | None:
    if has_words(text) or kind in FILES:
        return None
    found = unread(kind, raw=raw, code=code)
    return Notice(found.code, found.number)


def _part(raw: object, name: str) -> Any:
    """A part of what was sent: as parsed, or as WhatsApp's own JSON holds it."""
    found = mapping(raw)
    return found.get(name) or mapping(found.get("body")).get(name)


def _referral(raw: object) -> Referral | None:
    """The advertisement or post that was tapped: anybody can write what stands in it."""
    found = mapping(_part(raw, "referral"))
    told = (string(found.get(key))[:_LONGEST] for key in ("headline", "body", "source_url"))
    words = " · ".join(filter(None, (" ".join(names.shown(part).split()) for part in told)))
    return Referral(words, is_post=found.get("source_type") == "post") if words else None


def _card(card: dict[str, Any]) -> Card:
    numbers = (_number(phone) for phone in listing(card.get("phones")))
    addresses = (string(mapping(one).get("email")) for one in listing(card.get("emails")))
    return Card(
        name=names.shown(_name(card.get("name"))[:_LONGEST]),
        organisation=names.shown(string(mapping(card.get("org")).get("company"))[:_LONGEST]),
        ways=tuple(names.shown(way[:_LONGEST]) for way in (*numbers, *addresses) if way),
    )


def _name(name: object) -> str:
    parts = mapping(name)
    first, last = string(parts.get("first_name")), string(parts.get("last_name"))
    return string(parts.get("formatted_name")) or f"{first} {last}".strip() or string(name)


def _number(phone: object) -> str:
    parts = mapping(phone)
    return string(parts.get("phone")) or string(parts.get("wa_id")) or string(phone)
