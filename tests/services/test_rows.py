"""Rows written by ready statements are what Django's own ways write."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from services import rows
from services.rows import Question, Statement
from tests import factories
from tickets.models import Message, Ticket, TicketEvent

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 6, 9, 3, 0, 0, 123456, tzinfo=dt.UTC)


def values_of(row):
    return type(row).objects.filter(pk=row.pk).values().get()


def a_message(ticket, number):
    return Message(
        channel=ticket.channel,
        ticket=ticket,
        direction="out",
        origin="bot",
        type="text",
        text="100% 'benar' {} %s é 👍; DROP",
        payload={"body": "a'b", "n": [1, None, True]},
        sealed_payload="rahasia",
        occurred_at=AT,
        received_at=AT,
        worked_at=None,
        status="queued",
        external_id=f"wamid.{number}",
    )


def test_an_inserted_row_is_what_save_writes(tiket):
    saved, inserted = (a_message(tiket, number) for number in (1, 2))
    saved.save()
    inserted.insert()
    assert inserted.pk > saved.pk
    assert not inserted._state.adding
    apart = {"id": 0, "external_id": ""}
    one, other = (values_of(each) for each in (saved, inserted))
    assert one["external_token"] == other["external_token"]
    assert one | apart == other | apart
    assert values_of(inserted)["payload"] == {"body": "a'b", "n": [1, None, True]}


def test_an_inserted_row_can_be_saved_again(tiket):
    event = TicketEvent(ticket=tiket, verb="taken", at=AT, data={"by": "bot"})
    rows.insert(event)
    event.reason = "contoh"
    event.save()
    assert TicketEvent.objects.get(reason="contoh") == event


def test_a_second_row_of_the_same_is_refused(tiket):
    a_message(tiket, 1).insert()
    with pytest.raises(IntegrityError), transaction.atomic():
        a_message(tiket, 1).insert()


def test_a_change_is_what_update_writes(tiket, layanan_lain):
    set_by = {
        "service": layanan_lain,
        "standard": None,
        "subject": "100% 'benar' ; --",
        "location": {"latitude": -0.5, "name": "Pasar Contoh"},
        "resolved_at": AT,
        "is_urgent": True,
    }
    other = factories.TicketFactory(agency=tiket.agency)
    Ticket.objects.filter(pk=other.pk).update(**set_by)
    rows.write([rows.change(Ticket, [tiket.pk], set_by, add={"version": 1, "unread_count": 2})])
    written, named = values_of(tiket), values_of(other)
    names = ("service_id", "standard_id", *(name for name in set_by if name in named))
    assert [written[name] for name in names] == [named[name] for name in names]
    assert written["version"] == tiket.version + 1
    assert written["unread_count"] == tiket.unread_count + 2


def test_what_an_object_has_is_written_for_the_named_fields_alone(tiket):
    before = values_of(tiket)
    tiket.subject, tiket.state = "contoh", "closed"
    rows.write([rows.change_of(tiket, ["subject"])])
    assert values_of(tiket) == before | {"subject": "contoh"}


def test_several_are_read_and_written_in_their_order(tiket):
    other = factories.TicketFactory()
    rows.write([rows.change(Ticket, [tiket.pk], {"subject": text}) for text in ("a", "b")])
    with CaptureQueriesContext(connection) as asked:
        first, none, second = rows.read(
            [
                Question(Ticket, "WHERE id = %s", [other.pk]),
                Question(TicketEvent, "WHERE id = %s", [0]),
                Question(Ticket, "ORDER BY id LIMIT %s", [9]),
            ]
        )
    assert (first, none, second) == ([other], [], [tiket, other])
    assert second[0].subject == "b"
    assert len(asked) == (1 if connection.vendor == "postgresql" else 3)


def test_plain_values_are_read_together(tiket, django_assert_num_queries):
    asked = [
        Statement("SELECT id, subject FROM tickets_ticket WHERE id = %s", [tiket.pk]),
        Statement("SELECT id FROM tickets_ticket WHERE subject = %s", ["100% 'bukan'; DROP"]),
        Statement("SELECT COUNT(*) FROM tickets_ticket", []),
    ]
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 3):
        assert rows.values(asked) == [[(tiket.pk, tiket.subject)], [], [(1,)]]
    assert rows.values([]) == []


def test_what_fails_among_several_ends_the_transaction_with_all_of_them(tiket):
    wrong = rows.change(Ticket, [tiket.pk], {"state": None})
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.write([rows.change(Ticket, [tiket.pk], {"subject": "contoh"}), wrong])
    assert values_of(tiket)["subject"] != "contoh"


def test_nothing_to_write_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        rows.write([])
