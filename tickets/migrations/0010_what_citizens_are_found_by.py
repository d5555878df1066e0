from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("tickets", "0009_fill_unanswered")]

    operations = [
        migrations.AddField(
            model_name="citizen",
            name="phone_backwards",
            field=models.TextField(db_index=True, default="", editable=False),
        ),
        migrations.AddField(
            model_name="citizen",
            name="search_name",
            field=models.TextField(default="", editable=False),
        ),
    ]
