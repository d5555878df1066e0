"""Ids in rows of before: they are found under today's names, and by what two ids share."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps.registry import Apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import factories
from tests.tickets.migrating import forward, migrate
from tests.tickets.transports.whatsapp.samples import wrapped
from tickets.models import Channel, Conversation, Message, StatusEvent

pytestmark = pytest.mark.django_db(transaction=True)
TOKENS = [f"3EB0A1B2C3D4E5F6000{number}" for number in range(5)]
OPAQUE = "wamid.CONTOH"


@pytest.fixture
def before(percakapan: Conversation, kanal: Channel) -> Iterator[Apps]:
    """Messages and statuses in the tables of before; their tokens are yet to be filled in."""
    for external_id in [*map(wrapped, TOKENS), OPAQUE]:
        factories.MessageFactory(ticket=None, conversation=percakapan, external_id=external_id)
        times = dict.fromkeys(("occurred_at", "received_at"), timezone.now())
        StatusEvent.objects.create(channel=kanal, external_id=external_id, status="sent", **times)
    Message.objects.filter(external_id=OPAQUE).update(quoted_external_id="wamid.TIDAKADA")
    Message.objects.update(external_token="")
    yield migrate([("tickets", "0036_channel_kinds")])
    forward()


def test_rows_of_before_keep_their_ids_and_are_found_by_their_tokens(
    before: Apps, percakapan: Conversation, kanal: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = before.get_model("tickets", "Message").objects.get(wamid=OPAQUE)
    assert row.quoted_wamid == "wamid.TIDAKADA"
    filling = import_module("tickets.migrations.0017_fill_wamid_tokens")
    monkeypatch.setattr(filling, "BATCH", 2)
    before.get_model("tickets", "StatusEvent").objects.update(wamid_token="")
    for _ in range(2):
        filling.fill(before, None)
    forward()
    for model in (Message, StatusEvent):
        tokens = model.objects.order_by("pk").values_list("external_token", flat=True)
        assert list(tokens) == [*TOKENS, ""]
    kept = Message.objects.get(external_id=OPAQUE)
    assert (kept.pk, kept.quoted_external_id) == (row.pk, "wamid.TIDAKADA")
    assert StatusEvent.objects.waiting_for(OPAQUE, channel=kanal.pk).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.MessageFactory(ticket=None, conversation=percakapan, external_id=OPAQUE)
