"""The sweep that hands published periods to the other system, and the verb that asks for it anew.

The rows are the queue. Each is claimed before it is sent; one that was claimed and never recorded (the
process ended) is sent again under the same key, and the other side counts it once.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import structlog
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from services import access
from services.access import Action
from services.models import Staff
from siwhapik.submitting.contract import Held, body_of, figure_of
from siwhapik.submitting.far_side import Outcome, Target, post, target
from surveys.figures import FEWEST_SHOWN
from surveys.models import PeriodSnapshot, Submission, SurveyPeriod
from tickets.desk.base import Refused
from tickets.notifications import Kind, Occasion, Place, cause_of, tell_at

log = structlog.get_logger(__name__)
State = Submission.State
LEASE = dt.timedelta(minutes=10)  # longer than all exchanges of one run
# After each failure in a row; the last goes on for ever, and the page says so.
WAITS = tuple(dt.timedelta(minutes=one) for one in (1, 5, 15, 60, 180, 720))
LONGEST_WAIT = dt.timedelta(days=1)  # also where the other side asks for more


def submit_periods(now: dt.datetime, limit: int = 10) -> int:
    """Send what is due; returns how many arrived. Does nothing while it is switched off.

    The first failure that is not of the period itself ends the run: that side is away, or bars us. What
    failed stands behind the others in the next run, so that none keeps the others waiting.
    """
    where = target()
    if where is None:
        return 0
    note_published(now)
    arrived = 0
    for pk in list(Submission.objects.due(now).values_list("pk", flat=True)[:limit]):
        state = _submit(pk, where=where, now=now)
        arrived += state == State.SENT
        if state in (State.UNREACHABLE, State.BARRED):
            break
    return arrived


def note_published(now: dt.datetime, limit: int = 200) -> int:
    """Make a row for each published snapshot that has none, also for those that will not be sent."""
    rows = [
        _noted(period.frozen, now)
        for period in SurveyPeriod.objects.without_submission()[:limit]
        if period.frozen is not None
    ]
    return len(Submission.objects.bulk_create(rows, ignore_conflicts=True))


def send_again(submission: Submission, *, by: Staff, now: dt.datetime) -> None:
    """Let the sweep try now what was refused or waits. Raises Refused for who may not, and too late."""
    if not access.can(by, Action.RUN_PERIODS, submission.snapshot.period.agency):
        raise Refused("Anda tidak berhak mengirim ulang. Minta admin instansi.")
    shown = Submission.objects.still_published()
    mine = shown.filter(pk=submission.pk, state__in=Submission.TRIED_IF_ASKED)
    changed = mine.update(
        state=State.WAITING, failures=0, next_attempt_at=now, again_by=by, again_at=now
    )
    if not changed:
        raise Refused(
            "Pengiriman ini sudah berubah; mungkin rekan Anda lebih dahulu. Muat ulang halaman ini."
        )


def _noted(snapshot: PeriodSnapshot, now: dt.datetime) -> Submission:
    row = Submission(snapshot=snapshot, created_at=now, next_attempt_at=now)
    with suppress(Held):  # its first attempt says what is wrong, and tells people
        if figure_of(snapshot).n < FEWEST_SHOWN:
            row.state = State.FEW
    return row


def _submit(pk: int, *, where: Target, now: dt.datetime) -> State | None:
    """Claim, send, record; None where another process was first, or the period is withdrawn meanwhile."""
    row = Submission.objects.select_related("snapshot__period__agency").get(pk=pk)
    tries = row.attempts + 1
    mine = Submission.objects.still_published().filter(
        pk=pk, attempts=row.attempts, state__in=Submission.OPEN
    )
    if not mine.update(attempts=tries, tried_at=now, next_attempt_at=now + LEASE):
        return None
    try:
        outcome = post(where, body_of(row, with_answers=where.with_answers))
    except Held as held:
        outcome = Outcome(state=State.REFUSED, said=str(held))
    _record(row, outcome, tries=tries, now=now)
    log.info(
        "submission.tried",
        submission=pk,
        outcome=str(outcome.state),
        code=outcome.code,
        tries=tries,
    )
    return outcome.state


@transaction.atomic
def _record(row: Submission, outcome: Outcome, *, tries: int, now: dt.datetime) -> None:
    """What a newer attempt has recorded stays, and so does that somebody asked anew meanwhile; a receipt is
    a receipt, whoever got it.
    """
    is_sent = outcome.state == State.SENT
    claimed = Submission.objects.filter(pk=row.pk)
    if not is_sent:
        claimed = claimed.filter(attempts=tries, again_at=row.again_at, state__in=Submission.OPEN)
    recorded = claimed.update(
        state=outcome.state,
        answer_code=outcome.code,
        said=outcome.said,
        reference=outcome.reference,
        sent_at=now if is_sent else None,
        failures=0 if is_sent else F("failures") + 1,
        next_attempt_at=_next(row.failures, outcome, now),
    )
    if recorded and (concern := _CONCERNS.get(outcome.state)) and not _is_known(row, outcome):
        _tell(row, *concern, tries=tries, now=now)


# Whom it concerns: the office learns of each refusal, for nothing more is sent until it asks; whoever
# leads all offices, that the settings are wrong.
_CONCERNS = {
    State.REFUSED: (Kind.PERIOD_REFUSED, Action.RUN_PERIODS),
    State.BARRED: (Kind.SUBMISSION_BARRED, Action.LEAD_COORDINATION),
}


def _is_known(row: Submission, outcome: Outcome) -> bool:
    """Wrong settings bar all periods alike: that is told once, until one comes through. `row`: as it was before."""
    if outcome.state != State.BARRED:
        return False
    others = Submission.objects.still_published().filter(state=State.BARRED).exclude(pk=row.pk)
    return row.state == State.BARRED or others.exists()


def _tell(row: Submission, kind: Kind, action: Action, *, tries: int, now: dt.datetime) -> None:
    period = row.snapshot.period
    place = Place(agency=period.agency, path=reverse("surveys:period", args=[period.pk]))
    occasion = Occasion(
        kind=kind,
        cause=f"{cause_of(row)}:{tries}",
        people=access.people_at(action, period.agency),
        values={"period": period.name},
    )
    tell_at(place, occasion, now=now)


def _next(failures: int, outcome: Outcome, now: dt.datetime) -> dt.datetime | None:
    if outcome.state not in (State.UNREACHABLE, State.BARRED):
        return None
    own = WAITS[min(failures, len(WAITS) - 1)]
    return now + min(max(own, dt.timedelta(seconds=outcome.wait)), LONGEST_WAIT)
