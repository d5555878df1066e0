"""Criteria for recognition: chosen by the office's admin, told beside each officer, never a ranking."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from services.models import Agency, RecognitionChoice, Role, Staff
from siwhapik.reports.recognition import MEASURES, Criterion
from siwhapik.reports.recognition_choosing import choose_criteria
from tests import factories
from tests.reading import flat
from tests.siwhapik.reports.every_report import Page, in_csv, in_xlsx
from tests.siwhapik.reports.test_figures import MONTH, lines, tables, words
from tests.siwhapik.reports.test_workload import EVENING, WEDNESDAY, wrote
from tickets.desk.base import Refused
from tickets.models import QueueVersion, Ticket

Login = Callable[[Staff], Client]
REPORT = f"/laporan/beban/?{MONTH}"


def page_of(agency: Agency) -> str:
    return f"/laporan/penghargaan/{agency.slug}/"


def chosen(agency: Agency, by: Staff, **least: int) -> RecognitionChoice:
    criteria = [{"measure": code, "least": number, "words": ""} for code, number in least.items()]
    at = dt.datetime(2026, 6, 1, 3, 0, tzinfo=dt.UTC)
    return RecognitionChoice.objects.create(agency=agency, criteria=criteria, by=by, at=at)


@pytest.fixture
def kerja(juni: list[Ticket], petugas: Staff, petugas_lain: Staff) -> list[Ticket]:
    """Rina wrote on two tickets, one of them in the evening; Budi on one. Rina holds all seven."""
    wrote(juni[0], petugas, WEDNESDAY)
    wrote(juni[1], petugas, EVENING)
    wrote(juni[2], petugas_lain, WEDNESDAY)
    Ticket.objects.update(assignee=petugas)
    return juni


def recognised(client: Client, query: str = MONTH) -> Any:
    """The table, or None."""
    found = [one for one in tables(client, "beban", query) if one.code == "penghargaan"]
    return found[0] if found else None


def test_the_admin_chooses_and_the_report_says_what_each_officer_fulfils(
    kerja: list[Ticket], dinas: Agency, admin_opd: Staff, penyelia: Staff, masuk: Login
) -> None:
    client = masuk(admin_opd)
    assert f'href="{page_of(dinas)}"' in client.get(REPORT).content.decode()
    assert recognised(client) is None
    given = {
        "tickets": 2, "messages": 1, "messages_nama": "Balasan untuk warga", "first_share": 57, "closed_hours": "",
    }  # fmt: skip
    answer = client.post(page_of(dinas), given)
    assert (answer.status_code, answer["Location"]) == (302, page_of(dinas))
    table = recognised(masuk(penyelia))
    assert table.head == (
        "Petugas", "Kriteria", "Tiket yang dikerjakan, paling sedikit 2",
        "Balasan untuk warga, paling sedikit 1", "Respons pertama tepat waktu, paling sedikit 57 %",
    )  # fmt: skip
    assert [words(row) for row in table.rows] == [
        ["Budi Petugas", "Memenuhi 1 dari 3: Balasan untuk warga", "1", "1", "-"],
        [
            "Rina Petugas",
            "Memenuhi 3 dari 3: Tiket yang dikerjakan, Balasan untuk warga, Respons pertama tepat waktu",
            "2", "2", "57,1 %",
        ],
    ]  # fmt: skip
    assert not table.total
    assert "dipilih kantor ini: Anwar Admin, 9 Juni 2026" in table.explained


def test_a_threshold_is_reached_exactly_and_not_below_it(
    kerja: list[Ticket], dinas: Agency, admin_opd: Staff, penyelia: Staff, masuk: Login
) -> None:
    for least, fulfilled in ((57, 1), (58, 0)):  # four of seven
        chosen(dinas, admin_opd, first_share=least)
        rina = recognised(masuk(penyelia)).rows[1]
        assert rina[1].words.startswith(f"Memenuhi {fulfilled} dari 1")
    for least, fulfilled in ((2, 1), (3, 0)):
        chosen(dinas, admin_opd, messages=least)
        rina = recognised(masuk(penyelia)).rows[1]
        assert rina[1].words.startswith(f"Memenuhi {fulfilled} dari 1")


def test_counts_are_for_a_month_and_shares_are_not(
    kerja: list[Ticket], dinas: Agency, admin_opd: Staff, penyelia: Staff, masuk: Login
) -> None:
    chosen(dinas, admin_opd, messages=1, due_share=40)
    quarter = recognised(masuk(penyelia), "rentang=2026-T2")
    assert quarter.head[2:] == (
        "Pesan yang terkirim, paling sedikit 3", "Selesai tepat waktu, paling sedikit 40 %",
    )  # fmt: skip
    assert quarter.rows[1][1].words == "Memenuhi 1 dari 2: Selesai tepat waktu"


def test_page_and_files_say_the_same(
    kerja: list[Ticket], dinas: Agency, admin_opd: Staff, penyelia: Staff, masuk: Login
) -> None:
    chosen(dinas, admin_opd, **dict.fromkeys(MEASURES, 1))
    client = masuk(penyelia)
    shown = Page(client.get(REPORT).content.decode()).tables[1]
    assert len(shown) == 3
    assert in_csv(client.get(f"{REPORT}&bentuk=csv&tabel=penghargaan")) == shown
    sheet = in_xlsx(client.get(f"{REPORT}&bentuk=xlsx"))[1]
    assert [["" if cell == "-" else cell for cell in row] for row in shown] == sheet


def test_an_offices_own_name_of_a_criterion_is_no_formula(
    kerja: list[Ticket], dinas: Agency, admin_opd: Staff, masuk: Login
) -> None:
    attack = '=HYPERLINK("http://contoh.invalid")'
    criteria = [Criterion("tickets", 1, attack)]
    choose_criteria(dinas, criteria, by=admin_opd, now=timezone.now())
    client = masuk(admin_opd)
    head, *_ = lines(client.get(f"{REPORT}&bentuk=csv&tabel=penghargaan"))
    assert head[2] == f"'{attack}, paling sedikit 1"
    assert f"{attack}, paling sedikit 1" in str(in_xlsx(client.get(f"{REPORT}&bentuk=xlsx")))


def test_where_a_part_is_shown_nothing_is_judged(
    kerja: list[Ticket], dinas: Agency, petugas: Staff, admin_opd: Staff, penyelia: Staff, masuk: Login
) -> None:  # fmt: skip
    chosen(dinas, admin_opd, messages=1)
    client = masuk(penyelia)
    assert recognised(client, f"{MONTH}&jenis=complaint") is None
    assert recognised(client, f"{MONTH}&layanan=belum") is None
    of_one = recognised(client, f"{MONTH}&petugas={petugas.pk}")
    assert [row[0].words for row in of_one.rows] == ["Rina Petugas"]


# Who may choose (y), and whose rows the report shows them: all, their own, or no table.
RIGHTS = {
    "super_admin": ("y", "all"), "evaluator": (".", None), "pejabat": (".", None), "kepala": (".", "all"),
    "admin_opd": ("y", "all"), "penyelia": (".", "all"), "petugas": (".", "own"), "pengamat": (".", ""),
    "orang_luar": (".", ""),
}  # fmt: skip


@pytest.mark.parametrize("role", RIGHTS)
def test_rights_cell_by_cell(
    kerja: list[Ticket], dinas: Agency, admin_opd: Staff, role: str, request: pytest.FixtureRequest, masuk: Login,
) -> None:  # fmt: skip
    chosen(dinas, admin_opd, messages=1)
    client = masuk(request.getfixturevalue(role))
    chooses, sees = RIGHTS[role]
    expected = 200 if chooses == "y" else 404
    assert client.get(page_of(dinas)).status_code == expected
    assert client.post(page_of(dinas), {"tickets": 9}).status_code == (
        302 if expected == 200 else 404
    )
    assert RecognitionChoice.objects.count() == (2 if expected == 200 else 1)
    answer = client.get(f"{REPORT}&instansi={dinas.pk}")
    if sees is None:
        assert answer.status_code == 403
        return
    assert ("/laporan/penghargaan/" in answer.content.decode()) is (
        expected == 200 and role != "orang_luar"
    )
    table = recognised(client, f"{MONTH}&instansi={dinas.pk}")
    names = [row[0].words for row in table.rows] if table else []
    assert names == {"all": ["Budi Petugas", "Rina Petugas"], "own": ["Rina Petugas"], "": []}[sees]
    asked = f"{REPORT}&instansi={dinas.pk}&bentuk=xlsx"
    in_file = str(in_xlsx(client.get(asked)))
    assert ("Memenuhi" in in_file) is bool(names)


def test_the_verb_itself_refuses_who_does_not_lead_the_staff(
    dinas: Agency, penyelia: Staff, clock: Any
) -> None:
    with pytest.raises(Refused, match="admin instansi"):
        choose_criteria(dinas, [Criterion("tickets", 1)], by=penyelia, now=WEDNESDAY)
    assert not RecognitionChoice.objects.exists()


def test_an_admin_of_another_office_and_a_stranger_choose_nothing(
    dinas: Agency, dinas_wita: Agency, client: Client, masuk: Login
) -> None:
    other = factories.StaffFactory()
    factories.MembershipFactory(staff=other, role=Role.AGENCY_ADMIN, agency=dinas_wita)
    assert masuk(other).post(page_of(dinas), {"tickets": 1}).status_code == 404
    assert client.post(page_of(dinas), {"tickets": 1}).status_code == 302
    assert not RecognitionChoice.objects.exists()


def test_each_change_stays_with_who_and_when_and_the_report_is_drawn_anew(
    clock: Any,
    dinas: Agency,
    admin_opd: Staff,
    masuk: Login,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client, form = masuk(admin_opd), {"tickets": 10, "due_share": 80}
    with django_capture_on_commit_callbacks(execute=True) as ran:
        client.post(page_of(dinas), form)
    assert ran
    assert QueueVersion.objects.filter(agency=dinas).exists()
    client.post(page_of(dinas), form)  # nothing changes
    assert RecognitionChoice.objects.count() == 1
    client.post(page_of(dinas), {})
    page = flat(client.get(page_of(dinas)))
    assert RecognitionChoice.objects.count() == 2
    assert page.count("09-06-2026 10.00") == 2
    assert (
        "Tiket yang dikerjakan, paling sedikit 10; Selesai tepat waktu, paling sedikit 80 %" in page
    )
    assert "Tidak ada kriteria" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_share": 101}, {"due_share": 0}, {"tickets": 0}, {"tickets": -1}, {"tickets": 100_001},
        {"tickets": "x"}, {"tickets": 1, "tickets_nama": "x" * 61},
    ],
)  # fmt: skip
def test_what_cannot_be_a_threshold_is_refused_and_changes_nothing(
    dinas: Agency, admin_opd: Staff, masuk: Login, wrong: dict[str, Any]
) -> None:
    chosen(dinas, admin_opd, tickets=5)
    answer = masuk(admin_opd).post(page_of(dinas), wrong)
    assert answer.status_code == 422
    assert RecognitionChoice.objects.count() == 1


def test_a_measure_that_is_no_more_is_left_out(
    kerja: list[Ticket], dinas: Agency, admin_opd: Staff, penyelia: Staff, masuk: Login
) -> None:
    chosen(dinas, admin_opd, gone=1, messages=1)
    assert recognised(masuk(penyelia)).rows[0][1].words.startswith("Memenuhi 1 dari 1")
