"""One citizen's answers: written once, however often the button is pressed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from surveys.invitations import hash_of
from surveys.models import Answer, Element, Invitation, Response


@dataclass(frozen=True, kw_only=True)
class Form:
    """A filled-in form: element -> 1 to 4, and the respondent's profile as option codes."""

    values: Mapping[Element, int]
    profile: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


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
    asked = set(invitation.questionnaire.elements.values_list("pk", flat=True))
    if not asked or asked != {element.pk for element in form.values}:
        return False
    won = Invitation.objects.filter(
        pk=invitation.pk, answered_at__isnull=True, expires_at__gt=now
    ).update(answered_at=now)
    if not won:
        return False
    local = now.astimezone(invitation.agency.zone)
    response = Response.objects.create(
        invitation=invitation,
        questionnaire=invitation.questionnaire,
        agency=invitation.agency,
        service=invitation.service,
        officer_id=invitation.officer_id,
        submitted_at=now,
        submitted_on=local.date(),
        hours=hours_of(local.time()),
        comment=form.comment,
        **form.profile,
    )
    Answer.objects.bulk_create(
        Answer(response=response, element=element, value=value)
        for element, value in form.values.items()
    )
    return True


def hours_of(local: dt.time) -> Response.Hours:
    """Jam survei of PermenPANRB 14/2017; a web form is also filled in at night."""
    if dt.time(8) <= local < dt.time(12):
        return Response.Hours.MORNING
    if dt.time(13) <= local < dt.time(17):
        return Response.Hours.AFTERNOON
    return Response.Hours.OUTSIDE
