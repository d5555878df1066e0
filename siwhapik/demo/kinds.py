"""The types of the example data; the files beside this one hold only data."""

from dataclasses import dataclass, field

from services.models import DeadlineBasis, Role
from services.models.service import Group, Kind
from tickets.models import Ticket


@dataclass(frozen=True, kw_only=True)
class ServiceData:
    """A service and the standard that is in force for it."""

    key: str
    name: str
    short_name: str
    summary: str
    requirements: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    turnaround: str = "1 x 24 jam"
    product: str = ""
    keywords: str = ""
    legal_basis: str = ""
    kind: Kind = Kind.APPLICATION
    group: Group = Group.GENERAL
    is_sensitive: bool = False
    wants_location: bool = False
    external_url: str = ""
    basis: DeadlineBasis = DeadlineBasis.CALENDAR_HOURS
    amount: int = 24
    counts_from_complete: bool = False


@dataclass(frozen=True, kw_only=True)
class LineData:
    """One WhatsApp number and the services whose citizens write to it.

    `operator`: the user name, before the office's, of who works these services alone; "" for nobody.
    """

    name: str
    services: tuple[str, ...]
    operator: str = ""


@dataclass(frozen=True, kw_only=True)
class OfficeData:
    """One office with its catalogue, its numbers and how many operators it has."""

    code: str
    name: str
    short_name: str
    slug: str
    timezone: str = "Asia/Jakarta"
    address: str
    point: tuple[str, str] | None = None  # latitude and longitude; some offices have not said
    head_title: str
    services: tuple[ServiceData, ...]
    lines: tuple[LineData, ...]
    operators: int = 2
    # Besides one of each role: (user name before the office's, role, position).
    officials: tuple[tuple[str, Role, str], ...] = ()
    tickets: int = 24
    inhabitants: int | None = None
    above: tuple[str, ...] = ()  # codes of the offices below this one


@dataclass(frozen=True, kw_only=True)
class Story:
    """What one citizen wrote and what became of it; `{nama}` is the citizen's first name."""

    opening: str
    files: tuple[str, ...] = ()
    asked: str = ""  # what the officer has to ask for; then the citizen sends `brought`
    brought: str = ""
    answer: str
    outcome: Ticket.Outcome = Ticket.Outcome.FULFILLED
    summary: str = ""
    place: tuple[float, float, str] | None = field(default=None)
