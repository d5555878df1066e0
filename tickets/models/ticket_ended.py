"""Indexes by when tickets were resolved; none of them holds the open ones."""

from django.db.models import F, Index, Q

ENDED_INDEXES = (
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
