"""Makes all search entries again from what they index, for a database that got its rows from another."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

from tickets.models import Attachment, Message, SearchEntry, Ticket, search_entries

_BATCH = 2000  # rows in memory at a time
Row = TypeVar("Row", bound=Model)
_OF_MESSAGE = (
    "type",
    "direction",
    "origin",
    "text",
    "edited_text",
    "quoted_id",
    "occurred_at",
    "ticket__agency_id",
)


def rebuild() -> None:
    """One transaction is the caller's: until it commits, searches find what they found before."""
    SearchEntry.objects.all().delete()
    said = Message.objects.filter(ticket__isnull=False).select_related("ticket")
    for messages in _batches(said.only(*_OF_MESSAGE)):
        search_entries.message_said(messages, is_new=True)
    named = Attachment.objects.filter(message__ticket__isnull=False).exclude(filename="")
    sent = named.select_related("message__ticket")
    for files in _batches(sent.only("filename", "created_at", "message__ticket__agency_id")):
        search_entries.files_named(files, is_new=True)
    matters = Ticket.objects.only(
        "agency_id", "received_at", "subject", "outcome_note", "applicant_name"
    )
    for tickets in _batches(matters):
        search_entries.tickets_opened(tickets)
        search_entries.people_entered(tickets[0].pk, tickets[-1].pk)


def _batches(rows: QuerySet[Row]) -> Iterator[list[Row]]:
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        yield batch
        last = batch[-1].pk
