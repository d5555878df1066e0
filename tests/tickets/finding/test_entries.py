"""What is written to be found, when, and by whom it is not forgotten."""

import datetime as dt
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Count

from services.models import Agency, Service, Staff
from tests import factories
from tickets import desk
from tickets.finding import rebuilding
from tickets.models import Attachment, Message, SearchEntry, Ticket

pytestmark = pytest.mark.django_db
PEOPLE = {"who"} if connection.vendor == "postgresql" else set()
FILL = import_module("tickets.migrations.0050_fill_search_entries")


def words(kind: str, source: int) -> set[str]:
    """The words of a row, without those for office and month."""
    rows = SearchEntry.objects.filter(kind=kind, source=source)
    told = " ".join(map(str, rows.values_list("words", flat=True)))
    plain = told.replace("'", "").split()
    return {one.partition(":")[0] for one in plain if one[0] not in "@#"}


def test_a_message_is_entered_once_it_is_in_a_ticket(tiket: Ticket, now: dt.datetime) -> None:
    message = factories.MessageFactory(
        ticket=None, conversation=tiket.conversation, text="Akta rusak", type="document"
    )
    file = Attachment.objects.create(message=message, filename="akta.pdf")
    assert not SearchEntry.objects.filter(kind__in=("said", "file")).exists()
    Message.objects.put_into(tiket, [message], now=now)
    assert words("said", message.pk) == {"akta", "rusak"}
    assert words("file", file.pk) == {"akta", "pdf"}
    assert message.pk in Message.objects.filter(ticket=tiket).values_list("pk", flat=True)


def test_a_message_that_moves_is_found_on_its_new_ticket(tiket: Ticket, now: dt.datetime) -> None:
    message = factories.MessageFactory(ticket=tiket, text="Akta rusak")
    other = factories.TicketFactory(conversation=tiket.conversation)
    Message.objects.put_into(other, [message], now=now)
    assert SearchEntry.objects.get(kind="said", source=message.pk).ticket_id == other.pk


def test_an_edit_replaces_the_words(tiket: Ticket) -> None:
    message = factories.MessageFactory(ticket=tiket, text="Akta rusak")
    message.edited_text = "Akta hilang"
    message.save(update_fields=["edited_text"])
    assert words("said", message.pk) == {"akta", "hilang"}
    message.edited_text = "👍"
    message.save(update_fields=["edited_text"])
    assert words("said", message.pk) == set()


@pytest.mark.parametrize("origin", ["bot", "survey", "system"])
def test_what_machines_say_is_not_entered(tiket: Ticket, origin: str) -> None:
    message = factories.MessageFactory(ticket=tiket, direction="out", origin=origin, text="menu")
    assert words("said", message.pk) == set()


def test_notes_answers_subject_and_outcome_are_entered(
    tiket: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    note = desk.note(tiket, by=petugas, now=now, text="Telepon kembali")
    assert words("note", note.pk) == {"telepon", "kembali"}
    Ticket.objects.filter(pk=tiket.pk).update(subject="Akta lahir", outcome_note="Diambil kakak")
    assert words("matter", tiket.pk) == {"akta", "lahir", "diambil", "kakak"}
    tiket.refresh_from_db()
    tiket.subject = ""
    tiket.save(update_fields=["subject"])
    assert words("matter", tiket.pk) == {"diambil", "kakak"}


def test_rows_follow_a_ticket_to_another_office(tiket: Ticket, dinas_wita: Agency) -> None:
    message = factories.MessageFactory(ticket=tiket, text="Akta rusak")
    Ticket.objects.filter(pk=tiket.pk).update(agency=dinas_wita)
    row = SearchEntry.objects.get(kind="said", source=message.pk)
    assert row.agency_id == dinas_wita.pk
    assert words("said", message.pk) == {"akta", "rusak"}
    if connection.vendor == "postgresql":
        assert f"'@{dinas_wita.pk}'" in str(row.words)
        assert f"'@{tiket.agency_id}'" not in str(row.words)


def test_many_messages_at_once_are_entered(tiket: Ticket) -> None:
    texts = ["satu", "dua", "tiga"]
    made = Message.objects.bulk_create(
        factories.MessageFactory.build(
            ticket=tiket, conversation=tiket.conversation, channel=None, text=text, external_id=None
        )
        for text in texts
    )
    assert [words("said", one.pk) for one in made] == [{text} for text in texts]


def rows() -> list[tuple[object, ...]]:
    return sorted(SearchEntry.objects.values_list("kind", "source", "ticket", "agency", "words"))


def test_all_can_be_made_again_as_they_were(
    tiket: Ticket, petugas: Staff, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [factories.MessageFactory(ticket=tiket, text=f"kata{n} akta") for n in range(5)]
    Attachment.objects.create(message=said[0], filename="ktp.jpg")
    Attachment.objects.create(message=said[1])
    factories.MessageFactory(ticket=tiket, direction="out", origin="bot", text="menu")
    factories.TicketFactory(subject="Perbaikan jalan")
    desk.note(tiket, by=petugas, now=now, text="catatan")
    before = rows()
    assert {row[0] for row in before} == {"said", "file", "note", "matter", *PEOPLE}
    SearchEntry.objects.filter(kind__in=("file", "note")).delete()
    SearchEntry.objects.filter(source=said[0].pk).update(words="lain")
    monkeypatch.setattr(rebuilding, "_BATCH", 2)
    rebuilding.rebuild()
    assert rows() == before


def test_the_migration_enters_what_was_there_and_goes_on_where_it_stopped(
    tiket: Ticket, petugas: Staff, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [factories.MessageFactory(ticket=tiket, text=f"kata{n} akta") for n in range(5)]
    Attachment.objects.create(message=said[0], filename="ktp.jpg")
    factories.MessageFactory(ticket=tiket, direction="out", origin="bot", text="menu")
    desk.note(tiket, by=petugas, now=now, text="catatan")
    before = [row for row in rows() if row[0] != "who"]
    assert len(before) >= 8
    SearchEntry.objects.filter(source__gt=said[1].pk).delete()  # stopped after two of them
    SearchEntry.objects.filter(kind__in=("file", "note")).delete()
    monkeypatch.setattr(FILL, "BATCH", 2)
    FILL.fill(apps, SimpleNamespace(connection=connection))
    assert [row for row in rows() if row[0] != "who"] == before
    twice = SearchEntry.objects.values("kind", "source").annotate(n=Count("pk")).filter(n__gt=1)
    assert not twice.exists()


def test_a_ticket_opened_by_hand_is_found_by_its_subject(dinas: Agency, layanan: Service) -> None:
    ticket = factories.TicketFactory(agency=dinas, subject="Perbaikan jalan")
    assert words("matter", ticket.pk) == {"perbaikan", "jalan"}
