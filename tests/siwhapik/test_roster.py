"""/piket/: the week is read by operators and kept by supervisors and heads."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Absence, Agency, DutyShift, Staff
from tests import factories
from tests.reading import flat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
# The clock stands at Tuesday 9 June 2026, 10.00 WIB; the office opens 07.30-12.00 and 13.00-16.00.
TUESDAY = dt.date(2026, 6, 9)
DAY = dt.timedelta(days=1)


def on(agency: Agency, day: dt.date, hour: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(hour), agency.zone)


def shift(staff: Staff, agency: Agency, day: dt.date, starts: str, ends: str) -> DutyShift:
    begins, until = on(agency, day, starts), on(agency, day, ends)
    return DutyShift.objects.create(staff=staff, agency=agency, starts_at=begins, ends_at=until)


def day_of(answer: Any, day: dt.date) -> dict[str, Any]:
    return next(one for one in answer.context["days"] if one["iso"] == day.isoformat())


def written(staff: Staff, day: dt.date, starts: str, ends: str) -> dict[str, Any]:
    return {"staff": staff.pk, "day": day.isoformat(), "starts": starts, "ends": ends}


@pytest.fixture
def kepala(dinas: Agency) -> Staff:
    """The head of `dinas`."""
    staff = factories.StaffFactory(username="kepala")
    factories.MembershipFactory(staff=staff, role="official", agency=dinas)
    return staff


def test_gaps_doubles_and_absences_are_shown(
    masuk: Any, petugas: Staff, petugas_lain: Staff, penyelia: Staff, dinas: Agency
) -> None:
    shift(petugas, dinas, TUESDAY, "07:30", "12:00")
    shift(petugas_lain, dinas, TUESDAY, "11:00", "15:00")
    found = day_of(masuk(petugas).get("/piket/"), TUESDAY)
    assert [one["hours"] for one in found["gaps"]] == ["15.00-16.00"]
    assert found["doubles"] == ["11.00-12.00"]
    assert [one["is_now"] for one in found["shifts"]] == [True, False]
    Absence.objects.create(staff=petugas_lain, starts_on=TUESDAY, ends_on=TUESDAY, kind="sick")
    answer = masuk(petugas).get("/piket/")
    found = day_of(answer, TUESDAY)
    assert [one["hours"] for one in found["gaps"]] == ["13.00-16.00"]
    assert (found["doubles"], found["away"]) == ([], ["Budi Petugas (sakit)"])
    assert "waktu buka belum ada petugas piketnya" in flat(answer)


def test_an_operator_reads_and_changes_nothing(
    masuk: Any, petugas: Staff, penyelia: Staff, dinas: Agency
) -> None:
    row = shift(petugas, dinas, TUESDAY, "07:30", "12:00")
    client = masuk(petugas)
    assert "Tambah piket" not in flat(client.get("/piket/"))
    office = f"/piket/kantor/{dinas.pk}/"
    for path in ("tambah/", "salin/", "cuti/"):
        data = written(petugas, TUESDAY, "13:00", "16:00")
        assert client.post(office + path, data).status_code == 403
    for path in ("", "pindah/", "hapus/"):
        assert client.post(f"/piket/{row.pk}/{path}", {"hari": "2026-06-10"}).status_code == 403
    kept = DutyShift.objects.get()
    assert (kept.staff, kept.starts_at) == (petugas, row.starts_at)
    assert not Absence.objects.exists()


def test_an_outsider_gets_404_and_those_without_an_office_403(
    masuk: Any, orang_luar: Staff, evaluator: Staff, pejabat: Staff, petugas: Staff, dinas: Agency
) -> None:
    row = shift(petugas, dinas, TUESDAY, "07:30", "12:00")
    client = masuk(orang_luar)
    for path in (f"/piket/kantor/{dinas.pk}/tambah/", f"/piket/{row.pk}/", "/piket/x/"):
        assert client.get(path).status_code == 404
    assert client.get(f"/piket/?instansi={dinas.pk}").context["agency"] != dinas
    for staff in (evaluator, pejabat):
        assert masuk(staff).get("/piket/").status_code == 403


@pytest.mark.parametrize("who", ["penyelia", "kepala", "admin_opd"])
def test_supervisors_and_heads_fill_a_gap(
    masuk: Any, who: str, petugas: Staff, dinas: Agency, request: pytest.FixtureRequest
) -> None:
    client = masuk(request.getfixturevalue(who))
    gap = day_of(client.get("/piket/"), TUESDAY)["gaps"][0]
    path = f"/piket/kantor/{dinas.pk}/tambah/"
    form = client.get(f"{path}?{gap['query']}").context["form"]
    assert (form["day"].value(), form["starts"].value(), form["ends"].value()) == (
        "2026-06-09",
        "07.30",
        "12.00",
    )
    answer = client.post(path, written(petugas, TUESDAY, "07:30", "12.00"))
    assert (answer.status_code, "minggu=2026-06-09" in answer["Location"]) == (302, True)
    assert [one["hours"] for one in day_of(client.get("/piket/"), TUESDAY)["gaps"]] == [
        "13.00-16.00"
    ]


def test_nobody_stands_twice_or_while_absent(
    masuk: Any,
    petugas: Staff,
    petugas_lain: Staff,
    orang_luar: Staff,
    penyelia: Staff,
    dinas: Agency,
) -> None:
    shift(petugas, dinas, TUESDAY, "07:30", "12:00")
    Absence.objects.create(staff=petugas_lain, starts_on=TUESDAY, ends_on=TUESDAY)
    client, path = masuk(penyelia), f"/piket/kantor/{dinas.pk}/tambah/"
    refused = {
        "Rina Petugas sudah piket 07.30-12.00": written(petugas, TUESDAY, "11:59", "13:00"),
        "Budi Petugas sedang tidak bertugas": written(petugas_lain, TUESDAY, "13:00", "16:00"),
        "Jam selesai harus sesudah": written(petugas, TUESDAY, "16:00", "13:00"),
        "tidak bekerja di kantor ini": written(orang_luar, TUESDAY, "13:00", "16:00"),
        "Tulis jam seperti": written(petugas, TUESDAY, "siang", "16:00"),
        "Tahunnya tidak masuk akal": written(petugas, dt.date.min, "13:00", "16:00"),
        "tidak masuk akal": written(petugas, dt.date.max, "13:00", "00:00"),
    }
    for words, data in refused.items():
        answer = client.post(path, data)
        assert (answer.status_code, words in flat(answer)) == (422, True)
    assert DutyShift.objects.count() == 1
    assert client.post(path, written(petugas, TUESDAY, "12:00", "00:00")).status_code == 302


def test_a_shift_is_moved_changed_and_removed(
    masuk: Any, petugas: Staff, petugas_lain: Staff, penyelia: Staff, dinas: Agency
) -> None:
    row = shift(petugas, dinas, TUESDAY, "07:30", "12:00")
    client = masuk(penyelia)
    client.post(f"/piket/{row.pk}/pindah/", {"hari": "2026-06-11"})
    row.refresh_from_db()
    assert row.starts_at == on(dinas, TUESDAY + 2 * DAY, "07:30")
    client.post(f"/piket/{row.pk}/", written(petugas_lain, TUESDAY, "13:00", "16:00"))
    row.refresh_from_db()
    assert (row.staff, row.ends_at) == (petugas_lain, on(dinas, TUESDAY, "16:00"))
    Absence.objects.create(staff=petugas_lain, starts_on=TUESDAY + DAY, ends_on=TUESDAY + DAY)
    answer = client.post(f"/piket/{row.pk}/pindah/", {"hari": "2026-06-10"}, follow=True)
    assert "sedang tidak bertugas" in flat(answer)
    client.post(f"/piket/{row.pk}/pindah/", {"hari": "bukan tanggal"})
    row.refresh_from_db()
    assert row.starts_at == on(dinas, TUESDAY, "13:00")
    client.post(f"/piket/{row.pk}/hapus/")
    assert not DutyShift.objects.exists()


def test_last_week_is_copied_but_for_who_is_away_or_there_already(
    masuk: Any, petugas: Staff, petugas_lain: Staff, penyelia: Staff, dinas: Agency
) -> None:
    before = TUESDAY - 7 * DAY
    shift(petugas, dinas, before, "07:30", "12:00")
    shift(petugas, dinas, before + DAY, "07:30", "12:00")
    shift(petugas_lain, dinas, before, "13:00", "16:00")
    Absence.objects.create(staff=petugas_lain, starts_on=TUESDAY, ends_on=TUESDAY)
    there = shift(petugas, dinas, TUESDAY, "11:00", "13:00")
    client, path = masuk(penyelia), f"/piket/kantor/{dinas.pk}/salin/"
    answer = client.post(path, {"minggu": "2026-06-12"}, follow=True)
    assert "1 piket disalin dari minggu lalu. 2 tidak disalin" in flat(answer)
    fresh = DutyShift.objects.filter(starts_at__gte=on(dinas, TUESDAY, "00:00")).exclude(
        pk=there.pk
    )
    assert [one.starts_at for one in fresh] == [on(dinas, TUESDAY + DAY, "07:30")]
    client.post(path, {"minggu": "2026-06-12"})
    assert DutyShift.objects.count() == 5  # copying again adds nothing


def test_an_absence_is_written_down_and_ended(
    masuk: Any, petugas: Staff, penyelia: Staff, dinas: Agency
) -> None:
    client, path = masuk(penyelia), f"/piket/kantor/{dinas.pk}/cuti/"
    data = {"staff": petugas.pk, "kind": "sick", "starts_on": "2026-06-10", "ends_on": "2026-06-09"}
    assert "sebelum tanggal awal" in flat(client.post(path, data))
    never = {"starts_on": "0001-01-01", "ends_on": "9999-12-31"}
    assert "Tahunnya tidak masuk akal" in flat(client.post(path, {**data, **never}))
    client.post(path, {**data, "ends_on": "2026-06-11"})
    absence = Absence.objects.get()
    assert (absence.kind, absence.ends_on) == ("sick", TUESDAY + 2 * DAY)
    assert "Sakit, 10 Jun sampai 11 Jun" in flat(client.get("/piket/"))
    client.post(f"/piket/cuti/{absence.pk}/hapus/")
    assert not Absence.objects.exists()


def test_nobody_ends_the_absence_of_another_offices_officer(
    masuk: Any, orang_luar: Staff, penyelia: Staff
) -> None:
    absence = Absence.objects.create(staff=orang_luar, starts_on=TUESDAY, ends_on=TUESDAY)
    assert masuk(penyelia).post(f"/piket/cuti/{absence.pk}/hapus/").status_code == 403
    assert Absence.objects.exists()


def test_other_weeks_are_one_link_away_and_odd_dates_are_this_week(
    masuk: Any, penyelia: Staff
) -> None:
    client = masuk(penyelia)
    links = client.get("/piket/").context["links"]
    assert client.get(links["after"]).context["week"] == "2026-06-15"
    assert client.get(links["before"]).context["week"] == "2026-06-01"
    for odd in ("x", "9999-12-31", "0001-01-01", ""):
        assert client.get(f"/piket/?minggu={odd}").context["week"] == "2026-06-08"


def test_the_queries_do_not_grow(masuk: Any, penyelia: Staff, dinas: Agency) -> None:
    client = masuk(penyelia)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/piket/").status_code == 200
        return len(queries)

    count()  # what is cached for a moment
    few = count()
    for number in range(50):
        staff = factories.MembershipFactory(agency=dinas).staff
        shift(staff, dinas, TUESDAY + (number % 4) * DAY, "07:30", "12:00")
        Absence.objects.create(staff=staff, starts_on=TUESDAY, ends_on=TUESDAY)
    assert count() == few <= 12
