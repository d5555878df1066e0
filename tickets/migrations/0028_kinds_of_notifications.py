from django.db import migrations, models

KINDS = ("first_response", "completion", "look", "window")
STEPS = r"^(50%|75%|due|due\+[0-9]+d|window)$"
BATCH = 1000


def keep_unknown_texts(apps, schema_editor):
    """The words of a kind and step are made when they are shown; others are kept as they are."""
    rows = apps.get_model("tickets", "Notification").objects
    unknown = rows.exclude(kind__in=KINDS, step__regex=STEPS).exclude(text="").order_by("pk")
    done = 0
    while batch := list(unknown.filter(pk__gt=done).only("text")[:BATCH]):
        for row in batch:
            row.values = {"text": row.text}
        rows.bulk_update(batch, ["values"], batch_size=100)
        done = batch[-1].pk


class Migration(migrations.Migration):

    dependencies = [("tickets", "0027_types_of_errors")]

    operations = [
        migrations.RemoveConstraint("notification", "notification_once"),
        migrations.RenameField("notification", "due", "kind"),
        migrations.AlterField("notification", "kind", models.CharField(max_length=20)),
        migrations.AlterField("notification", "step", models.CharField(blank=True, max_length=20)),
        migrations.AddField("notification", "values", models.JSONField(blank=True, default=dict)),
        migrations.AddConstraint(
            "notification",
            models.UniqueConstraint(
                fields=("ticket", "kind", "due_at", "step", "staff"), name="notification_once"
            ),
        ),
        migrations.RunPython(keep_unknown_texts, migrations.RunPython.noop, elidable=True),
    ]
