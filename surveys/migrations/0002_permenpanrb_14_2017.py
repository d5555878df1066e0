"""Once wrote the elements of PermenPANRB 14/2017. They are loaded from their file after migrating
(`surveys/loading.py`), so that no migration depends on what the file says today.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]
    operations = []
