"""Dashboard and reports of figures with the offices below: sums, no tickets, no names but of offices."""

from typing import Any

import pytest

from services.access import Action
from services.models import Agency, Membership, Role, Staff
from services.offices_below import own_and_below, those_under
from tests import factories
from tests.reading import flat
from tests.siwhapik.evaluation.tools import body
from tests.siwhapik.test_subordinates import Masuk, person
from tests.siwhapik.test_subordinates import busy as busy
from tests.siwhapik.test_subordinates import kecamatan as kecamatan
from tests.siwhapik.test_subordinates import kelurahan as kelurahan
from tickets.models import Export, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MONTH = "rentang=2026-06"
FIGURES = ("jenis", "daring", "janji", "jam", "beban")
CHOICE = '<option value="1">Termasuk instansi di bawah</option>'


@pytest.fixture
def camat(kecamatan: Agency) -> Staff:
    """Supervisor of the parent, who works there too."""
    return person(Role.SUPERVISOR, kecamatan)


@pytest.fixture
def own_ticket(kecamatan: Agency) -> Ticket:
    ticket: Ticket = factories.TicketFactory(conversation__channel__agency=kecamatan)
    return ticket


@pytest.mark.usefixtures("busy", "own_ticket")
def test_the_dashboard_adds_up_and_has_a_row_for_each_office(
    masuk: Masuk, camat: Staff, tiket: Ticket, petugas: Staff
) -> None:
    browser = masuk(camat)
    alone = browser.get(f"/dasbor/?{MONTH}")
    assert alone.context["content"].count("Per petugas")
    assert CHOICE in flat(alone)
    page = browser.get(f"/dasbor/?{MONTH}&bawahan=1").content.decode()
    assert page.count("Per instansi")
    for said in (str(tiket), tiket.citizen.profile_name, petugas.full_name, "Per petugas"):
        assert said not in page
    assert "Per layanan" not in page
    rows = page.partition('id="per-instansi"')[2].partition("</tbody>")[0]
    assert [rows.index(name) for name in ("Kec. Contoh", "Dinsos Contoh", "Kel. Contoh")] == sorted(
        rows.index(name) for name in ("Kec. Contoh", "Dinsos Contoh", "Kel. Contoh")
    )


@pytest.mark.usefixtures("busy")
def test_numbers_lead_to_tickets_of_ones_own_office_only(
    masuk: Masuk, camat: Staff, kecamatan: Agency, own_ticket: Ticket
) -> None:
    page = masuk(camat).get(f"/dasbor/?{MONTH}&bawahan=1").content.decode()
    middle = page.partition("<main")[2]
    links = {part.partition('"')[0] for part in middle.split('href="/antrean/')[1:]}
    assert links
    assert all(f"instansi={kecamatan.pk}" in one for one in links)


@pytest.mark.usefixtures("busy", "own_ticket")
@pytest.mark.parametrize("code", FIGURES)
def test_each_report_of_figures_adds_up_without_names(
    masuk: Masuk, camat: Staff, tiket: Ticket, petugas: Staff, code: str
) -> None:
    browser = masuk(camat)
    page = flat(browser.get(f"/laporan/{code}/?{MONTH}&bawahan=1"))
    assert "Termasuk instansi di bawah: " in page
    middle = page.partition("<main")[2]
    for said in (petugas.full_name, tiket.service.name, "/laporan/buku/", "Nomor WhatsApp"):  # type: ignore[union-attr]  # a ticket with a service
        assert said not in middle, said
    taken = browser.get(f"/laporan/{code}/?{MONTH}&bawahan=1&bentuk=csv")
    assert "-dan-bawahan" in taken["Content-Disposition"]
    assert petugas.full_name not in body(taken).decode()
    assert Export.objects.get().asked["bawahan"] == "1"


@pytest.mark.usefixtures("busy", "own_ticket")
def test_the_sums_are_those_of_the_page_of_the_offices_below(masuk: Masuk, camat: Staff) -> None:
    browser = masuk(camat)
    page = flat(browser.get(f"/laporan/jenis/?{MONTH}&bawahan=1"))
    assert "= 4 tiket, dari" in page
    assert "= 1 tiket, dari" in flat(browser.get(f"/laporan/jenis/?{MONTH}"))
    sums = browser.get(f"/laporan/bawahan/?{MONTH}").context["table"]
    assert sums.total[1].value == 4
    promise = body(browser.get(f"/laporan/janji/?{MONTH}&bawahan=1&bentuk=csv")).decode()
    came = {line.split(";")[0]: line.split(";")[1] for line in promise.splitlines()[1:]}
    assert came == {"Dinsos Contoh": "2", "Kec. Contoh": "1", "Kel. Contoh": "1", "Semua": "4"}


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    ("role", "is_offered"),
    [
        (Role.SUPERVISOR, True),
        (Role.AGENCY_ADMIN, True),
        (Role.OFFICIAL, True),
        (Role.VIEWER, False),
        (Role.SUPER_ADMIN, False),
    ],
)
def test_who_is_offered_it(masuk: Masuk, kecamatan: Agency, role: Role, is_offered: bool) -> None:
    browser = masuk(person(role, None if role is Role.SUPER_ADMIN else kecamatan))
    for address in ("/dasbor/", "/laporan/jenis/"):
        assert (CHOICE in flat(browser.get(f"{address}?{MONTH}"))) is is_offered, address
        asked = flat(browser.get(f"{address}?{MONTH}&bawahan=1"))
        assert ("Termasuk instansi di bawah" in asked) is is_offered
        if not is_offered and role is not Role.SUPER_ADMIN:
            assert "Kel. Contoh" not in asked


