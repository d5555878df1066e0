"""The named reads of tickets, and who may see which; the model is in ticket.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models, transaction
from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

from services import access, rows
from services.access import Action
from tickets import states
from tickets.models import search_entries as entries
from tickets.models import ticket_promises as promised
from tickets.models.channel import services_of_numbers

if TYPE_CHECKING:
    from services.models import Agency, Membership, Staff
    from tickets.models.ticket import Ticket


class Load(NamedTuple):
    """The tickets that a person holds: all open ones, and those past their due time."""

    open: int
    late: int


NO_LOAD = Load(0, 0)
REMINDED = "reminded"  # of tickets.notifications.Kind


class TicketQuerySet(models.QuerySet["Ticket"]):
    def update(self, **values: Any) -> int:
        """Update what they are found by, too, when their words or their office change."""
        if not entries.OF_TICKET & values.keys():
            return super().update(**values)
        with transaction.atomic(savepoint=False):
            keys = list(self.order_by().values_list("pk", flat=True))
            count = super().update(**values)
            changed = self.model._default_manager.filter(pk__in=keys)
            entries.tickets_changed(changed, moved="agency" in values)
        return count

    def insert(self, ticket: Ticket) -> None:
        """Insert one that is new, and what it is found by, where each turn of the bot may do so."""
        with transaction.atomic(savepoint=False):
            rows.insert(ticket)
            entries.tickets_opened([ticket])

    def bulk_create(self, objs: Iterable[Ticket], *args: Any, **options: Any) -> list[Ticket]:
        """Insert them, and what they are found by."""
        with transaction.atomic(savepoint=False):
            made = super().bulk_create(objs, *args, **options)
            entries.tickets_opened(made)
        return made

    def visible_to(self, staff: Staff) -> TicketQuerySet:
        """The tickets whose content this person may read without giving a reason.

        The rights' table says which; persons whom it does not name see figures only.
        """
        return self.filter(_where(staff, Action.READ_TICKET))

    def openable_by(self, staff: Staff) -> TicketQuerySet:
        """As visible_to, and tickets that may be opened with a line in the log: with a reason, or by
        the head of the office who was reminded of them, or is or was asked about them."""
        rights = _where(staff, Action.OPEN_TICKET)
        if headed := access.offices_headed(staff):
            told = _told_to(staff, self.model) | _was_asked(self.model)
            rights |= Q(agency_id__in=sorted(headed)) & told
        return self.filter(rights)

    def in_register_of(self, staff: Staff) -> TicketQuerySet:
        """The matters that this person may see listed; `is_readable`: their content too."""
        listed = self.filter(_where(staff, Action.SEE_REGISTER), registered_at__isnull=False)
        read = Case(When(_where(staff, Action.READ_TICKET), then=Value(True)), default=Value(False))
        return listed.annotate(is_readable=read)

    def first_day_of(self, agency: Agency) -> dt.date | None:
        """The office's day on which the first matter of its register came; by the index."""
        came = self.registered().filter(agency=agency).order_by("received_at")
        at: dt.datetime | None = came.values_list("received_at", flat=True).first()
        return at.astimezone(agency.zone).date() if at else None

    def registered(self) -> TicketQuerySet:
        """Matters: those that have a register number, and are counted."""
        return self.filter(registered_at__isnull=False)

    def known_to(self, reader: Staff) -> TicketQuerySet:
        """Those of which this person may know who the citizen is, as in tickets.identity."""
        return self.filter(
            Q(is_anonymous=False) | Q(agency_id__in=sorted(access.offices_headed(reader)))
        )

    def open(self) -> TicketQuerySet:
        return self.filter(state__in=states.OPEN)

    def unanswered(self) -> TicketQuerySet:
        """The office has not answered the citizen, in any state but intake, where the bot asks."""
        return self.filter(unanswered_since__isnull=False).exclude(state=states.State.INTAKE)

    def done(self) -> TicketQuerySet:
        return self.filter(state__in=states.DONE)

    def put_aside_by(self, staff: Staff, now: dt.datetime) -> Q:
        """The condition that this person has put a ticket aside for themselves, and it can wait."""
        snoozes: Any = self.model._meta.get_field("snoozes").related_model
        return Q(pk__in=snoozes.objects.asleep(staff, now).values("ticket"))

    def worked_on(self, staff: int, *, since: dt.datetime, until: dt.datetime) -> TicketQuerySet:
        """Those in whose history stands something that this person (by id) did, before `until`."""
        history: Any = self.model._meta.get_field("events").related_model
        lines = history.objects.filter(actor=staff, at__gte=since, at__lt=until)
        return self.filter(pk__in=lines.values("ticket"))

    def just_reminded(self, staff: Staff) -> Q:
        """The condition that this person's own reminder has come and was not seen yet."""
        told: Any = self.model._meta.get_field("notifications").related_model
        mine = told.objects.filter(staff=staff.pk, kind=REMINDED).pending()
        return Q(pk__in=mine.values("ticket"))

    def next_for(self, staff: Staff, now: dt.datetime) -> TicketQuerySet:
        """What this person has to go on with, most urgent first: in hand, or the citizen wrote; not
        what they have put aside.
        """
        at_hand = Q(state__in=states.IN_HAND) | Q(unanswered_since__isnull=False)
        mine = self.open().filter(at_hand, ~self.put_aside_by(staff, now), assignee=staff)
        return mine.order_by("-is_urgent", "sort_due_at", "pk")

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

    def loads_of(self, people: Collection[int], now: dt.datetime) -> dict[int, Load]:
        """How many open tickets each of these people (by id) holds, and how many are late."""
        held = self.open().filter(assignee__in=people).order_by().values("assignee")
        late = Count("pk", filter=promised.is_overdue(now))
        rows = held.annotate(held=Count("pk"), late=late).values_list("assignee", "held", "late")
        found = {person: Load(held, late) for person, held, late in rows}
        return {person: found.get(person, NO_LOAD) for person in people}

    def for_queue(self) -> TicketQuerySet:
        """The fields of queue rows, in one query; most urgent first."""
        related = self.select_related("citizen", "service", "assignee", "agency")
        return related.order_by("-is_urgent", "sort_due_at", "pk")


