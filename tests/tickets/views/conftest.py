"""A ticket in hand, an outage that holds it up, and forms sent for it."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from services.models import Agency, Staff
from tests import factories
from tickets import desk
from tickets.models import Attachment, Outage, RegisterCounter, Ticket


@pytest.fixture
def milik(tiket: Ticket, petugas: Staff) -> Ticket:
    """`tiket`, taken by `petugas`."""
    return desk.take(tiket, by=petugas, now=timezone.now())


@pytest.fixture
def ramai(tiket: Ticket, petugas: Staff, now: dt.datetime) -> Ticket:
    """`tiket`, about which much was said."""
    factories.MessageFactory(
        ticket=tiket, text="Kartu keluarganya rusak karena banjir, NIK 3515080101900001"
    )
    factories.MessageFactory(ticket=tiket, text="Telepon istri saya 0813-7777-8888 saja")
    desk.note(tiket, by=petugas, now=now, text="Sudah dicek di gudang arsip")
    letter = factories.MessageFactory(ticket=tiket, type="document", text="Surat pengantar lurah")
    Attachment.objects.create(message=letter, filename="pengantar_rt05.pdf")
    factories.MessageFactory(
        ticket=tiket, direction="out", origin="officer", text="Silakan ambil di loket tiga"
    )
    Ticket.objects.filter(pk=tiket.pk).update(
        subject="Cetak ulang kartu", outcome="fulfilled", outcome_note="Selesai dilaminasi"
    )
    RegisterCounter.objects.create(agency=tiket.agency, year=2026, last=40)
    tiket.refresh_from_db()
    return tiket


def post(client: Any, tiket: Ticket, path: str, data: dict[str, Any], **headers: str) -> Any:
    return client.post(f"{tiket.get_absolute_url()}{path}/", data, headers=headers or None)


@pytest.fixture
def gangguan(dinas: Agency, penyelia: Staff, tiket: Ticket, now: dt.datetime) -> Outage:
    """SIAK does not work since 09.10 WIB, for all services; it was applied."""
    plan = desk.OutagePlan(kind="siak", starts_at=now - dt.timedelta(minutes=50))
    Ticket.objects.filter(pk=tiket.pk).update(
        received_at=now - dt.timedelta(hours=2), first_responded_at=now - dt.timedelta(hours=1)
    )
    outage = desk.record_outage(dinas, plan=plan, by=penyelia, now=now, form_key="k")
    desk.apply_outages(now)
    return outage
