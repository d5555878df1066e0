"""What is still missing stands on the ticket: the papers of its standard that no file of the citizen names."""

import datetime as dt
import re
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tests.tickets.views.pages import page
from tickets.models import Attachment, Ticket

SURE, TO_CHECK = "Berkas yang masih kurang", "Berkas yang perlu dicek"
NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)


def sends(ticket: Ticket, text: str = "", **more: Any) -> None:
    letter = factories.MessageFactory(ticket=ticket, type="image", text=text, **more)
    Attachment.objects.create(message=letter, filename="")


def lacking(html: str) -> list[str]:
    return re.findall("<li>(.*?)</li>", html.partition(SURE)[2].partition("</ul>")[0])


def test_it_becomes_less_with_each_named_file(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    client = masuk(petugas)
    assert lacking(page(client, tiket)) == ["Fotokopi KTP-el", "Fotokopi KK"]
    sends(tiket, "ini ktp saya")
    for path in ("", "perubahan/"):  # a page that polls, too
        assert lacking(page(client, tiket, path)) == ["Fotokopi KK"]
    sends(tiket, "kk")
    assert SURE not in (shown := page(client, tiket))
    assert TO_CHECK not in shown


def test_files_without_a_name_may_be_what_is_missing(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    client = masuk(petugas)
    sends(tiket)
    shown = page(client, tiket)
    assert SURE in shown
    assert "1 berkas dikirim tanpa keterangan" in shown
    sends(tiket)
    assert TO_CHECK in page(client, tiket)


def test_what_the_office_sends_is_not_what_it_asks_for(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    sends(tiket, "ktp dan kk", direction="out", origin="officer", author=petugas)
    assert len(lacking(page(masuk(petugas), tiket))) == 2


@pytest.mark.parametrize(
    "values",
    [{"completed_files_at": NOW}, {"state": "resolved"}, {"standard": None}],
    ids=["declared complete", "ended", "no standard"],
)
def test_nothing_is_asked_for_any_more(
    masuk: Any, petugas: Staff, tiket: Ticket, values: dict[str, Any]
) -> None:
    client = masuk(petugas)
    Ticket.objects.filter(pk=tiket.pk).update(**values)
    assert SURE not in page(client, tiket)
