"""Quick replies come when an officer first asks for them, filled in for the matter."""

from typing import Any

import pytest

from services.models import Agency, Staff
from tests import factories
from tickets.models import QuickReply, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def balasan(dinas: Agency, tiket: Ticket) -> None:
    lain = factories.ServiceFactory(agency=dinas)
    jauh = factories.AgencyFactory()
    for agency, service, shortcut in (
        (dinas, None, "salam"),
        (dinas, tiket.service, "syarat"),
        (dinas, lain, "lain"),
        (jauh, None, "jauh"),
    ):
        QuickReply.objects.create(
            agency=agency,
            service=service,
            shortcut=shortcut,
            title="Contoh",
            text="Yth. {nama}, tiket {nomor} untuk {layanan}.",
        )


def shortcuts(client: Any, tiket: Ticket) -> list[str]:
    answer = client.get(f"{tiket.get_absolute_url()}balasan-cepat/")
    assert answer.status_code == 200
    return [one["shortcut"] for one in answer.json()["replies"]]


def test_those_of_the_office_and_of_the_service(
    masuk: Any, petugas: Staff, tiket: Ticket, balasan: None
) -> None:
    client = masuk(petugas)
    assert shortcuts(client, tiket) == ["salam", "syarat"]
    Ticket.objects.filter(pk=tiket.pk).update(service=None, standard=None)
    assert shortcuts(client, tiket) == ["salam"]


def test_the_names_of_the_matter_are_filled_in(
    masuk: Any, petugas: Staff, tiket: Ticket, balasan: None
) -> None:
    answer = masuk(petugas).get(f"{tiket.get_absolute_url()}balasan-cepat/")
    assert answer.json()["replies"][0]["text"] == (
        f"Yth. Sari Contoh, tiket {tiket.register_number} untuk {tiket.service}."
    )


def test_only_for_those_who_may_reply(
    masuk: Any, admin_opd: Staff, petugas: Staff, tiket: Ticket, balasan: None, client: Any
) -> None:
    address = f"{tiket.get_absolute_url()}balasan-cepat/"
    assert masuk(admin_opd).get(address).status_code == 403
    assert masuk(factories.StaffFactory()).get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert masuk(petugas).post(address).status_code == 405
