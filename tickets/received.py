"""What came in, as every channel's reader puts it: the one reading that pages and the bot know; and
places and contact cards, which offices send as well.

Pure. `Received.payload()` is the JSON that the row of an inbound message keeps, `read` reads it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from tickets.content import Content, read

_TAG = "received"


@dataclass(frozen=True)
class Choice(Content):
    """What the citizen tapped of a menu or a question."""

    tag, type = "choice", "interactive"
    id: str
    title: str = ""

    @property
    def text(self) -> str:
        return self.title


@dataclass(frozen=True)
class Location(Content):
    """A place that somebody shared, in degrees."""

    tag = type = "location"
    latitude: float
    longitude: float
    name: str = ""
    address: str = ""

    @property
    def text(self) -> str:
        return "\n".join(part for part in (self.name, self.address) if part)

    def fields(self) -> dict[str, Any]:
        """As a ticket keeps the place of its matter."""
        return asdict(self)

    @classmethod
    def read(cls, fields: object) -> Self | None:
        """The place that a ticket keeps; None where it keeps none."""
        if not isinstance(fields, Mapping):
            return None
        try:
            latitude, longitude = float(fields["latitude"]), float(fields["longitude"])
        except (KeyError, TypeError, ValueError):
            return None
        told = {key: str(fields[key]) for key in ("name", "address") if fields.get(key)}
        return cls(latitude, longitude, **told)


@dataclass(frozen=True)
class Card:
    """One contact; `ways` are numbers and addresses by which it is reached, `chats_as` the digits by
    which the channel itself knows it.
    """

    name: str = ""
    organisation: str = ""
    ways: tuple[str, ...] = ()
    chats_as: str = ""


@dataclass(frozen=True)
class Contacts(Content):
    """Contact cards that somebody shared."""

    tag = type = "contacts"
    cards: tuple[Card, ...]

    @property
    def text(self) -> str:
        lines = (": ".join(filter(None, (one.name, ", ".join(one.ways)))) for one in self.cards)
        return "\n".join(filter(None, lines))

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        return cls(tuple(Card(**{**card, "ways": tuple(card["ways"])}) for card in fields["cards"]))


@dataclass(frozen=True)
class Form(Content):
    """What the citizen filled in on a form; `answers` are (label, value) pairs in its order."""

    tag, type = "form", "interactive"
    answers: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return "\n".join(f"{label}: {value}" for label, value in self.answers)


@dataclass(frozen=True)
class Notice(Content):
    """What the channel tells without the citizen's words or file; `notice_words` says it.

    `number`: of the channel's error that kept the message back. Rows from before codes have `words`.
    """

    tag, type = "notice", "system"
    code: str = ""
    number: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Referral:
    """The advertisement, or the `is_post`, that the citizen tapped to write; its own words."""

    words: str
    is_post: bool = False


@dataclass(frozen=True)
class Received:
    """What one message of a citizen holds beside its words, which are the row's `text`.

    `says_something`: words or a file that an officer must see. `reads_as`: the type as which the
    bot takes it.
    """

    says_something: bool
    reads_as: str
    content: Content | None = None
    is_forwarded: bool = False
    referral: Referral | None = None

    def payload(self, raw: object) -> dict[str, Any]:
        """The JSON to keep; `raw` is what the channel sent, for readers that will know more."""
        return {
            _TAG: {
                **asdict(self),
                "content": self.content.payload() if self.content else None,
            },
            "raw": raw,
        }


def received(payload: object) -> Received | None:
    """The reading that a payload keeps; None where it keeps none."""
    stored = payload.get(_TAG) if isinstance(payload, Mapping) else None
    if not isinstance(stored, Mapping):
        return None
    try:
        told = stored["referral"]
        return Received(
            **{
                **stored,
                "content": read(stored["content"]),
                "referral": Referral(**told) if told else None,
            }
        )
    except (TypeError, KeyError):
        return None
