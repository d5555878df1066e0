"""What a ticket's page shows of edited and deleted messages."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tests.tickets.views.pages import page
from tickets.models import Message, Ticket


def edited(original: Message, *texts: str) -> None:
    """The edits of a message as they arrive, and what the newest makes of it."""
    for number, text in enumerate(texts, 1):
        factories.MessageFactory(
            ticket=original.ticket,
            type="edit",
            text=text,
            quoted=original,
            quoted_external_id=original.external_id,
            occurred_at=original.occurred_at + dt.timedelta(minutes=number),
        )
    Message.objects.filter(pk=original.pk).update(edited_text=texts[-1])


@pytest.mark.parametrize(
    ("values", "also"),
    [
        ({"type": "image", "text": ""}, ""),
        (
            {"type": "location", "payload": {"location": {"latitude": -7.4, "longitude": 112.7}}},
            "-7.400000,112.700000",
        ),
        ({"type": "unsupported", "text": ""}, ""),
    ],
)
def test_words_that_an_edit_adds_are_shown_with_the_original(
    masuk: Any, petugas: Staff, tiket: Ticket, values: dict[str, Any], also: str
) -> None:
    edited(factories.MessageFactory(ticket=tiket, **values), "Ini KTP saya")
    shown = page(masuk(petugas), tiket)
    thread = shown.split('id="thread"')[1].split("</ol>")[0]
    assert (thread.count("Ini KTP saya"), thread.count("data-pk")) == (1, 1)
    assert also in thread
    assert "Sebelum diubah" not in thread


def test_the_words_before_each_edit_can_be_read(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    edited(
        factories.MessageFactory(ticket=tiket, text="NIK 3578012345670001"),
        "<b>Jalan Mawar</b>",
        "<b>Jalan Mawar</b>",
        "Jalan Melati",
    )
    thread = page(masuk(petugas), tiket).split('id="thread"')[1].split("</ol>")[0]
    now, former = thread.split("Sebelum diubah")
    assert "Jalan Melati" in now
    assert "Jalan Melati" not in former
    assert former.index("NIK 35••••••••••0001") < former.index("&lt;b&gt;Jalan Mawar")
    assert former.count("Jalan Mawar") == 1


def test_nothing_more_is_shown_of_what_was_taken_back(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    edited(factories.MessageFactory(ticket=tiket, withdrawn_at=tiket.received_at), "Baru")
    assert "Sebelum diubah" not in page(masuk(petugas), tiket)
