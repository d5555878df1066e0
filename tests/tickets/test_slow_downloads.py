"""A deadline for each file as a whole, however slowly the far side sends its bytes."""

import threading
import time

import pytest
from django.utils import timezone

from tests import factories
from tests.processes.slow_far_side import SlowFarSide
from tickets import media
from tickets.media import fetching
from tickets.models import Attachment
from tickets.transports.deadline import Deadline, cut_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def far(settings):
    made = SlowFarSide()
    settings.WHATSAPP_API_BASE_URL = made.url
    settings.MEDIA_PATIENCE_SECONDS = 0.6
    yield made
    made.close()


@pytest.fixture
def attach(far, tiket):
    def make(name, **fields):
        return Attachment.objects.create(
            message=factories.MessageFactory(ticket=tiket, type="document"),
            media_id=name,
            mime_type="text/plain",
            next_attempt_at=timezone.now(),
            **fields,
        )

    return make


def fetched(attachment):
    began = time.monotonic()
    media.fetch(attachment.pk)
    attachment.refresh_from_db()
    return attachment, time.monotonic() - began


@pytest.mark.parametrize("stage", ["address", "headers", "body", "endless"])
def test_a_trickle_is_cut_at_its_deadline_wherever_it_trickles(attach, stage):
    found, seconds = fetched(attach(stage))
    assert seconds < 3
    assert (found.state, found.claimed_at) == ("pending", None)
    assert found.error == {"code": "slow"}
    assert found.next_attempt_at > timezone.now()
    assert not found.file


def test_what_keeps_coming_has_as_long_as_its_size_needs(attach, settings):
    settings.MEDIA_SLOWEST = 50_000  # it comes twice as fast, and takes longer than its patience
    settings.MEDIA_PATIENCE_SECONDS = 0.9
    found, seconds = fetched(attach("steady"))
    assert (found.state, found.size) == ("ready", 100_000)
    assert seconds > settings.MEDIA_PATIENCE_SECONDS


def test_a_long_download_keeps_its_claim(attach, monkeypatch, settings):
    settings.MEDIA_PATIENCE_SECONDS = 9
    monkeypatch.setattr(fetching, "RENEW_SECONDS", 0.0)
    attachment = attach("steady")
    began = timezone.now()
    renewed = []
    real = fetching._renew

    def renew(one):
        real(one)
        renewed.append(one.claimed_at)

    monkeypatch.setattr(fetching, "_renew", renew)
    found, _ = fetched(attachment)
    assert found.state == "ready"
    assert renewed
    assert renewed[-1] > began


def test_one_that_lost_its_claim_on_the_way_writes_nothing(attach, monkeypatch, settings):
    settings.MEDIA_PATIENCE_SECONDS = 9
    monkeypatch.setattr(fetching, "RENEW_SECONDS", 0.0)
    attachment = attach("steady")
    real = fetching._renew

    def overtaken(one):
        Attachment.objects.filter(pk=one.pk).update(claimed_at=timezone.now(), attempts=7)
        real(one)

    monkeypatch.setattr(fetching, "_renew", overtaken)
    found, _ = fetched(attachment)
    assert (found.state, found.attempts, found.file.name) == ("pending", 7, "")
    assert found.claimed_at is not None


def test_what_failed_before_is_tried_after_what_is_new(attach, settings):
    settings.MEDIA_PATIENCE_SECONDS = 9
    again = attach("steady", attempts=3)
    new = attach("biasa")
    order = []
    real = fetching._bring
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetching, "_bring", lambda one: (order.append(one.pk), real(one)))
        assert media.fetch_pending(timezone.now()) == 2
    assert order == [new.pk, again.pk]


def test_a_process_that_ends_gives_back_what_is_under_way(attach, settings):
    settings.MEDIA_PATIENCE_SECONDS = 60
    attachment = attach("body")
    threading.Timer(1.0, cut_all).start()
    found, seconds = fetched(attachment)
    assert seconds < 5
    assert (found.state, found.claimed_at) == ("pending", None)


def test_a_deadline_that_is_met_leaves_nothing_behind():
    with Deadline(60) as deadline:
        pass
    assert not deadline.passed
    deadline._watch.join(1)
    assert not deadline._watch.is_alive()
