"""What a monitor and a load balancer are told."""

import contextlib
import datetime as dt
import os
import subprocess

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from siwhapik import readiness
from siwhapik.supervisor.plan import broker_binary
from siwhapik.sweeps import registered
from tests.processes.servers import free_port, listens, wait_until
from tickets.models import Heartbeat


@pytest.fixture
def swept(db):
    """Every sweep came to its end just now."""
    now = timezone.now()
    Heartbeat.objects.bulk_create(Heartbeat(name=name, at=now) for name in registered())


def test_the_process_answers_without_any_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_when_the_database_answers_and_somebody_sweeps(client, settings, swept):
    settings.REDIS_URL = ""
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.json()["broker"] == {"status": "none"}


def test_sweeps_that_stand_still_are_said_but_do_not_take_the_pages_away(client, swept):
    Heartbeat.objects.update(at=timezone.now() - dt.timedelta(minutes=5))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["sweeps"]["status"] == "stale"
    assert "Jalankan kembali sweep" in answer.json()["sweeps"]["says"]


def test_a_failing_sweep_is_named(client, swept):
    Heartbeat.objects.filter(name="surveys.invite").update(error="DatabaseError: x")
    found = client.get("/readyz").json()["sweeps"]
    assert (found["status"], found["failing"]) == ("failing", ["surveys.invite"])
    assert "surveys.invite" in found["says"]


def seconds_ago(name, seconds):
    at = timezone.now() - dt.timedelta(seconds=seconds)
    Heartbeat.objects.filter(name=name).update(at=at)


def test_a_sweep_that_has_not_finished_for_a_minute_is_named_while_the_others_run(client, swept):
    """Each by its own interval: one that runs hourly may have ended an hour ago."""
    seconds_ago("surveys.invite", 64)  # every five seconds
    seconds_ago("siwhapik.forget_expired", 3650)
    assert client.get("/readyz").json()["sweeps"]["status"] == "ok"
    seconds_ago("surveys.invite", 66)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    found = answer.json()["sweeps"]
    assert (found["status"], found["late"]) == ("late", ["surveys.invite"])
    assert "belum selesai lebih dari 60 detik: surveys.invite" in found["says"]
    seconds_ago("siwhapik.forget_expired", 3661)
    found = client.get("/readyz").json()["sweeps"]
    assert found["late"] == ["siwhapik.forget_expired", "surveys.invite"]


def test_a_sweep_that_hangs_in_its_very_first_run_is_named_once_it_should_have_ended():
    now = timezone.now()
    others = [(name, now) for name in registered() if name != "surveys.invite"]
    assert readiness.late(others, now=now, up=30) == []
    assert readiness.late(others, now=now, up=66) == ["surveys.invite"]


def test_a_sweep_of_a_former_version_is_not_waited_for(client, swept):
    long_ago = timezone.now() - dt.timedelta(days=9)
    Heartbeat.objects.create(name="dulu.ada", at=long_ago, error="X: dulu")
    assert client.get("/readyz").json()["sweeps"]["status"] == "ok"


def test_with_the_broker_gone_it_is_degraded_and_still_serves(client, settings, swept):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["broker"]["status"] == "down"
    assert "tidak dapat dihubungi" in answer.json()["broker"]["says"]


@contextlib.contextmanager
def broker(*options):
    """A broker of the test's own; yields its address."""
    port = free_port()
    words = [broker_binary(), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen([*words, *options], stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: listens(port), seconds=10, what="the broker listens")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait()


@pytest.mark.skipif(not broker_binary(), reason="needs valkey-server or redis-server")
@pytest.mark.parametrize(
    "options",
    [
        ("--maxmemory", "1", "--maxmemory-policy", "noeviction"),
        ("--replicaof", "127.0.0.1", "1"),
        ("--min-replicas-to-write", "1"),
    ],
)
def test_a_broker_that_answers_and_refuses_to_be_written_to_is_named(
    client, settings, swept, options
):
    """Full, or a read-only replica, or one that misses its own replicas."""
    with broker(*options) as address:
        settings.REDIS_URL = address
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["broker"]["status"] == "refuses"
    assert "menolak ditulisi" in answer.json()["broker"]["says"]


@pytest.mark.skipif(not broker_binary(), reason="needs valkey-server or redis-server")
def test_a_broker_in_good_health_is_said_to_be_so(client, settings, swept):
    with broker() as address:
        settings.REDIS_URL = address
        assert client.get("/readyz").json()["broker"] == {"status": "ok"}


def room(*, blocks=1000, free=1000, files=1000, free_files=1000):
    """What the file system says of itself."""
    named = {"f_blocks": blocks, "f_bavail": free, "f_files": files, "f_favail": free_files}
    return type("Room", (), named)()


@pytest.mark.parametrize(
    ("seen", "status"),
    [
        (room(free=50), "ok"),
        (room(free=49), "low"),
        (room(free=0), "low"),
        (room(free_files=49), "low"),
        (room(files=0, free_files=0), "ok"),  # file systems without a number of files
    ],
)
def test_little_disk_is_said_in_time(client, swept, monkeypatch, seen, status):
    monkeypatch.setattr(os, "statvfs", lambda _: seen)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["disk"]["status"] == status
    if status == "low":
        assert answer.json()["status"] == "degraded"
        assert "Ruang disk tinggal" in answer.json()["disk"]["says"]


def test_a_disk_that_does_not_answer_takes_no_page_away(client, swept, monkeypatch):
    def gone(_):
        raise OSError("stale file handle")

    monkeypatch.setattr(os, "statvfs", gone)
    assert client.get("/readyz").json()["disk"]["status"] == "unknown"


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
