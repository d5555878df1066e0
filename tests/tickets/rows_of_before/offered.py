"""What offices offered and were taught before it had a mark, and before a sentence stood once in an office."""

from services.models import Agency, OfferMark, ServiceExample
from tests.tickets.rows_of_before.cases import Case, Given

TEXT = "cetakkan kertas sakti"


def offer_mark(given: Given) -> Case:
    """The mark comes with its migration, and moves with rows that were there before."""
    before = yield
    made = before.get_model("services", "Agency").objects.create(code="DULU", slug="dulu")
    yield
    assert OfferMark.objects.count() == 1
    mark = OfferMark.current()
    Agency.objects.get(pk=made.pk).save()
    assert OfferMark.current() != mark


def taught_twice(given: Given) -> Case:
    """Of a sentence that was taught twice the first stays."""
    services = tuple(one.pk for one in given.services)
    before = yield
    examples = before.get_model("services", "ServiceExample").objects
    for service in services:
        examples.create(service_id=service, text=TEXT, folded=TEXT)
        examples.create(service_id=service, text=f"x {service}", folded=f"x {service}")
    yield
    agency = given.services[0].agency_id
    kept = ServiceExample.objects.filter(service__in=services)
    assert sorted(kept.values_list("service", "agency", "text")) == sorted(
        [(services[0], agency, TEXT), *((pk, agency, f"x {pk}") for pk in services)]
    )
