"""Ids in rows of before: they are found under today's names, and by what two ids share."""

from importlib import import_module

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import factories
from tests.tickets.rows_of_before.cases import Case, Given
from tests.tickets.transports.whatsapp.samples import wrapped
from tickets.models import Message, StatusEvent

TOKENS = [f"3EB0A1B2C3D4E5F6000{number}" for number in range(5)]
OPAQUE = "wamid.CONTOH"


def ids(given: Given) -> Case:
    """Messages and statuses whose tokens were yet to be filled in."""
    talk, number = given.conversation, given.channel
    times = dict.fromkeys(("occurred_at", "received_at"), timezone.now())
    for external_id in [*map(wrapped, TOKENS), OPAQUE]:
        factories.MessageFactory(ticket=None, conversation=talk, external_id=external_id)
        StatusEvent.objects.create(channel=number, external_id=external_id, status="sent", **times)
    Message.objects.filter(external_id=OPAQUE).update(quoted_external_id="wamid.TIDAKADA")
    mine = {
        model: list(model.objects.values_list("pk", flat=True)) for model in (Message, StatusEvent)
    }
    mine[Message] = mine[Message][-len(TOKENS) - 1 :]
    Message.objects.filter(pk__in=mine[Message]).update(external_token="")
    before = yield
    row = before.get_model("tickets", "Message").objects.get(wamid=OPAQUE)
    assert row.quoted_wamid == "wamid.TIDAKADA"
    filling = import_module("tickets.migrations.0017_fill_wamid_tokens")
    given.monkeypatch.setattr(filling, "BATCH", 2)
    before.get_model("tickets", "StatusEvent").objects.update(wamid_token="")
    for _ in range(2):
        filling.fill(before, None)
    yield
    for model, keys in mine.items():
        rows = model.objects.filter(pk__in=keys).order_by("pk")
        assert list(rows.values_list("external_token", flat=True)) == [*TOKENS, ""]
    kept = Message.objects.get(external_id=OPAQUE)
    assert (kept.pk, kept.quoted_external_id) == (row.pk, "wamid.TIDAKADA")
    assert StatusEvent.objects.waiting_for(OPAQUE, channel=number.pk).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.MessageFactory(ticket=None, conversation=talk, external_id=OPAQUE)
