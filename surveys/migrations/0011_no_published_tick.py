"""Apart from the rows that 0010 writes: PostgreSQL alters no table whose rows are still being checked."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0010_period_states'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='surveyperiod',
            name='is_published',
        ),
    ]
