"""`wamid` is WhatsApp's word: the columns that every channel fills get a word of the house.

A renamed column takes its indexes and constraints along, on PostgreSQL and on SQLite, so that they
change in Django's picture of them alone: a long table of messages is not indexed once more.
"""

from django.db import migrations, models
from django.db.models import F, Q

EARLIER = [
    migrations.RemoveConstraint("message", "message_once"),
    migrations.RemoveIndex("message", "message_by_token"),
    migrations.RemoveIndex("message", "message_about_unknown"),
    migrations.RemoveConstraint("statusevent", "status_once"),
    migrations.RemoveIndex("statusevent", "status_orphan"),
    migrations.RemoveIndex("statusevent", "status_orphan_by_token"),
]
RENAMED = [
    migrations.RenameField("message", "wamid", "external_id"),
    migrations.RenameField("message", "wamid_token", "external_token"),
    migrations.RenameField("message", "quoted_wamid", "quoted_external_id"),
    migrations.RenameField("statusevent", "wamid", "external_id"),
    migrations.RenameField("statusevent", "wamid_token", "external_token"),
]
LATER = [
    migrations.AddConstraint(
        "message",
        models.UniqueConstraint(
            fields=["channel", "external_id"],
            condition=Q(external_id__isnull=False),
            name="message_once",
        ),
    ),
    migrations.AddIndex(
        "message",
        models.Index(fields=["conversation", "external_token"], name="message_by_token"),
    ),
    migrations.AddIndex(
        "message",
        models.Index(
            F("conversation"),
            condition=Q(quoted__isnull=True) & ~Q(quoted_external_id=""),
            name="message_about_unknown",
        ),
    ),
    migrations.AddConstraint(
        "statusevent",
        models.UniqueConstraint(fields=["channel", "external_id", "status"], name="status_once"),
    ),
    migrations.AddIndex(
        "statusevent",
        models.Index(
            fields=["channel", "external_id"],
            condition=Q(message__isnull=True),
            name="status_orphan",
        ),
    ),
    migrations.AddIndex(
        "statusevent",
        models.Index(
            fields=["channel", "external_token"],
            condition=Q(message__isnull=True),
            name="status_orphan_by_token",
        ),
    ),
]


class Migration(migrations.Migration):
    dependencies = [("tickets", "0036_channel_kinds")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=EARLIER),
        *RENAMED,
        migrations.SeparateDatabaseAndState(state_operations=LATER),
    ]
