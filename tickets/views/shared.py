"""What a citizen shared besides words and files: places and contact cards."""

from __future__ import annotations

from typing import Any

from tickets.models import Message


def point_of(place: object) -> tuple[str, str] | None:
    """What to call a location, and its coordinates as "-7.447800,112.718300"; None without both."""
    if not isinstance(place, dict):
        return None
    try:
        point = f"{float(place['latitude']):.6f},{float(place['longitude']):.6f}"
    except (KeyError, TypeError, ValueError):
        return None
    name = " ".join(str(place.get(key) or "") for key in ("name", "address")).strip()
    return name or "Lokasi yang dibagikan", point


def place_in(message: Message) -> tuple[str, str] | None:
    """The location that a message is."""
    return point_of(_part(message, "location")) if message.type == "location" else None


def cards_in(message: Message) -> tuple[str, ...]:
    """The contact cards that a message is, a line each."""
    cards = _part(message, "contacts")
    if message.type != "contacts" or not isinstance(cards, list | tuple):
        return ()
    return tuple(_card(card) for card in cards if isinstance(card, dict))


def _part(message: Message, name: str) -> Any:
    """A part of what was sent: as parsed, or as WhatsApp's own JSON holds it."""
    body = message.payload.get("body")
    nested = body.get(name) if isinstance(body, dict) else None
    return message.payload.get(name) or nested


def _card(card: dict[str, Any]) -> str:
    name = card.get("name")
    if isinstance(name, dict):
        name = name.get("formatted_name")
    phones = card.get("phones") or ()
    numbers = [str(one.get("phone", "") if isinstance(one, dict) else one) for one in phones]
    return ", ".join(filter(None, [str(name or "Kontak"), *numbers]))
