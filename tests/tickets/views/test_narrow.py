"""A text alone is looked for among what the filter would have left, without the filter."""

import pytest
from django.http import QueryDict

from services.models import Staff
from tickets import filters
from tickets.filters import Narrowed, narrow
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["banjir", " banjir ", "  ", "a\x00b", "0812", "x" * 5000])
def test_with_and_without_the_filter(
    petugas: Staff, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = QueryDict(mutable=True)
    data["q"] = typed

    def narrowed() -> tuple[str, Narrowed]:
        found = narrow(Ticket.objects.visible_to(petugas), data=data, staff=petugas)
        return str(found.tickets.query), found

    sql, found = narrowed()
    monkeypatch.setattr(filters, "_is_text", lambda _: False)
    as_filtered, expected = narrowed()
    assert sql == as_filtered
    assert (found.order, found.ignored) == (expected.order, expected.ignored)
