"""Makes the small index of troubled tickets anew, after that of due times.

Of two indexes that begin with the office SQLite, without statistics, takes the younger one: it
counted what failed to be sent by going through the office's whole history.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("tickets", "0023_numbers_as_digits")]

    operations = [
        migrations.RemoveIndex(model_name="ticket", name="ticket_troubled"),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                models.F("agency"),
                models.F("id"),
                condition=models.Q(("has_trouble", True)),
                name="ticket_troubled",
            ),
        ),
    ]
