"""The register of information requests says how to reach who asked, as far as its reader may know."""

from collections.abc import Callable

import pytest
from django.test import Client

from services.masking import mask_phone
from services.models import Staff
from siwhapik.reports.registers import REGISTERS
from tests.reading import flat
from tests.siwhapik.reports.test_figures import lines, sheets
from tests.siwhapik.reports.test_registers import rows
from tickets.models import AccessLog, Ticket

PAGE = "/laporan/informasi/?rentang=2026-06"
AT = 2  # after the number: received, applicant, contact
Login = Callable[[Staff], Client]


@pytest.fixture
def permintaan(juni: list[Ticket]) -> list[Ticket]:
    """Two questions, from different people."""
    found = [one for one in juni if one.kind == "information"]
    assert all(one.citizen.phone for one in found)
    return found


def contacts(client: Client) -> list[str]:
    return [row["cells"][AT] for row in rows(client, PAGE)]


def test_the_number_is_masked_on_the_page_and_in_files(
    permintaan: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    client = masuk(penyelia)
    wanted = [f"Telp. {mask_phone(one.citizen.phone)}" for one in permintaan]
    assert contacts(client) == wanted
    csv, (sheet,) = (
        lines(client.get(f"{PAGE}&bentuk=csv")),
        sheets(client.get(f"{PAGE}&bentuk=xlsx")),
    )
    for told in (csv, sheet):
        assert told[0][AT + 1] == "Kontak"
        assert [row[AT + 1] for row in told[1:]] == wanted
    said = flat(client.get(PAGE)) + str(csv) + str(sheet)
    assert not [one for one in permintaan if one.citizen.phone in said]
    assert "Alamat, pekerjaan, dan tujuan penggunaan tidak ditanyakan" in flat(client.get(PAGE))
    assert not AccessLog.objects.filter(action=AccessLog.Action.PHONE).exists()


def test_who_may_not_read_the_ticket_reads_no_number(
    permintaan: list[Ticket], super_admin: Staff, masuk: Login
) -> None:
    assert contacts(masuk(super_admin)) == ["", ""]


def test_nobody_is_told_whose_identity_is_kept_or_whose_number_is_withheld(
    permintaan: list[Ticket], penyelia: Staff, masuk: Login
) -> None:
    kept, withheld = permintaan
    Ticket.objects.filter(pk=kept.pk).update(is_anonymous=True)
    type(withheld.citizen).objects.filter(pk=withheld.citizen_id).update(phone="")
    assert contacts(masuk(penyelia)) == ["", ""]


def test_other_registers_hold_no_numbers() -> None:
    assert [code for code, one in REGISTERS.items() if "Kontak" in one.columns] == ["informasi"]
