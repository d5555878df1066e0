"""How far a right goes within its office: one table, read for one ticket and for lists of tickets.

Each fact about a ticket stands here once, with its two readings side by side; `REACH` puts facts
together, and `covers` and `tickets_within` read it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import NamedTuple, Protocol

from django.db.models import Q

from services.models import Membership, Service


class Scope(Enum):
    """How far a right goes within the agency of the membership."""

    AGENCY = auto()
    ORDINARY = auto()  # tickets without specific data (health, poverty, children)
    SERVICES = auto()  # the services given, matters of unknown service at their numbers, one's own
    OWN = auto()  # tickets assigned to this person
    # These hold for the head of one office, not for an official of all.
    HEADED = auto()
    CONFIDED = auto()  # tickets whose citizen's name is kept, or that are about staff
    CONFIDED_ORDINARY = auto()  # of these the ones without specific data


OF_ONE_OFFICE = frozenset({Scope.HEADED, Scope.CONFIDED, Scope.CONFIDED_ORDINARY})


class TicketLike(Protocol):
    """What is asked of a ticket here; `services` does not know the tickets app."""

    @property
    def agency_id(self) -> int: ...
    @property
    def service_id(self) -> int | None: ...
    @property
    def service(self) -> Service | None: ...
    @property
    def assignee_id(self) -> int | None: ...
    @property
    def is_anonymous(self) -> bool: ...
    @property
    def is_about_staff(self) -> bool: ...
    @property
    def line_services(self) -> frozenset[int]: ...


# The tickets that came to a number at which a role's services are worked, or to one of no service
# (ADR 0024); the app that has the numbers says which.
CameTo = Callable[[Membership], Q]


class Fact(NamedTuple):
    """Something that may hold of a ticket for the person with this role."""

    holds: Callable[[Membership, TicketLike], bool]
    where: Callable[[Membership, CameTo], Q]


ANY = Fact(lambda *_: True, lambda *_: Q())
ASSIGNED = Fact(
    lambda role, ticket: ticket.assignee_id == role.staff_id,
    lambda role, _: Q(assignee=role.staff_id),
)
NO_SERVICE = Fact(
    lambda _, ticket: ticket.service_id is None,
    lambda *_: Q(service__isnull=True),
)
NO_SPECIFIC_DATA = Fact(
    lambda _, ticket: ticket.service is not None and not ticket.service.is_sensitive,
    lambda *_: Q(service__is_sensitive=False),
)
SERVICE_GIVEN = Fact(
    lambda role, ticket: ticket.service_id in role.service_ids,
    lambda role, _: Q(service_id__in=role.service_ids),
)
NUMBER_GIVEN = Fact(
    lambda role, ticket: not ticket.line_services or bool(ticket.line_services & role.service_ids),
    lambda role, came_to: came_to(role),
)

CONFIDED = Fact(
    lambda _, ticket: ticket.is_anonymous or ticket.is_about_staff,
    lambda *_: Q(is_anonymous=True) | Q(is_about_staff=True),
)

Facts = tuple[Fact, ...]
# An officer works the service, or while it is unknown the number that it came to (ADR 0024).
_WORKED: tuple[Facts, ...] = ((NO_SERVICE, NUMBER_GIVEN), (SERVICE_GIVEN,))
# A scope reaches a ticket of which all facts of one line hold.
REACH: Mapping[Scope, tuple[Facts, ...]] = {
    Scope.AGENCY: ((ANY,),),
    Scope.ORDINARY: ((NO_SERVICE,), (NO_SPECIFIC_DATA,)),
    Scope.SERVICES: (*_WORKED, (ASSIGNED,)),
    Scope.OWN: ((ASSIGNED,),),
    Scope.HEADED: ((ANY,),),
    Scope.CONFIDED: ((CONFIDED,),),
    Scope.CONFIDED_ORDINARY: ((CONFIDED, NO_SERVICE), (CONFIDED, NO_SPECIFIC_DATA)),
}


def covers(role: Membership, scope: Scope, ticket: TicketLike) -> bool:
    """Whether the scope reaches a ticket of the role's own office."""
    return _one_line_holds(REACH[scope], role, ticket)


def tickets_within(role: Membership, scope: Scope, came_to: CameTo) -> Q:
    """`covers` as a condition on the tickets of the role's own office; empty where it reaches all."""
    reached = Q()
    if (ANY,) in REACH[scope]:  # "or" forgets an empty side
        return reached
    for line in REACH[scope]:
        reached |= Q(*(fact.where(role, came_to) for fact in line))
    return reached


def works_on(role: Membership, ticket: TicketLike) -> bool:
    """Whether tickets like this one are shared out to this officer."""
    return _one_line_holds(_WORKED, role, ticket)


def _one_line_holds(lines: tuple[Facts, ...], role: Membership, ticket: TicketLike) -> bool:
    return any(all(fact.holds(role, ticket) for fact in line) for line in lines)
