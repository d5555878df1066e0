"""What a monitor and a load balancer are told."""

import datetime as dt

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from tests.processes.servers import free_port
from tickets.models import Heartbeat


def test_the_process_answers_without_any_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_when_the_database_answers_and_somebody_sweeps(client, settings):
    settings.REDIS_URL = ""
    Heartbeat.objects.create(name="contoh", at=timezone.now())
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.json()["broker"] == {"status": "none"}


@pytest.mark.django_db
def test_sweeps_that_stand_still_are_said_but_do_not_take_the_pages_away(client):
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    Heartbeat.objects.create(name="contoh", at=long_ago)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["sweeps"]["status"] == "stale"


@pytest.mark.django_db
def test_a_failing_sweep_is_named(client):
    Heartbeat.objects.create(name="contoh", at=timezone.now(), error="DatabaseError: x")
    assert client.get("/readyz").json()["sweeps"]["failing"] == ["contoh"]


@pytest.mark.django_db
def test_with_the_broker_gone_it_is_degraded_and_still_serves(client, settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broker"]) == (200, {"status": "down"})


@pytest.mark.django_db
def test_with_the_database_down_it_is_not_ready(client, monkeypatch):
    def refuse():
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "down")
    assert "refused" not in answer.text


def test_the_phone_is_reached_where_a_simulator_runs(client, settings):
    settings.SIMULATOR_URL = "http://127.0.0.1:8001"
    assert client.get("/simulator/").url == "http://127.0.0.1:8001/simulator/"
    settings.SIMULATOR_URL = ""
    assert client.get("/simulator/").status_code == 404
