"""The steps of a survey period: open, close, publish, withdraw, reopen.

Each locks the office, looks at what it is now, asks `services.access`, writes, and leaves a row of
history. Of two people who take the same step at once the second is refused and told so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from django.core.exceptions import ValidationError
from django.db import transaction

from services import access
from services.access import Action
from services.models import Agency, Staff
from surveys import freezing, reports, substituting
from surveys.announcing import tell_of_step
from surveys.figures import FEWEST_SHOWN
from surveys.models import PeriodStep, SurveyPeriod
from surveys.ranges import of_period
from tickets.desk.base import Refused

State: TypeAlias = SurveyPeriod.State
Verb: TypeAlias = PeriodStep.Verb
NOT_ACTIVE = "Instansi ini tidak aktif lagi, jadi tidak ada survei baru yang dibuka."
SHORTEST_REASON = 10  # letters; less explains nothing to a later reader


@dataclass(frozen=True, kw_only=True)
class Step:
    """From which state to which, and who may."""

    before: State
    after: State
    right: Action
    asks_reason: bool = False


STEPS = {
    Verb.OPENED: Step(before=State.DRAFT, after=State.OPEN, right=Action.RUN_PERIODS),
    Verb.CLOSED: Step(before=State.OPEN, after=State.CLOSED, right=Action.RUN_PERIODS),
    Verb.PUBLISHED: Step(before=State.CLOSED, after=State.PUBLISHED, right=Action.RUN_PERIODS),
    Verb.WITHDRAWN: Step(
        before=State.PUBLISHED, after=State.CLOSED, right=Action.RUN_PERIODS, asks_reason=True
    ),
    Verb.REOPENED: Step(
        before=State.CLOSED, after=State.OPEN, right=Action.REOPEN_PERIODS, asks_reason=True
    ),
}


def open_period(period: SurveyPeriod, *, by: Staff, now: dt.datetime) -> SurveyPeriod:
    """Let answers count for it. Raises Refused where it shares a day with another, and where its office is closed."""
    with _step(period, Verb.OPENED, by=by, now=now):
        if not period.agency.is_active:
            raise Refused(NOT_ACTIVE)
        try:
            period.must_be_countable()
        except ValidationError as refused:
            raise Refused(" ".join(refused.messages)) from refused
        substituting.must_be_askable(period)
    return period


def close(period: SurveyPeriod, *, by: Staff, now: dt.datetime) -> SurveyPeriod:
    """End it; from here on its figures stand. Raises Refused before its first day."""
    with _step(period, Verb.CLOSED, by=by, now=now):
        if period.starts_on > now.astimezone(period.agency.zone).date():
            raise Refused(
                f"Periode ini baru mulai {period.starts_on:%d-%m-%Y}; belum ada yang dapat ditutup."
            )
        _must_explain_its_population(period)
        freezing.freeze(period, by=by, now=now)
    return period


def publish(
    period: SurveyPeriod, *, by: Staff, now: dt.datetime, knows_few: bool = False
) -> SurveyPeriod | None:
    """Show it to everybody; returns the period of the office that it takes the place of.

    Raises Refused for fewer answers than an index is shown of, where `knows_few` does not say that it is meant.
    """
    with _step(period, Verb.PUBLISHED, by=by, now=now):
        if has_few(period) and not knows_few:
            raise Refused(
                f"Jawabannya kurang dari {FEWEST_SHOWN}. Beri tanda bila tetap akan diumumkan.",
                field="knows_few",
            )
        others = SurveyPeriod.objects.filter(agency=period.agency_id, state=State.PUBLISHED)
        replaced = others.exclude(pk=period.pk).published_first().first()
        period.published_at = now
    return replaced


def withdraw(period: SurveyPeriod, *, by: Staff, now: dt.datetime, reason: str) -> SurveyPeriod:
    """Take it off the public page; the one published before it is shown again."""
    with _step(period, Verb.WITHDRAWN, by=by, now=now, reason=reason):
        period.published_at = None
    return period


def reopen(period: SurveyPeriod, *, by: Staff, now: dt.datetime, reason: str) -> SurveyPeriod:
    """Let answers count again, and its numbers be corrected; the reason stays."""
    with _step(period, Verb.REOPENED, by=by, now=now, reason=reason):
        period.frozen = None  # the snapshot stays; the next closing makes another version
    return period


def is_explained(reason: str) -> bool:
    """Whether a reason says something."""
    return len(reason.strip()) >= SHORTEST_REASON


def has_few(period: SurveyPeriod) -> bool:
    """Whether the public page would not show the index of this finished period; one that an early release closed
    has no snapshot, and is counted.
    """
    if not period.is_done:
        return False
    dates, asked = of_period(period), period.questionnaire
    return reports.lately(period.agency, dates=dates, questionnaire=asked).n < FEWEST_SHOWN


def may_take(period: SurveyPeriod, staff: Staff) -> list[Verb]:
    """The steps that this person may take with it now, in order."""
    return [
        verb
        for verb, step in STEPS.items()
        if step.before == period.state
        and access.can(staff, step.right, period.agency)
        and (verb != Verb.OPENED or period.agency.is_active)
    ]


def _must_explain_its_population(period: SurveyPeriod) -> None:
    """Our own count may have grown past the office's since that was written."""
    if period.population is None or is_explained(period.population_reason):
        return
    counted = max(reports.served(period.agency, of_period(period)))
    if period.population < counted:
        raise Refused(
            f"Periode ini menyebut {period.population} pengguna layanan, catatan kami {counted}. "
            "Ubah isiannya: perbaiki angkanya, kosongkan, atau tulis penjelasannya; lalu tutup."
        )


@contextmanager
def _step(
    period: SurveyPeriod, verb: Verb, *, by: Staff, now: dt.datetime, reason: str = ""
) -> Iterator[None]:
    """A transaction that holds the office's periods; what the block leaves on `period` is written.

    The office is locked as the form under /kelola/ locks it: nothing changes a period meanwhile.
    """
    step, reason = STEPS[verb], reason.strip()
    with transaction.atomic():
        list(Agency.objects.select_for_update(no_key=True).filter(pk=period.agency_id))
        period.refresh_from_db()
        if not access.can(by, step.right, period.agency):
            raise Refused("Anda tidak berhak melakukan ini. Minta admin instansi atau pimpinan.")
        if period.state != step.before:
            raise Refused(
                f"Periode ini sekarang {period.get_state_display().lower()}; mungkin rekan Anda "
                "lebih dahulu. Muat ulang halaman ini."
            )
        if step.asks_reason and not is_explained(reason):
            raise Refused(
                f"Tulis alasannya, paling sedikit {SHORTEST_REASON} huruf.", field="reason"
            )
        yield
        period.state = step.after
        period.save()
        taken = PeriodStep.objects.create(period=period, verb=verb, at=now, by=by, reason=reason)
        tell_of_step(taken)
