from django.db import migrations


def fill(apps, schema_editor):
    """Complaints about staff of which superiors were told before tickets had a mark."""
    tickets = apps.get_model("tickets", "Ticket").objects
    told = apps.get_model("tickets", "Notification").objects.filter(kind="about_staff")
    tickets.filter(pk__in=told.values("ticket")).update(is_about_staff=True)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0052_about_staff")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
