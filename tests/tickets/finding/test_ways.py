"""By which index texts are found on each database."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from services.models import Staff
from tickets.finding import asked_words, hits_postgresql, hits_sqlite, search
from tickets.models import SearchEntry, Ticket

SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite has FTS5")
POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL has GIN")


def found(typed: str, *, reader: Staff, now: dt.datetime) -> list[int]:
    tickets = Ticket.objects.visible_to(reader)
    wanted = search.Wanted(typed=typed, tickets=tickets, reader=reader, now=now)
    return [hit.ticket for hit in search.find(wanted).hits if hit.what == "said"]


TYPED = ["kartu", "kel rusak", '"kartu keluarganya"', "e-ktp", "1.500.000", "hilangnya", "kart"]


@SQLITE
@pytest.mark.parametrize("typed", TYPED)
def test_without_fts5_the_same_is_found(
    petugas: Staff, bicara: Ticket, now: dt.datetime, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hits_sqlite.has_fts5("default")
    assert found(typed, reader=petugas, now=now) == [bicara.pk]
    monkeypatch.setattr(hits_sqlite, "has_fts5", lambda alias: False)
    assert found(typed, reader=petugas, now=now) == [bicara.pk]
    assert found("keluarga kartu rusaknyo", reader=petugas, now=now) == []
    assert found('"rusak keluarganya"', reader=petugas, now=now) == []


@POSTGRESQL
@pytest.mark.parametrize("typed", TYPED)
def test_each_step_finds_the_same(
    petugas: Staff, bicara: Ticket, now: dt.datetime, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(typed, reader=petugas, now=now) == [bicara.pk]
    monkeypatch.setattr(hits_postgresql, "_READ_FIRST", 0)  # by the index of words alone
    assert found(typed, reader=petugas, now=now) == [bicara.pk]
    SearchEntry.objects.filter(ticket=bicara).delete()
    assert found(typed, reader=petugas, now=now) == []


@POSTGRESQL
def test_no_step_reads_a_table_from_end_to_end(
    petugas: Staff, bicara: Ticket, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans: list[str] = []
    real = hits_postgresql.rows

    def explaining(connected: Any, parts: Any, *, named: Any, seconds: float) -> Any:
        with connected.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            for part in parts:
                sql, params = asked_words.statement([part], named)
                cursor.execute(f"EXPLAIN {sql}", params)
                plans.append("\n".join(row[0] for row in cursor.fetchall()))
        return real(connected, parts, named=named, seconds=seconds)

    monkeypatch.setattr(hits_postgresql, "rows", explaining)
    found("kartu", reader=petugas, now=now)
    assert len(plans) == 5  # kinds of texts, and people
    assert "Seq Scan" not in "\n".join(plans)


@POSTGRESQL
def test_each_kind_has_an_index_of_words_of_its_own(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'tickets_searchentry'")
        told = " ".join(row[0] for row in cursor.fetchall())
    for kind in SearchEntry.Kind.values:
        assert f"search_entry_{kind} ON public.tickets_searchentry USING gin (words)" in told
        assert f"WHERE ((kind)::text = '{kind}'::text)" in told
