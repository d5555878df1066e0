"""A text alone is looked for among what the filter would have left, without the filter."""

import pytest
from django.http import QueryDict

from services.models import Staff
from tickets import narrowing
from tickets.filters import TicketFilter
from tickets.models import Ticket
from tickets.narrowing import Narrowed, narrow

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
    monkeypatch.setattr(narrowing, "_is_text", lambda _: False)
    as_filtered, expected = narrowed()
    assert sql == as_filtered
    assert (found.order, found.ignored) == (expected.order, expected.ignored)


@pytest.mark.parametrize(
    "query",
    [
        "masuk_dari=2026-06-01&masuk_sampai=2026-06-30",
        "layanan=belum&petugas=belum&nomor=belum&instansi=1&label=9",
        "status=new&status=&sumber=web",
        "status=closed&status=apa",
        "tampilan=saya&jenis=apa&kelompok=apa",
        "dikerjakan=3&kerja_dari=2026-06-01&kerja_sampai=x",
        "dikerjakan=x&kerja_sampai=2026-06-01",
        "q=banjir&selesai_dari=2026-06-01",
        "balasan=lambat&penyelesaian=dinilai&tempo_dari=2026-06-01",
    ],
)
def test_the_fields_that_are_asked_for_narrow_as_all_of_them(
    clock: object, petugas: Staff, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def narrowed() -> tuple[str, str, tuple[str, ...]]:
        found = narrow(Ticket.objects.visible_to(petugas), data=QueryDict(query), staff=petugas)
        return str(found.tickets.query), found.order, found.ignored

    own = narrowed()
    monkeypatch.setattr(narrowing, "_only", lambda _, by: TicketFilter)
    assert own == narrowed()
