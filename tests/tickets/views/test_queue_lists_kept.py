"""A finished list is kept until something changes."""

from typing import Any

import pytest
from django.core.cache import caches

from services.models import Service, Staff
from tests.reading import flat
from tests.tickets.views.queue_rows import rows
from tickets.models import QueueVersion, Ticket


@pytest.fixture
def kept_lists(settings: Any) -> None:
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": backend, "LOCATION": "test"}}
    caches["pages"].clear()


@pytest.mark.usefixtures("kept_lists", "clock")  # else a new minute may begin in between
def test_a_list_is_rendered_once_until_something_changes(
    masuk: Any, petugas: Staff, tiket: Ticket, django_assert_num_queries: Any
) -> None:
    client = masuk(petugas)
    first = rows(client)
    with django_assert_num_queries(3):  # session, person with services, counters
        assert rows(client) == first
    Ticket.objects.filter(pk=tiket.pk).update(subject="tanpa kabar")
    assert rows(client) == first
    QueueVersion.bump(tiket.agency_id)
    assert "tanpa kabar" in rows(client)


def test_a_kept_list_is_nobody_elses(
    masuk: Any, petugas: Staff, penyelia: Staff, orang_luar: Staff, tiket: Ticket, kept_lists: None
) -> None:
    Ticket.objects.filter(pk=tiket.pk).update(assignee=petugas)
    assert "Anda" in rows(masuk(petugas))
    assert petugas.full_name in rows(masuk(penyelia))
    assert tiket.register_number not in rows(masuk(orang_luar))
    petugas.memberships.update(is_active=False)
    assert tiket.register_number not in flat(masuk(petugas).get("/antrean/"))


def test_a_kept_list_ends_when_its_service_gets_specific_data(
    masuk: Any, admin_opd: Staff, layanan: Service, tiket: Ticket, kept_lists: None
) -> None:
    client = masuk(admin_opd)
    first = client.get("/antrean/perubahan/")
    assert tiket.register_number in flat(first)
    layanan.is_sensitive = True
    layanan.save()
    assert tiket.register_number not in rows(client)
    again = client.get("/antrean/perubahan/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
