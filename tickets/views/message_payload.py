"""What a citizen shared besides words and files: places and contact cards.

Read from the JSON as it was sent, so any part may hold anything.
"""

from __future__ import annotations

from typing import Any

from services import names
from services.masking import shortened
from tickets.models import Message
from tickets.transports.whatsapp.values import decimal, listing, mapping, string

_LONGEST_NAME = 500
_REFERRAL = 300  # characters of an advertisement's words and address


def point_of(place: object) -> tuple[str, str] | None:
    """What to call a location, and its coordinates as "-7.447800,112.718300"; None without both."""
    found = mapping(place)
    latitude, longitude = decimal(found.get("latitude")), decimal(found.get("longitude"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    name = " ".join(filter(None, (string(found.get(key)) for key in ("name", "address"))))
    name = names.shown(name[:_LONGEST_NAME])
    return name or "Lokasi yang dibagikan", f"{latitude:.6f},{longitude:.6f}"


def place_in(message: Message) -> tuple[str, str] | None:
    """The location that a message is."""
    return point_of(_part(message, "location")) if message.type == "location" else None


def cards_in(message: Message) -> tuple[str, ...]:
    """The contact cards that a message is, a line each."""
    if message.type != "contacts":
        return ()
    return tuple(
        _card(card) for card in listing(_part(message, "contacts")) if isinstance(card, dict)
    )


def came_from(message: Message) -> str:
    """The advertisement or post that the citizen tapped to write (`referral`), in one line.

    Its address is shown as words and is no link: anybody can write one there.
    """
    referral = mapping(_part(message, "referral"))
    told = (string(referral.get(key))[:_LONGEST_NAME] for key in ("headline", "body", "source_url"))
    said = " · ".join(filter(None, (" ".join(names.shown(part).split()) for part in told)))
    if not said:
        return ""
    source = "unggahan" if referral.get("source_type") == "post" else "iklan"
    return shortened(f"Datang dari {source}: {said}", _REFERRAL)


def _part(message: Message, name: str) -> Any:
    """A part of what was sent: as parsed, or as WhatsApp's own JSON holds it."""
    payload = mapping(message.payload)
    return payload.get(name) or mapping(payload.get("body")).get(name)


def _card(card: dict[str, Any]) -> str:
    numbers = (_number(phone) for phone in listing(card.get("phones")))
    addresses = (string(mapping(one).get("email")) for one in listing(card.get("emails")))
    name = names.shown(_name(card.get("name"))[:_LONGEST_NAME])
    office = names.shown(string(mapping(card.get("org")).get("company"))[:_LONGEST_NAME])
    ways = (names.shown(way[:_LONGEST_NAME]) for way in (*numbers, *addresses))
    return ", ".join(filter(None, [name or "Kontak", office, *ways]))


def _name(name: object) -> str:
    parts = mapping(name)
    first, last = string(parts.get("first_name")), string(parts.get("last_name"))
    return string(parts.get("formatted_name")) or f"{first} {last}".strip() or string(name)


def _number(phone: object) -> str:
    parts = mapping(phone)
    return string(parts.get("phone")) or string(parts.get("wa_id")) or string(phone)
