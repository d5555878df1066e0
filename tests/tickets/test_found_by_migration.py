"""Rows from before the columns that citizens are found by."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from tests import factories
from tickets.models import Attachment, Citizen, Ticket

migration = import_module("tickets.migrations.0011_fill_what_citizens_are_found_by")


def raw(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def fill() -> None:
    migration.fill(apps, SimpleNamespace(connection=connection))


def test_old_rows_are_found_and_lose_their_hidden_signs(
    tiket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "BATCH", 2)
    others = [factories.CitizenFactory(agency=tiket.agency) for _ in range(4)]
    file = Attachment.objects.create(message=factories.MessageFactory(ticket=tiket), filename="a")
    raw("UPDATE tickets_citizen SET search_name = '', phone_backwards = ''")
    raw(
        "UPDATE tickets_citizen SET profile_name = %s WHERE id = %s",
        "S\u0131\u200bti",
        others[3].pk,
    )
    raw("UPDATE tickets_attachment SET filename = %s", "surat\u202efdp.exe")
    raw("UPDATE tickets_ticket SET proxy_name = %s", "Pak\u2066 RT")
    for _ in range(2):  # stopped half-way, it is done again
        fill()
        old = Citizen.objects.get(pk=others[3].pk)
        assert (old.profile_name, old.search_name) == ("S\u0131ti", " siti\n")
        assert all(row.phone_backwards == row.phone[:0:-1] for row in Citizen.objects.all())
        assert all(row.search_name for row in Citizen.objects.all())
        file.refresh_from_db()
        tiket.refresh_from_db()
        assert (file.filename, tiket.proxy_name) == ("suratfdp.exe", "Pak RT")
