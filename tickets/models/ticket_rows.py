"""What is asked of the rows of all matters, and who may see which; the rows are in ticket.py."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from services.access import Action, agencies_where
from services.models import Role
from tickets import states
from tickets.models import ticket_promises as promised
from tickets.models.channel import services_of_numbers

if TYPE_CHECKING:
    from services.models import Membership, Staff
    from tickets.models.ticket import Ticket


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, staff: Staff) -> TicketQuerySet:
        """The tickets whose content this person may read without giving a reason.

        Operators: their services at their agencies, matters without a service yet that came to a
        number they work (ADR 0024), and what is assigned to them. Supervisors: their agencies. Agency admins: the same but for services
        with specific data (health, children). Everybody else sees figures only.
        """
        return self.filter(_readable_by(staff))

    def openable_by(self, staff: Staff) -> TicketQuerySet:
        """As visible_to, and what may be opened so that it is logged: with a reason, or by the head
        of the office who was reminded of it."""
        rights = _readable_by(staff)
        for membership in staff.memberships_now():
            if membership.role == Role.SUPER_ADMIN and membership.agency_id is None:
                return self.all()
            if membership.role in (Role.SUPER_ADMIN, Role.AGENCY_ADMIN):
                rights |= Q(agency_id=membership.agency_id)
            elif membership.role == Role.OFFICIAL and membership.agency_id is not None:
                rights |= Q(agency_id=membership.agency_id) & _told_to(staff, self.model)
        return self.filter(rights)

    def figures_for(self, staff: Staff) -> TicketQuerySet:
        """The tickets that may be counted for this person, never read."""
        agencies = agencies_where(staff, Action.SEE_FIGURES)
        return self.filter(agency__in=agencies.values("pk"))

    def open(self) -> TicketQuerySet:
        return self.filter(state__in=states.OPEN)

    def unanswered(self) -> TicketQuerySet:
        """Nobody has answered the citizen, whatever the state; the bot asks about what is in intake."""
        return self.filter(unanswered_since__isnull=False).exclude(state=states.State.INTAKE)

    def done(self) -> TicketQuerySet:
        return self.filter(state__in=states.DONE)

    def unassigned(self) -> TicketQuerySet:
        return self.filter(assignee__isnull=True)

    def overdue(self, now: dt.datetime) -> TicketQuerySet:
        return self.open().filter(promised.is_overdue(now))

    def due_soon(self, now: dt.datetime) -> TicketQuerySet:
        return self.open().filter(promised.is_due_soon(now))

    def first_response_kept(self) -> TicketQuerySet:
        return self.filter(promised.first_response_kept())

    def first_response_late(self, now: dt.datetime) -> TicketQuerySet:
        return self.filter(promised.first_response_late(now))

    def completion_kept(self) -> TicketQuerySet:
        return self.filter(promised.completion_kept())

    def completion_late(self, now: dt.datetime) -> TicketQuerySet:
        return self.filter(promised.completion_late(now))

    def for_queue(self) -> TicketQuerySet:
        """What a queue row shows, in one query; most urgent first."""
        return self.select_related("citizen", "service", "assignee", "agency").order_by(
            "sort_due_at", "pk"
        )


def _readable_by(staff: Staff) -> Q:
    rights = Q(pk__in=[])
    for membership in staff.memberships_now():
        at = Q(agency_id=membership.agency_id)
        if membership.role == Role.SUPERVISOR:
            rights |= at
        elif membership.role == Role.AGENCY_ADMIN:
            rights |= at & (Q(service__isnull=True) | Q(service__is_sensitive=False))
        elif membership.role == Role.OPERATOR:
            given = membership.service_ids
            unknown = Q(service__isnull=True) & _came_to_a_number_of(membership)
            rights |= at & (unknown | Q(service_id__in=given) | Q(assignee=staff))
    return rights


def _told_to(staff: Staff, tickets: type[Ticket]) -> Q:
    """What this person was reminded of."""
    notifications = tickets._meta.get_field("notifications").related_model
    told = notifications._default_manager.filter(
        ticket=OuterRef("pk"), staff=staff.pk, is_skipped=False
    )
    return Q(Exists(told))


def _came_to_a_number_of(membership: Membership) -> Q:
    """To a number of the operator's services, to one of no service in particular, or to none."""
    line = services_of_numbers().filter(
        channel=OuterRef("channel"), service__agency=membership.agency_id
    )
    mine = Q(~Exists(line))
    if given := membership.service_ids:
        mine |= Q(Exists(line.filter(service__in=given)))
    return mine
