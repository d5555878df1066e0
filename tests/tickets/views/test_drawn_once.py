"""A bubble is drawn once and used again, until anything that it shows has changed."""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tickets.models import Attachment, Message, Ticket
from tickets.models.message_queryset import THREAD_FIELDS
from tickets.views import drawn
from tickets.views.thread_row import ThreadRow

NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)


def test_a_row_has_the_columns_that_are_read() -> None:
    assert ThreadRow._fields == THREAD_FIELDS


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ({"reaction": "🙏"}, "Ditanggapi 🙏"),
        ({"withdrawn_at": NOW}, "ditarik kantor"),
        ({"edited_text": "Kalimat yang baru."}, "Kalimat yang baru."),
        ({"status": "read"}, "Dibaca"),
        ({"status": "failed", "error": {"code": 131026}}, "bubble__error"),
        ({"text": "Kalimat lain."}, "Kalimat lain."),
    ],
)
def test_what_changed_in_the_row_is_on_the_next_page(
    masuk: Any, petugas: Staff, tiket: Ticket, changed: dict[str, Any], shown: str
) -> None:
    message = factories.MessageFactory(
        ticket=tiket, direction="out", origin="officer", author=petugas, status="delivered"
    )
    client = masuk(petugas)
    assert shown not in client.get(tiket.get_absolute_url()).content.decode()
    Message.objects.filter(pk=message.pk).update(**changed)
    assert shown in client.get(tiket.get_absolute_url()).content.decode()


def test_what_changed_beside_the_row_is_on_the_next_page(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    asked = factories.MessageFactory(ticket=tiket, text="Kapan selesai?")
    other = factories.StaffFactory(full_name="Rekan Contoh")
    answer = factories.MessageFactory(
        ticket=tiket, direction="out", origin="officer", author=other, type="image", quoted=asked
    )
    file = Attachment.objects.create(message=answer, mime_type="image/jpeg", state="pending")
    client = masuk(petugas)
    before = client.get(tiket.get_absolute_url()).content.decode()
    assert "Rekan Contoh" in before
    assert f"/berkas/{file.pk}" not in before
    Message.objects.filter(pk=asked.pk).update(text="Kapan dapat diambil?")
    Staff.objects.filter(pk=other.pk).update(full_name="Rekan Berganti")
    Attachment.objects.filter(pk=file.pk).update(state="ready", size=10)
    after = client.get(tiket.get_absolute_url()).content.decode()
    assert after.count("Kapan dapat diambil?") > 1  # in its own bubble, and quoted
    assert "Rekan Berganti" in after
    assert f"/berkas/{file.pk}" in after


def test_it_is_kept_until_there_are_too_many_or_it_is_too_old(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: drawn.Kept[str] = drawn.Kept()
    made: list[str] = []

    def get(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key)

    assert [get("a"), get("a"), get("b")] == ["a", "a", "b"]
    assert made == ["a", "b"]
    monkeypatch.setattr(drawn, "MOST", 2)
    get("a")  # there are two: all are dropped first
    get("a")
    assert made == ["a", "b", "a"]
    monkeypatch.setattr(drawn, "SECONDS", -1)
    get("a")
    assert made == ["a", "b", "a", "a"]
