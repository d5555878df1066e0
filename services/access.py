"""Who may do what, and where: the roles table of the design, as data.

Rights come from memberships only, never from `is_staff` or `is_superuser`. `can` answers for one
agency or one ticket; `tickets_where` is the same table as a condition for lists
(`Ticket.objects.visible_to`), `agencies_where` for offices. How far each scope goes is in reach.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from services.actions import Action as Action
from services.models import Agency, Membership, Role, Staff
from services.models.agency import AgencyQuerySet
from services.reach import (
    OF_ONE_OFFICE,
    CameTo,
    Scope,
    TicketLike,
    covers,
    tickets_within,
)

Where = Agency | TicketLike

WORK = (
    Action.TAKE,
    Action.REPLY,
    Action.NOTE,
    Action.WAIT,
    Action.MARK_URGENT,
    Action.TRANSFER,
    Action.REOPEN,
    Action.ESCALATE,
    Action.REGISTER_WALK_IN,
)
_CONFIGURE = (
    Action.MANAGE_CATALOGUE,
    Action.TEACH_BOT,
    Action.MANAGE_STAFF,
    Action.MANAGE_NUMBERS,
    Action.MANAGE_HOURS,
    Action.MANAGE_ROSTER,
    Action.SEE_ROSTER,
)
_EVALUATE = (Action.SEE_EVALUATION, Action.WRITE_EVALUATION, Action.SEE_OFFICERS)
_SURVEY = (
    Action.SEE_IKM,
    Action.SEE_COMMENTS,
    Action.SEE_RECOMMENDATIONS,
    Action.SEE_PERIODS,
)


def _all(*actions: Action, scope: Scope = Scope.AGENCY) -> dict[Action, Scope]:
    return dict.fromkeys(actions, scope)


# Who may do what, and how far. A membership without agency holds everywhere.
TABLE: Mapping[str, Mapping[Action, Scope]] = {
    Role.SUPER_ADMIN: _all(
        Action.OPEN_TICKET,
        Action.SEE_FIGURES,
        Action.SEE_REGISTER,  # without names and subjects, as of all tickets that one may not read
        Action.SEE_LOGS,
        Action.SEE_OFFICERS,
        Action.SEE_EVALUATION,
        Action.SEE_OUTAGES,
        Action.SEE_RECORDS,
        Action.KEEP_BASELINE,
        Action.MANAGE_AGENCIES,
        Action.RECOMMEND,
        Action.RUN_PERIODS,
        Action.REOPEN_PERIODS,
        Action.ENTER_PAPER,
        Action.COORDINATE,
        Action.LEAD_COORDINATION,
        *_CONFIGURE,
        *_SURVEY,
    ),
    Role.EVALUATOR: _all(*_SURVEY, Action.RECOMMEND),
    Role.OFFICIAL: {
        **_all(*_SURVEY, Action.RECOMMEND),
        Action.READ_TICKET: Scope.CONFIDED_ORDINARY,
        Action.OPEN_TICKET: Scope.CONFIDED,
        **_all(
            Action.ANSWER_ESCALATION,
            Action.KEEP_ANONYMOUS,
            Action.LIFT_ANONYMITY,
            Action.MARK_ABOUT_STAFF,
            Action.UNMARK_ABOUT_STAFF,
            Action.SEE_FIGURES,
            Action.SEE_REGISTER,
            Action.SEE_LOGS,
            Action.SEE_OUTAGES,
            Action.SEE_RECORDS,
            Action.SEE_SUBORDINATES,
            Action.KEEP_BASELINE,
            *_EVALUATE,
            Action.SIGN_EVALUATION,
            Action.REOPEN_PERIODS,
            scope=Scope.HEADED,
        ),
    },
    Role.AGENCY_ADMIN: {
        Action.READ_TICKET: Scope.ORDINARY,
        **_all(Action.OPEN_TICKET, Action.SEE_FULL_PHONE, Action.SEE_FIGURES),
        **_all(Action.SEE_REGISTER, Action.SEE_LOGS, Action.KEEP_BASELINE),
        **_all(Action.SEE_OUTAGES, Action.RECORD_OUTAGE, Action.SEE_RECORDS, Action.KEEP_RECORDS),
        **_all(Action.SEE_SUBORDINATES),
        **_all(*_CONFIGURE, *_SURVEY, Action.FOLLOW_UP, Action.COORDINATE, Action.SHARE_MACROS),
        **_all(Action.RUN_PERIODS, Action.REOPEN_PERIODS, Action.ENTER_PAPER),
        **_all(*_EVALUATE, Action.SIGN_EVALUATION),
    },
    Role.SUPERVISOR: _all(
        Action.READ_TICKET,
        Action.OPEN_TICKET,
        Action.SEE_FULL_PHONE,
        *WORK,
        Action.APPROVE_REPLY,
        Action.MARK_ABOUT_STAFF,
        Action.UNMARK_ABOUT_STAFF,
        Action.KEEP_ANONYMOUS,
        Action.RESOLVE,
        Action.ASSIGN,
        Action.HAND_BACK,
        Action.HAND_OVER,
        Action.TEACH_BOT,
        Action.SHARE_MACROS,
        Action.MANAGE_HOURS,
        Action.MANAGE_ROSTER,
        Action.SEE_ROSTER,
        Action.SEE_FIGURES,
        Action.SEE_REGISTER,
        Action.SEE_LOGS,
        Action.SEE_OUTAGES,
        Action.RECORD_OUTAGE,
        Action.SEE_RECORDS,
        Action.KEEP_RECORDS,
        Action.SEE_SUBORDINATES,
        Action.KEEP_BASELINE,
        Action.ENTER_PAPER,
        *_EVALUATE,
        *_SURVEY,
    ),
    Role.OPERATOR: {
        **_all(
            Action.READ_TICKET,
            Action.OPEN_TICKET,
            Action.MARK_ABOUT_STAFF,
            Action.SEE_REGISTER,
            *WORK,
            scope=Scope.SERVICES,
        ),
        **_all(
            Action.SEE_FULL_PHONE,
            Action.RESOLVE,
            Action.KEEP_ANONYMOUS,
            Action.HAND_BACK,
            Action.HAND_OVER,
            scope=Scope.OWN,
        ),
        **_all(Action.SEE_ROSTER, Action.SEE_OUTAGES, Action.SEE_RECORDS),
        **_all(Action.SEE_FIGURES, Action.SEE_IKM),
    },
    Role.VIEWER: _all(Action.SEE_FIGURES, Action.SEE_IKM),
}


_NOBODY = Q(pk__in=())


def can(staff: Staff, action: Action, where: Where | None = None) -> bool:
    """Whether this person may do it at that agency or to that ticket; without `where`: anywhere."""
    return any(_grants(membership, action, where) for membership in staff.memberships_now())


def granted(staff: Staff, action: Action) -> list[tuple[Membership, Scope]]:
    """The roles that let this person do it somewhere, each with how far it goes there."""
    scopes = ((one, _scope(one, action)) for one in staff.memberships_now())
    return [(one, scope) for one, scope in scopes if scope is not None]


def tickets_where(staff: Staff, action: Action, *, came_to: CameTo) -> Q:
    """`can` as a condition on tickets: those to which this person may do it."""
    reach = [
        _office(membership) & tickets_within(membership, scope, came_to)
        for membership, scope in granted(staff, action)
    ]
    return reduce(or_, reach) if reach else _NOBODY


def _office(membership: Membership) -> Q:
    """Never empty: "or" forgets an empty side, and what is beside it would narrow the whole."""
    return Q(agency=membership.agency_id) if membership.agency_id is not None else ~_NOBODY


def offices_headed(staff: Staff) -> set[int]:
    """The offices of which this person is the head, by id."""
    held = staff.memberships_now()
    return {one.agency_id for one in held if one.role == Role.OFFICIAL and one.agency_id}


def keeps_roster(staff: Staff, agency: Agency) -> bool:
    """Whether this person changes who works when at that office: its supervisors, admins and head."""
    return can(staff, Action.MANAGE_ROSTER, agency) or agency.pk in offices_headed(staff)


def rosters_of(staff: Staff) -> AgencyQuerySet:
    """The offices whose roster this person may see."""
    return agencies_where(staff, Action.SEE_ROSTER) | Agency.objects.filter(
        pk__in=offices_headed(staff)
    )


def heads_office_of(staff: Staff, ticket: TicketLike) -> bool:
    """Whether this person heads the office that holds the ticket, and opens it without a reason.

    Which tickets a head may open at all (those of which they were told, whose citizen is kept
    unnamed, or that are about staff) the ticket's queryset says; specific data (health, poverty, children) they open with a reason.
    """
    if ticket.service is not None and ticket.service.is_sensitive:
        return False
    return ticket.agency_id in offices_headed(staff)


def reads_as_head(staff: Staff, ticket: TicketLike) -> bool:
    """Whether it is only as the head of its office that this person reads the ticket unasked."""
    reading = [one for one in staff.memberships_now() if _grants(one, Action.READ_TICKET, ticket)]
    return bool(reading) and all(one.role == Role.OFFICIAL for one in reading)


def agencies_where(
    staff: Staff, action: Action, *, besides: Collection[Scope] = ()
) -> AgencyQuerySet:
    """The agencies at which this person may do it (to some tickets at least; `besides`: rights that
    go only so far do not count).
    """
    held = [membership for membership, scope in granted(staff, action) if scope not in besides]
    if any(membership.agency_id is None for membership in held):
        return Agency.objects.all()
    return Agency.objects.filter(pk__in={membership.agency_id for membership in held})


def subordinates_of(staff: Staff) -> AgencyQuerySet:
    """The offices below those where this person sees that: their sums and signed reports, nothing more."""
    return Agency.objects.below(agencies_where(staff, Action.SEE_SUBORDINATES))


def offices_where_each_may(action: Action, staff: Collection[int]) -> set[tuple[int, int]]:
    """Of these people, who (by id) may do it at which office (by id), to some tickets at least."""
    held = Membership.objects.in_force().filter(staff__in=staff, role__in=_roles_with(action))
    pairs = held.exclude(agency=None).values_list("staff_id", "agency_id")
    return {(person, agency) for person, agency in pairs if agency is not None}


def people_who_can(action: Action, ticket: TicketLike) -> QuerySet[Staff]:
    """The people for whom `can` says yes to this ticket."""
    here = Q(agency=None) | Q(agency=ticket.agency_id)
    held = Membership.objects.in_force().filter(here, role__in=_roles_with(action))
    scopes = ((one, _scope(one, action)) for one in held.with_service_ids())
    able = {one.staff_id for one, scope in scopes if scope and covers(one, scope, ticket)}
    return Staff.objects.filter(pk__in=able)


def people_at(action: Action, agency: Agency) -> QuerySet[Staff]:
    """The people for whom `can` says yes to this office."""
    here = Q(agency=None) | Q(agency=agency)
    held = Membership.objects.in_force().filter(here, role__in=_roles_with(action))
    able = {one.staff_id for one in held if _scope(one, action) is not None}
    return Staff.objects.filter(pk__in=able, is_active=True)


def _roles_with(action: Action) -> list[str]:
    return [role for role, actions in TABLE.items() if action in actions]


def has_role(staff: Staff, *roles: Role) -> bool:
    """Whether this person holds any of these roles somewhere."""
    return any(membership.role in roles for membership in staff.memberships_now())


def _scope(membership: Membership, action: Action) -> Scope | None:
    """How far the role lets its holder do it; None: not at all."""
    scope = TABLE[membership.role].get(action)
    return None if scope in OF_ONE_OFFICE and membership.agency_id is None else scope


def _grants(membership: Membership, action: Action, where: Where | None) -> bool:
    scope = _scope(membership, action)
    if scope is None or where is None:
        return scope is not None
    agency_id = where.pk if isinstance(where, Agency) else where.agency_id
    if membership.agency_id not in (None, agency_id):
        return False
    return isinstance(where, Agency) or covers(membership, scope, where)
