"""The head of an office looks at what the clock reminded them of, and it is logged."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from services.models import Service, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.views.test_files import attach
from tickets.models import AccessLog, Notification, Ticket

NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)


def remind(staff: Staff, ticket: Ticket, **more: Any) -> Notification:
    values = {"kind": "completion", "due_at": NOW, "step": "due", "created_at": NOW, **more}
    return Notification.objects.create(staff=staff, ticket=ticket, **values)


def test_what_they_were_reminded_of_opens_and_is_logged_once_an_hour(
    masuk: Any, kepala: Staff, tiket: Ticket
) -> None:
    row = remind(kepala, tiket)
    client = masuk(kepala)
    with time_machine.travel(NOW, tick=False) as clock:
        assert "Buka tiket" in flat(client.get("/pemberitahuan/"))
        answer = client.post(f"/pemberitahuan/{row.pk}/", follow=True)
        page = flat(answer)
        assert answer.status_code == 200
        assert tiket.register_number in page
        assert "+6281200001234" not in page
        client.get(f"{tiket.get_absolute_url()}perubahan/")
        assert [(log.staff, log.action) for log in AccessLog.objects.all()] == [
            (kepala, "reminded")
        ]
        clock.shift(3601)
        client.get(tiket.get_absolute_url())
        assert AccessLog.objects.count() == 2


def test_files_of_it_open_too_and_are_logged(masuk: Any, kepala: Staff, tiket: Ticket) -> None:
    remind(kepala, tiket)
    client, file = masuk(kepala), attach(tiket)
    client.get(tiket.get_absolute_url())
    assert client.get(f"/berkas/{file.pk}/").status_code == 200
    assert client.get(f"/berkas/{file.pk}/pratinjau/").status_code == 200
    assert {log.action for log in AccessLog.objects.all()} == {"reminded", "file"}


def test_they_look_and_change_nothing(masuk: Any, kepala: Staff, tiket: Ticket) -> None:
    remind(kepala, tiket)
    client, url = masuk(kepala), tiket.get_absolute_url()
    for verb in ("ambil", "balas", "catatan", "selesai", "teruskan", "tugaskan", "nomor"):
        assert client.post(f"{url}{verb}/", {"form_key": "kunci-contoh"}).status_code == 403
    before = tiket.version
    tiket.refresh_from_db()
    assert tiket.version == before


@pytest.mark.parametrize("why", ["not_reminded", "skipped", "another", "moved", "everywhere"])
def test_anything_else_stays_closed_to_them(
    masuk: Any, kepala: Staff, pejabat: Staff, tiket: Ticket, why: str
) -> None:
    person = pejabat if why == "everywhere" else kepala
    if why == "skipped":
        remind(person, tiket, is_skipped=True)
    elif why == "another":
        remind(person, factories.TicketFactory(conversation=tiket.conversation))
    elif why in ("moved", "everywhere"):
        remind(person, tiket)
    if why == "moved":
        Ticket.objects.filter(pk=tiket.pk).update(agency=factories.AgencyFactory())
    client, url = masuk(person), tiket.get_absolute_url()
    for path in (url, f"{url}perubahan/", f"{url}mengapa/", f"/berkas/{attach(tiket).pk}/"):
        assert client.get(path).status_code == 404
    assert tiket.register_number not in flat(client.get("/antrean/"))
    assert not AccessLog.objects.exists()


def test_specific_data_asks_for_a_reason(
    masuk: Any, kepala: Staff, tiket: Ticket, layanan_khusus: Service
) -> None:
    remind(kepala, tiket)
    Ticket.objects.update(service=layanan_khusus)
    client, url = masuk(kepala), tiket.get_absolute_url()
    page = flat(client.get(url))
    assert "Alasan membuka" in page
    assert not AccessLog.objects.exists()
    client.post(f"{url}alasan/", {"reason": "Keluhan sampai kepada saya"})
    assert client.get(url).status_code == 200
    assert [log.action for log in AccessLog.objects.all()] == ["ticket"]
