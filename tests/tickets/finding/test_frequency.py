"""What a search leaves out where the database believes that a word is rare."""

import datetime as dt
import math
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection

from services.models import Agency, Staff
from tests import factories
from tests.tickets.finding.test_ways import POSTGRESQL, found
from tickets.finding import asked_words, hits_postgresql, search
from tickets.finding.frequency import Frequencies, frequencies
from tickets.matching.persons import called
from tickets.matching.words import asked
from tickets.models import Ticket

MONTHS = [(f"#{2024 + n // 12}{n % 12 + 1:02d}", 0.03) for n in range(36)]
KNOWN = Frequencies(
    texts=100_000,
    shares=(("kartu", 0.2), ("kartunya", 0.1), ("keluarga", 0.3), ("pengurusan", 0.04)),
    rarest=0.04,
)


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("kartu", 0.3),  # with what begins so
        (
            "kartu keluarga",
            math.sqrt(0.3 * 0.09),
        ),  # between as rare as the rarest (0.3) and by chance (0.09)
        ('"kartu keluarga"', 0.2),  # in quotes words are whole
        ("urus", 0.04),  # another form of it
        ("kartu menikah", math.sqrt(0.01 * 0.003)),  # one that is too rare to be gathered
        ("kar", 0.6),  # so short that as many are not gathered
        ("", 1.0),
    ],
)
def test_how_much_of_the_texts_holds_what_is_asked(typed: str, share: float) -> None:
    assert KNOWN.expected(asked(typed)) == pytest.approx((share, share * 100_000))


def test_shares_of_alike_words_are_at_most_all() -> None:
    known = Frequencies(10, (("kartu", 0.8), ("kartunya", 0.7)), 0.7)
    assert known.expected(asked("kartu")) == (1.0, 10)


@pytest.mark.parametrize("known", [Frequencies(), Frequencies(-1, ()), Frequencies(50, ())])
def test_before_the_first_analyze_nothing_is_rare(known: Frequencies) -> None:
    assert known.expected(asked("kartu")) == (1.0, float("inf"))


@pytest.mark.parametrize(
    ("typed", "digits", "share"),
    [
        ("sari", "", 0.05),
        ("sari wati", "", math.sqrt(0.01 * 0.0005)),
        ("wati", "6281", 0.31),  # of the name or of the number
        ("siti", "", 0.0025),  # not gathered
        ("sa", "", 0.06),
    ],
)
def test_how_many_tickets_are_of_who_is_asked_for(typed: str, digits: str, share: float) -> None:
    known = Frequencies(
        100, (("^sari", 0.03), ("~sari", 0.02), ("^wati", 0.01), ("+6281", 0.3)), 0.01
    )
    assert known.expected_of_people(called(typed, digits)) == pytest.approx((share, share * 100))


@POSTGRESQL
def test_the_database_tells_what_it_gathered(ramai_kata: None) -> None:
    known = frequencies(connection)
    assert known.texts >= 60
    assert known.expected(asked("formulir")).share == pytest.approx(1, abs=0.1)
    assert known.expected(asked("tidakada")).share < 0.1


