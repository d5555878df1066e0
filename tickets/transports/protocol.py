"""What every way to a citizen has to offer: the words in which the rest of the house speaks of it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Literal, Protocol

from tickets.content import Content, InvalidContent
from tickets.faults import Fault
from tickets.transports.deadline import Deadline
from tickets.transports.items import Item

# The code with which a row says that the window was closed: Meta's number for it, since rows have
# it from Meta too. What follows from it stands in the transport's table.
WINDOW_CLOSED = 131047

Action = Literal["retry", "template", "stop_channel", "tell", "template_bug"]


@dataclass(frozen=True)
class ErrorRule:
    """What a refusal asks for. `text` is Indonesian, for the officer.

    retry: send again later by itself. template: only an approved template gets through.
    stop_channel: nothing goes out of this number until the admin has acted. tell: never again by
    itself. template_bug: the template must be mended by the admin.

    `wait_base`: the waits between attempts are its powers in seconds, up to `wait_at_most`.
    `is_rate_limit`: the whole number rests meanwhile, not this recipient alone. `template_event`
    and `template_status`: what became of the template, in the channel's word and in ours.
    """

    action: Action
    text: str
    wait_base: int = 3
    wait_at_most: int = 600
    is_rate_limit: bool = False
    template_event: str = ""
    template_status: str = ""

    def wait(self, attempts: int, *, told: float | None = None) -> dt.timedelta:
        """Until the next attempt after so many; never sooner than the channel has told (seconds)."""
        seconds = min(self.wait_base ** max(attempts - 1, 0), self.wait_at_most)
        return dt.timedelta(seconds=max(seconds, min(told or 0, self.wait_at_most)))


class TransportError(Exception):
    """Something went wrong between us and the channel."""


class NotSent(TransportError):
    """The request never reached the far side: it can be repeated."""


class OutcomeUnknown(TransportError):
    """The request left and no sure answer came: the far side may have taken it."""


class Rejected(TransportError):
    """The far side said no; `rule` is what that asks for, `retry_after` in seconds where it told."""

    code: int | None
    rule: ErrorRule
    retry_after: float | None


class Forbidden(TransportError):
    """We refuse to call this address: not on the allow-list, or not on this machine."""


class TooLarge(TransportError):
    """The file is larger than we take."""


class UnusableChannel(Exception):
    """The number cannot be used; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much fits: lengths as `content.length` counts them, `file_types` as MIME types."""

    text: int
    body: int  # of words with something to tap
    caption: int
    buttons: int
    button_id: int
    button_title: int
    rows: int
    row_id: int
    row_title: int
    row_description: int
    captioned: frozenset[str]  # kinds of files that may have words
    quoted_within: dt.timedelta  # a message older than that is not shown as a quote
    file_types: frozenset[str]


@dataclass(frozen=True)
class MediaInfo:
    """Where a file can be had for some minutes; `sha256` in hex or base64, `size` in bytes."""

    url: str
    mime_type: str = ""
    sha256: str = ""
    size: int | None = None


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One message to be sent. `file_id` as `upload` gave it; `reference` comes back in statuses."""

    content: Content
    to: str
    quoted: str = ""
    file_id: str = ""
    reference: str = ""


class Account(Protocol):
    """What a transport must know of a number of the office; `tickets.models.Channel` has it."""

    @property
    def phone_number_id(self) -> str: ...
    @property
    def access_token(self) -> str: ...
    @property
    def is_simulated(self) -> bool: ...


class Client(Protocol):
    """The connection of one number. What fails raises a TransportError that says what left."""

    def send(self, message: Outgoing) -> str:
        """Send it once; the id under which the channel knows it."""

    def mark_read(self, external_id: str) -> None:
        """Show the citizen that this message of theirs was read; repeating it changes nothing."""

    def upload(self, file: IO[bytes], *, filename: str, mime_type: str, deadline: Deadline) -> str:
        """Bring a file there before its message is sent; its id."""

    def locate(self, file_id: str, *, deadline: Deadline) -> MediaInfo:
        """Where the file of a citizen is now."""

    def download(self, url: str, *, max_bytes: int, deadline: Deadline) -> Iterator[bytes]:
        """Its bytes, part by part; they end early when the deadline has passed."""


class Transport(Protocol):
    """One kind of channel, chosen by `Channel.kind` in the registry.

    What stands here with a body is true of a channel without WhatsApp's peculiarities: no window,
    no templates, one id for each message.
    """

    @property
    def limits(self) -> Limits: ...

    def parse(self, body: bytes) -> Iterator[Item]:
        """Every item of what the channel posted. Raises ValueError for what cannot be read at all."""

    def render(self, content: Content) -> Any:
        """As the channel's protocol has it. Raises InvalidContent for what does not fit there."""

    def client(self, account: Account) -> Client:
        """The connection of a number. Raises UnusableChannel."""

    def check_file(self, mime_type: str, *, size: int, head: bytes) -> str:
        """The kind under which a file goes out. Raises InvalidContent."""
        raise InvalidContent("Lewat saluran ini tidak dapat dikirim berkas.")

    def window_until(self, last_inbound: dt.datetime) -> dt.datetime | None:
        """Until when a citizen's word lets the office answer freely; None: there is no end."""
        return None

    def may_send(self, until: dt.datetime | None, now: dt.datetime) -> bool:
        """Whether free words may be sent now; a template always may."""
        return True

    def seconds_left(self, until: dt.datetime | None, now: dt.datetime) -> int | None:
        """Until free words are refused, 0 when they are; None: they never are."""
        return None

    def rule(self, code: int | None) -> ErrorRule:
        """What a refusal asks for that a later status tells."""
        return ErrorRule("tell", "Pesan tidak dapat disampaikan. Hubungi pemohon dengan cara lain.")

    def token_of(self, external_id: str) -> str:
        """What all ids have in common that the channel gives one message; "" where it gives one."""
        return ""

    def account_notice_words(
        self, kind: str, *, code: str, details: str, until: str
    ) -> tuple[str, bool]:
        """A notice of the account to stand behind the number, and whether it is grave."""
        return details, False

    def template_words(self, name: str, *, status: str, event: str) -> str:
        """What is to be told of a template; empty when nothing is."""
        return ""
