"""The borders of a search: what may be typed, how long it may take, how many queries it asks."""

from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services.models import Service, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.views.queue_rows import SEARCH, results
from tickets.finding import hits, search
from tickets.models import Message, Ticket


@pytest.mark.parametrize(
    "typed",
    [
        "a", "%", "_", "%_", "'", '"', '"" ""', "''; DROP TABLE tickets_ticket; --", "a & b | !c",
        "NEAR(", "kata*", "(", ":*", "<->", "col:kata", "^kata", "-kata", "{kata}", "\\", "\\'",
        "yang di ke", "👍", "1️⃣", "x" * 300, "kata " * 60, "\x00kata", "\uff10\uff10\uff13\uff17", "0", "0000",
        "9" * 20, "12a34", "+62", "sesudah\u202e", "$1 %s {}", "kelompok=nama", "李 小",
    ],
)  # fmt: skip
def test_nothing_that_is_typed_breaks_it(
    masuk: Any, petugas: Staff, ramai: Ticket, typed: str
) -> None:
    page = results(masuk(petugas), typed)
    assert ramai.register_number not in page or typed == "0000"


@pytest.mark.parametrize(
    "after", ["", "x", "1-", "-1", "9-9-9", "99999999999999999999-1", "\uff11-\uff11"]
)
@pytest.mark.parametrize("group", ["percakapan", "perihal", "lain"])
def test_a_strange_address_is_the_beginning(
    masuk: Any, petugas: Staff, ramai: Ticket, after: str, group: str
) -> None:
    client = masuk(petugas)
    address = client.post(SEARCH, {"q": "kartu", "kelompok": group})["Location"]
    page = client.get(f"{address}&kelompok={group}&sesudah={quote(after)}")
    assert page.status_code == 200


def test_an_empty_result_says_what_can_be_searched(
    masuk: Any, petugas: Staff, ramai: Ticket
) -> None:
    page = results(masuk(petugas), "tidakada")
    assert "Tidak ada tiket yang cocok" in page
    assert "nama berkas" in page


def test_many_words_are_said_to_be_cut(masuk: Any, petugas: Staff, ramai: Ticket) -> None:
    page = flat(
        masuk(petugas).post(SEARCH, {"q": " ".join(f"kata{n}" for n in range(20))}, follow=True)
    )
    assert "Hanya 12 kata pertama yang dicari." in page


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (50, 25)])
@pytest.mark.parametrize(("who", "queries"), [("penyelia", 6), ("petugas", 7)])
def test_a_search_asks_as_many_queries_for_1_as_for_50(
    masuk: Any,
    ramai: Ticket,
    count: int,
    shown: int,
    layanan: Service,
    who: str,
    queries: int,
    request: pytest.FixtureRequest,
) -> None:
    for _ in range(count - 1):
        talk = factories.ConversationFactory(channel=ramai.channel)
        other = factories.TicketFactory(conversation=talk, service=layanan)
        factories.MessageFactory(ticket=other, text="kena banjir")
    client = masuk(request.getfixturevalue(who))
    with time_machine.travel(timezone.now(), tick=False):  # what is kept for seconds stays kept
        address = client.post(SEARCH, {"q": "banjir"})["Location"]
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = flat(client.get(address))
    assert page.count("row__why") == shown
    # On PostgreSQL citizens are looked for in the same statement as the texts.
    assert len(asked) == queries - (connection.vendor == "postgresql")


@pytest.mark.django_db(transaction=True)
def test_a_search_that_takes_too_long_is_ended_in_plain_words(
    masuk: Any, petugas: Staff, ramai: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    Message.objects.bulk_create(
        factories.MessageFactory.build(ticket=ramai, conversation=None, text=f"banjir {n}")
        for n in range(3000)
    )
    monkeypatch.setattr(hits, "SECONDS", 0.001)
    page = results(masuk(petugas), "ban")
    assert "Pencarian terlalu luas" in page
    monkeypatch.setattr(hits, "SECONDS", 20)
    assert ramai.register_number in results(masuk(petugas), "ban")


def test_notices_are_one_sentence_each() -> None:
    assert search.TOO_BROAD == "Pencarian terlalu luas, tambahkan kata."
