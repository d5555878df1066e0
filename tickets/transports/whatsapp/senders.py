"""Who a message is from: the ids that it names, and the contacts told beside it."""

from typing import Any

from services import names
from tickets.transports.items import Sender, System
from tickets.transports.whatsapp.values import (
    BSUID,
    PARENT_BSUID,
    identifier,
    mapping,
    string,
    wa_id,
)

Raw = dict[str, Any]


def ids_of(*values: object) -> tuple[str, str, str]:
    """(wa_id, user id, parent user id): each id by what it looks like, in any field."""
    number = user_id = parent_id = ""
    for value in values:
        text = identifier(value)
        if PARENT_BSUID.fullmatch(text):
            parent_id = parent_id or text
        elif BSUID.fullmatch(text):
            user_id = user_id or text
        else:
            number = number or wa_id(text)
    return number, user_id, parent_id


def _told_by(contact: Raw) -> tuple[str, str, str]:
    return ids_of(contact.get("wa_id"), contact.get("user_id"), contact.get("parent_user_id"))


def sender_of(message: Raw, contacts: list[Raw], system: System | None) -> Sender:
    """Who wrote a message: by its own ids, with what the contact of that id adds (never by its
    place in the list); without any, the one contact beside it.
    """
    ids = ids_of(
        message.get("from"), message.get("from_user_id"), message.get("from_parent_user_id")
    )
    if system and not any(ids):
        ids = (system.new_number, system.new_user_id, system.new_parent_user_id)
    if not any(ids) and len({_told_by(contact) for contact in contacts}) == 1:
        ids = _told_by(contacts[0])  # beside exactly one contact: that contact wrote
    for contact in contacts:
        theirs = _told_by(contact)
        if not any(mine and mine == other for mine, other in zip(ids, theirs, strict=True)):
            continue
        profile = mapping(contact.get("profile"))
        number, user_id, parent_id = (
            mine or other for mine, other in zip(ids, theirs, strict=True)
        )
        return Sender(
            number=number,
            user_id=user_id,
            parent_user_id=parent_id,
            name=names.shown(string(profile.get("name"))[:200]),
            username=names.shown(string(profile.get("username")).lstrip("@")[:100]),
        )
    return Sender(*ids)
