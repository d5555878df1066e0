"""Matters whose service is not known yet: seen by those who work the number that they came to."""

from typing import Any

import pytest

from services.access import Action, can, people_who_can
from services.models import Agency, Service, Staff
from tests import factories
from tests.tickets.views.test_files import attach
from tickets import desk
from tickets.models import Channel, Ticket


@pytest.fixture
def lini(dinas: Agency, layanan: Service, layanan_lain: Service) -> dict[str, Channel | None]:
    """The office's numbers: the operator's line, another one, one of both, one of no service."""
    foreign = factories.ServiceFactory()
    given = {
        "own": [layanan],
        "other": [layanan_lain],
        "both": [layanan, layanan_lain],
        "shared": [],
        "foreign": [foreign],
    }
    numbers: dict[str, Channel | None] = {
        name: factories.ChannelFactory(agency=dinas, services=services)
        for name, services in given.items()
    }
    return {**numbers, "counter": None}


def ticket_of(lini: dict[str, Channel | None], name: str, **values: Any) -> Ticket:
    some = lini[name] or lini["shared"]
    ticket = factories.TicketFactory(conversation__channel=some, service=None, **values)
    if lini[name] is None:
        Ticket.objects.filter(pk=ticket.pk).update(channel=None, source="walk_in")
        ticket = Ticket.objects.get(pk=ticket.pk)
    return ticket


SEEN = {"own", "both", "shared", "foreign", "counter"}


@pytest.mark.parametrize("name", ["own", "other", "both", "shared", "foreign", "counter"])
def test_an_operator_sees_the_numbers_that_they_work(
    masuk: Any, petugas: Staff, penyelia: Staff, admin_opd: Staff, lini: Any, name: str
) -> None:
    ticket = ticket_of(lini, name)
    for person, sees in ((petugas, name in SEEN), (penyelia, True), (admin_opd, True)):
        assert Ticket.objects.visible_to(person).filter(pk=ticket.pk).exists() is sees
        assert Ticket.objects.openable_by(person).filter(pk=ticket.pk).exists() is sees
        assert can(person, Action.READ_TICKET, ticket) is sees
    assert people_who_can(Action.TAKE, ticket).filter(pk=petugas.pk).exists() is (name in SEEN)


def test_of_another_line_there_is_neither_page_nor_file_nor_verb(
    masuk: Any, petugas: Staff, penyelia: Staff, lini: Any
) -> None:
    ticket = ticket_of(lini, "other")
    file = attach(ticket)
    client = masuk(petugas)
    url = ticket.get_absolute_url()
    for path in (url, f"{url}perubahan/", f"/berkas/{file.pk}/", f"/berkas/{file.pk}/pratinjau/"):
        assert client.get(path).status_code == 404
    for verb in ("ambil", "balas", "catatan", "selesai"):
        assert client.post(f"{url}{verb}/", {"form_key": "kunci-contoh"}).status_code == 404
    assert ticket.register_number not in client.get("/antrean/").content.decode()
    with pytest.raises(desk.Refused):
        desk.take(ticket, by=petugas, now=ticket.received_at)
    assert Ticket.objects.get() == ticket
    assert Ticket.objects.get().version == ticket.version
    assert masuk(penyelia).get(url).status_code == 200


def test_what_is_ones_own_stays_so(petugas: Staff, lini: Any) -> None:
    ticket = ticket_of(lini, "other", assignee=petugas)
    assert Ticket.objects.visible_to(petugas).get() == ticket
    assert can(petugas, Action.REPLY, ticket)


def test_once_its_service_is_known_the_number_counts_no_more(
    petugas: Staff, lini: Any, layanan: Service, layanan_lain: Service
) -> None:
    came_here = ticket_of(lini, "other")
    for service, sees in ((layanan, True), (layanan_lain, False)):
        Ticket.objects.update(service=service)
        assert Ticket.objects.visible_to(petugas).exists() is sees
        came_here.refresh_from_db()
        assert can(petugas, Action.READ_TICKET, came_here) is sees


def test_an_operator_without_services_sees_shared_numbers_and_the_counter(
    petugas: Staff, lini: Any
) -> None:
    petugas.memberships.get().services.clear()
    names = [*lini]
    tickets = [ticket_of(lini, name) for name in names]
    seen = set(Ticket.objects.visible_to(petugas).values_list("pk", flat=True))
    found = {name for name, ticket in zip(names, tickets, strict=True) if ticket.pk in seen}
    assert found == {"shared", "foreign", "counter"}
    assert found == {
        name
        for name, ticket in zip(names, tickets, strict=True)
        if can(petugas, Action.READ_TICKET, ticket)
    }


@pytest.mark.parametrize("way", ["round_robin", "least_loaded"])
def test_nothing_is_shared_out_to_another_line(
    petugas: Staff, dinas: Agency, lini: Any, way: str
) -> None:
    other, own = (ticket_of(lini, name, state="new") for name in ("other", "own"))
    dinas.auto_assign = way
    dinas.save()
    assert desk.auto_assign(dinas, own.received_at) == 1
    other.refresh_from_db()
    own.refresh_from_db()
    assert (other.assignee, own.assignee) == (None, petugas)
