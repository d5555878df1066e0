"""Why people came to the counter in spite of the way by WhatsApp."""

import datetime as dt
from typing import Any

from services.models import Staff
from tests.siwhapik.reports.test_figures import Login, tables, words
from tickets.models import Ticket


def test_why_people_came_is_counted_where_they_were_asked(
    clock: Any, juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    clock.move_to(dt.datetime(2026, 7, 2, 3, 0, tzinfo=dt.UTC))
    given = ("no_whatsapp", "no_whatsapp", "tried", "")
    for ticket, why in zip(juni, given, strict=False):
        Ticket.objects.filter(pk=ticket.pk).update(source="walk_in", came_because=why)
    *_, table = tables(masuk(penyelia), "daring")
    assert [words(row) for row in table.rows] == [
        ["Tidak punya WhatsApp", "2", "66,7 %"],
        ["Sudah mencoba lewat WhatsApp, tetapi gagal", "1", "33,3 %"],
    ]
    assert words(table.total) == ["Jumlah", "3", "100,0 %"]
    Ticket.objects.update(received_at=dt.datetime(2026, 5, 31, 16, 59, tzinfo=dt.UTC))
    assert [one.code for one in tables(masuk(penyelia), "daring")] == ["daring", "daring-layanan"]


def test_from_where_people_know_is_counted_where_they_were_asked(
    clock: Any, juni: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    clock.move_to(dt.datetime(2026, 7, 2, 3, 0, tzinfo=dt.UTC))
    for ticket, heard in zip(juni, ("rt_rw", "rt_rw", "banner", ""), strict=False):
        Ticket.objects.filter(pk=ticket.pk).update(source="walk_in", heard_from=heard)
    *_, table = tables(masuk(penyelia), "daring")
    assert [words(row) for row in table.rows] == [
        ["Spanduk, baliho atau brosur", "1", "33,3 %"],
        ["RT/RW atau kader", "2", "66,7 %"],
    ]
