"""Writes recommendations, the plans that answer them, and reports of progress; tells whom it concerns.

Who may do it the views ask `services.access`; what must have happened before is asked here. The
same words sent twice are written once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from services import access
from services.access import Action
from services.models import Service, Staff
from services.recording import CheckedFile
from surveys.models import (
    Element,
    EvidenceFile,
    FollowUpPlan,
    ProgressReport,
    Recommendation,
    Response,
    ResultsOpened,
    SurveyPeriod,
)
from surveys.remarking import CANNOT_CHOOSE, choosable
from tickets.desk.base import Refused
from tickets.notifications import Kind, Occasion, Place, cause_of, tell_at


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a recommendation is about: without any of these the whole result."""

    element: Element | None = None
    service: Service | None = None
    remark: Response | None = None


class NotYet(Exception):
    """Something must happen first: the results be opened, or a plan be written."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A follow-up plan as the office fills it in."""

    element: Element
    activity: str
    year: int
    quarter: int
    responsible: str
    files: Sequence[CheckedFile] = field(default=(), compare=False)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far the office says that it is, and where that can be seen."""

    state: str
    text: str
    evidence: str = ""
    files: Sequence[CheckedFile] = field(default=(), compare=False)


def note_opened(period: SurveyPeriod, *, by: Staff) -> None:
    """Record that this person opened the results; the first time stays."""
    opened = ResultsOpened(staff=by, period=period, at=timezone.now())
    ResultsOpened.objects.bulk_create([opened], ignore_conflicts=True)


def has_opened(period: SurveyPeriod, staff: Staff) -> bool:
    """Whether this person ever opened the period's results."""
    return ResultsOpened.objects.filter(staff=staff, period=period).exists()


@transaction.atomic
def recommend(
    period: SurveyPeriod,
    *,
    text: str,
    about: Target = Target(),
    by: Staff,
) -> Recommendation:
    """Write it. Raises NotYet for who has not opened the results of this period, and Refused where
    its remark cannot be chosen.
    """
    held = SurveyPeriod.objects.select_for_update(no_key=True, of=("self",))
    agency = held.select_related("agency").get(pk=period.pk).agency
    if not has_opened(period, by):
        raise NotYet
    if about.remark is not None and not choosable(period, by).filter(pk=about.remark.pk).exists():
        raise Refused(CANNOT_CHOOSE)
    values = {"period": period, **vars(about), "text": text, "by": by}
    before: Recommendation | None = Recommendation.objects.filter(**values).first()
    if before is not None:
        return before
    made: Recommendation = Recommendation.objects.create(**values, at=timezone.now())
    people = access.people_at(Action.FOLLOW_UP, agency)
    occasion = Occasion(
        kind=Kind.RECOMMENDED, cause=cause_of(made), people=people, values=_about(made)
    )
    tell_at(place_of(made), occasion, by=by, now=made.at)
    return made


def _about(made: Recommendation) -> dict[str, str]:
    return {"about": "saran warga dalam survei"} if made.remark_id is not None else {}


@transaction.atomic
def plan(recommendation: Recommendation, *, plan: Plan, by: Staff) -> None:
    """Answer a recommendation; an earlier plan stays, and the newest counts."""
    _lock(recommendation)
    newest = recommendation.plans.first()
    if newest is not None and _says(newest) == plan and not _brings(plan.files, to=newest):
        return
    made = FollowUpPlan.objects.create(
        recommendation=recommendation,
        element=plan.element,
        activity=plan.activity,
        year=plan.year,
        quarter=plan.quarter,
        responsible=plan.responsible,
        by=by,
        at=timezone.now(),
    )
    _keep(plan.files, of=made, by=by)
    _tell_who_recommends(made, kind=Kind.PLANNED)


@transaction.atomic
def report(recommendation: Recommendation, *, progress: Progress, by: Staff) -> None:
    """Report how far it is. Raises NotYet where there is no plan."""
    _lock(recommendation)
    if not recommendation.plans.exists():
        raise NotYet
    newest = recommendation.reports.first()
    if (
        newest is not None
        and _reports(newest) == progress
        and not _brings(progress.files, to=newest)
    ):
        return
    made = ProgressReport.objects.create(
        recommendation=recommendation,
        state=progress.state,
        text=progress.text,
        evidence=progress.evidence,
        by=by,
        at=timezone.now(),
    )
    _keep(progress.files, of=made, by=by)
    _tell_who_recommends(made, kind=Kind.PROGRESSED)


def _beside(written: FollowUpPlan | ProgressReport) -> dict[str, FollowUpPlan | ProgressReport]:
    return {"plan" if isinstance(written, FollowUpPlan) else "report": written}


def _brings(files: Sequence[CheckedFile], *, to: FollowUpPlan | ProgressReport) -> bool:
    """Whether one of the files is not there already: what was written is not changed, it is written anew."""
    known = EvidenceFile.objects.filter(**_beside(to)).values_list("sha256", flat=True)
    return bool({one.sha256 for one in files} - set(known))


def _keep(files: Sequence[CheckedFile], *, of: FollowUpPlan | ProgressReport, by: Staff) -> None:
    """Store the files of a row that was just written; one that is twice among them is stored once."""
    known = set[str]()
    for given in files:
        if given.sha256 in known:
            continue
        known.add(given.sha256)
        row = EvidenceFile(
            recommendation=of.recommendation,
            **_beside(of),
            filename=given.filename[:255],
            mime_type=given.mime_type,
            size=given.file.size or 0,
            sha256=given.sha256,
            by=by,
            at=timezone.now(),
        )
        row.file.save(given.filename, given.file, save=False)
        row.save()


def place_of(recommendation: Recommendation) -> Place:
    """Where people who are told of it read it."""
    path = reverse("surveys:recommendation", args=[recommendation.pk])
    return Place(agency=recommendation.period.agency, path=path)


def _tell_who_recommends(row: FollowUpPlan | ProgressReport, *, kind: Kind) -> None:
    """Evaluators and officials of the office learn of what it plans and reports."""
    place = place_of(row.recommendation)
    people = access.people_at(Action.RECOMMEND, place.agency)
    occasion = Occasion(kind=kind, cause=cause_of(row), people=people)
    tell_at(place, occasion, by=row.by, now=row.at)


def _says(written: FollowUpPlan) -> Plan:
    return Plan(
        element=written.element,
        activity=written.activity,
        year=written.year,
        quarter=written.quarter,
        responsible=written.responsible,
    )


def _reports(written: ProgressReport) -> Progress:
    return Progress(state=written.state, text=written.text, evidence=written.evidence)


def _lock(recommendation: Recommendation) -> None:
    """What two people write about one recommendation is written one after the other."""
    Recommendation.objects.select_for_update(no_key=True).get(pk=recommendation.pk)
