"""The verb by which an office chooses its criteria for recognition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from services import access
from services.access import Action
from services.models import Agency, RecognitionChoice, Staff
from siwhapik.reports.recognition import Criterion, criteria_of
from tickets.desk.base import Refused
from tickets.models import QueueVersion


@transaction.atomic
def choose_criteria(
    agency: Agency, criteria: Sequence[Criterion], *, by: Staff, now: dt.datetime
) -> None:
    """These hold from now on, in a row of their own; the same ones once more make no row.

    Raises Refused for who does not lead the office's staff.
    """
    if not access.can(by, Action.MANAGE_STAFF, agency):
        raise Refused("Anda tidak berhak memilih kriteria penghargaan. Minta admin instansi.")
    # Of a doubled click the second one waits here, and finds what the first one wrote.
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    holding = RecognitionChoice.objects.history(agency).first()
    if criteria_of(holding) == [*criteria]:
        return
    RecognitionChoice.objects.create(
        agency=agency, criteria=[one._asdict() for one in criteria], by=by, at=now
    )
    # The report that shows it is drawn anew (siwhapik.drawn_content).
    QueueVersion.bump_after_commit(agency.pk)
