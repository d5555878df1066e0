"""Counts over very many invitations are kept by a sweep, and everything else is counted when asked for."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import Count, Q

from services.models import Agency
from surveys import freezing, funnels, ranges, reports
from surveys.figures import Funnel
from surveys.models import FunnelCount, Invitation, SurveyPeriod
from surveys.summing import sum_due
from tests import factories
from tests.reading import flat
from tests.surveys.conftest import MIXED

YEAR = ranges.IndexRange(
    code="2026", label="Tahun 2026", starts=dt.date(2026, 1, 1), ends=dt.date(2026, 12, 31)
)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two invitations are very many."""
    monkeypatch.setattr(funnels, "MANY", 2)


def test_a_small_office_is_always_counted_now(dinas: Agency, jawab: Any, now: dt.datetime) -> None:
    jawab(dinas, MIXED)
    assert funnels.keep_due(now) == 0
    jawab(dinas, MIXED)
    assert funnels.funnels_of([dinas], YEAR, by="agency_id")[dinas.pk].answered == 2


def test_a_large_office_is_counted_by_the_sweep_and_its_page_says_when(
    dinas: Agency, jawab: Any, now: dt.datetime, many: None, masuk: Any, penyelia: Any
) -> None:
    layanan = factories.ServiceFactory(agency=dinas)
    jawab(dinas, MIXED)
    jawab(dinas, MIXED, service=layanan)
    direct = funnels.funnels_of([dinas], YEAR, by="service_id")
    assert funnels.keep_due(now) > 0
    assert funnels.keep_due(now) == 0  # nothing is due again
    kept = funnels.funnels_of([dinas], YEAR, by="service_id")
    assert {key: one.answered for key, one in kept.items()} == {None: 1, layanan.pk: 1}
    assert {key: one.users for key, one in kept.items()} == {
        key: one.users for key, one in direct.items()
    }
    jawab(dinas, MIXED)
    whole = funnels.funnels_of([dinas], YEAR, by="agency_id")[dinas.pk]
    assert (whole.answered, whole.counted_at) == (2, now)
    page = flat(masuk(penyelia).get("/dasbor/ikm/?periode=2026"))
    assert "Undangan dihitung" in page
    assert "3 responden" in page
    assert funnels.keep_due(now + funnels.RUNNING) > 0
    assert funnels.funnels_of([dinas], YEAR, by="agency_id")[dinas.pk].answered == 3


def test_closing_a_period_counts_anew(
    dinas: Agency, jawab: Any, now: dt.datetime, many: None, periode: SurveyPeriod
) -> None:
    SurveyPeriod.objects.filter(pk=periode.pk).update(state="open", published_at=None)
    periode.refresh_from_db()
    for _ in range(2):
        jawab(dinas, MIXED)
    funnels.keep_due(now)
    jawab(dinas, MIXED)
    snapshot = freezing.freeze(periode, by=None, now=now)
    assert snapshot.content["whole"]["funnel"]["answered"] == 3
    assert not FunnelCount.objects.filter(starts=periode.starts_on, ends=periode.ends_on).exists()


def test_results_are_those_of_before_when_the_sums_are_made(
    dinas: Agency, jawab: Any, now: dt.datetime, periode: SurveyPeriod
) -> None:
    for _ in range(3):
        jawab(dinas, MIXED)
    about = {"dates": ranges.of_period(periode), "questionnaire": periode.questionnaire}
    before = reports.figures([dinas], **about, by="service_id")
    assert sum_due(now + dt.timedelta(hours=1)) == 3
    assert reports.figures([dinas], **about, by="service_id") == before
    jawab(dinas, [1] * 9)
    assert reports.figures([dinas], **about, by="agency_id")[dinas.pk].n == 4


@pytest.mark.parametrize("by", ["agency_id", "service_id"])
def test_the_text_counts_what_the_rules_count(
    dinas: Agency, dinas_wita: Agency, jawab: Any, by: Any
) -> None:
    layanan = factories.ServiceFactory(agency=dinas)
    first = jawab(dinas, MIXED, service=layanan)
    for n in range(8):
        one = jawab(dinas_wita if n % 4 == 3 else dinas, MIXED)
        one.ticket.citizen = first.ticket.citizen if n % 3 == 0 else one.ticket.citizen
        one.ticket.save()
        letter = factories.MessageFactory(conversation=one.ticket.conversation)
        letter.status = "failed" if n % 2 else "sent"
        letter.save()
        one.message, one.why = letter, "withdrawn" if n == 2 else ""
        one.state = Invitation.State.SENT if n != 5 else Invitation.State.NOT_INVITED
        one.save()
    late = ranges.IndexRange(code="x", label="x", starts=YEAR.ends, ends=YEAR.ends)
    within = Invitation.objects.filter(funnels.created_in([dinas, dinas_wita], YEAR))
    rows = within.order_by().values(by).annotate(
        resolved=Count("pk"),
        invited=Count("pk", filter=Q(state=Invitation.State.SENT)),
        answered=Count("answered_at"),
        users=funnels.PEOPLE,
        undelivered=Count("pk", filter=Q(message__status="failed")),
    )  # fmt: skip
    expected = {row.pop(by): Funnel(**row) for row in rows}
    assert funnels.funnels_of([dinas, dinas_wita], YEAR, by=by) == expected
    assert sum(one.undelivered for one in expected.values()) == 4
    assert funnels.funnels_of([dinas], late, by=by) == {}
