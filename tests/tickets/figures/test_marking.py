"""Which days are marked as changed, where an object does not know what the row says by now."""

import datetime as dt
from typing import Any

from django.utils import timezone

from services.models import Agency, Staff
from tests import factories
from tickets.delivery import outcomes
from tickets.models import FigureChange, Message, Ticket

DAY = dt.timedelta(days=1)


def test_an_answer_that_does_not_leave_marks_the_office_that_has_its_ticket_now(
    clock: Any, tiket: Ticket, petugas: Staff, dinas_wita: Agency
) -> None:
    """The sender read the ticket before it was passed on."""
    said = timezone.now() - DAY
    made = factories.MessageFactory(
        ticket=tiket, conversation=tiket.conversation, channel=tiket.channel, author=petugas,
        direction="out", origin="officer", status="sending", occurred_at=said,
    )  # fmt: skip
    message = Message.objects.select_related("ticket").get(pk=made.pk)
    Ticket.objects.filter(pk=tiket.pk).update(agency=dinas_wita)
    outcomes.failed(message, code=None, why={}, now=timezone.now())
    assert [*FigureChange.objects.values_list("agency", "at")] == [(dinas_wita.pk, said)]
