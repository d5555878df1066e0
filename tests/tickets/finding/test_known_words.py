"""The list of words on PostgreSQL: every word that is written is in it, and what is in no text goes."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections, transaction

from services.models import Staff
from tests import factories
from tests.tickets.finding.test_ways import POSTGRESQL, found
from tickets.finding import known_words
from tickets.finding.forgetting import forget_unused_words
from tickets.matching.words import asked
from tickets.models import Message, Ticket

pytestmark = [pytest.mark.django_db, POSTGRESQL]


@pytest.fixture
def emptied(db: None) -> None:
    """Without what tests that commit have left: nothing empties this list after them, and each word costs time."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tickets_searchword")


def listed() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM tickets_searchword ORDER BY word")
        return [word for (word,) in cursor.fetchall()]


def query(typed: str) -> str | None:
    """What the words typed stand for."""
    [term] = asked(typed).terms
    sql, params = known_words.of_term(term)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({sql})::text", params)
        [row] = cursor.fetchall()
    return row[0] if row[0] is None else str(row[0])


def forget(now: dt.datetime) -> int:
    """A whole week of it."""
    return sum(forget_unused_words(now + dt.timedelta(hours=n)) for n in range(7 * 24))


def test_words_are_listed_once_and_numbers_are_not(bicara: Ticket) -> None:
    factories.MessageFactory(ticket=bicara, text="Kartu rusak 2026, NIK 5371010101900001 a1")
    words = listed()
    assert {"kartu", "keluarganya", "rusak", "hilang"} <= set(words)
    assert "a1" in words
    assert not [word for word in words if word[0] in "0123456789@#+"]
    assert len(words) == len(set(words))


def test_names_and_their_endings_are_listed_also_of_who_is_renamed(tiket: Ticket) -> None:
    tiket.citizen.name = "Tono O'Neil"
    tiket.citizen.save(update_fields=["name"])
    assert {"^tono", "~ono", "^oneil"} <= set(listed())


def test_a_text_that_is_changed_brings_its_new_words(bicara: Ticket) -> None:
    message = bicara.messages.get()
    message.text = "Suratnya terendam"
    message.save(update_fields=["text"])
    assert "terendam" in listed()


def test_the_beginning_of_a_word_stands_for_the_words_that_there_are(bicara: Ticket) -> None:
    factories.MessageFactory(ticket=bicara, text="kartu menghilang, kartunya")
    assert query("kartu") == "'kartu' | 'kartunya'"
    assert query("hilang") == "'hilang' | 'menghilang'"
    assert query("e-ktp") == "'e' <-> 'ktp'"
    assert query("e-kta") is None
    assert query('"kartu keluarganya"') == "'kartu' <-> 'keluarganya'"
    assert query("kartu-keluarga") == "'kartu' <-> 'keluarganya'"


def test_a_word_that_nobody_wrote_is_looked_for_nowhere(bicara: Ticket) -> None:
    assert query("tidakada") is None


@pytest.mark.parametrize("typed", ["covid", "covid1", "covid19", "pbb", "pbb202"])
def test_a_word_with_digits_is_found_by_its_beginning(
    petugas: Staff, bicara: Ticket, now: dt.datetime, typed: str
) -> None:
    factories.MessageFactory(ticket=bicara, text="hasil covid19, pbb2024")
    assert found(typed, reader=petugas, now=now) == [bicara.pk]


def test_a_word_that_begins_with_a_digit_is_asked_for_as_a_beginning(
    petugas: Staff, bicara: Ticket, now: dt.datetime
) -> None:
    factories.MessageFactory(ticket=bicara, text="gedung 2lantai")
    assert query("2lan") == "'2lan':*"
    assert found("2lan", reader=petugas, now=now) == [bicara.pk]


def test_of_very_many_words_the_beginning_is_asked_for(
    petugas: Staff, bicara: Ticket, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.MessageFactory(ticket=bicara, text="kartu kartunya kartulah")
    monkeypatch.setattr(known_words, "_MOST", 2)
    assert "'kartu':*" in (query("kartu") or "")
    assert found("kartu", reader=petugas, now=now) == [bicara.pk] * 2


def test_a_name_with_odd_signs_is_quoted() -> None:
    with connection.cursor() as cursor:
        cursor.execute(r"INSERT INTO tickets_searchword VALUES ('^a''b\c'), ('^a:*&|!()')")
        sql, params = known_words.of_beginnings(("^a",))
        cursor.execute(f"SELECT numnode({sql})", params)
        assert cursor.fetchone()[0] == 3  # two words and what joins them


def test_what_stands_in_no_text_any_more_is_forgotten_within_a_week(
    emptied: None, bicara: Ticket, now: dt.datetime
) -> None:
    gone = factories.MessageFactory(ticket=bicara, text="terendam rusak")
    Message.objects.filter(pk=gone.pk).update(text="")
    gone.refresh_from_db()
    gone.save(update_fields=["text"])
    assert "terendam" in listed()
    assert forget(now) == 1
    assert "terendam" not in listed()
    assert {"rusak", f"^{bicara.citizen.search_name.split()[0]}"} <= set(listed())


@pytest.mark.django_db(transaction=True)
def test_while_somebody_writes_nothing_is_forgotten(
    emptied: None, bicara: Ticket, now: dt.datetime
) -> None:
    """Who writes has seen the word in the list, and does not enter it."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO tickets_searchword VALUES ('terendam')")
    with transaction.atomic():
        factories.MessageFactory(ticket=bicara, text="terendam")
        forgotten: list[int] = []

        def forget_apart() -> None:
            forgotten.append(forget(now))
            connections.close_all()

        other = threading.Thread(target=forget_apart)
        other.start()
        other.join()
        assert forgotten == [0]
    assert forget(now) == 0
    assert "terendam" in listed()
