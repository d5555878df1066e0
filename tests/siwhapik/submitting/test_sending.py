"""Published periods reach another SKM system once, whatever that system does."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet

from services.models import Agency, Staff
from siwhapik.submitting import sending
from siwhapik.submitting.sending import LEASE, submit_periods
from surveys import period_steps
from surveys.loading import questionnaire_in_use
from surveys.models import PeriodSnapshot, Submission, SurveyPeriod
from tests import factories
from tests.siwhapik.submitting.other_side import TOKEN, OtherSide
from tests.surveys.conftest import CODES, MIXED, tampering
from tickets.models import Notification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
State = Submission.State
MINUTE = dt.timedelta(minutes=1)


def only() -> Submission:
    return Submission.objects.get()


def key_of(period: SurveyPeriod) -> str:
    assert period.frozen is not None
    return period.frozen.checksum


def published(agency: Agency, name: str, by: Staff, now: dt.datetime) -> SurveyPeriod:
    """A published period without answers."""
    period = SurveyPeriod.objects.create(
        state="open", agency=agency, questionnaire=questionnaire_in_use(), name=name,
        starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 6, 30),
    )  # fmt: skip
    period_steps.close(period, by=by, now=now)
    period_steps.publish(period, by=by, now=now, knows_few=True)
    return period


def test_switched_off_nothing_is_asked_and_nothing_written(
    diumumkan: SurveyPeriod, now: dt.datetime
) -> None:
    assert submit_periods(now) == 0
    assert not Submission.objects.exists()


def test_a_published_period_is_sent_once_with_its_figures(
    tujuan: OtherSide, diumumkan: SurveyPeriod, now: dt.datetime
) -> None:
    assert submit_periods(now) == 1
    row, key = only(), key_of(diumumkan)
    assert (row.state, row.answer_code, row.reference, row.sent_at) == ("sent", 201, "LAP-1", now)
    [(_, path, headers)] = tujuan.seen
    assert (path, headers["Authorization"]) == ("/skm/v1/laporan", f"Bearer {TOKEN}")
    assert headers["Idempotency-Key"] == key
    body = tujuan.kept[key]
    assert (body["contract"], body["key"], body["replaces"]) == (1, key, None)
    assert body["agency"] == {"code": "DINSOS", "name": "Dinas Sosial Contoh"}
    assert body["period"]["starts_on"] == "2026-01-01"
    assert body["instrument"]["code"] == questionnaire_in_use().code
    assert list(body["instrument"]["elements"]) == CODES
    # 4 x 36 + 7 x 29 = 347 of 11 people and 9 elements, times 25.
    result = body["result"]
    assert (result["n"], result["converted"], result["grade"]) == (11, "87.63", "B")
    assert result["elements"]["U1"] == {"sum": 37, "mean": "3.364", "converted": "84.09", "grade": "B"}  # fmt: skip
    assert "answers" not in body
    assert submit_periods(now + dt.timedelta(days=2)) == 0
    assert len(tujuan.seen) == 1


def test_answers_by_element_code_tell_nobody(
    tujuan: OtherSide, diumumkan: SurveyPeriod, now: dt.datetime, settings: Any
) -> None:
    settings.NATIONAL_SKM_ANSWERS = True
    submit_periods(now)
    body = tujuan.kept[key_of(diumumkan)]
    assert body["answers"] == [
        {"count": 7, "values": dict(zip(CODES, MIXED, strict=True))},
        {"count": 4, "values": dict.fromkeys(CODES, 4)},
    ]
    assert "Ruang tunggu sempit" not in json.dumps(body)


def test_only_what_is_published_is_sent(
    tujuan: OtherSide, ditutup: SurveyPeriod, admin_opd: Staff, now: dt.datetime
) -> None:
    assert submit_periods(now) == 0
    period_steps.publish(ditutup, by=admin_opd, now=now)
    sending.note_published(now)
    period_steps.withdraw(ditutup, by=admin_opd, now=now, reason="Salah periode survei")
    assert submit_periods(now) == 0
    assert tujuan.seen == []
    period_steps.publish(ditutup, by=admin_opd, now=now)
    assert submit_periods(now) == 1


def test_a_revised_period_is_sent_anew_and_says_what_it_replaces(
    tujuan: OtherSide, diumumkan: SurveyPeriod, admin_opd: Staff, jawab: Any, dinas: Agency,
    now: dt.datetime,
) -> None:  # fmt: skip
    submit_periods(now)
    first = key_of(diumumkan)
    reason = "Jawaban kertas belum masuk"
    period_steps.withdraw(diumumkan, by=admin_opd, now=now, reason=reason)
    period_steps.reopen(diumumkan, by=admin_opd, now=now, reason=reason)
    jawab(dinas, [1] * 9)
    period_steps.close(diumumkan, by=admin_opd, now=now)
    assert submit_periods(now) == 0
    period_steps.publish(diumumkan, by=admin_opd, now=now)
    assert submit_periods(now) == 1
    second = tujuan.kept[key_of(diumumkan)]
    assert (second["period"]["version"], second["replaces"]) == (2, first)
    assert second["result"]["n"] == 12


def test_periods_without_enough_answers_keep_no_other_waiting(
    tujuan: OtherSide, super_admin: Staff, now: dt.datetime, request: pytest.FixtureRequest
) -> None:
    empty = [published(factories.AgencyFactory(), "Kosong", super_admin, now) for _ in range(3)]
    last = request.getfixturevalue("diumumkan")
    assert [sending.note_published(now, 1) for _ in range(5)] == [1, 1, 1, 1, 0]
    few = Submission.objects.filter(state=State.FEW)
    assert {one.snapshot.period_id for one in few} == {one.pk for one in empty}
    assert submit_periods(now, 1) == 1
    assert list(tujuan.kept) == [key_of(last)]


def test_killed_between_sending_and_recording_nothing_is_counted_twice(
    tujuan: OtherSide, diumumkan: SurveyPeriod, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_record", killed)
        with pytest.raises(SystemExit):
            submit_periods(now)
    assert (only().state, len(tujuan.kept)) == ("waiting", 1)
    assert submit_periods(now + LEASE - MINUTE) == 0  # it may still be under way
    assert submit_periods(now + LEASE) == 1
    assert (only().state, only().answer_code, only().attempts) == ("sent", 409, 2)
    assert [headers["Idempotency-Key"] for _, _, headers in tujuan.seen] == [key_of(diumumkan)] * 2
    assert len(tujuan.kept) == 1


def test_one_that_fails_keeps_no_other_waiting(
    tujuan: OtherSide, diumumkan: SurveyPeriod, now: dt.datetime, admin_opd: Staff,
    super_admin: Staff, dinas_wita: Agency, jawab: Any,
) -> None:  # fmt: skip
    for _ in range(5):
        jawab(dinas_wita, [3] * 9)
    other = SurveyPeriod.objects.create(
        state="open", agency=dinas_wita, questionnaire=questionnaire_in_use(), name="Semester I",
        starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 6, 30),
    )  # fmt: skip
    period_steps.close(other, by=super_admin, now=now)
    period_steps.publish(other, by=super_admin, now=now)
    tujuan.plan = [(500, {})]
    assert submit_periods(now) == 0
    assert len(tujuan.seen) == 1  # that side is away: the second is not tried in the same run
    assert submit_periods(now + MINUTE / 2) == 1
    assert list(tujuan.kept) == [key_of(other)]
    assert submit_periods(now + MINUTE) == 1


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Let something happen once, after the row was claimed and before it is sent."""
    build, things = sending.body_of, [happens]

    def building(*args: Any, **options: Any) -> dict[str, Any]:
        if things:
            things.pop()()
        return build(*args, **options)

    monkeypatch.setattr(sending, "body_of", building)


