"""Closing freezes a period's figures: nothing moves them, and whoever changes them is found out."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client

from services.models import Staff
from services.models.final import RowIsFinal
from surveys import by_way, freezing, frozen, period_steps, reports
from surveys.loading import questionnaire_in_use
from surveys.models import Answer, Invitation, PeriodSnapshot, SurveyPeriod
from surveys.ranges import of_period
from tests.reading import flat
from tests.surveys.conftest import MIXED, tampering

WHY = "Ada formulir kertas yang tertinggal (contoh)"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def dibuka(dinas: Any) -> SurveyPeriod:
    return SurveyPeriod.objects.create(
        state="open",
        agency=dinas,
        questionnaire=questionnaire_in_use(),
        name="Semester I",
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2026, 6, 30),
    )


@pytest.fixture
def ditutup(dibuka: SurveyPeriod, lima: None, admin_opd: Staff, now: dt.datetime) -> SurveyPeriod:
    return period_steps.close(dibuka, by=admin_opd, now=now)


def figures(period: SurveyPeriod, by: Any) -> Any:
    dates, asked = of_period(period), period.questionnaire
    return reports.figures([period.agency], dates=dates, questionnaire=asked, by=by)


@pytest.mark.parametrize("by", ["agency_id", "service_id"])
def test_what_is_frozen_is_what_was_counted(
    dibuka: SurveyPeriod, lima: None, admin_opd: Staff, now: dt.datetime, by: str
) -> None:
    SurveyPeriod.objects.update(population=40, weight_policy="0.11")
    dibuka.refresh_from_db()
    counted = figures(dibuka, by)
    assert sum(one.n for one in counted.values()) == 5
    period_steps.close(dibuka, by=admin_opd, now=now)
    read = figures(dibuka, by)
    assert {key: one.needed for key, one in read.items()} == {
        key: one.needed for key, one in counted.items()
    }
    assert read == counted


def test_later_rows_do_not_move_it_anywhere(
    ditutup: SurveyPeriod, dinas: Any, jawab: Any, admin_opd: Staff, masuk: Any, now: dt.datetime
) -> None:
    period_steps.publish(ditutup, by=admin_opd, now=now)
    before = figures(ditutup, "agency_id")
    for _ in range(4):
        jawab(dinas, [1] * 9, at=now + dt.timedelta(hours=1))
    with tampering():
        Answer.objects.all()._raw_delete("default")
    Invitation.objects.update(officer=None)
    assert figures(ditutup, "agency_id") == before
    public = flat(Client().get("/ikm/"))
    assert "96,11" in public
    assert "5 responden" in public
    assert "Sidiknya cocok" in public
    browser = masuk(admin_opd)
    for page in (f"/dasbor/ikm/?periode=p{ditutup.pk}", "/dasbor/"):
        assert "96,11" in flat(browser.get(page)), page
    page = flat(browser.get(f"/dasbor/ikm/periode/{ditutup.pk}/"))
    assert "IKM 96,11" in page
    assert "4 jawaban dengan tanggal dalam periode ini datang sesudah ditutup" in page


def test_a_changed_snapshot_is_found_out(
    ditutup: SurveyPeriod, admin_opd: Staff, masuk: Any
) -> None:
    snapshot = PeriodSnapshot.objects.get()
    assert frozen.holds(snapshot)
    for attempt in (snapshot.save, snapshot.delete, PeriodSnapshot.objects.all().delete):
        with pytest.raises(RowIsFinal):
            attempt()
    SurveyPeriod.objects.update(state="published")
    changed = snapshot.content | {"weight": "0.11"}
    rows = PeriodSnapshot.objects.filter(pk=snapshot.pk)
    super(type(rows), rows).update(content=changed)
    assert "Sidik angka ini tidak cocok" in flat(Client().get("/ikm/"))
    page = masuk(admin_opd).get(f"/dasbor/ikm/periode/{ditutup.pk}/")
    assert "Sidik angka ini tidak cocok" in flat(page)


def test_the_checksum_is_over_canonical_json(ditutup: SurveyPeriod) -> None:
    content = PeriodSnapshot.objects.get().content
    shuffled = json.loads(json.dumps(dict(reversed(content.items())), indent=3))
    assert frozen.checksum_of(shuffled) == PeriodSnapshot.objects.get().checksum
    assert frozen.checksum_of({"a": "é", "b": [1]}) == (
        "fe44b490e297c0523c2a1ce591fc7b3b064b5ad3f2ac4634523685392680de5d"
    )


def test_reopening_makes_the_next_version_and_keeps_the_first(
    ditutup: SurveyPeriod, dinas: Any, jawab: Any, kepala: Staff, admin_opd: Staff, now: dt.datetime
) -> None:
    first = PeriodSnapshot.objects.get()
    period_steps.reopen(ditutup, by=kepala, now=now, reason=WHY)
    assert ditutup.frozen is None
    jawab(dinas, MIXED)
    assert figures(ditutup, "agency_id")[dinas.pk].n == 6
    period_steps.close(ditutup, by=admin_opd, now=now + dt.timedelta(days=1))
    second, kept = PeriodSnapshot.objects.all()
    assert (second.version, second.content["whole"]["n"]) == (2, 6)
    assert (kept.pk, kept.content, kept.checksum) == (first.pk, first.content, first.checksum)
    assert ditutup.frozen == second


def test_the_snapshot_has_no_trace_of_a_person(ditutup: SurveyPeriod, petugas: Staff) -> None:
    text = json.dumps(PeriodSnapshot.objects.get().content)
    assert "Ruang tunggu" not in text
    assert str(petugas) not in text


def test_what_an_earlier_release_closed_is_frozen_once_its_days_are_over(
    dibuka: SurveyPeriod, lima: None, now: dt.datetime
) -> None:
    SurveyPeriod.objects.update(state="published", published_at=now)
    assert freezing.freeze_due(now) == 0
    assert freezing.freeze_due(dt.datetime(2026, 7, 3, tzinfo=dt.UTC)) == 1
    assert freezing.freeze_due(dt.datetime(2026, 7, 3, tzinfo=dt.UTC)) == 0
    found = SurveyPeriod.objects.get()
    assert found.frozen is not None
    assert (found.frozen.version, found.frozen.by) == (1, None)
    assert "96,11" in flat(Client().get("/ikm/"))


def test_a_period_without_answers_is_frozen_without_an_index(
    dibuka: SurveyPeriod, admin_opd: Staff, now: dt.datetime
) -> None:
    period_steps.close(dibuka, by=admin_opd, now=now)
    assert figures(dibuka, "agency_id")[dibuka.agency_id].index is None
    period_steps.publish(dibuka, by=admin_opd, now=now, knows_few=True)
    assert "Belum ada indeks: belum ada responden" in flat(Client().get("/ikm/"))


def test_an_answer_that_is_stored_while_it_is_closed_is_in_all_tables_or_in_none(
    dibuka: SurveyPeriod, lima: None, dinas: Any, jawab: Any, admin_opd: Staff, now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The services less the whole would be that answer."""
    count = by_way.counted

    def with_another(*args: Any, **given: Any) -> Any:
        jawab(dinas, [1] * 9)
        return count(*args, **given)

    monkeypatch.setattr(by_way, "counted", with_another)
    period_steps.close(dibuka, by=admin_opd, now=now)
    ways = by_way.lately(dinas, dates=of_period(dibuka), questionnaire=dibuka.questionnaire)
    assert ways is not None
    assert sum(one.n for one in ways.indexes.values()) == 5
    assert sum(one.n for one in figures(dibuka, "service_id").values()) == 5
    assert figures(dibuka, "agency_id")[dinas.pk].n == 5


def test_what_is_stored_after_the_moment_of_closing_is_late(
    dibuka: SurveyPeriod, lima: None, dinas: Any, jawab: Any, admin_opd: Staff, now: dt.datetime
) -> None:
    """Else the figures held an answer that the tables by group and the file of answers leave out."""
    jawab(dinas, [1] * 9, at=now + dt.timedelta(milliseconds=1))
    period_steps.close(dibuka, by=admin_opd, now=now)
    assert figures(dibuka, "agency_id")[dinas.pk].n == 5
    assert reports.late(dibuka) == 1
