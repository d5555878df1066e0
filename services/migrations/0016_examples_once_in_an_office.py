import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0015_fill_office_of_an_example")]

    operations = [
        migrations.AlterField(
            model_name="serviceexample",
            name="agency",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="services.agency",
            ),
        ),
        migrations.RemoveConstraint(model_name="serviceexample", name="service_example_once"),
        migrations.AddConstraint(
            model_name="serviceexample",
            constraint=models.UniqueConstraint(
                fields=("agency", "folded"), name="service_example_once_per_office"
            ),
        ),
    ]