@pytest.mark.usefixtures("busy")
def test_a_child_asks_in_vain(masuk: Masuk, dinas: Agency, kelurahan: Agency) -> None:
    browser = masuk(person(Role.SUPERVISOR, dinas))
    for address in ("/dasbor/", "/laporan/jenis/", "/laporan/buku/"):
        page = flat(browser.get(f"{address}?{MONTH}&bawahan=1"))
        assert "Termasuk instansi di bawah" not in page
        assert "Kel. Contoh" not in page


@pytest.mark.usefixtures("busy", "own_ticket")
def test_registers_never_hold_those_below(
    masuk: Masuk, camat: Staff, tiket: Ticket, own_ticket: Ticket
) -> None:
    page = flat(masuk(camat).get(f"/laporan/buku/?{MONTH}&bawahan=1"))
    assert str(own_ticket) in page
    assert str(tiket) not in page


@pytest.mark.parametrize("odd", ["0", "2", "x", "1&bawahan=0", "%00", "9" * 50])
def test_odd_words_count_ones_own_office(masuk: Masuk, camat: Staff, odd: str) -> None:
    for address in ("/dasbor/", "/laporan/janji/"):
        answer = masuk(camat).get(f"{address}?{MONTH}&bawahan={odd}")
        assert answer.status_code == 200
        assert "Per instansi" not in answer.content.decode()


def test_levels_between_and_two_tops(kecamatan: Agency, dinas: Agency, camat: Staff) -> None:
    deeper = factories.AgencyFactory(code="RW1", slug="rw1", parent=dinas)
    other = factories.AgencyFactory(code="KAB2", slug="kab2")
    factories.AgencyFactory(code="KEL9", slug="kel9", parent=other)
    factories.MembershipFactory(staff=camat, role=Role.VIEWER, agency=other)
    staff = Staff.objects.get(pk=camat.pk)
    own, below = own_and_below(staff, Action.SEE_FIGURES)
    assert {one.code for one in own} == {"KEC", "KAB2"}
    assert {one.code for one in below} == {"DINSOS", "RW1"}  # a viewer sees none below
    assert those_under([other], below) == []
    assert set(those_under([kecamatan], below)) == {Agency.objects.get(pk=dinas.pk), deeper}


def test_who_works_at_a_child_too_counts_it_once(
    masuk: Masuk, camat: Staff, dinas: Agency, tiket: Ticket
) -> None:
    Membership.objects.create(staff=camat, agency=dinas, role=Role.SUPERVISOR)
    own, below = own_and_below(Staff.objects.get(pk=camat.pk), Action.SEE_FIGURES)
    assert {one.code for one in own} == {"KEC", "DINSOS"}
    assert below == []


def test_offices_at_every_level_are_found_by_one_query(
    kecamatan: Agency, dinas: Agency, camat: Staff, django_assert_num_queries: Any
) -> None:
    lowest = dinas
    for n in range(3):
        lowest = Agency.objects.create(
            code=f"T{n}", slug=f"t{n}", name=f"Tingkat {n}", parent=lowest
        )
    staff = Staff.objects.get(pk=camat.pk)
    staff.memberships_now()
    with django_assert_num_queries(1):
        own, below = own_and_below(staff, Action.SEE_FIGURES)
    assert own == [kecamatan]
    assert below == list(Agency.objects.under([kecamatan.pk]))
    assert {one.code for one in below} == {"DINSOS", "T0", "T1"}


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("address", ["/dasbor/", "/laporan/janji/"])
def test_as_many_questions_for_one_office_below_as_for_thirty(
    masuk: Masuk, kecamatan: Agency, camat: Staff, count: int, address: str,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for n in range(count):
        agency = factories.AgencyFactory(parent=kecamatan, code=f"K{n}X", slug=f"kel-{n}")
        factories.TicketFactory(conversation__channel__agency=agency)
    browser = masuk(camat)
    browser.get(f"{address}?bawahan=1")
    with django_assert_max_num_queries(27):
        browser.get(f"{address}?bawahan=1")
