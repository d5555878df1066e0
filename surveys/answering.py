"""One citizen's answers: written once, however often the button is pressed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Max, Value
from django.db.models.functions import Coalesce

from services.models import Agency
from surveys.flagging import mark
from surveys.invitations import hash_of
from surveys.models import (
    AddedAnswer,
    AddedQuestion,
    Answer,
    Element,
    Invitation,
    Questionnaire,
    Response,
    SurveyPeriod,
)
from surveys.ways import Way

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Form:
    """A filled-in form: element -> 1 to 4, and the respondent's profile as option codes."""

    values: Mapping[Element, int]
    profile: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    # What the office asked besides: question -> place of the chosen answer, from 1.
    added: Mapping[AddedQuestion, int] = field(default_factory=dict)
    # How long its page was open before it was sent; None where nobody knows.
    took: dt.timedelta | None = None


def invitation_of(token: str) -> Invitation | None:
    """The invitation that this token opens, answered or expired ones too."""
    sent = Invitation.objects.filter(state=Invitation.State.SENT)
    related = sent.select_related("agency", "service", "questionnaire", "ticket")
    return related.filter(token_hash=hash_of(token)).first()


@transaction.atomic
def submit(invitation: Invitation, *, form: Form, now: dt.datetime) -> bool:
    """Write the answers. False, and nothing written, when the invitation is used or expired, or when
    the form is not the whole questionnaire: then the citizen can answer again.
    """
    # The office's period is not closed while they are written.
    list(Agency.objects.select_for_update(no_key=True).filter(pk=invitation.agency_id))
    if not is_whole(form, invitation.questionnaire):
        return False
    won = Invitation.objects.filter(
        pk=invitation.pk, answered_at__isnull=True, expires_at__gt=now
    ).update(answered_at=now, begun_at=Coalesce("begun_at", Value(now)))
    if not won:
        log.info("survey.sent_again", invitation=invitation.pk)
        return False
    if invitation.opened_at is not None:
        form = replace(form, took=now - invitation.opened_at)
    way = Way.WHATSAPP if invitation.message_id is not None else Way.RECEIPT
    write(
        form,
        now=now,
        way=way,
        invitation=invitation,
        questionnaire=invitation.questionnaire,
        agency=invitation.agency,
        service=invitation.service,
        officer_id=invitation.officer_id,
    )
    return True


def is_whole(form: Form, questionnaire: Questionnaire) -> bool:
    """Whether the form answers every element of the questionnaire and nothing else."""
    asked = set(questionnaire.elements.values_list("pk", flat=True))
    return bool(asked) and asked == {element.pk for element in form.values}


def write(form: Form, *, now: dt.datetime, agency: Agency, **about: Any) -> Response:
    """Write a whole form down and mark what is doubtful; `about` are fields of Response. Call it under the office's lock.

    The day and hour are those of the office's clock, unless `about` says when it was filled in.
    """
    local = now.astimezone(agency.zone)
    when = {"submitted_on": local.date(), "hours": hours_of(local.time()), **about}
    response: Response = Response.objects.create(
        agency=agency,
        submitted_at=_stored_at(agency, day=when["submitted_on"], sent=now),
        comment=form.comment,
        **{**when, **form.profile},
    )
    Answer.objects.bulk_create(
        Answer(response=response, element=element, value=value)
        for element, value in form.values.items()
    )
    AddedAnswer.objects.bulk_create(
        AddedAnswer(
            response=response,
            question=question,
            choice=choice,
            submitted_on=response.submitted_on,
            submitted_at=response.submitted_at,
        )
        for question, choice in form.added.items()
    )
    mark(response, form.values.values(), took=form.took)
    return response


def _stored_at(agency: Agency, *, day: dt.date, sent: dt.datetime) -> dt.datetime:
    """When it was sent; where the figures of that day stood meanwhile the moment after them, for they are without it.

    Who sends answers while the period is being closed waits for the office's lock.
    """
    settled = SurveyPeriod.objects.filter(agency=agency).settled_on(day)
    stood = settled.filter(frozen__at__gte=sent).aggregate(at=Max("frozen__at"))["at"]
    return sent if stood is None else stood + dt.timedelta(microseconds=1)


def hours_of(local: dt.time) -> Response.Hours:
    """Jam survei of PermenPANRB 14/2017; a web form is also filled in at night."""
    if dt.time(8) <= local < dt.time(12):
        return Response.Hours.MORNING
    if dt.time(13) <= local < dt.time(17):
        return Response.Hours.AFTERNOON
    return Response.Hours.OUTSIDE