@POSTGRESQL
@pytest.mark.parametrize(
    ("known", "steps"),
    [
        (Frequencies(), (2, 2)),  # nothing is known: the newest, then all
        (Frequencies(1e7, (("rusak", 0.02), *MONTHS), 0.001), (2, 2)),
        (Frequencies(1e7, (("rusak", 0.001), *MONTHS), 0.001), (1, 1)),  # too rare to read the newest
        (Frequencies(1e5, (("biasa", 0.01), *MONTHS), 0.001), (1, 1)),
    ],
)  # fmt: skip
def test_a_rare_word_is_looked_up_in_fewer_steps_and_found(
    petugas: Staff,
    bicara: Ticket,
    now: dt.datetime,
    known: Frequencies,
    steps: tuple[int, int],  # of messages, and of other texts
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []
    real = hits_postgresql.rows
    if known.is_known:
        known = replace(known, shares=(*known.shares, (f"@{bicara.agency_id}", 0.9)))

    def noting(connected: Any, parts: Any, *, named: Any, seconds: float) -> Any:
        told = " ".join(sql for sql, _ in parts)
        names = [f"{kind}{n}" for kind in ("file", "matter", "note", "said") for n in range(3)]
        looked.extend(name for name in names if f"{name} AS MATERIALIZED" in told)
        return real(connected, parts, named=named, seconds=seconds)

    monkeypatch.setattr(hits_postgresql, "frequencies", lambda _: known)
    monkeypatch.setattr(hits_postgresql, "rows", noting)
    assert found("rusak", reader=petugas, now=now) == [bicara.pk]
    said, others = steps
    kinds = {"file": others, "matter": others, "note": others, "said": said}
    assert looked == [f"{kind}{n}" for kind, count in kinds.items() for n in range(count)]


@POSTGRESQL
@pytest.mark.parametrize("texts", [1e5, 1.2e7, 6e7, 2e8])
@pytest.mark.parametrize(
    "typed", ["rusak", "rusak hilang", "kel rusak", '"keluarganya rusak" kartu']
)
@pytest.mark.parametrize("own", [0.0, 0.9])  # the office's part of all texts
def test_however_many_texts_are_expected_the_same_is_found(
    petugas: Staff,
    bicara: Ticket,
    dinas_wita: Agency,
    now: dt.datetime,
    texts: float,
    typed: str,
    own: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shares = (("biasa", 0.01), (f"@{bicara.agency_id}", own), *MONTHS)
    elsewhere = factories.TicketFactory(agency=dinas_wita)
    factories.MessageFactory(ticket=elsewhere, text="Kartu keluarganya rusak, hilang")
    monkeypatch.setattr(hits_postgresql, "frequencies", lambda _: Frequencies(texts, shares, 0.001))
    assert found(typed, reader=petugas, now=now) == [bicara.pk]
    assert found(f"{typed} lainnya", reader=petugas, now=now) == []


@pytest.fixture
def ramai_kata(tiket: Ticket) -> None:
    """Sixty texts with one word in all, as ANALYZE has seen them."""
    for number in range(60):
        factories.MessageFactory(ticket=tiket, text=f"formulir nomor{number}")
    caches["moment"].clear()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tickets_searchentry")


@POSTGRESQL
@pytest.mark.parametrize(
    "days", [0, 45, 500]
)  # in the months that are looked at first, and before them
@pytest.mark.parametrize("texts", [1e5, 1e7])
def test_what_was_said_long_ago_is_found_after_what_was_said_now(
    petugas: Staff,
    bicara: Ticket,
    now: dt.datetime,
    days: int,
    texts: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = factories.MessageFactory(
        ticket=bicara, text="terendam rusak", occurred_at=now - dt.timedelta(days=days)
    )
    known = Frequencies(texts, ((f"@{bicara.agency_id}", 0.9), *MONTHS), 0.001)
    monkeypatch.setattr(hits_postgresql, "frequencies", lambda _: known)
    assert found("terendam", reader=petugas, now=now) == [bicara.pk]
    assert found("rusak", reader=petugas, now=now) == [bicara.pk] * 2
    assert old.occurred_at == now - dt.timedelta(days=days)


@POSTGRESQL
def test_a_word_of_long_conversations_is_not_looked_for_in_the_whole_index(
    petugas: Staff, tiket: Ticket, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many texts as are kept, on one ticket alone: the next step would find none that is newer."""
    monkeypatch.setattr(search, "KEPT_OF_EACH", 5)
    for _ in range(7):
        factories.MessageFactory(ticket=tiket, text="terendam")
    plans: list[str] = []
    real = hits_postgresql.rows

    def explaining(connected: Any, parts: Any, *, named: Any, seconds: float) -> Any:
        with connected.cursor() as cursor:
            for part in parts:
                sql, params = asked_words.statement([part], named)
                cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {sql}", params)
                plans.append("\n".join(row[0] for row in cursor.fetchall()))
        return real(connected, parts, named=named, seconds=seconds)

    monkeypatch.setattr(hits_postgresql, "rows", explaining)
    assert found("terendam", reader=petugas, now=now) == [tiket.pk] * 5
    [said] = [plan for plan in plans if "CTE said1" in plan]
    for step in ("said1",):
        whole = said.partition(f"CTE {step}\n")[2].partition("InitPlan")[0]
        assert "rows=0" in whole.splitlines()[0], said
