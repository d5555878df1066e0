from django.db import migrations
from django.db.models import Max, Q

OPEN = ("intake", "new", "in_progress", "waiting_citizen", "waiting_other")
TELL_OF_SOMETHING_ELSE = ("reaction", "system", "edit", "revoke")
BATCH = 500


def fill(apps, schema_editor):
    """Where it can be told: what is open by its last answer; of what is resolved the words that
    came late, after newer ones had been worked. What is closed stays as it is.
    """
    tickets = apps.get_model("tickets", "Ticket").objects
    messages = apps.get_model("tickets", "Message").objects
    done, looked_at = 0, tickets.filter(state__in=(*OPEN, "resolved")).order_by("pk")
    while batch := list(looked_at.filter(pk__gt=done).annotate(said=_last_answer())[:BATCH]):
        words = {}
        for one in _words(messages, [ticket.pk for ticket in batch]):
            words.setdefault(one["ticket"], []).append(one)
        for ticket in batch:
            ticket.answered_at = ticket.said or ticket.first_responded_at
            ticket.unanswered_since = _since(ticket, words.get(ticket.pk, []))
        tickets.bulk_update(batch, ["answered_at", "unanswered_since"], batch_size=100)
        done = batch[-1].pk


def _last_answer():
    answers = Q(messages__direction="out", messages__origin="officer")
    return Max("messages__occurred_at", filter=answers & ~Q(messages__status="failed"))


def _words(messages, keys):
    said = messages.filter(ticket__in=keys, direction="in").exclude(type__in=TELL_OF_SOMETHING_ELSE)
    told = ("ticket", "type", "occurred_at", "received_at", "worked_at")
    return said.order_by("received_at", "pk").values(*told)


def _since(ticket, words):
    if ticket.state != "resolved":
        answered = ticket.answered_at
        after = [one for one in words if answered is None or one["received_at"] > answered]
        return min((one["occurred_at"] for one in after), default=None)
    newest, late = None, []
    for one in words:
        is_late = newest is not None and one["occurred_at"] < newest
        after = ticket.resolved_at and one["received_at"] > ticket.resolved_at
        if is_late and after and one["type"] != "sticker":
            late.append(one["occurred_at"])
        newest = max(newest or one["occurred_at"], one["occurred_at"])
    return min(late, default=None)


class Migration(migrations.Migration):

    dependencies = [("tickets", "0008_unanswered")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
