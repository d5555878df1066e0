from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0037_ids_of_any_channel'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticket',
            name='last_message_kind',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
    ]
