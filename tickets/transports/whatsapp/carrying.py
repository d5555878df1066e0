"""Whether a message carries words or a file of the citizen's, or only tells of something.

The one allow-list: what it does not name is decided by what the message holds, so that a type
which does not exist yet opens no ticket when it is empty and is read when it says something.
"""

from dataclasses import dataclass

from tickets.content import FILES, has_words
from tickets.transports.items import Body
from tickets.transports.whatsapp.bodies import read_body
from tickets.transports.whatsapp.values import mapping, string

# A message of these types says something, even when its body arrived broken.
SPOKEN = FILES | {"location", "contacts", "button", "interactive", "order", "call"}
# About another message or an id: a text in them is no word to the office.
ABOUT_OTHERS = frozenset(
    {"reaction", "system", "edit", "revoke", "pin", "keep_in_chat", "poll_update"}
)


@dataclass(frozen=True)
class Unread:
    """What WhatsApp did not pass on: whether the citizen said something with it, and the code of
    what an officer is told (`notice_words`); `number` where that is WhatsApp's error.
    """

    said: bool
    code: str
    number: int | None = None


UNSUPPORTED = Unread(True, "unsupported")
NO_MESSAGE = Unread(False, "no_message")
# By `unsupported.type` or by the message's own type (Meta's webhook reference).
_SAID = ("poll_creation", "gif", "group_invite", "list", "order", "product", "media_placeholder")
_UNSAID = (
    *("edit", "revoke", "pin", "keep_in_chat", "poll_update"),
    *("request_welcome", "ephemeral", "text"),
)
KINDS = {
    **{kind: Unread(True, kind) for kind in _SAID},
    **{kind: Unread(False, kind) for kind in _UNSAID},
}
# There was a message of some type: WhatsApp could not hand it over.
_LOST = {code: Unread(True, "refused", code) for code in (131052, 131060)}


def carries(kind: str, text: str, *, raw: object, code: int | None = None) -> bool:
    """Whether a message says something that an officer must see.

    `kind`: the row's type; `text`: what a person reads of it; `raw`: WhatsApp's own JSON; `code`:
    of the error that came with it.
    """
    if kind in ABOUT_OTHERS:
        return False
    if kind in SPOKEN:
        return not _by_itself(raw)
    if has_words(text) or read_body({"type": kind, **mapping(raw)}).media is not None:
        return True
    return unread(kind, raw=raw, code=code).said


def unread(kind: str, *, raw: object, code: int | None = None) -> Unread:
    """Why a message without words or file is empty; three different things at least."""
    told = string(mapping(mapping(raw).get("unsupported")).get("type"))
    known = None if kind in SPOKEN and not told else KINDS.get(told or kind)
    if known is not None and (told or not code):
        return known
    if code in _LOST:
        return _LOST[code]
    nameless = kind == "unsupported" and not told  # what had no type at all is not unsupported
    if kind in SPOKEN or (nameless and (not raw or string(mapping(raw).get("type")))):
        return UNSUPPORTED
    return known or NO_MESSAGE


def read_as(kind: str, body: Body) -> str:
    """The type as which the bot reads it: what it does not know is words, or a file."""
    if kind in SPOKEN or kind == "text":
        return kind
    if has_words(body.text):
        return "text"
    return _family(body) if body.media is not None else kind


def _family(body: Body) -> str:
    family = body.media.mime_type.partition("/")[0] if body.media is not None else ""
    return family if family in FILES else "document"


def _by_itself(raw: object) -> bool:
    """An answer to a call permission that the citizen's settings gave, not the citizen."""
    reply = mapping(mapping(mapping(raw).get("interactive")).get("call_permission_reply"))
    return reply.get("response_source") == "automatic"
