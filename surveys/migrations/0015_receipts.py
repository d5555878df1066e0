from django.db import migrations


def name_receipts(apps, schema_editor):
    """What was answered with the code on a receipt of the counter came by no message of ours."""
    responses = apps.get_model("surveys", "Response").objects
    at_counter = responses.filter(invitation__message__isnull=True).exclude(
        invitation__ticket__source="whatsapp"
    )
    at_counter.update(way="receipt")


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0014_ways_in'),
    ]

    operations = [
        migrations.RunPython(name_receipts, migrations.RunPython.noop),
    ]
