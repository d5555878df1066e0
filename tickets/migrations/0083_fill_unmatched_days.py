from zoneinfo import ZoneInfo

from django.db import migrations

CHUNK = 1000


def fill(apps, schema_editor):
    """What was counted before days were told apart stands on the day on which it was said last."""
    sentence = apps.get_model("tickets", "UnmatchedSentence")
    day = apps.get_model("tickets", "UnmatchedDay")
    rows = []
    known = sentence.objects.order_by("pk").values_list("pk", "count", "said_at", "agency__timezone")
    for pk, count, said_at, zone in known.iterator(chunk_size=CHUNK):
        local = said_at.astimezone(ZoneInfo(zone)).date()
        rows.append(day(sentence_id=pk, day=local, count=count))
        if len(rows) == CHUNK:
            day.objects.bulk_create(rows, ignore_conflicts=True)
            rows = []
    day.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ("tickets", "0082_unmatched_days"),
        ("services", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
