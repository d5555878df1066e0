"""What a channel can tell, item by item. Only the id and the type of a message are certain."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from tickets.parking import Parked
from tickets.received import Form, Received


@dataclass(frozen=True, kw_only=True)
class Located:
    """Where in the POST an item stood ("entry[0].changes[1].messages[2]") and what it was.

    `channel_address`: the office's own, as the channel names it; `Channel.phone_number_id` of the
    rows. `raw` is scrubbed, so that it can be stored as JSON anywhere.
    """

    path: str
    channel_address: str = ""
    raw: Any = None


@dataclass(frozen=True)
class Problem:
    """An error as the channel tells it; its transport's `rule` says what the code asks for."""

    code: int | None = None
    title: str = ""
    details: str = ""


@dataclass(frozen=True)
class Sender:
    """Who wrote. Any of the ids may be missing: the phone number is never a key.

    `number`: its digits; what is no number stays as it came. `user_id`: a name for the same
    person that the channel gives to this office alone.
    """

    number: str = ""
    user_id: str = ""
    parent_user_id: str = ""
    name: str = ""
    username: str = ""

    @property
    def known(self) -> bool:
        """Whether there is any id at all."""
        return bool(self.number or self.user_id or self.parent_user_id)

    @property
    def address(self) -> str:
        """Where an answer goes: the number, else the user id."""
        return self.number or self.user_id or self.parent_user_id


@dataclass(frozen=True)
class Media:
    """A file that waits at the channel under `id`; `sha256` in base64 or hex."""

    id: str
    mime_type: str = ""
    sha256: str = ""
    filename: str = ""
    voice: bool = False
    animated: bool = False
    url: str = ""


@dataclass(frozen=True)
class Location:
    """A place in degrees."""

    latitude: float
    longitude: float
    name: str = ""
    address: str = ""
    url: str = ""


@dataclass(frozen=True)
class Contact:
    """A card that the citizen shared."""

    name: str
    phones: tuple[str, ...] = ()
    organisation: str = ""


@dataclass(frozen=True)
class ReactionTo:
    """An emoji on the message `target`; empty when it was taken away."""

    target: str
    emoji: str = ""


@dataclass(frozen=True)
class System:
    """A change of number or user id (kind as the channel names it); empty where it is not told."""

    kind: str
    body: str = ""
    new_number: str = ""
    new_user_id: str = ""
    new_parent_user_id: str = ""
    previous_number: str = ""
    previous_user_id: str = ""
    previous_parent_user_id: str = ""


@dataclass(frozen=True)
class Body:
    """The part of a message that depends on its type. `text` is what a person reads."""

    text: str = ""
    media: Media | None = None
    location: Location | None = None
    contacts: tuple[Contact, ...] = ()
    reply_id: str = ""
    reply_title: str = ""
    form: Form | None = None
    reaction: ReactionTo | None = None
    system: System | None = None
    edit_target: str = ""
    revoke_target: str = ""
    unsupported_type: str = ""


@dataclass(frozen=True, kw_only=True)
class InboundMessage(Located):
    """One message of a citizen. `type` is the channel's word, cut to 40 characters.

    `received`: what it holds. `file_code`: of the error that kept back a file that it should
    bring.
    """

    external_id: str
    type: str
    timestamp: dt.datetime | None = None
    sender: Sender = field(default_factory=Sender)
    body: Body = field(default_factory=Body)
    received: Received = field(
        default_factory=lambda: Received(says_something=True, reads_as="text")
    )
    quoted_external_id: str = ""
    group_id: str = ""
    error_code: int | None = None
    file_code: int | None = None

    @property
    def text(self) -> str:
        """What a person reads: the text, the caption, the title of what was tapped."""
        return self.body.text

    @property
    def media(self) -> Media | None:
        """The file, if there is one."""
        return self.body.media

    @property
    def reaction(self) -> ReactionTo | None:
        """The emoji and the message it is on."""
        return self.body.reaction

    @property
    def system(self) -> System | None:
        """The change of number or id that this message tells."""
        return self.body.system

    @property
    def edit_target(self) -> str:
        """The id of the message whose text this one replaces."""
        return self.body.edit_target

    @property
    def revoke_target(self) -> str:
        """The id of the message that the citizen took back."""
        return self.body.revoke_target


@dataclass(frozen=True, kw_only=True)
class OfficeEcho(InboundMessage):
    """One message that the office wrote on its own phone, not here.

    `sender` is the citizen whom it went to.
    """


@dataclass(frozen=True, kw_only=True)
class StatusUpdate(Located):
    """What became of one message of ours; `callback_data` is what we sent with it.

    `scope`: whom the id itself names, where it does.
    """

    external_id: str
    status: str
    timestamp: dt.datetime | None = None
    recipient_number: str = ""
    recipient_user_id: str = ""
    recipient_parent_user_id: str = ""
    scope: str = ""
    callback_data: str = ""
    errors: tuple[Problem, ...] = ()
    pricing_category: str = ""
    pricing_type: str = ""


@dataclass(frozen=True, kw_only=True)
class IdentityChange(Located):
    """A citizen's user id or number changed, told outside of any message."""

    timestamp: dt.datetime | None
    system: System


@dataclass(frozen=True, kw_only=True)
class AccountError(Located):
    """An error of the number or account, not of one message."""

    problem: Problem


@dataclass(frozen=True, kw_only=True)
class AccountChange:
    """One thing that is so, or is no longer so, of an account or number; `code` is the channel's word.

    `kind`: restriction, ban, violation, removed, review, quality, limit, name or alert. `until` in
    UTC, where the channel says how long.
    """

    kind: str
    begins: bool
    code: str = ""
    details: str = ""
    until: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class AccountNews(Located):
    """What the channel says of an account or of one of its numbers (`number`: digits, or empty).

    `replaces`: the kinds of which the notices here are all that there is now.
    """

    account_id: str
    number: str = ""
    timestamp: dt.datetime | None = None
    notices: tuple[AccountChange, ...] = ()
    replaces: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class TemplateNews(Located):
    """What became of a template; `event` and `reason` are the channel's words, `status` is ours,
    empty where it is still sent.
    """

    account_id: str
    name: str
    language: str
    event: str
    status: str = ""
    reason: str = ""
    timestamp: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Foreign(Located):
    """Well-formed, but not ours to work: another product, webhook field or event of one.

    `reason`: why it is not.
    """

    field: str
    event: str = ""
    reason: Parked = Parked.FOREIGN


@dataclass(frozen=True, kw_only=True)
class Broken(Located):
    """Something that cannot be understood, and why."""

    reason: Parked


Item = (
    InboundMessage
    | StatusUpdate
    | IdentityChange
    | AccountError
    | AccountNews
    | TemplateNews
    | Foreign
    | Broken
)
