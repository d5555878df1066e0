"""What beat and the sweep run, and what is forgotten in time."""

import datetime as dt

import pytest
from celery import current_app
from django.utils import timezone

from siwhapik.sweeps import registered
from tickets import wakeups
from tickets.finding.forgetting import forget_unused_words
from tickets.inbound.purging import purge_events
from tickets.models import WebhookEvent
from tickets.tasks import SWEEPS

STATIONS = {
    "tickets.receive",
    "tickets.converse",
    "tickets.deliver",
    "tickets.deliver_officers",
    "tickets.deliver_files",
    "tickets.media",
    "tickets.previews",
    "tickets.enqueue_silent",
    "tickets.end_notices",
    "tickets.auto_assign",
    "tickets.take_back",
    "tickets.end_snoozes",
    "tickets.follow_up",
    "tickets.recount_answers",
    "tickets.remind",
    "tickets.tell_new_heads",
    "tickets.tell_late_heads",
    "tickets.apply_outages",
    "tickets.tell_outages",
    "tickets.warn_closing_windows",
    "tickets.send_emails",
    "tickets.send_digests",
    "tickets.send_pushes",
    "tickets.tell_read",
    "tickets.close_due",
    "tickets.purge_events",
    "tickets.forget_sentences",
    "tickets.let_go_left",
    "tickets.bulk",
    "tickets.forget_jobs",
    "tickets.forget_unused_words",
    "tickets.ask_sources",
    "tickets.rebuild_figures",
}


@pytest.mark.django_db
def test_every_station_has_a_sweep_that_runs_on_an_empty_database() -> None:
    sweeps = registered(SWEEPS)
    assert set(sweeps) == STATIONS
    now = timezone.now()
    forget_unused_words(now)  # of tests that committed: the list of words is emptied by nobody else
    assert {name: sweep.work(now) for name, sweep in sweeps.items()} == dict.fromkeys(STATIONS, 0)


def test_all_that_a_wakeup_asks_for_is_a_task() -> None:
    requested = {
        wakeups.RECEIVE,
        wakeups.CONVERSE,
        wakeups.DELIVER,
        wakeups.DELIVER_OFFICERS,
        wakeups.DELIVER_FILES,
        wakeups.MEDIA,
        wakeups.PREVIEWS,
        wakeups.BULK,
    }
    assert requested <= set(current_app.tasks)


@pytest.mark.django_db
def test_webhook_bytes_are_forgotten_after_thirty_days() -> None:
    now = timezone.now()
    old, young = now - dt.timedelta(days=31), now - dt.timedelta(days=29)

    def event(name: str, processed_at: dt.datetime | None, **more: object) -> WebhookEvent:
        return WebhookEvent.objects.create(
            body=b"{}", sha256=name, received_at=old, processed_at=processed_at, **more
        )

    event("lama", old)
    event("selesai", old, is_parked=True, settled_at=now)
    kept = [event("muda", young), event("belum", None)]
    parked = event("parkir", old, is_parked=True, parked=[{"path": "x", "code": "no_sender"}])
    assert purge_events(now) == 3
    assert purge_events(now) == 0
    assert set(WebhookEvent.objects.all()) == {*kept, parked}
    parked.refresh_from_db()
    assert parked.body is None
    assert parked.parked
