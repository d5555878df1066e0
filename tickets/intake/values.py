"""Plain values that go into and come out of the intake bot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from tickets import states

Kind = Literal["application", "information", "complaint", "consultation"]
Group = Literal["general", "information", "complaint"]

FILES = frozenset({"image", "video", "document"})
VOICE = frozenset({"audio", "voice"})
CALL = "call"


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One message that says something; `kind` is WhatsApp's type, `at` WhatsApp's time (aware)."""

    id: int
    kind: str
    at: datetime
    text: str = ""
    reply_id: str = ""
    filename: str = ""
    quoted: bool = False


@dataclass(frozen=True, kw_only=True)
class ServiceInfo:
    """A service and the promise of its standard in force, in words for a citizen."""

    id: int
    name: str
    kind: Kind = "application"
    group: Group = "general"
    short_name: str = ""
    keywords: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    optional_requirements: tuple[str, ...] = ()
    procedure: str = ""
    time: str = ""
    fee: str = ""
    product: str = ""
    wants_photo: bool = False
    wants_location: bool = False
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OtherLine:
    """Another number, of this office or of another one in the same place, and what it does.

    `number` as it is shown; `link` opens the chat with it.
    """

    name: str
    office: str
    number: str
    link: str
    services: tuple[ServiceInfo, ...] = ()
    same_office: bool = True


@dataclass(frozen=True, kw_only=True)
class Pointed:
    """A matter of another number or office: its name, the numbers that do it, else the usual office."""

    title: str
    lines: tuple[OtherLine, ...] = ()
    usual: str = ""


@dataclass(frozen=True, kw_only=True)
class Article:
    """A question that the office answered once for all; `questions`: every way to ask it, its title first."""

    id: int
    questions: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Catalogue:
    """The services of one WhatsApp number, in the order of its menu.

    `act_examples`: the agency's own (act, sentence) pairs; `elsewhere`: other numbers; `office`: the
    agency's name; `articles`: what the office answered once for all.
    """

    services: tuple[ServiceInfo, ...] = ()
    act_examples: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[OtherLine, ...] = ()
    office: str = ""
    articles: tuple[Article, ...] = ()

    def get(self, service_id: int | None) -> ServiceInfo | None:
        """The service with this id, None when this number does not offer it."""
        return next((service for service in self.services if service.id == service_id), None)


@dataclass(frozen=True, kw_only=True)
class TicketFacts:
    """What the citizen may know of one of their tickets.

    `here`: it is worked in this conversation; else it came by another number or the counter.
    `from_files`: the promise in place of a date while the files are not complete; `opened_at`: when
    the citizen began it; `is_registered`: it has a matter and a number of the register; `answered`:
    an officer has written, and `answered_at` last; `is_urgent`: danger was told of before; `is_anonymous`: the
    citizen's name is kept; `outcome`: how it ended; `collect`: where and until when a result is fetched;
    `is_tied`: it came here from the counter just now; `goes_on`: the number under which it goes on, where
    it came twice.
    """

    register: str
    state: str
    service: str = ""
    service_id: int | None = None
    due_at: datetime | None = None
    from_files: str = ""
    tracking_code: str = ""
    here: bool = True
    opened_at: datetime | None = None
    is_registered: bool = True
    answered: bool = False
    answered_at: datetime | None = None
    is_urgent: bool = False
    is_anonymous: bool = False
    outcome: str = ""
    collect: str = ""
    is_tied: bool = False
    goes_on: str = ""

    @property
    def awaits_service(self) -> bool:
        """Whether it is with the officers and nobody has said yet which service it is about."""
        return self.state == states.State.NEW and self.service_id is None

    @property
    def is_open(self) -> bool:
        """Not resolved and not closed."""
        return self.state in states.OPEN


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of the office: its date, hours in words ("" when closed) and the holiday's name."""

    date: date
    hours: str = ""
    holiday: str = ""


@dataclass(frozen=True, kw_only=True)
class Context:
    """The circumstances of a turn: `ticket` is the one that these messages join.

    `opens_at` is the next opening while closed, None while open; `tickets` are the citizen's own,
    latest first; `quoted`: the messages answer one of ours, so the ticket is certain; `days` are the
    office's next ones, today first; `wants_no_more`: the citizen has said "stop" before.
    """

    hours: str = ""
    days: tuple[Day, ...] = ()
    zone: str = "Asia/Jakarta"
    opens_at: datetime | None = None
    ticket: TicketFacts | None = None
    tickets: tuple[TicketFacts, ...] = ()
    quoted: bool = False
    wants_no_more: bool = False


@dataclass(frozen=True)
class Option:
    """A row of a list or a button; `name` is the full text, shortened where it is rendered."""

    id: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class Reply:
    """A reply of the bot: a file of templates/messages and its variables."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class OpenTicket:
    """Open a ticket in intake for these messages; `moves` are earlier ones that belong to it."""

    moves: tuple[int, ...] = ()


@dataclass(frozen=True)
class ChooseService:
    """The citizen named the service."""

    service_id: int


@dataclass(frozen=True)
class Enqueue:
    """Hand the ticket over to the officers; `reason` is one of tickets.event_reasons.Why."""

    reason: str


@dataclass(frozen=True)
class Reopen:
    """A resolved ticket is worked again; `reason` is one of tickets.event_reasons.Why, `register`
    says which ticket where it is not the one that the messages join.
    """

    reason: str
    register: str = ""


@dataclass(frozen=True)
class MoveTo:
    """These messages belong to another ticket of the same citizen."""

    register: str
    messages: tuple[int, ...]


@dataclass(frozen=True)
class Urgent:
    """An emergency: the ticket stands on top."""


@dataclass(frozen=True)
class Anonymous:
    """The citizen wants to stay unnamed; `register` as of Reopen."""

    register: str = ""


@dataclass(frozen=True)
class AboutStaff:
    """The complaint is about the office's own people: its head and supervisors are told."""


@dataclass(frozen=True)
class End:
    """The matter ends without an officer; `register` as of Reopen."""

    outcome: Literal["no_request", "answered", "withdrawn"]
    register: str = ""


@dataclass(frozen=True)
class NoMoreMessages:
    """The citizen wants no messages beyond answers: no survey, no reminders."""


@dataclass(frozen=True)
class Unmatched:
    """A sentence that was not understood, or asks what only a person can answer: the weekly list of those
    who teach the bot counts it.
    """

    text: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """From where the citizen knows of the office, or why they came to the counter: the answer (`code`) to
    the question of that name, about the matter of that number.
    """

    question: str
    code: str
    register: str


Effect = (
    OpenTicket
    | ChooseService
    | Enqueue
    | Reopen
    | MoveTo
    | Urgent
    | Anonymous
    | AboutStaff
    | End
    | NoMoreMessages
    | Unmatched
    | Source
)
