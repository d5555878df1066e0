"""/piket/.../riwayat/: each change of a roster says who, when and how."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Absence, Agency, DutyShift, RosterChange, Staff
from tests import factories
from tests.reading import flat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
# The clock stands at Tuesday 9 June 2026, 10.00 WIB.
TUESDAY = "2026-06-09"


def written(staff: Staff, day: str, starts: str, ends: str) -> dict[str, Any]:
    return {"staff": staff.pk, "day": day, "starts": starts, "ends": ends}


def lines(answer: Any) -> list[str]:
    """The changes as they are read, newest first."""
    return [f"{row['who']} {row['does']}" for row in answer.context["rows"]]


def test_every_change_is_told_with_its_author(
    masuk: Any, penyelia: Staff, petugas: Staff, petugas_lain: Staff, dinas: Agency
) -> None:
    client, office = masuk(penyelia), f"/piket/kantor/{dinas.pk}/"
    client.post(f"{office}tambah/", written(petugas, TUESDAY, "07:30", "12:00"))
    row = DutyShift.objects.get()
    client.post(f"/piket/{row.pk}/", written(petugas_lain, TUESDAY, "07:30", "11:00"))
    client.post(f"/piket/{row.pk}/pindah/", {"hari": "2026-06-10"})
    client.post(f"{office}salin/", {"minggu": "2026-06-15"})
    client.post(f"/piket/{row.pk}/hapus/")
    away = {"staff": petugas.pk, "kind": "sick", "starts_on": TUESDAY, "ends_on": "2026-06-10"}
    client.post(f"{office}cuti/", away)
    client.post(f"/piket/cuti/{Absence.objects.get().pk}/hapus/")
    who, one, other = (str(staff) for staff in (penyelia, petugas, petugas_lain))
    days = "9 Juni 2026 sampai 10 Juni 2026"
    tuesday, wednesday = "Selasa, 9 Juni 2026", "Rabu, 10 Juni 2026"
    answer = client.get(f"{office}riwayat/")
    assert lines(answer) == [
        f"{who} menghapus catatan tidak bertugas {one} (sakit) {days}",
        f"{who} mencatat {one} tidak bertugas (sakit) {days}",
        f"{who} menghapus piket {other}, {wednesday}, 07.30-11.00",
        f"{who} menyalin 1 piket ke minggu yang mulai 15 Juni 2026",
        f"{who} mengubah piket {other}, {tuesday}, 07.30-11.00 menjadi {other}, {wednesday}, "
        "07.30-11.00",
        f"{who} mengubah piket {one}, {tuesday}, 07.30-12.00 menjadi {other}, {tuesday}, "
        "07.30-11.00",
        f"{who} menambahkan piket {one}, {tuesday}, 07.30-12.00",
    ]
    assert "Selasa, 9 Juni 2026 10.00 WIB" in flat(answer)


def test_what_changes_nothing_is_no_change(
    masuk: Any, penyelia: Staff, petugas: Staff, dinas: Agency
) -> None:
    client = masuk(penyelia)
    path = f"/piket/kantor/{dinas.pk}/tambah/"
    client.post(path, written(petugas, TUESDAY, "07:30", "12:00"))
    row = DutyShift.objects.get()
    client.post(path, written(petugas, TUESDAY, "08:00", "09:00"))  # stands there already
    client.post(f"/piket/{row.pk}/", written(petugas, TUESDAY, "07:30", "12:00"))
    client.post(f"/piket/{row.pk}/pindah/", {"hari": TUESDAY})
    client.post(f"/piket/kantor/{dinas.pk}/salin/", {"minggu": "2026-07-20"})
    assert [one.kind for one in RosterChange.objects.all()] == ["added"]


def test_a_change_under_kelola_is_told_too(
    masuk: Any, penyelia: Staff, petugas: Staff, dinas: Agency
) -> None:
    client = masuk(penyelia)
    row = DutyShift.objects.create(
        agency=dinas,
        staff=petugas,
        starts_at=dt.datetime(2026, 6, 9, 1, tzinfo=dt.UTC),
        ends_at=dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC),
    )
    absence = {"staff": petugas.pk, "kind": "annual", "starts_on": TUESDAY, "ends_on": TUESDAY}
    client.post("/kelola/services/absence/add/", absence | {"reason": ""})
    client.post(f"/kelola/services/dutyshift/{row.pk}/delete/", {"post": "yes"})
    assert not DutyShift.objects.exists()
    assert [one.kind for one in RosterChange.objects.history(dinas)] == ["removed", "away"]


def test_only_those_who_keep_the_roster_read_it(
    masuk: Any, petugas: Staff, orang_luar: Staff, evaluator: Staff, dinas: Agency
) -> None:
    path = f"/piket/kantor/{dinas.pk}/riwayat/"
    codes = [masuk(staff).get(path).status_code for staff in (petugas, orang_luar, evaluator)]
    assert codes == [403, 404, 404]


def test_an_absence_is_told_in_each_office_of_the_person(
    masuk: Any, penyelia: Staff, petugas: Staff, dinas: Agency
) -> None:
    other = factories.MembershipFactory(staff=petugas).agency
    away = {"staff": petugas.pk, "kind": "trip", "starts_on": TUESDAY, "ends_on": TUESDAY}
    masuk(penyelia).post(f"/piket/kantor/{dinas.pk}/cuti/", away)
    assert {one.agency for one in RosterChange.objects.all()} == {dinas, other}


def test_older_changes_are_one_link_away_and_the_queries_do_not_grow(
    masuk: Any, penyelia: Staff, petugas: Staff, dinas: Agency
) -> None:
    client, path = masuk(penyelia), f"/piket/kantor/{dinas.pk}/riwayat/"

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    values = {"kind": "sick", "first": TUESDAY, "last": TUESDAY}
    change = RosterChange(agency=dinas, by=penyelia, staff=petugas, kind="away", values=values)
    change.save()
    count()  # what is cached for a moment
    few = count()
    RosterChange.objects.bulk_create(
        RosterChange(agency=dinas, by=penyelia, staff=petugas, kind="away", values=values)
        for _ in range(59)
    )
    assert count() == few <= 8
    answer = client.get(path)
    assert len(answer.context["rows"]) == 50
    rest = client.get(path + answer.context["next_url"])
    assert (len(rest.context["rows"]), rest.context["next_url"]) == (10, "")
    assert client.get(f"{path}?sebelum=x").status_code == 404
