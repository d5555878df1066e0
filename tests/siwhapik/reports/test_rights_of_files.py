"""Who takes which report as a file, what stands in it for whom, and that it is written down: cell by cell."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client

from services.models import Agency, Role, Staff
from siwhapik.reports.catalogue import BOOKS, FIGURES
from siwhapik.reports.workbooks import NOTES
from tests import factories
from tests.siwhapik.reports.every_report import fill
from tests.siwhapik.reports.test_figures import MONTH
from tickets.models import Export, Ticket

Login = Callable[[Staff], Client]
NIK = "3515012345670001"
CODES = (*FIGURES, *BOOKS)
ALL, NONE = {*CODES}, set[str]()
SEE_FIGURES = {*FIGURES}
SEE_REGISTERS = SEE_FIGURES | {"buku", "pengaduan", "informasi", "sp4n"}
RIGHTS: dict[str, set[str]] = {
    "super_admin": ALL,
    "evaluator": NONE,
    "pejabat": NONE,
    "kepala": ALL,
    "admin_opd": ALL,
    "penyelia": ALL,
    "petugas": SEE_REGISTERS,
    "pengamat": SEE_FIGURES,
    "orang_luar": SEE_REGISTERS,
    "pengamat_luar": SEE_FIGURES,
    "kepala_induk": ALL,
}
OUTSIDE = ("orang_luar", "pengamat_luar", "kepala_induk")
# Who reads the tickets themselves, and so the names in the registers.
READERS = ("penyelia", "petugas", "admin_opd")


@pytest.fixture
def pengamat_luar(dinas_wita: Agency) -> Staff:
    """A viewer of another office."""
    staff: Staff = factories.StaffFactory()
    factories.MembershipFactory(staff=staff, role=Role.VIEWER, agency=dinas_wita)
    return staff


@pytest.fixture
def kepala_induk(dinas: Agency) -> Staff:
    """The head of the office above: sums of `dinas`, nothing else."""
    above = factories.AgencyFactory()
    Agency.objects.filter(pk=dinas.pk).update(parent=above)
    staff: Staff = factories.StaffFactory()
    factories.MembershipFactory(staff=staff, role=Role.OFFICIAL, agency=above)
    return staff


@pytest.fixture
def penuh(juni: list[Ticket], petugas: Staff, penyelia: Staff) -> list[Ticket]:
    fill(juni, petugas=petugas, penyelia=penyelia)
    Ticket.objects.filter(pk=juni[0].pk).update(subject=f"Contoh NIK {NIK}")
    return juni


def text_of(answer: Any, as_file: str) -> str:
    """All that stands in a file."""
    content = b"".join(answer.streaming_content)
    if as_file == "csv":
        return content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(content))
    return str([list(row) for sheet in book for row in sheet.iter_rows(values_only=True)])


@pytest.mark.parametrize("role", RIGHTS)
def test_files_cell_by_cell(
    penuh: list[Ticket],
    dinas: Agency,
    role: str,
    request: pytest.FixtureRequest,
    masuk: Login,
) -> None:
    reader = request.getfixturevalue(role)
    client, names = masuk(reader), [one.citizen.profile_name for one in penuh]
    ours = {"Rina Petugas", "Wati Penyelia", penuh[0].service.name, penuh[0].register_number}  # type: ignore[union-attr]  # it has one
    for code in CODES:
        for as_file in ("csv", "xlsx"):
            Export.objects.all().delete()
            asked = f"/laporan/{code}/?{MONTH}&instansi={dinas.pk}&bentuk={as_file}"
            answer = client.get(asked)
            may = code in RIGHTS[role]
            assert answer.status_code == (200 if may else 403), (code, as_file)
            taken = Export.objects.values_list("staff", "report", "form")
            assert [*taken] == ([(reader.pk, code, as_file)] if may else [])
            if not may:
                continue
            said, where = text_of(answer, as_file), (role, code, as_file)
            assert NIK not in said, where
            if role not in READERS:
                assert not [name for name in names if name in said], where
            if role in OUTSIDE:
                assert not [one for one in ours if one in said], where


@pytest.mark.parametrize("role", [role for role in OUTSIDE if role != "orang_luar"])
def test_no_page_offers_an_outsider_anything_of_this_office(
    penuh: list[Ticket], role: str, dinas: Agency, request: pytest.FixtureRequest, masuk: Login
) -> None:
    client = masuk(request.getfixturevalue(role))
    ours = {"Rina Petugas", penuh[0].service.name, penuh[0].channel.name, penuh[0].register_number}  # type: ignore[union-attr]  # it has both
    for code in RIGHTS[role]:
        page = client.get(f"/laporan/{code}/?{MONTH}&instansi={dinas.pk}").content.decode()
        assert not [one for one in ours if one in page], code
        assert (
            f'value="{dinas.pk}"'
            not in page.partition('name="instansi"')[2].partition("</select>")[0]
        )


@pytest.mark.parametrize("code", CODES)
def test_a_stranger_gets_no_file(penuh: list[Ticket], client: Client, code: str) -> None:
    answer = client.get(f"/laporan/{code}/?{MONTH}&bentuk=csv")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/masuk/")
    assert client.post(f"/laporan/berkas/baru/{code}/?bentuk=csv").status_code == 302
    assert not Export.objects.exists()


@pytest.mark.parametrize("as_file", ["csv", "xlsx"])
@pytest.mark.parametrize("code", CODES)
def test_how_many_rows_left_is_written_down(
    penuh: list[Ticket], penyelia: Staff, masuk: Login, code: str, as_file: str
) -> None:
    answer = masuk(penyelia).get(f"/laporan/{code}/?{MONTH}&bentuk={as_file}&tabel=x")
    content = b"".join(answer.streaming_content)
    taken = Export.objects.get()
    assert (taken.asked["dari"], taken.asked["sampai"]) == ("2026-06-01", "2026-06-09")
    if as_file == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert taken.rows == sum(sheet.max_row - 1 for sheet in book if sheet.title != NOTES)
    else:
        assert taken.rows == content.count(b"\r\n") - 1
