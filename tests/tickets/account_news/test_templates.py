"""What WhatsApp says of templates."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Staff
from tests import factories
from tests.tickets.account_news.conftest import banners_of, deliver, health
from tests.tickets.transports.whatsapp import samples
from tickets.delivery import consequences
from tickets.faults import refusal
from tickets.models import (
    Channel,
    Conversation,
    Message,
    MessageTemplate,
    Ticket,
)
from tickets.parking import parked_words
from tickets.transports.whatsapp.errors import rule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.parametrize(
    ("event", "status", "offered"),
    [
        ("PAUSED", "paused", False),
        ("REJECTED", "rejected", False),
        ("DISABLED", "disabled", False),
        ("PENDING", "pending", False),
        ("PENDING_DELETION", "disabled", False),
        ("FLAGGED", "approved", True),
        ("APPROVED", "approved", True),
    ],
)
def test_a_templates_status_follows_and_is_told(
    nomor: Channel,
    penyelia: Staff,
    masuk: Callable[[Staff], Client],
    now: dt.datetime,
    event: str,
    status: str,
    offered: bool,
) -> None:
    template = MessageTemplate.objects.create(channel=nomor, name="pembaruan_tiket", body="Halo")
    deliver("message_template_status_update", template_news(event), at=now)
    template.refresh_from_db()
    assert template.status == status
    assert MessageTemplate.objects.offered(nomor.pk).exists() is offered
    told = "Templat pembaruan_tiket" in banners_of(masuk(penyelia))
    assert told is (event != "APPROVED")
    deliver("message_template_status_update", template_news("APPROVED"), at=now)
    template.refresh_from_db()
    assert template.status == "approved"
    assert "Templat pembaruan_tiket" not in banners_of(masuk(penyelia))


def template_news(event: str, **more: Any) -> dict[str, Any]:
    return {
        "event": event,
        "message_template_id": 1,
        "message_template_name": "pembaruan_tiket",
        "message_template_language": "id",
        "reason": "NONE",
        **more,
    }


def test_an_older_word_of_a_template_changes_nothing(nomor: Channel, now: dt.datetime) -> None:
    template = MessageTemplate.objects.create(channel=nomor, name="pembaruan_tiket", body="Halo")
    early, late = now - dt.timedelta(hours=2), now - dt.timedelta(hours=1)
    deliver("message_template_status_update", template_news("APPROVED"), at=now, told=late)
    deliver("message_template_status_update", template_news("PAUSED"), at=now, told=early)
    template.refresh_from_db()
    assert template.status == "approved"


def test_a_bad_score_is_told_and_the_template_still_offered(
    nomor: Channel, penyelia: Staff, masuk: Callable[[Staff], Client], now: dt.datetime
) -> None:
    MessageTemplate.objects.create(channel=nomor, name="pembaruan_tiket", body="Halo")
    value = {"message_template_name": "pembaruan_tiket", "message_template_language": "id"}
    deliver("message_template_quality_update", {**value, "new_quality_score": "RED"}, at=now)
    assert "dinilai buruk oleh pemohon dan dapat dijeda" in banners_of(masuk(penyelia))
    assert MessageTemplate.objects.offered(nomor.pk).exists()


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("account_update", {"event": "SOMETHING_NEW"}, "account_update SOMETHING_NEW"),
        ("account_update", {}, "account_update"),
        ("account_update", {"event": {"a": 1}}, "account_update"),
        ("message_template_status_update", template_news("UNHEARD"), "UNHEARD"),
        ("template_category_update", {"new_category": "MARKETING"}, "template_category_update"),
        ("history", {"history": [{}]}, "Riwayat obrolan lama"),
        ("smb_app_state_sync", {"state_sync": []}, "Daftar kontak"),
    ],
)
def test_what_is_not_known_is_parked_by_its_name(
    nomor: Channel, now: dt.datetime, field: str, value: dict[str, Any], name: str
) -> None:
    event = deliver(field, value, at=now)
    assert name in parked_words(event.parked[0])
    assert health(nomor) == "ok"
    assert not Message.objects.exists()


@pytest.mark.parametrize(("code", "status"), [(132015, "paused"), (132016, "disabled")])
def test_a_send_refused_for_its_template_ends_the_offer(
    nomor: Channel,
    percakapan: Conversation,
    tiket: Ticket,
    now: dt.datetime,
    code: int,
    status: str,
    django_capture_on_commit_callbacks: Any,
) -> None:
    template = MessageTemplate.objects.create(channel=nomor, name="pembaruan_tiket", body="Halo")
    spare = MessageTemplate.objects.create(channel=nomor, name="lain", body="Halo")
    sent = {"name": "pembaruan_tiket", "language": {"code": "id"}}
    message = factories.MessageFactory(
        conversation=percakapan,
        channel=nomor,
        ticket=tiket,
        direction="out",
        origin="officer",
        type="template",
        payload={"type": "template", "template": sent},
        external_id="wamid.OUT",
        status="sent",
    )
    failed = samples.status("failed", errors=[{"code": code}])
    with django_capture_on_commit_callbacks(execute=True):
        deliver("messages", samples.change(statuses=[failed])["value"], at=now)
    template.refresh_from_db()
    message.refresh_from_db()
    assert (message.status, message.error_code) == ("failed", code)
    assert template.status == status
    assert list(MessageTemplate.objects.offered(nomor.pk)) == [spare]
    assert health(nomor) == "restricted"


def test_the_surveys_template_is_found_though_its_letter_is_sealed(
    nomor: Channel, percakapan: Conversation, tiket: Ticket, now: dt.datetime
) -> None:
    survey = MessageTemplate.objects.create(
        channel=nomor, name="undangan_survei", body="Halo", purpose="survey"
    )
    other = MessageTemplate.objects.create(channel=nomor, name="lain", body="Halo")
    message = factories.MessageFactory(
        conversation=percakapan, channel=nomor, ticket=tiket, direction="out", origin="survey",
        type="template", payload={}, external_id="wamid.S", status="sent",
    )  # fmt: skip
    consequences.follow(rule(132015), refusal(132015), message=message, now=now)
    survey.refresh_from_db()
    other.refresh_from_db()
    assert (survey.status, other.status) == ("paused", "approved")
