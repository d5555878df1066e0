"""Indexes by the moments of tickets that are open, and of those that have ended."""

from django.db.models import F, Index, Q

from tickets import states

MOMENT_INDEXES = (
    # What is late of what came, or fell due, in a month: of an office's open tickets alone, however many came then.
    Index(
        F("agency"),
        F("due_at"),
        F("received_at"),
        condition=Q(state__in=states.OPEN),
        name="ticket_open_due",
    ),
    # What was still open at the end of a month: of all that ended since, the few that came before. SQLite, which has no
    # statistics, would take an index over all tickets of an office for questions that have a smaller one.
    Index(
        F("agency"),
        F("resolved_at"),
        F("received_at"),
        condition=Q(resolved_at__isnull=False),
        name="ticket_ended",
    ),
    # The sweep that closes what was resolved a week ago.
    Index(F("resolved_at"), condition=Q(state="resolved"), name="ticket_to_close"),
)