def test_what_is_withdrawn_while_others_are_sent_is_not_sent(
    tujuan: OtherSide, diumumkan: SurveyPeriod, admin_opd: Staff, now: dt.datetime
) -> None:
    sending.note_published(now)
    (listed,) = Submission.objects.due(now)
    period_steps.withdraw(diumumkan, by=admin_opd, now=now, reason="Salah periode survei")
    where = sending.target()
    assert where is not None
    assert sending._submit(listed.pk, where=where, now=now) is None
    assert tujuan.seen == []


def test_who_asks_anew_while_it_is_on_its_way_need_not_wait(
    tujuan: OtherSide, diumumkan: SurveyPeriod, admin_opd: Staff, now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    tujuan.plan = [(503, {}), (503, {})]
    submit_periods(now)
    later = now + MINUTE
    meanwhile(monkeypatch, lambda: sending.send_again(only(), by=admin_opd, now=later))
    submit_periods(later)
    assert (only().state, only().next_attempt_at) == ("waiting", later)
    assert submit_periods(later) == 1


def test_too_few_answers_do_not_leave_whatever_their_row_says(
    tujuan: OtherSide, dinas: Agency, admin_opd: Staff, now: dt.datetime
) -> None:
    published(dinas, "Semester I 2025", admin_opd, now)
    sending.note_published(now)
    Submission.objects.update(state=State.WAITING, next_attempt_at=now)
    assert submit_periods(now) == 0
    assert tujuan.seen == []
    assert "kurang dari 5 jawaban" in only().said


def test_a_changed_snapshot_is_not_sent(
    tujuan: OtherSide, diumumkan: SurveyPeriod, now: dt.datetime
) -> None:
    assert diumumkan.frozen is not None
    content = diumumkan.frozen.content | {"weight": "0.11"}
    with tampering():
        QuerySet.update(PeriodSnapshot.objects.all(), content=content)
    assert submit_periods(now) == 0
    assert tujuan.seen == []
    assert only().state == "refused"
    assert only().said.startswith("Sidik angka yang dibekukan tidak cocok")
    assert Notification.objects.filter(kind="period_refused").exists()


def test_with_the_simulator_nothing_leaves_this_machine(
    diumumkan: SurveyPeriod, now: dt.datetime, settings: Any
) -> None:
    settings.NATIONAL_SKM_URL = "https://skm.example.go.id/laporan"
    settings.NATIONAL_SKM_TOKEN = TOKEN
    settings.SIMULATOR_URL = "http://127.0.0.1:8001"
    assert submit_periods(now) == 0
    assert not Submission.objects.exists()


def test_the_log_holds_neither_token_nor_words_of_the_other_side(
    tujuan: OtherSide, diumumkan: SurveyPeriod, now: dt.datetime, caplog: pytest.LogCaptureFixture
) -> None:
    tujuan.plan = [(422, {"message": "Nama Budi Contoh salah"})]
    with caplog.at_level("DEBUG"):
        submit_periods(now)
    lines = "\n".join(one.getMessage() for one in caplog.records if "submission" in one.getMessage())  # fmt: skip
    assert "submission.tried" in lines
    assert TOKEN not in caplog.text
    assert "Budi" not in caplog.text
