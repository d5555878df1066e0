"""What an office sees of those below it: sums and signed reports, never tickets or names."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Role, SignedEvaluation, Staff
from siwhapik.subordinates import views
from tests import factories
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Masuk = Callable[[Staff], Client]
PAGE = "/laporan/bawahan/?rentang=2026-06"


@pytest.fixture
def kecamatan(dinas: Agency) -> Agency:
    """The parent of `dinas` and of another kelurahan."""
    parent = factories.AgencyFactory(
        code="KEC",
        name="Kecamatan Contoh",
        short_name="Kec. Contoh",
        slug="kec-contoh",
        inhabitants=3000,
    )
    Agency.objects.filter(pk=dinas.pk).update(parent=parent, inhabitants=1000)
    return parent


@pytest.fixture
def kelurahan(kecamatan: Agency) -> Agency:
    return factories.AgencyFactory(
        code="KEL",
        name="Kelurahan Contoh",
        short_name="Kel. Contoh",
        slug="kel-contoh",
        parent=kecamatan,
    )


@pytest.fixture
def busy(
    clock: Any,
    tiket: Ticket,
    petugas: Staff,
    kelurahan: Agency,
    kecamatan: Agency,
    now: dt.datetime,
) -> None:
    """Two at `dinas` (one a complaint), one at `kelurahan`, none at the parent."""
    factories.TicketFactory(
        conversation__channel=tiket.channel,
        service=tiket.service,
        kind="complaint",
        assignee=petugas,
    )
    factories.TicketFactory(conversation__channel__agency=kelurahan)


def person(role: Role, agency: Agency | None) -> Staff:
    staff = factories.StaffFactory()
    factories.MembershipFactory(staff=staff, role=role, agency=agency)
    return staff


def numbers(page: Any) -> dict[str, list[Any]]:
    table = page.context["table"]
    return {row[0].value: [cell.value for cell in row[1:4]] for row in (*table.rows, table.total)}


@pytest.mark.usefixtures("busy")
def test_sums_of_each_office_and_of_all(masuk: Masuk, kecamatan: Agency) -> None:
    browser = masuk(person(Role.SUPERVISOR, kecamatan))
    page = browser.get(PAGE)
    assert numbers(page) == {
        "Kec. Contoh": [0, 0, 0],
        "Dinsos Contoh": [2, 1, 0],
        "Kel. Contoh": [1, 0, 0],
        "Jumlah": [3, 1, 0],
    }
    assert '<option value="" selected>Termasuk bawahan</option>' in page.content.decode()
    below = browser.get(f"{PAGE}&instansi=bawahan")
    assert '<option value="bawahan" selected>Bawahan saja</option>' in below.content.decode()
    assert "Kec. Contoh" not in numbers(below)
    one = browser.get(f"{PAGE}&instansi={Agency.objects.get(code='KEL').pk}")
    assert numbers(one)["Jumlah"] == [1, 0, 0]
    assert one.context["table"].rows[0][-1].value is None  # nobody said how many live there


@pytest.mark.usefixtures("busy")
def test_inhabitants_of_those_below_are_counted_with_their_parent(
    masuk: Masuk, kecamatan: Agency
) -> None:
    browser = masuk(person(Role.SUPERVISOR, kecamatan))
    table = browser.get(PAGE).context["table"]
    assert table.total[-1].words == "1,00"  # 3 of 3.000
    assert [row[-1].words for row in table.rows] == ["0,00", "2,00", "-"]
    below = browser.get(f"{PAGE}&instansi=bawahan").context["table"]
    assert below.total[-1].words == "-"  # one of them did not say


@pytest.mark.usefixtures("busy")
def test_nothing_of_tickets_citizens_or_officers_is_shown_and_numbers_lead_nowhere(
    masuk: Masuk, kecamatan: Agency, tiket: Ticket, petugas: Staff
) -> None:
    browser = masuk(person(Role.SUPERVISOR, kecamatan))
    page = browser.get(PAGE).content.decode()
    for said in (str(tiket), tiket.citizen.profile_name, petugas.full_name, "/laporan/buku/"):
        assert said not in page
    assert browser.get(tiket.get_absolute_url()).status_code == 404
    assert str(tiket) not in browser.get("/antrean/").content.decode()
    for path in ("/laporan/buku/", "/laporan/janji/", "/laporan/beban/", "/dasbor/", "/catatan/"):
        shown = browser.get(f"{path}?rentang=2026-06&instansi={tiket.agency_id}").content.decode()
        assert str(tiket) not in shown, path
        assert petugas.full_name not in shown, path


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    ("role", "where", "status"),
    [
        (Role.SUPERVISOR, "parent", 200),
        (Role.AGENCY_ADMIN, "parent", 200),
        (Role.OFFICIAL, "parent", 200),
        (Role.OPERATOR, "parent", 404),
        (Role.VIEWER, "parent", 404),
        (Role.EVALUATOR, None, 404),
        (Role.OFFICIAL, None, 404),
        (Role.SUPER_ADMIN, None, 404),
        (Role.SUPERVISOR, "child", 404),
        (Role.OFFICIAL, "child", 404),
        (Role.SUPERVISOR, "elsewhere", 404),
    ],
)
def test_who_sees_them(
    masuk: Masuk,
    kecamatan: Agency,
    dinas: Agency,
    dinas_wita: Agency,
    role: Role,
    where: str | None,
    status: int,
) -> None:
    offices = {"parent": kecamatan, "child": dinas, "elsewhere": dinas_wita, None: None}
    browser = masuk(person(role, offices[where]))
    report = signed(dinas)
    assert browser.get(PAGE).status_code == status
    assert browser.get(f"{PAGE}&bentuk=csv").status_code == status
    reads = status == 200 or (where == "child") or role is Role.SUPER_ADMIN
    address = f"/laporan/evaluasi/{dinas.slug}/{report.code}/ditandatangani/"
    assert browser.get(address).status_code == (200 if reads else 404)
    assert browser.get(f"/laporan/evaluasi/{dinas.slug}/{report.code}/naskah/").status_code == (
        200 if where == "child" or role is Role.SUPER_ADMIN else 404
    )


def signed(agency: Agency) -> SignedEvaluation:
    content = {
        "format": 1, "chapters": [], "texts": {}, "counted_at": "2026-06-01T00:00:00+00:00",
        "office": {"name": agency.name, "parent": "", "address": "", "phone": "", "zone": agency.timezone, "logo": ""},
        "span": {"code": "2026-05", "label": "Mei 2026", "first": "2026-05-01", "last": "2026-05-31"},
        "signature": {"place": "", "position": "", "name": "Contoh", "nip": "", "day": "2026-06-02"},
    }  # fmt: skip
    return SignedEvaluation.objects.create(
        agency=agency, code="2026-05", revision=1, content=content, checksum="x", pdf=b"%PDF",
        pdf_checksum=hashlib.sha256(b"%PDF").hexdigest(), signed_by=factories.StaffFactory(),
        signed_at=dt.datetime(2026, 6, 2, tzinfo=dt.UTC), form_key=f"tanda-{agency.pk}",
    )  # fmt: skip


def test_signed_reports_of_those_below_are_listed(
    masuk: Masuk, kecamatan: Agency, dinas: Agency
) -> None:
    signed(dinas)
    browser = masuk(person(Role.OFFICIAL, kecamatan))
    page = browser.get(PAGE).content.decode()
    assert f"/laporan/evaluasi/{dinas.slug}/2026-05/ditandatangani/" in page
    assert "Mei 2026" in page
    assert "revisi 1" not in page, "the first is no revision"
    assert "/laporan/bawahan/" in browser.get("/laporan/").content.decode()


def test_reports_of_ones_own_office_push_out_none_of_those_below(
    masuk: Masuk, kecamatan: Agency, dinas: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_LATELY", 1)
    signed(dinas)
    signed(kecamatan)
    page = masuk(person(Role.OFFICIAL, kecamatan)).get(PAGE)
    assert [one.agency for one, _ in page.context["signed"]] == [dinas]


@pytest.mark.parametrize("count", [1, 30])
def test_as_many_questions_for_one_office_below_as_for_thirty(
    masuk: Masuk, kecamatan: Agency, count: int, django_assert_max_num_queries: Any
) -> None:
    for n in range(count):
        factories.AgencyFactory(parent=kecamatan, code=f"K{n}X", slug=f"kel-{n}")
    browser = masuk(person(Role.SUPERVISOR, kecamatan))
    browser.get(PAGE)
    with django_assert_max_num_queries(16):
        browser.get(PAGE)
