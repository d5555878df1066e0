"""Who saw which file: a page for those who answer for it."""

from collections.abc import Callable

import pytest
from django.test import Client

from services.models import Service, Staff
from tests import factories
from tests.tickets.views.test_files import attach
from tickets.models import AccessLog, Ticket

LogIn = Callable[[Staff], Client]
PAGE = "/kelola/tickets/accesslog/"
NUMBER = "0812-0000-1234"


@pytest.fixture
def seen(masuk: LogIn, petugas: Staff, tiket: Ticket) -> AccessLog:
    file = attach(tiket, filename=f"KTP {NUMBER}.pdf")
    masuk(petugas).get(f"/berkas/{file.pk}/pratinjau/")
    return AccessLog.objects.get()


@pytest.mark.parametrize("who", ["penyelia", "admin_opd"])
def test_it_says_who_saw_which_file_and_when(
    who: str, masuk: LogIn, seen: AccessLog, request: pytest.FixtureRequest
) -> None:
    client = masuk(request.getfixturevalue(who))
    for path in (PAGE, f"{PAGE}{seen.pk}/change/", f"{PAGE}?q=dinsos-2026", f"{PAGE}?q=rina"):
        page = client.get(path).content.decode()
        for part in ("Rina Petugas", "Melihat pratinjau berkas", seen.ticket.register_number):
            assert part in page, path
        assert "KTP +62812" in page
        assert NUMBER not in page
    number = seen.ticket.register_number
    narrowed = f"{PAGE}?action__exact=preview&staff__id__exact={seen.staff_id}"
    assert number in client.get(narrowed).content.decode()
    assert number not in client.get(f"{PAGE}?action__exact=file").content.decode()


def test_nothing_there_can_be_changed(masuk: LogIn, penyelia: Staff, seen: AccessLog) -> None:
    client = masuk(penyelia)
    assert client.post(f"{PAGE}add/", {}).status_code == 403
    assert client.post(f"{PAGE}{seen.pk}/change/", {"reason": "x"}).status_code == 403
    assert client.post(f"{PAGE}{seen.pk}/delete/", {"post": "yes"}).status_code == 403
    assert AccessLog.objects.get().reason == ""


def test_other_offices_and_roles_see_none_of_it(
    masuk: LogIn, orang_luar: Staff, petugas: Staff, pengamat: Staff, seen: AccessLog
) -> None:
    factories.MembershipFactory(
        staff=orang_luar, role="supervisor", agency=orang_luar.memberships.get().agency
    )
    client = masuk(orang_luar)
    assert seen.ticket.register_number not in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}{seen.pk}/change/").status_code == 404
    for person in (petugas, pengamat):
        assert masuk(person).get(PAGE).status_code in (302, 403)


def test_what_may_be_read_with_a_reason_only_is_not_listed(
    masuk: LogIn, admin_opd: Staff, penyelia: Staff, layanan_khusus: Service, seen: AccessLog
) -> None:
    Ticket.objects.update(service=layanan_khusus)
    assert seen.ticket.register_number not in masuk(admin_opd).get(PAGE).content.decode()
    assert seen.ticket.register_number in masuk(penyelia).get(PAGE).content.decode()
