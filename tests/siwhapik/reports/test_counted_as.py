"""A register whose rows are counted by figures says as many as it lists, and lists what its filters would."""

import datetime as dt
import itertools
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode

from services.models import Agency, Membership, Service, Staff
from siwhapik.reports import listing
from siwhapik.reports.books import Asking, Book
from siwhapik.reports.forms import ReportForm
from siwhapik.reports.registers import REGISTERS
from tests import factories
from tests.siwhapik.reports.conftest import JUNE
from tickets.figures.rebuilding import rebuild_figures
from tickets.models import Channel, Ticket

READERS = ["petugas", "penyelia", "admin_opd", "kepala", "super_admin"]
# Codes in an address; of what has a number, the number in `named`.
ASKED = {
    "layanan": ["own", "other", "belum", "foreign"],
    "nomor": ["own", "belum"],
    "sumber": ["whatsapp", "walk_in", "x"],
    "jenis": ["complaint", "information", "application"],
    "kelompok": ["general", "complaint", "information"],
    "petugas": ["own", "left", "belum"],
    "status": ["closed"],
    "masuk_dari": ["2026-06-03"],
}


@pytest.fixture
def named(
    clock: Any,
    kanal: Channel,
    layanan: Service,
    petugas: Staff,
    petugas_lain: Staff,
    dinas_wita: Agency,
) -> dict[tuple[str, str], int]:
    """Eighty matters of two offices, at the borders of days, too; what the codes of ASKED stand for."""
    other = factories.ServiceFactory(agency=kanal.agency, group="complaint", kind="complaint")
    foreign = factories.ServiceFactory(agency=dinas_wita, group="information")
    for n in range(80):
        service = [layanan, other, None, foreign if n % 3 == 0 else layanan][n % 4]
        office = service.agency if service else kanal.agency
        counter = n % 5 == 0
        ended = {"state": "closed", "outcome": "answered", "resolved_at": JUNE} if n % 2 else {}
        citizen = factories.CitizenFactory(agency=office)
        came = JUNE.replace(hour=17, minute=0) + dt.timedelta(hours=6 * n, seconds=-(n % 2))
        factories.TicketFactory(
            agency=office,
            citizen=citizen,
            conversation=None
            if counter
            else factories.ConversationFactory(channel=kanal, citizen=citizen),
            channel=None if counter else kanal,
            source="walk_in" if counter else "whatsapp",
            service=service,
            kind=["complaint", "information", "application"][n % 3],
            assignee=[petugas, petugas_lain, None][n % 3],
            is_about_staff=n % 7 == 0,
            is_anonymous=n % 11 == 0,
            received_at=came - dt.timedelta(days=6),
            registered_at=None if n % 13 == 12 else came,
            **ended,
        )
    Membership.objects.filter(staff=petugas_lain).delete()
    while rebuild_figures(timezone.now()):
        pass
    return {
        ("layanan", "own"): layanan.pk,
        ("layanan", "other"): other.pk,
        ("layanan", "foreign"): foreign.pk,
        ("nomor", "own"): kanal.pk,
        ("petugas", "own"): petugas.pk,
        ("petugas", "left"): petugas_lain.pk,
    }


@pytest.mark.parametrize("reader", READERS)
def test_a_register_counts_and_lists_what_its_filters_do(
    named: dict[tuple[str, str], int],
    dinas: Agency,
    reader: str,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    staff = request.getfixturevalue(reader)
    books, by_figures = itertools.cycle(REGISTERS.values()), 0
    for asked in questions():
        book = next(books)
        codes = {name: str(named.get((name, code), code)) for name, code in asked.items()}
        asking = asked_by(staff, {"instansi": str(dinas.pk), **codes})
        found = book.listed(asking)
        by_figures += found.counted_as is not None
        with monkeypatch.context() as patched:
            patched.setattr(listing, "_as_counted", lambda *_: None)
            plain = keys(book, asking)
        assert keys(book, asking) == plain, asked
        assert book.count_words(found, now=timezone.now()) == f"{len(plain)} tiket", asked
    assert bool(by_figures) is (reader != "petugas")


def questions() -> list[dict[str, str]]:
    """Nothing, one filter, and each pair of two."""
    single = [{name: code} for name, codes in ASKED.items() for code in codes]
    pairs = [
        one | two for one, two in itertools.combinations(single, 2) if one.keys() != two.keys()
    ]
    return [{}, *single, *pairs]


def asked_by(staff: Staff, codes: dict[str, str]) -> Asking:
    query = QueryDict(urlencode({"rentang": "2026-06", **codes}))
    agencies = [*Agency.objects.of_staff(staff)]
    today = timezone.localdate()
    return Asking(staff, query, ReportForm(query.dict(), agencies=agencies, today=today))


def keys(book: Book, asking: Asking) -> list[int]:
    return sorted(
        Ticket.objects.filter(pk__in=book.listed(asking).rows.values("pk")).values_list(
            "pk", flat=True
        )
    )


def test_until_days_are_cut_by_another_zone_a_register_counts_its_rows(
    named: dict[tuple[str, str], int], dinas: Agency, super_admin: Staff
) -> None:
    """What figures say of days is still by the zone before."""
    came = dt.datetime(2026, 6, 2, 16, 0, tzinfo=dt.UTC)  # on the third where the office is now
    citizen = factories.CitizenFactory(agency=dinas)
    factories.TicketFactory(
        agency=dinas,
        citizen=citizen,
        conversation=None,
        channel=None,
        service=None,
        received_at=came,
    )
    while rebuild_figures(timezone.now()):
        pass
    dinas.timezone = Agency.Zone.JAYAPURA
    dinas.save()
    day = {
        "instansi": str(dinas.pk),
        "rentang": "sendiri",
        "dari": "2026-06-03",
        "sampai": "2026-06-03",
    }
    asking, book = asked_by(super_admin, day), REGISTERS["buku"]
    found = book.listed(asking)
    assert found.counted_as is not None
    assert book.count_words(found, now=timezone.now()) == f"{len(keys(book, asking))} tiket"
