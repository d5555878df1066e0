"""One account for each e-mail address, whatever its case: the address is a name to log in with."""

from collections import defaultdict

import django.db.models.functions.text
from django.core.management import CommandError
from django.db import migrations, models

REFUSAL = """\
Alamat e-mail dipakai lebih dari satu akun (huruf besar dan kecil dianggap sama):
{doubles}
Satu alamat hanya boleh untuk satu akun, karena dipakai untuk masuk. Kosongkan alamat pada akun
yang tidak memakainya, lalu ulangi; tidak ada yang diubah sampai saat ini. Untuk setiap akun:
  python manage.py shell -c "from services.models import Staff; \
Staff.objects.filter(username='NAMA_AKUN').update(email='')\""""


def refuse_doubles(apps, schema_editor):
    Staff = apps.get_model("services", "Staff")
    accounts = defaultdict(list)
    for username, email in Staff.objects.order_by("pk").values_list("username", "email"):
        if email:
            accounts[email.lower()].append(username)
    doubles = [
        f"  {email}: akun {', '.join(names)}" for email, names in accounts.items() if len(names) > 1
    ]
    if doubles:
        raise CommandError(REFUSAL.format(doubles="\n".join(doubles)))


class Migration(migrations.Migration):

    dependencies = [("services", "0004_office_hours_until_midnight")]

    operations = [
        migrations.RunPython(refuse_doubles, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("email", ""), _negated=True),
                name="staff_email_once",
                violation_error_message="Alamat e-mail ini sudah dipakai akun lain. Satu alamat hanya untuk satu akun.",
            ),
        ),
    ]
