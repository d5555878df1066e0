"""Citizens by the words that PostgreSQL makes of their names and numbers: as SQLite finds them, after every write."""

import datetime as dt
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from services.models import Agency, Staff
from tests import factories
from tests.tickets.finding.test_ways import POSTGRESQL
from tickets.finding import hits_postgresql, people, search
from tickets.finding.frequency import Frequencies
from tickets.matching.persons import called
from tickets.models import Citizen, SearchEntry, Ticket

MIGRATION = import_module("tickets.migrations.0080_people_by_words")
NAMES = [
    "Achmad Soekarno", "Ahmad Sukarno", "Nur Fitri", "Nurfitri", "Wa Ode", "Mohd. Jusuf", "O'Brien-Putri", "100%_sari",
    "a\\b c", "it''s :* & |", "李 小", "Sari 0301", "",
]  # fmt: skip
PHONES = ["+6281200000301", "+62812000003011", "+15550000301", "", "+6221550301"]
TYPED = [
    "ahmad", "achmad", "sukarno", "Soekarno ahmad", "fitri", "fit", "fi", "nur", "wa", "od", "o", "jusuf", "yusuf", "muh",
    "muhammad yusuf", "putri", "brien-p", "100%_", "a\\b", "\\", "it", ":*", "& |", "李", "sari", "0301", "0812",
    "62812", "3011", "00000", "08120000030", "0000-0301", "550301", "1555",
]  # fmt: skip


def found(typed: str, *, reader: Staff, now: dt.datetime, **more: Any) -> list[int]:
    tickets = Ticket.objects.visible_to(reader)
    wanted = search.Wanted(typed=typed, tickets=tickets, reader=reader, now=now, **more)
    return [hit.ticket for hit in search.find(wanted).hits if hit.what in ("exact", "people")]


@pytest.fixture
def banyak(tiket: Ticket) -> list[Ticket]:
    """Tickets of people with every name and number."""
    made = []
    for name in NAMES:
        for phone in PHONES:
            citizen = factories.CitizenFactory(agency=tiket.agency, profile_name=name, phone=phone)
            talk = factories.ConversationFactory(channel=tiket.channel, citizen=citizen)
            made.append(factories.TicketFactory(conversation=talk, service=tiket.service))
    return made


@POSTGRESQL
def test_the_words_find_whom_a_look_at_each_citizen_finds(
    petugas: Staff, banyak: list[Ticket], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits_postgresql, "WANTED", 200)
    by_words = {typed: found(typed, reader=petugas, now=now) for typed in TYPED}
    monkeypatch.setattr(people, "has_words_of_people", lambda: False)
    monkeypatch.setattr("tickets.finding.hits.WANTED", 200)
    for typed in TYPED:
        each = found(typed, reader=petugas, now=now)
        assert by_words[typed] == each, typed
    assert sum(map(bool, by_words.values())) > 25


@POSTGRESQL
@pytest.mark.parametrize(
    "known",
    [
        Frequencies(),
        Frequencies(1e7, (("^ahmad", 0.02), ("~ukarno", 0.01)), 0.001),
        Frequencies(1e7, (("^x", 0.02),), 0.001),
        Frequencies(1e5, (("^x", 0.02),), 0.001),
    ],
)
def test_each_step_finds_the_same_people(
    petugas: Staff,
    banyak: list[Ticket],
    now: dt.datetime,
    known: Frequencies,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whom = [one.pk for one in banyak if "karno" in one.citizen.profile_name]
    monkeypatch.setattr(hits_postgresql, "frequencies", lambda _: known)
    for first in (4000, 3, 0):
        monkeypatch.setattr(hits_postgresql, "_READ_FIRST", first)
        assert found("ahmad sukarno", reader=petugas, now=now) == sorted(whom, reverse=True)
    older = found("ahmad sukarno", reader=petugas, now=now, group="nama", after=(0, whom[5]))
    assert older == sorted(whom, reverse=True)[-5:]


def words(ticket: Ticket) -> str:
    rows = SearchEntry.objects.filter(kind="who", source=ticket.pk)
    return " ".join(map(str, rows.values_list("words", flat=True)))


@POSTGRESQL
def test_every_write_of_a_name_or_number_is_entered(tiket: Ticket) -> None:
    citizen = tiket.citizen
    citizen.name, citizen.phone = "Tono", "+6281200000444"
    citizen.save(update_fields=["name", "phone"])
    assert "'^tono'" in words(tiket)
    assert "'+0444'" in words(tiket)
    Citizen.objects.filter(pk=citizen.pk).update(name="Tini", phone="")
    assert "'^tini' '^tono'" not in words(tiket)
    assert "'^tini'" in words(tiket)
    assert "+" not in words(tiket)
    citizen.refresh_from_db()
    citizen.name = "Toni"
    Citizen.objects.bulk_update([citizen], ["name"])
    assert "'^toni'" in words(tiket)
    Citizen.objects.filter(pk=citizen.pk).update(name="", profile_name="", username="")
    assert words(tiket).split() == [f"'#{tiket.received_at:%Y%m}'", f"'@{tiket.agency_id}'"]


@POSTGRESQL
def test_a_ticket_that_goes_to_another_person_or_office_is_entered_again(
    tiket: Ticket, dinas_wita: Agency
) -> None:
    other = factories.CitizenFactory(agency=tiket.agency, profile_name="Tono")
    Ticket.objects.filter(pk=tiket.pk).update(citizen=other)
    assert "'^tono'" in words(tiket)
    Ticket.objects.filter(pk=tiket.pk).update(agency=dinas_wita)
    assert f"'@{dinas_wita.pk}'" in words(tiket)
    assert f"'@{tiket.agency_id}'" not in words(tiket)
    assert SearchEntry.objects.get(kind="who", source=tiket.pk).agency_id == dinas_wita.pk


@POSTGRESQL
def test_the_migration_enters_who_was_there_and_goes_on_where_it_stopped(
    banyak: list[Ticket], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {one.pk: words(one) for one in banyak}
    assert all(before.values())
    gone = [one.pk for one in banyak[20:]]
    SearchEntry.objects.filter(kind="who", source__in=gone).delete()
    SearchEntry.objects.filter(kind="who", source=banyak[0].pk).update(
        words="lama"
    )  # not made again
    monkeypatch.setattr(MIGRATION, "BATCH", 7)
    MIGRATION.fill(apps, SimpleNamespace(connection=connection))
    after = {one.pk: words(one) for one in banyak}
    assert {pk for pk in before if after[pk] != before[pk]} <= {one.pk for one in banyak[:7]}


def test_what_is_asked_for() -> None:
    assert called("Achmad wa").words == (("^achmad", "~achmad", "^ahmad"), ("^wa",))
    assert called("0812", "0812").digits == (("+0812",), ("+6281", "+2812"))
    assert called("44445", "44445").digits == (("+4444", "+4445"),)
