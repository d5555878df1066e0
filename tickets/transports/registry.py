"""Which transport a channel has: the only module that knows them all."""

from collections.abc import Mapping

from tickets import content
from tickets.content import Content
from tickets.received import Received, received
from tickets.transports.protocol import Transport
from tickets.transports.whatsapp.earlier import content_of
from tickets.transports.whatsapp.news import SETTLED
from tickets.transports.whatsapp.received import received as read_message
from tickets.transports.whatsapp.transport import WhatsApp

WHATSAPP = "whatsapp"

# By `Channel.kind`.
TRANSPORTS: dict[str, Transport] = {WHATSAPP: WhatsApp()}

# After these words of a channel's nothing is to be told of a template that is sent.
SETTLED_TEMPLATE_EVENTS = SETTLED


def transport_of(kind: str) -> Transport:
    """The transport of a channel of this kind."""
    return TRANSPORTS[kind]


def token_of(external_id: str | None) -> str:
    """What all ids have in common that a channel gives one message; "" where there is one alone."""
    found = (each.token_of(external_id) for each in TRANSPORTS.values()) if external_id else ()
    return next(filter(None, found), "")


def named(external_id: str) -> dict[str, str]:
    """The columns of a row that is given this id."""
    return {"external_id": external_id, "external_token": token_of(external_id)}


def content_in(payload: object) -> Content | None:
    """What a message of ours says. Rows that keep no neutral value are older, and WhatsApp's; what the
    office wrote on its own phone came in as WhatsApp's JSON, too.
    """
    raw = payload.get("raw") if isinstance(payload, Mapping) else None
    return content.read(payload) or content_of(raw or payload)


def received_in(kind: str, payload: object, *, text: str, code: int | None) -> Received:
    """What a message that came in holds. Rows that keep no reading are older, and WhatsApp's."""
    known = received(payload)
    if known is not None:
        return known
    return read_message(kind, text=text, raw=payload, code=code)