def _where(staff: Staff, action: Action) -> Q:
    return access.tickets_where(staff, action, came_to=_came_to_a_number_of)


def _told_to(staff: Staff, tickets: type[Ticket]) -> Q:
    """Tickets that this person was reminded of."""
    notifications = tickets._meta.get_field("notifications").related_model
    told = notifications._default_manager.filter(
        ticket=OuterRef("pk"), staff=staff.pk, is_skipped=False
    )
    return Q(Exists(told))


def _was_asked(tickets: type[Ticket]) -> Q:
    """Tickets of which the head was asked something; of doubles the one that goes on."""
    escalations = tickets._meta.get_field("escalations").related_model
    asked = escalations._default_manager.filter(ticket=OuterRef("pk"), is_void=False)
    return Q(Exists(asked))


def _came_to_a_number_of(membership: Membership) -> Q:
    """Tickets that came to a number of the operator's services, of no service, or to no number."""
    return ~Q(channel_id__in=_numbers_elsewhere(membership))


def _numbers_elsewhere(membership: Membership) -> frozenset[int]:
    """The numbers of the office's other services, by id; read once for each object."""
    if membership.numbers_elsewhere is None:
        rows = services_of_numbers().filter(service__agency=membership.agency_id)
        pairs = set(rows.values_list("channel_id", "service_id"))
        mine = {channel for channel, service in pairs if service in membership.service_ids}
        membership.numbers_elsewhere = frozenset({channel for channel, _ in pairs} - mine)
    return membership.numbers_elsewhere
