import django.db.models.deletion
from django.db import migrations, models

class Migration(migrations.Migration):

    dependencies = [
        ("surveys", "0017_paper"),
    ]

    operations = [
        migrations.CreateModel(
            name="QualityFlag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "flag",
                    models.CharField(
                        choices=[
                            ("straight", "Semua unsur dijawab sama"),
                            ("fast", "Lebih cepat daripada membaca pertanyaannya"),
                            ("burst", "Beruntun di satu tautan"),
                        ],
                        max_length=8,
                        verbose_name="tanda",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="surveys.response",
                    ),
                ),
            ],
            options={
                "verbose_name": "tanda jawaban",
                "verbose_name_plural": "tanda jawaban",
                "constraints": [
                    models.UniqueConstraint(fields=("response", "flag"), name="quality_flag_once")
                ],
            },
        ),
    ]
