"""When a system or a line that an office needs did not work: recorded once for the office.

What it does to a ticket is a ClockSpan with this outage; desk/standing_still.py makes and corrects those.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from services import access
from services.access import Action
from services.models import Agency, Service
from tickets import states
from tickets.event_reasons import outage_words
from tickets.models.citizen import Citizen
from tickets.models.clock_span import ClockSpan
from tickets.models.ticket import Ticket
from tickets.models.ticket_led import DUPLICATE

if TYPE_CHECKING:
    from services.models import Staff
    from tickets.models.ticket_queryset import TicketQuerySet


class OutageQuerySet(models.QuerySet["Outage"]):
    def visible_to(self, staff: Staff) -> OutageQuerySet:
        """Those of the offices where this person may see them."""
        return self.filter(agency__in=access.agencies_where(staff, Action.SEE_OUTAGES))

    def standing(self) -> OutageQuerySet:
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def going_on(self) -> OutageQuerySet:
        return self.standing().filter(ends_at__isnull=True)

    def to_apply(self) -> OutageQuerySet:
        """Those that still change clocks: they go on, or were changed since all tickets had them."""
        goes_on = Q(withdrawn_at__isnull=True, ends_at__isnull=True)
        return self.filter(goes_on | Q(applied_version__lt=F("version")))

    def to_tell(self) -> OutageQuerySet:
        """Those of which waiting citizens are still to be told."""
        return self.going_on().filter(told_from__isnull=False)

    def within(self, begins: dt.datetime, ends: dt.datetime) -> OutageQuerySet:
        """Those that stand and lasted at some moment between these two."""
        lasted = Q(ends_at__isnull=True) | Q(ends_at__gt=begins)
        return self.standing().filter(lasted, starts_at__lt=ends)

    def listed(self) -> OutageQuerySet:
        """What goes on first, then by beginning; `ticket_count`: those that each holds up, or did."""
        spans = spans_that_count(OuterRef("pk"))
        counts = spans.order_by().values("outage").annotate(n=Count("ticket", distinct=True))
        found = self.annotate(ticket_count=Coalesce(Subquery(counts.values("n")), 0))
        goes_on = Case(When(withdrawn_at=None, ends_at=None, then=0), default=1)
        return (
            found.select_related("agency")
            .prefetch_related("services")
            .order_by(goes_on, "-starts_at", "-pk")
        )


class Outage(models.Model):
    """From `starts_at` until `ends_at` (None: it goes on); of all services where none is named."""

    class Kind(models.TextChoices):
        """What does not work; its words within sentences are in tickets.event_reasons."""

        SIAK = "siak", "SIAK"
        INTERNET = "internet", "Internet"
        POWER = "power", "Listrik"
        SERVER = "server", "Server"
        OTHER = "other", "Lainnya"

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="outages", verbose_name="instansi"
    )
    kind = models.CharField("yang terganggu", max_length=10, choices=Kind.choices)
    name = models.CharField("nama", max_length=60, blank=True)  # of another kind
    services = models.ManyToManyField(Service, related_name="+", blank=True, verbose_name="layanan")
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("pulih", null=True, blank=True)
    note = models.CharField("catatan", max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dicatat oleh"
    )
    recorded_at = models.DateTimeField("dicatat")
    form_key = models.CharField(max_length=64)  # a repeated form finds the row of the first
    withdrawn_at = models.DateTimeField("dicabut", null=True, blank=True)
    # Since when citizens who wait are told; NULL: they are not.
    told_from = models.DateTimeField("pemohon diberi tahu", null=True, blank=True)
    # Counts what was changed of it, and up to which change all tickets have it.
    version = models.PositiveIntegerField(default=1)
    applied_version = models.PositiveIntegerField(default=0)

    objects = OutageQuerySet.as_manager()

    class Meta:
        verbose_name = "gangguan"
        verbose_name_plural = "gangguan"
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "form_key"], name="outage_once"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="outage_ends_after_it_begins",
            ),
        ]
        indexes = [
            # the page of outages
            models.Index(fields=["agency", "-starts_at"], name="outage_of_agency"),
            # the sweeps and the banner
            models.Index(
                F("agency"),
                condition=Q(withdrawn_at__isnull=True, ends_at__isnull=True),
                name="outage_going_on",
            ),
        ]

    def __str__(self) -> str:
        return outage_words(self.kind, self.name)

    @property
    def services_words(self) -> str:
        """The services that it touches, by name."""
        return ", ".join(one.name for one in self.services.all()) or "Semua layanan"

    @property
    def goes_on(self) -> bool:
        return self.ends_at is None and self.withdrawn_at is None

    def service_ids(self) -> frozenset[int]:
        """The services that it touches; none: all of the office. Read once for each object."""
        if self._services is None:
            self._services = frozenset(self.services.values_list("pk", flat=True))
        return self._services

    _services: frozenset[int] | None = None

    def touches(self, *, agency: int, service: int | None) -> bool:
        """Whether matters of this office and service stand still by it."""
        named = self.service_ids()
        return agency == self.agency_id and (not named or service in named)

    def tickets(self) -> TicketQuerySet:
        """The registered matters that are in a touched service now."""
        found = Ticket.objects.registered().filter(agency=self.agency_id)
        found = found.exclude(state=states.State.INTAKE)
        named = self.service_ids()
        return found.filter(service__in=named) if named else found

    def tickets_without_span(self) -> TicketQuerySet:
        """Those of `tickets` that it may touch, and that have no span of it that still counts."""
        spans = ClockSpan.objects.filter(ticket=OuterRef("pk"), outage=self)
        is_open = Q(state__in=states.OPEN) & ~Exists(spans.filter(left_at__isnull=True))
        ended = Q(resolved_at__gt=self.starts_at) & ~Q(state__in=states.OPEN) & ~Exists(spans)
        found = self.tickets().filter(is_open | ended)
        return found if self.ends_at is None else found.filter(received_at__lt=self.ends_at)

    def waiting_tickets(self) -> TicketQuerySet:
        """Those that wait for the office and can be told of it: open, with a conversation."""
        awaited = [state for state in states.OPEN if state not in states.WAITING_FOR_CITIZEN]
        found = self.tickets().filter(
            state__in=awaited,
            collect_by__isnull=True,
            conversation__isnull=False,
            conversation__no_more_since__isnull=True,
        )
        told = OutageNotice.objects.filter(outage=self, citizen=OuterRef("citizen"))
        return found.exclude(Exists(told)) if self.pk else found


class OutageChange(models.Model):
    """A line of what was done to an outage: what it was before stands in `before`."""

    class Verb(models.TextChoices):
        RECORDED = "recorded", "mencatat gangguan"
        CORRECTED = "corrected", "memperbaiki catatan"
        ENDED = "ended", "mencatat sudah pulih"
        WITHDRAWN = "withdrawn", "mencabut catatan"
        TOLD = "told", "memberi tahu pemohon yang menunggu"
        UNTOLD = "untold", "menghentikan pemberitahuan kepada pemohon"

    outage = models.ForeignKey(Outage, models.CASCADE, related_name="changes")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_verb_display()


class OutageNotice(models.Model):
    """A citizen was told of an outage, or could not be; once for each of both."""

    outage = models.ForeignKey(Outage, models.CASCADE, related_name="notices")
    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    told = models.CharField(max_length=20)  # tickets.desk.telling.Told
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outage", "citizen"], name="outage_told_once")
        ]

    def __str__(self) -> str:
        return self.told


def spans_that_count(outage: int | OuterRef) -> QuerySet[ClockSpan]:
    """Those by which this outage (by id) holds a matter up, or did: of doubles the one that goes on."""
    spans = ClockSpan.objects.filter(outage=outage)
    lasts = Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at"))
    counts_itself = Q(ticket__leader__isnull=True) | ~Q(ticket__outcome=DUPLICATE)
    return spans.filter(lasts, counts_itself)


def times_of(span: ClockSpan, outage: Outage) -> tuple[dt.datetime, dt.datetime | None]:
    """From when until when this outage holds up the ticket of a span of it (None: it still does).

    Empty (both the same) where the ticket was never in a touched service while the outage lasted.
    """
    came = span.came_at or outage.starts_at
    begins = max(outage.starts_at, came)
    if not outage.touches(agency=outage.agency_id, service=span.service_id):
        return begins, begins
    ends = [at for at in (outage.ends_at, span.left_at) if at is not None]
    return begins, max(begins, min(ends)) if ends else None
