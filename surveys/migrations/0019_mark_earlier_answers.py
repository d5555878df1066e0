from django.db import migrations

# Answers of earlier releases have no time of showing; straight lines can be told from the values.
_STRAIGHT = """
INSERT INTO surveys_qualityflag (response_id, flag)
SELECT response_id, 'straight' FROM surveys_answer
GROUP BY response_id HAVING MIN(value) = MAX(value) AND COUNT(*) >= 5
"""


class Migration(migrations.Migration):

    dependencies = [
        ("surveys", "0018_quality_flags"),
    ]

    operations = [
        migrations.RunSQL(_STRAIGHT, migrations.RunSQL.noop),
    ]
