"""What an officer did to tickets, as the workload counts it: which tickets it was done to."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import QuerySet

from tickets.figures.work_querysets import NOT_SENT
from tickets.models import AccessLog, Attachment, Message, TicketEvent


class Deed(models.TextChoices):
    """What is asked for in an address."""

    REPLIED = "balasan", "Mengirim pesan"
    NOTED = "catatan", "Menulis catatan"
    SENT = "kirim", "Mengirim berkas"
    OPENED = "buka", "Membuka berkas"
    RESOLVED = "selesai", "Menyelesaikan"


def tickets_of(
    deed: str, *, staff: int, since: dt.datetime, until: dt.datetime
) -> QuerySet[Any, Any]:
    """The ids of the tickets to which this person (by id) did this, before `until`."""
    if deed == Deed.RESOLVED:
        ended = TicketEvent.objects.filter(actor=staff, verb=TicketEvent.Verb.RESOLVED)
        return ended.filter(at__gte=since, at__lt=until).values("ticket")
    if deed == Deed.OPENED:
        looks = AccessLog.objects.filter(staff=staff, action=AccessLog.Action.FILE)
        opened = looks.filter(at__gte=since, at__lt=until, attachment__isnull=False)
        return opened.values("ticket")
    is_note = deed == Deed.NOTED
    direction = Message.Direction.NOTE if is_note else Message.Direction.OUT
    written = Message.objects.filter(author=staff, direction=direction)
    went = written.filter(occurred_at__gte=since, occurred_at__lt=until)
    went = went.exclude(status__in=NOT_SENT)
    if deed == Deed.SENT:
        went = went.filter(pk__in=Attachment.objects.values("message"))
    return went.values("ticket")
