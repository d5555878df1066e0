"""Whose figures they are: who leads reads names, an officer their own beside one sum of the others (ADR 0119)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Membership, Staff
from tests.reading import flat
from tests.siwhapik.reports.conftest import JUNE
from tests.siwhapik.reports.every_report import Grid, in_csv, in_xlsx
from tests.siwhapik.reports.test_figures import MONTH, marked, tables, words
from tests.siwhapik.reports.test_workload import wrote
from tickets.models import Ticket

Login = Callable[[Staff], Client]
OWN, OTHER, LEADER = "Rina Petugas", "Budi Petugas", "Wati Penyelia"
ALL = {OWN, OTHER, LEADER}
# Which rows of officers each role reads, beside "Belum diambil" and the sum of all.
READS: dict[str, set[str]] = {
    "super_admin": ALL,
    "kepala": ALL,
    "admin_opd": ALL,
    "penyelia": ALL,
    "petugas": {OWN, "Rekan lain (2 orang)"},
    "petugas_lain": {OTHER, "Rekan lain (2 orang)"},
    "pengamat": {"Petugas (3 orang)"},
}
OF_OFFICERS = {"beban": 0, "janji": 1}  # by report: which of its tables
SUMMED = {
    "beban": ("Tiket", "Pesan", "Catatan", "Jam kerja", "Di luar jam layanan"),
    "janji": ("Masuk", "Respons dinilai", "Jatuh tempo"),
}


@pytest.fixture
def dikerjakan(
    juni: list[Ticket], petugas: Staff, petugas_lain: Staff, penyelia: Staff
) -> list[Ticket]:
    """Each of the three held and answered some, and nobody holds the last ones."""
    who = (petugas, petugas, petugas_lain, penyelia, penyelia)
    for ticket, by in zip(juni, who, strict=False):
        Ticket.objects.filter(pk=ticket.pk).update(assignee=by)
        wrote(ticket, by, JUNE + dt.timedelta(hours=1))
    wrote(juni[0], penyelia, JUNE + dt.timedelta(hours=12), direction="note", status="received")
    return juni


def named(grid: Grid) -> dict[str, dict[str, str]]:
    """The rows of a table by their first cell, without the sum of all."""
    head, *rows = grid
    return {row[0]: dict(zip(head, row, strict=True)) for row in rows if row[0] != "Semua"}


def page_of(client: Client, code: str) -> Grid:
    table = tables(client, code)[OF_OFFICERS[code]]
    return [list(table.head), *([cell.words for cell in row] for row in table.rows)]


def csv_of(client: Client, code: str) -> Grid:
    return in_csv(client.get(f"/laporan/{code}/?{MONTH}&bentuk=csv&tabel=petugas"))


def xlsx_of(client: Client, code: str) -> Grid:
    return in_xlsx(client.get(f"/laporan/{code}/?{MONTH}&bentuk=xlsx"))[OF_OFFICERS[code]]


@pytest.mark.parametrize("role", READS)
@pytest.mark.parametrize("code", OF_OFFICERS)
@pytest.mark.parametrize("read", [page_of, csv_of, xlsx_of])
def test_each_role_reads_its_rows(
    dikerjakan: list[Ticket],
    penyelia: Staff,
    masuk: Login,
    request: pytest.FixtureRequest,
    role: str,
    code: str,
    read: Callable[[Client, str], Grid],
) -> None:
    rows = named(read(masuk(request.getfixturevalue(role)), code))
    every = named(read(masuk(penyelia), code))
    nobody = {"Belum diambil"} if code == "janji" else set()
    assert rows.keys() == READS[role] | nobody
    for name, row in rows.items():
        if name in every:
            assert row == every[name]
            continue
        summed = [cells for one, cells in every.items() if one not in rows]
        for column in SUMMED[code]:
            assert number(row[column]) == sum(number(cells[column]) for cells in summed), column


def number(words: str) -> float:
    return float(words.replace(",", "."))


@pytest.mark.parametrize("role", READS)
def test_no_page_or_file_names_another_officer(
    dikerjakan: list[Ticket], masuk: Login, request: pytest.FixtureRequest, role: str
) -> None:
    reader = request.getfixturevalue(role)
    client, hidden = masuk(reader), ALL - READS[role] - {reader.full_name}
    for code in ("jenis", "daring", "janji", "jam", "beban"):
        pages = [flat(client.get(f"/laporan/{code}/?{MONTH}"))]
        pages += [str(in_xlsx(client.get(f"/laporan/{code}/?{MONTH}&bentuk=xlsx")))]
        for page in pages:
            assert not [name for name in hidden if name in page], code
    said = flat(client.get(f"/dasbor/?{MONTH}"))
    assert not [name for name in hidden if name in said]


@pytest.mark.parametrize("role", READS)
def test_the_dashboard_says_the_same(
    dikerjakan: list[Ticket],
    penyelia: Staff,
    masuk: Login,
    request: pytest.FixtureRequest,
    role: str,
) -> None:
    def officers(reader: Staff) -> dict[str, Any]:
        found = masuk(reader).get(f"/dasbor/?{MONTH}").context["officers"]
        return {row["name"]: row for row in found}

    rows, every = officers(request.getfixturevalue(role)), officers(penyelia)
    assert rows.keys() == READS[role] | {"Belum diambil"}
    for name in rows.keys() - every.keys():
        for column in ("open", "overdue", "received", "resolved", "due", "in_time"):
            summed = sum(row[column] for one, row in every.items() if one not in rows)
            assert rows[name][column] == summed, column
        assert not any(rows[name]["urls"].values())


@pytest.mark.parametrize("role", READS)
def test_only_who_reads_names_chooses_a_colleague(
    dikerjakan: list[Ticket],
    petugas: Staff,
    penyelia: Staff,
    masuk: Login,
    request: pytest.FixtureRequest,
    role: str,
) -> None:
    reader = request.getfixturevalue(role)
    for code in OF_OFFICERS:
        for other in {petugas, penyelia} - {reader}:
            asked = f"/laporan/{code}/?{MONTH}&petugas={other.pk}"
            form = masuk(reader).get(asked).context["form"]
            assert bool(form.only) == (READS[role] == ALL), code
            assert (form.data["petugas"] == str(other.pk)) == (READS[role] == ALL)
        own = masuk(reader).get(f"/laporan/{code}/?{MONTH}&petugas={reader.pk}").context["form"]
        assert bool(own.only) == (role not in ("super_admin", "pengamat"))


def test_the_list_behind_a_colleagues_number_is_for_who_reads_the_number(
    dikerjakan: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    """How many rows it had would say how much the colleague did."""
    for deed in ("", "&perbuatan=balasan"):
        asked = f"/laporan/buku/?{MONTH}&kerja_dari=2026-06-01&kerja_sampai=2026-06-30{deed}"
        for reader, worker, seen in (
            (petugas, petugas, 2), (petugas, penyelia, 0), (penyelia, petugas, 2),
        ):  # fmt: skip
            answer = masuk(reader).get(f"{asked}&dikerjakan={worker.pk}")
            assert len(answer.context["rows"]) == seen, (deed, reader, worker)
    answer = masuk(petugas).get(f"{asked}&dikerjakan={penyelia.pk}")
    assert "hanya dapat dibuka penyelia" in flat(answer)
    assert "Dikerjakan oleh" not in flat(answer)


def test_who_leads_one_of_two_offices_reads_names_there_alone(
    dikerjakan: list[Ticket], petugas_lain: Staff, dinas: Agency, dinas_wita: Agency, masuk: Login
) -> None:
    Membership.objects.create(staff=petugas_lain, agency=dinas_wita, role="supervisor")
    client = masuk(petugas_lain)
    assert named(page_of(client, "beban")).keys() == READS["petugas_lain"]
    alone = tables(client, "beban", f"{MONTH}&instansi={dinas.pk}")[0]
    assert [row[0].words for row in alone.rows] == [OTHER, "Rekan lain (2 orang)"]
    Membership.objects.filter(staff=petugas_lain, agency=dinas).update(role="supervisor")
    assert named(page_of(masuk(petugas_lain), "beban")).keys() == ALL


def test_who_left_the_office_keeps_the_name(
    bulan: list[Ticket], petugas: Staff, penyelia: Staff, masuk: Login
) -> None:
    Ticket.objects.filter(pk=bulan[0].pk).update(assignee=petugas)
    marked(bulan[0])
    petugas.memberships.all().delete()
    _, by_officer = tables(masuk(penyelia), "janji")
    assert [words(one)[0] for one in by_officer.rows] == [petugas.full_name, "Belum diambil"]
