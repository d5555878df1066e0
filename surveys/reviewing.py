"""Records that who evaluates has reviewed the figures of a finished period; tells whom it concerns.

Who may do it the view asks `services.access`: who may recommend. What must have happened before is
asked here. The same review sent twice in a row is written once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from services import access
from services.access import Action
from services.models import Agency, Staff
from surveys.models import PeriodReview, SurveyPeriod
from surveys.ranges import IndexRange
from surveys.recommending import NotYet, has_opened
from tickets.desk.base import Refused
from tickets.notifications import Kind, Occasion, Place, cause_of, tell_at

NOT_FINISHED = (
    "Periode ini belum ditutup, jadi angkanya masih berubah. Telaah dapat dicatat sesudah ditutup."
)
NO_FIGURES = "Periode ini ditutup sebelum angka dibekukan. Telaah dapat dicatat sesudah dibuka kembali dan ditutup lagi."
OTHER_FIGURES = (
    "Periode ini ditutup lagi sementara Anda menelaah, dan angkanya mungkin lain. Baca yang baru di atas, lalu "
    "simpan lagi."
)
Outcome = PeriodReview.Outcome


@dataclass(frozen=True, kw_only=True)
class Review:
    """What was found in which reading (the number of its snapshot)."""

    snapshot_id: int
    outcome: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A finished period, and the newest review of the figures that count; None: not reviewed yet."""

    period: SurveyPeriod
    review: PeriodReview | None


@transaction.atomic
def review(period: SurveyPeriod, *, found: Review, by: Staff) -> PeriodReview:
    """Write it. Raises NotYet for who has not opened the results of this period, and Refused where it is not
    finished or its figures are no longer those that were read.
    """
    held = SurveyPeriod.objects.select_for_update(no_key=True, of=("self",))
    period = held.select_related("agency").get(pk=period.pk)
    if period.frozen_id is None:
        raise Refused(why_not_yet(period))
    if not has_opened(period, by):
        raise NotYet
    if period.frozen_id != found.snapshot_id:
        raise Refused(OTHER_FIGURES)
    # The newest of anybody: who finds the same again after somebody else found otherwise means it to count.
    newest: PeriodReview | None = PeriodReview.objects.filter(snapshot=found.snapshot_id).first()
    if newest is not None and _says(newest) == (found, by.pk):
        return newest
    made: PeriodReview = PeriodReview.objects.create(**vars(found), by=by, at=timezone.now())
    _tell(made, period)
    return made


def why_not_yet(period: SurveyPeriod) -> str:
    """Why a period without figures is not reviewed."""
    return NO_FIGURES if period.is_done else NOT_FINISHED


def _says(row: PeriodReview) -> tuple[Review, int]:
    found = Review(snapshot_id=row.snapshot_id, outcome=row.outcome, note=row.note)
    return found, row.by_id


def _tell(made: PeriodReview, period: SurveyPeriod) -> None:
    """The office's admins learn of each, super admins of figures that are in doubt."""
    people, kind = access.people_at(Action.FOLLOW_UP, period.agency), Kind.REVIEWED
    if made.outcome == Outcome.CHECK:
        kind = Kind.FIGURES_DOUBTED
        people = people | access.people_at(Action.LEAD_COORDINATION, period.agency)
    place = Place(agency=period.agency, path=reverse("surveys:period", args=[period.pk]))
    occasion = Occasion(
        kind=kind, cause=cause_of(made), people=people, values={"period": period.name}
    )
    tell_at(place, occasion, by=made.by, now=made.at)


def standings(agencies: Iterable[Agency], dates: IndexRange) -> Sequence[Standing]:
    """The finished periods of these offices whose last day is in the range, the oldest first."""
    done = SurveyPeriod.objects.filter(agency__in=agencies, frozen__isnull=False)
    periods = list(
        done.filter(ends_on__range=(dates.starts, dates.ends)).order_by("starts_on", "pk")
    )
    newest = newest_of(periods)
    return [Standing(period=one, review=newest.get(one.frozen_id)) for one in periods]


def newest_of(periods: Iterable[SurveyPeriod]) -> dict[int | None, PeriodReview]:
    """By snapshot the review that counts, of the figures that these periods have now; one query."""
    found = PeriodReview.objects.filter(snapshot__in=[one.frozen_id for one in periods])
    return {one.snapshot_id: one for one in found.order_by("pk")}
