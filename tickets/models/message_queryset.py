"""The named reads of messages; the model is in message.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q

from services import rows
from tickets import states
from tickets.models import figure_marks
from tickets.models import search_entries as entries
from tickets.transports.protocol import WINDOW_CLOSED
from tickets.transports.registry import token_of

if TYPE_CHECKING:
    from tickets.models.message import Message
    from tickets.models.ticket import Ticket

# Written in time, and refused because the window had closed before it was sent.
HELD_BACK = Q(status="failed", error_code=WINDOW_CLOSED)
# What comes in by webhooks: a partial index names it, so it stands here as the index has it.
ARRIVES = Q(direction="in") | Q(origin="app")
# What a ticket page reads of a message, as `tickets.views.thread_row.ThreadRow` has it. What stands in
# the row for the outbox and intake alone stays out: above all what is sealed (a survey's link).
THREAD_FIELDS = (
    "pk",
    "channel_id",
    "conversation_id",
    "ticket_id",
    "direction",
    "origin",
    "author_id",
    "external_id",
    "type",
    "text",
    "occurred_at",
    "received_at",
    "quoted_external_id",
    "quoted_id",
    "reaction",
    "withdrawn_at",
    "edited_text",
    "status",
    "error_code",
    "retry_of_id",
    "payload",
    "error",
)


class MessageQuerySet(models.QuerySet["Message"]):
    def put_into(self, ticket: Ticket, messages: Sequence[Message], *, now: dt.datetime) -> None:
        """These messages belong to this ticket and are worked; it is found by their words."""
        keys, there = [message.pk for message in messages], {"ticket": ticket, "worked_at": now}
        with transaction.atomic(savepoint=False):
            put = rows.change(self.model, keys, there)
            marks = figure_marks.of_messages(
                ((one.pk, one.occurred_at) for one in messages), now=now
            )
            rows.write([*marks, put, *marks, *entries.messages_came(messages, ticket)])

    def bulk_create(self, objs: Iterable[Message], *args: Any, **options: Any) -> list[Message]:
        """Insert them, and what they are found by."""
        with transaction.atomic(savepoint=False):
            made = super().bulk_create(objs, *args, **options)
            entries.message_said(made, is_new=True)
        return made

    def inbound(self) -> MessageQuerySet:
        return self.filter(direction=self.model.Direction.IN)

    def spoken(self) -> Iterator[Message]:
        """The citizen's words and files in order, without what only tells of something."""
        return (message for message in self.inbound().in_order() if message.says_something)

    def as_thread_rows(self) -> models.QuerySet[Message, tuple[Any, ...]]:
        """Plain rows of THREAD_FIELDS: fifty of them cost a third of fifty messages."""
        return self.values_list(*THREAD_FIELDS)

    def known_as(self, external_id: str) -> Message | None:
        """By exactly this id, else by its token in another scope; asked of one conversation."""
        exact = self.filter(external_id=external_id).first()
        if exact is not None or not (token := token_of(external_id)):
            return exact
        return self.filter(external_token=token).order_by("pk").first()

    def unworked(self) -> MessageQuerySet:
        """Arrived and not yet in a ticket, in the order in which they are worked: what citizens
        wrote, and what the office wrote on its own phone.
        """
        return self.filter(ARRIVES, worked_at__isnull=True).in_order()

    def in_order(self) -> MessageQuerySet:
        """By WhatsApp's time, then arrival: as they are worked. A page orders by `place`."""
        return self.order_by("occurred_at", "pk")

    def answers(self) -> MessageQuerySet:
        """What officers wrote to the citizen, here or on the office's phone, sent or not."""
        return self.filter(direction=self.model.Direction.OUT, origin__in=self.model.ANSWERING)

    def first_answers_refused(self, *, since: dt.datetime) -> MessageQuerySet:
        """Refused since then, and counted as the first response of a ticket that is not closed."""
        together = self.model.objects.answers().filter(
            ticket=OuterRef("ticket"), occurred_at=OuterRef("occurred_at")
        )
        return (
            self.answers()
            .filter(status=self.model.Status.FAILED, status_at__gte=since)
            .filter(occurred_at=F("ticket__first_responded_at"))
            .exclude(ticket__state__in=states.FINAL)
            .exclude(Exists(together.exclude(status=self.model.Status.FAILED)))
        )

    def last_answers_refused(self, *, since: dt.datetime) -> MessageQuerySet:
        """Refused since then, and the last that the office has said on its ticket."""
        together = self.model.objects.answers().filter(
            ticket=OuterRef("ticket"), occurred_at=OuterRef("occurred_at")
        )
        return (
            self.answers()
            .filter(status=self.model.Status.FAILED, status_at__gte=since)
            .filter(occurred_at=F("ticket__answered_at"))
            .exclude(ticket__state__in=states.FINAL)
            .exclude(Exists(together.exclude(status=self.model.Status.FAILED)))
        )

    def last_answers_after_all(self, *, since: dt.datetime) -> MessageQuerySet:
        """Those that did come, after what counts as the last answer since one was refused."""
        uncounted = Q(ticket__answered_at__isnull=True)
        return (
            self.answers()
            .filter(uncounted | Q(ticket__answered_at__lt=F("occurred_at")))
            .filter(status__in=self.model.ARRIVING)
            .filter(ticket__events__verb="unreached", ticket__events__at__gte=since)
            .exclude(ticket__state__in=states.FINAL)
            .distinct()
        )

    def earlier_answers_after_all(self, *, since: dt.datetime) -> MessageQuerySet:
        """Those that did come, before what counts as the first response since one was refused."""
        uncounted = Q(ticket__first_responded_at__isnull=True)
        return (
            self.answers()
            .filter(uncounted | Q(ticket__first_responded_at__gt=F("occurred_at")))
            .filter(status__in=self.model.ARRIVING)
            .filter(ticket__events__verb="unreached", ticket__events__at__gte=since)
            .exclude(ticket__state__in=states.FINAL)
            .distinct()
        )

    def what_became(self, keys: Iterable[int]) -> dict[int, str]:
        """The status of each of these messages, or of what was sent again in its place."""
        became: dict[int, str] = {}
        asked = {pk: pk for pk in keys}
        while asked:
            rows = list(self.filter(pk__in=asked).values_list("pk", "status", "retried_by"))
            became |= {asked[pk]: status for pk, status, _ in rows}
            asked = {again: asked[pk] for pk, _, again in rows if again is not None}
        return became

    def to_send(self, now: dt.datetime) -> MessageQuerySet:
        return self.filter(status=self.model.Status.QUEUED).filter(
            Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=now)
        )
