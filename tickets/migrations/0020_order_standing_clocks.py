import datetime as dt

from django.db import migrations
from django.db.models import Q

OPEN = ("intake", "new", "in_progress", "waiting_citizen", "waiting_other")
AFTER_ALL_THAT_RUNS = dt.timedelta(days=365_000)
BATCH = 500


def order(apps, schema_editor):
    """Open tickets that stand still, or have stood: their place in the queue and their bar.

    Whoever waits for a look at new files comes first until the sweep of the reminders, which asks
    the office's calendar, has computed by when.
    """
    tickets = apps.get_model("tickets", "Ticket").objects
    ClockSpan = apps.get_model("tickets", "ClockSpan")
    stood = Q(paused_since__isnull=False) | Q(pk__in=ClockSpan.objects.values("ticket"))
    stood |= Q(standard__clock_start="complete")
    rows = tickets.filter(stood, state__in=OPEN).select_related("standard").order_by("pk")
    done = 0
    while batch := list(rows.filter(pk__gt=done)[:BATCH]):
        spans = {}
        for span in ClockSpan.objects.filter(ticket__in=batch).order_by("starts_at"):
            spans.setdefault(span.ticket_id, []).append(span)
        for ticket in batch:
            ticket.due_from = _from(ticket, spans.get(ticket.pk, []))
            if ticket.paused_since is not None and ticket.unanswered_since is None:
                ticket.sort_due_at = ticket.paused_since + AFTER_ALL_THAT_RUNS
            elif ticket.paused_since is not None:
                ticket.sort_due_at = ticket.next_reminder_at = ticket.unanswered_since
        fields = ["due_from", "sort_due_at", "next_reminder_at"]
        tickets.bulk_update(batch, fields, batch_size=100)
        done = batch[-1].pk


def _from(ticket, spans):
    from_files = ticket.standard is not None and ticket.standard.clock_start == "complete"
    start = ticket.completed_files_at if from_files else ticket.received_at
    if start is None:
        return None
    over = [
        span.ends_at - max(span.starts_at, start)
        for span in spans
        if span.ends_at is not None and span.ends_at > start and span.starts_at < ticket.due_at
    ]
    return start + sum(over, dt.timedelta())


class Migration(migrations.Migration):

    dependencies = [
        ("services", "0006_look_at_what_is_sent"),
        ("tickets", "0019_look_at_what_is_sent"),
    ]

    operations = [migrations.RunPython(order, migrations.RunPython.noop, elidable=True)]
