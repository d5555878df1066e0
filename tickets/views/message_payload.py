"""What was shared besides words and files, as the page shows it: places and contact cards."""

from __future__ import annotations

from services import names
from services.masking import shortened
from tickets.content import Content
from tickets.models import Message
from tickets.received import Card, Contacts, Location

_LONGEST_NAME = 500
_REFERRAL = 300  # characters of an advertisement's words and address


def point_of(place: Content | None) -> tuple[str, str] | None:
    """What to call a location, and its coordinates as "-7.447800,112.718300"."""
    if not isinstance(place, Location):
        return None
    name = " ".join(filter(None, (place.name, place.address)))
    name = names.shown(name[:_LONGEST_NAME])
    return name or "Lokasi yang dibagikan", f"{place.latitude:.6f},{place.longitude:.6f}"


def place_in(message: Message) -> tuple[str, str] | None:
    """The location that a message is."""
    return point_of(message.holds) if message.type == Location.type else None


def cards_in(message: Message) -> tuple[str, ...]:
    """The contact cards that a message is, a line each."""
    if message.type != Contacts.type:
        return ()
    content = message.holds
    return tuple(map(_card_line, content.cards)) if isinstance(content, Contacts) else ()


def _card_line(card: Card) -> str:
    company = card.organisation if card.organisation != card.name else ""
    return ", ".join(filter(None, [card.name or "Kontak", company, *card.ways]))


def came_from(message: Message) -> str:
    """The advertisement or post that the citizen tapped to write, in one line.

    Its address is shown as words and is no link: anybody can write one there.
    """
    referral = message.received.referral
    if referral is None:
        return ""
    source = "unggahan" if referral.is_post else "iklan"
    return shortened(f"Datang dari {source}: {referral.words}", _REFERRAL)
