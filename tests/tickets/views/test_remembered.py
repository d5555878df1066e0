"""What pages remember of a number for some seconds, and what is read anew."""

from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Staff
from tests import factories
from tests.reading import flat
from tickets.models import Channel, Message, MessageTemplate, Ticket
from tickets.views import remembered


@pytest.fixture
def kabar(milik: Ticket) -> MessageTemplate:
    return MessageTemplate.objects.create(
        channel=milik.channel, name="kabar", body="Nomor {{1}}: {{2}}", parameter_count=2
    )


def shown(client: Any, ticket: Ticket) -> str:
    return flat(client.get(ticket.get_absolute_url()))


def test_a_number_and_its_templates_are_read_again_after_some_seconds(
    masuk: Any, petugas: Staff, milik: Ticket, kabar: MessageTemplate, clock: Any
) -> None:
    client, rename = masuk(petugas), "+62 811-0000-7777"
    assert "Kabar" in shown(client, milik)
    Channel.objects.update(display_phone_number=rename)
    MessageTemplate.objects.update(name="kabar_baru")
    clock.shift(remembered.HOLDS + 1)
    page = shown(client, milik)
    assert rename in page
    assert "Kabar baru" in page


def test_a_number_costs_no_query_while_it_is_remembered(
    milik: Ticket, kabar: MessageTemplate, django_assert_num_queries: Any
) -> None:
    for queries in (2, 0):
        with django_assert_num_queries(queries):
            remembered.channel_of(milik.channel_id or 0)
            assert remembered.templates_of(milik.channel_id or 0) == [kabar]


def test_a_page_that_changes_its_row_changes_no_other_page(milik: Ticket) -> None:
    pk = milik.channel_id or 0
    remembered.channel_of(pk).name = "diubah"
    assert remembered.channel_of(pk).name != "diubah"


def test_no_token_is_remembered(milik: Ticket) -> None:
    Channel.objects.update(access_token="token-contoh")
    remembered.channel_of(milik.channel_id or 0)
    kept = caches["moment"].get(f"channel:{milik.channel_id}")
    assert "access_token" in kept.get_deferred_fields()


def test_a_template_that_was_paused_meanwhile_is_offered_but_not_sent(
    masuk: Any, petugas: Staff, milik: Ticket, kabar: MessageTemplate
) -> None:
    client = masuk(petugas)
    assert "Kabar" in shown(client, milik)
    MessageTemplate.objects.update(status="paused")
    sent = client.post(
        f"{milik.get_absolute_url()}templat/",
        {"template": kabar.pk, "form_key": "kunci-contoh", f"blank_{kabar.pk}_2": "Sudah jadi"},
    )
    assert sent.status_code == 422
    assert "Tidak ada templat yang dapat dipakai" in flat(sent)
    assert not Message.objects.filter(direction="out").exists()
    assert "Tidak ada templat yang dapat dipakai" in shown(client, milik)


def test_what_the_person_who_looks_wrote_costs_no_look_for_a_name(
    masuk: Any, penyelia: Staff, tiket: Ticket
) -> None:
    factories.MessageFactory(ticket=tiket, direction="out", origin="officer", author=penyelia)
    with CaptureQueriesContext(connection) as asked:
        assert penyelia.full_name in shown(masuk(penyelia), tiket)
    assert not [one for one in asked if 'FROM "services_staff" WHERE' in one["sql"]]
