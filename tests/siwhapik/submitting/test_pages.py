"""What the period's page and the list say of the sending, and who may ask for it again."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Membership, Role, Staff
from siwhapik.submitting.sending import send_again, submit_periods
from surveys import period_steps
from surveys.models import PeriodSnapshot, Submission, SurveyPeriod
from tests import factories
from tests.reading import flat
from tests.siwhapik.submitting.other_side import OtherSide
from tickets.models import Notification
from tickets.notifications import Kind, notification_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST = "/dasbor/ikm/pengiriman/"
State = Submission.State


def page_of(browser: Any, period: SurveyPeriod) -> str:
    return flat(browser.get(f"/dasbor/ikm/periode/{period.pk}/"))


@pytest.fixture
def ditolak(tujuan: OtherSide, diumumkan: SurveyPeriod, now: dt.datetime) -> Submission:
    tujuan.plan = [(422, {"message": "Kode instansi <b>DINSOS</b> belum terdaftar"})]
    submit_periods(now)
    return Submission.objects.get()


def test_switched_off_no_page_speaks_of_it(
    masuk: Any, admin_opd: Staff, diumumkan: SurveyPeriod
) -> None:
    browser = masuk(admin_opd)
    assert "SKM nasional" not in page_of(browser, diumumkan)
    assert "SKM nasional" not in flat(browser.get("/dasbor/ikm/periode/"))
    assert "Pengiriman tidak dinyalakan" in flat(browser.get(LIST))


def test_refused_says_what_the_other_side_said_and_unreachable_when_it_is_tried(
    masuk: Any, admin_opd: Staff, ditolak: Submission, diumumkan: SurveyPeriod, tujuan: OtherSide,
    now: dt.datetime, clock: Any,
) -> None:  # fmt: skip
    browser = masuk(admin_opd)
    page = page_of(browser, diumumkan)
    assert "Sistem tujuan menolak periode ini (jawaban 422: “Kode instansi" in page
    assert "<b>DINSOS" not in browser.get(LIST).content.decode()
    again = f"{LIST}{ditolak.pk}/ulang/"
    response = browser.post(again, follow=True)
    assert "Dikirim ulang dalam beberapa menit." in flat(response)
    assert "Diminta kirim ulang oleh Anwar Admin, Selasa, 9 Juni 2026 10.00 WIB" in flat(response)
    assert "sudah berubah" in flat(browser.post(again, follow=True))
    tujuan.plan = [(503, {})]
    submit_periods(now)
    assert (
        "Sistem tujuan belum dapat dihubungi (jawaban 503, tanpa keterangan). "
        "Sudah 2 kali dicoba; dicoba lagi Selasa, 9 Juni 2026 10.01 WIB."
    ) in page_of(browser, diumumkan)
    tujuan.plan = [(401, {})]
    submit_periods(now + dt.timedelta(minutes=1))
    assert "Minta pengelola sistem memeriksa pengaturannya" in page_of(browser, diumumkan)
    submit_periods(now + dt.timedelta(hours=1))
    page = page_of(browser, diumumkan)
    assert "Diterima sistem tujuan Selasa, 9 Juni 2026 11.00 WIB, nomor di sana LAP-1." in page
    assert "Kirim ulang" not in page


def test_each_refusal_is_told_to_who_runs_the_offices_periods(
    masuk: Any, admin_opd: Staff, petugas: Staff, ditolak: Submission, diumumkan: SurveyPeriod,
    tujuan: OtherSide, now: dt.datetime,
) -> None:  # fmt: skip
    told = Notification.objects.filter(kind=Kind.PERIOD_REFUSED)
    row = told.get(staff=admin_opd)
    assert not told.filter(staff=petugas).exists()
    assert f"hasil {diumumkan.name} ditolak sistem SKM tujuan" in notification_words(row)
    page_of(masuk(admin_opd), diumumkan)
    assert told.get(staff=admin_opd).read_at is not None
    submit_periods(now + dt.timedelta(days=9))
    assert told.filter(staff=admin_opd).count() == 1
    tujuan.plan = [(503, {}), (422, {})]
    send_again(ditolak, by=admin_opd, now=now)
    submit_periods(now)
    assert told.filter(staff=admin_opd).count() == 1
    submit_periods(now + dt.timedelta(hours=1))
    assert told.filter(staff=admin_opd).count() == 2


def test_wrong_settings_are_told_once_to_who_leads_all_offices(
    masuk: Any, admin_opd: Staff, super_admin: Staff, diumumkan: SurveyPeriod, tujuan: OtherSide,
    now: dt.datetime,
) -> None:  # fmt: skip
    told = Notification.objects.filter(kind=Kind.SUBMISSION_BARRED)
    tujuan.plan = [(401, {}), (403, {}), (404, {})]
    submit_periods(now)
    submit_periods(now + dt.timedelta(hours=1))
    row = told.get()
    assert row.staff == super_admin
    assert "NATIONAL_SKM_TOKEN" in notification_words(row)
    assert "Sistem tujuan" in page_of(masuk(super_admin), diumumkan)
    submit_periods(now + dt.timedelta(hours=9))
    assert told.count() == 1
    submit_periods(now + dt.timedelta(days=1))
    assert Submission.objects.get().state == Submission.State.SENT


def test_what_is_no_longer_published_says_that_it_is_still_there(
    masuk: Any, admin_opd: Staff, diumumkan: SurveyPeriod, tujuan: OtherSide, now: dt.datetime
) -> None:
    submit_periods(now)
    period_steps.withdraw(diumumkan, by=admin_opd, now=now, reason="Salah periode survei")
    assert "di sana masih ada" in page_of(masuk(admin_opd), diumumkan)


def test_who_sees_and_who_sends_again(
    masuk: Any, ditolak: Submission, diumumkan: SurveyPeriod, dinas: Agency, dinas_wita: Agency
) -> None:
    again = f"{LIST}{ditolak.pk}/ulang/"
    runs = (Role.SUPER_ADMIN, Role.AGENCY_ADMIN)
    sees = (*runs, Role.SUPERVISOR, Role.EVALUATOR, Role.OFFICIAL)
    for role in Role:
        for office in (dinas, dinas_wita):
            Submission.objects.update(state=State.REFUSED)
            staff = factories.StaffFactory()
            Membership.objects.create(staff=staff, agency=office, role=role)
            browser = masuk(staff)
            mine = office == dinas
            listed = browser.get(LIST)
            assert listed.status_code == (200 if role in sees else 404), role
            assert (diumumkan.name in flat(listed)) == (mine and role in sees), role
            if mine and role in sees:
                assert ("Kirim ulang" in page_of(browser, diumumkan)) == (role in runs), role
            assert browser.get(again).status_code == (405)
            expected = 302 if mine and role in sees else 404
            assert browser.post(again).status_code == expected, role
            sent = Submission.objects.get().state == State.WAITING
            assert sent == (mine and role in runs), role


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_costs_the_same_with_many_rows(
    masuk: Any, super_admin: Staff, ditolak: Submission, diumumkan: SurveyPeriod, now: dt.datetime,
    django_assert_num_queries: Any, count: int,
) -> None:  # fmt: skip
    for version in range(2, count + 1):
        snapshot = PeriodSnapshot.objects.create(
            period=diumumkan, version=version, content={}, checksum=f"{version:064}", at=now
        )
        Submission.objects.create(snapshot=snapshot, created_at=now, again_by=super_admin, again_at=now)  # fmt: skip
    browser = masuk(super_admin)
    with django_assert_num_queries(7):
        page = browser.get(LIST)
    assert page.content.decode().count(f"/dasbor/ikm/periode/{diumumkan.pk}/") == count
    text = flat(page)
    assert text.index("Ditolak") < text.find("Tidak dikirim") or count == 1
