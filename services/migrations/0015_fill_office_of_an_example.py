from django.db import migrations
from django.db.models import Exists, OuterRef, Subquery


def fill(apps, schema_editor):
    """The office of each; of a sentence that two people taught at once the first stays."""
    examples = apps.get_model("services", "ServiceExample").objects.using(schema_editor.connection.alias)
    services = apps.get_model("services", "Service").objects.using(schema_editor.connection.alias)
    office = services.filter(pk=OuterRef("service")).values("agency")[:1]
    examples.filter(agency=None).update(agency=Subquery(office))
    earlier = examples.filter(agency=OuterRef("agency"), folded=OuterRef("folded"), pk__lt=OuterRef("pk"))
    twice = examples.filter(Exists(earlier)).values_list("pk", flat=True)
    examples.filter(pk__in=list(twice)).delete()


class Migration(migrations.Migration):
    dependencies = [("services", "0014_office_of_an_example")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
