"""Answers of the open survey: nobody was invited, so what can be known of doubles is written beside them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import structlog
from django.db import transaction

from services.crypto import keyed_hash
from services.models import Agency, Service
from surveys.answering import Form, is_whole, write
from surveys.asking import span_of
from surveys.flagging import mark_burst
from surveys.models import Questionnaire, Response, SurveyLink
from surveys.ways import Way

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What comes with the answers: the service, the mark of this showing, and of the browser."""

    service: Service | None
    once: str
    # A random mark that the browser keeps; empty where it keeps none, and at the counter.
    browser: str = ""


@transaction.atomic
def submit_open(
    link: SurveyLink,
    *,
    form: Form,
    questionnaire: Questionnaire,
    visit: Visit,
    now: dt.datetime,
) -> bool:
    """Write the answers. False, and nothing written, when the link has ended or the form is not the
    whole questionnaire. A form that was written already is not written again, and is True.
    """
    # Forms of one office are written one after the other: two of one browser find each other, at
    # whichever links, and the office's period is not closed between the two.
    list(Agency.objects.select_for_update(no_key=True).filter(pk=link.agency_id))
    locked = SurveyLink.objects.select_for_update(of=("self",), no_key=True).running()
    held = locked.select_related("agency").filter(pk=link.pk, agency__is_active=True).first()
    if held is None or not is_whole(form, questionnaire):
        return False
    if Response.objects.filter(once=visit.once).exists():
        log.info("survey.sent_again", link=held.pk)
        return True
    device = _device(held, visit, now)
    write(
        form,
        now=now,
        agency=held.agency,
        way=Way(held.way),
        link=held,
        questionnaire=questionnaire,
        service=visit.service,
        once=visit.once,
        device=device,
        is_repeat=bool(device) and Response.objects.filter(device=device).exists(),
    )
    mark_burst(held, now=now)
    return True


def _device(link: SurveyLink, visit: Visit, now: dt.datetime) -> str:
    """The browser within one office, service and period: across them nobody can be followed."""
    if not visit.browser or link.way != Way.OPEN:
        return ""
    span = span_of(link.agency, day=now.astimezone(link.agency.zone).date())
    about = visit.service.pk if visit.service is not None else 0
    return keyed_hash(f"survey:{visit.browser}:{link.agency_id}:{about}:{span}")
