"""What reaches the office, and how often."""

import hashlib
import hmac
import json
import subprocess
import sys

import pytest

from .conftest import NUMBER, PHONE, SECRET, VERIFY, answers, kill, start, stop, wait_for


def test_connecting_does_the_handshake_and_expects_the_challenge_back(sim, office):
    assert sim.api("connect", {}) == {"connected": True, "problem": ""}
    query = office.handshakes[-1]
    assert query["hub.mode"] == "subscribe"
    assert query["hub.verify_token"] == VERIFY
    assert query["hub.challenge"]


def test_nothing_is_posted_before_the_handshake_succeeded(office, tmp_path):
    process, client = start(office.url, tmp_path / "s.sqlite3", WHATSAPP_VERIFY_TOKEN="salah")
    try:
        wait_for(lambda: answers(client), 30)
        client.write()
        assert client.api("connect", {})["connected"] is False
        assert office.bodies == []
        assert client.api("state")["waiting"] == 1
    finally:
        client.close()
        stop(process)


def test_bodies_are_escaped_and_signed_as_on_the_wire(sim, office):
    sim.write("Jl. äö/ü 😀 <b>@")
    body = wait_for(lambda: office.bodies and office.bodies[0])
    assert body.isascii()
    assert b"\\u00e4" in body
    assert b"\\/" in body
    assert b"\\ud83d\\ude00" in body
    right = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert office.headers[0]["X-Hub-Signature-256"] == f"sha256={right}"
    again = json.dumps(json.loads(body), separators=(",", ":")).encode()
    assert again != body


def test_nul_and_lone_surrogates_travel(sim, office):
    raw = f'{{"citizen": "{PHONE}", "text": "a\\u0000b\\ud83d"}}'
    assert sim.post("/simulator/api/inbound", content=raw).status_code == 200
    wait_for(office.messages)
    assert office.messages()[0]["text"]["body"] == "a\x00b\ud83d"


def test_a_webhook_comes_back_until_the_office_says_200(sim, office):
    office.answers += [503, 500, 404]
    sim.write()
    sim.idle()
    assert len(office.bodies) == 4
    assert len(set(office.bodies)) == 1
    assert sim.api("posts")["posts"][0]["attempts"] == 4


def test_webhooks_can_come_twice(sim, office):
    sim.api("network", {"duplicate_percent": 100})
    wamid = sim.write()["wamid"]
    sim.idle()
    assert [one["id"] for one in office.messages()] == [wamid, wamid]


def test_webhooks_can_come_in_batches_and_shuffled_and_none_is_lost(sim, office):
    sim.api("network", {"batch_size": 40, "shuffle": True, "paused": True})
    wamids = sim.write(count=100)["wamids"]
    assert office.bodies == []
    sim.api("network", {"paused": False})
    sim.idle()
    found = [one["id"] for one in office.messages()]
    assert len(office.bodies) == 3
    assert found != wamids
    assert sorted(found) == sorted(wamids)


def test_an_album_comes_as_parallel_webhooks(sim, office):
    office.hold = 0.3
    sim.api("inbound", {"citizen": PHONE, "items": [{"type": "image"}] * 4})
    sim.idle()
    assert len(office.bodies) == 4
    assert {one["type"] for one in office.messages()} == {"image"}


def test_waiting_webhooks_survive_a_kill(office, tmp_path):
    database = tmp_path / "s.sqlite3"
    office.answers += [503] * 3
    process, client = start(office.url, database, SIMULATOR_CLOCK_SPEED="2")
    wait_for(lambda: answers(client), 30)
    wait_for(lambda: client.api("state")["connected"])
    client.write("jangan hilang")
    wait_for(lambda: office.bodies)
    kill(process)
    client.close()
    stop(process)
    process, client = start(office.url, database)
    try:
        wait_for(lambda: answers(client), 30)
        client.idle()
        assert office.messages()[-1]["text"]["body"] == "jangan hilang"
    finally:
        client.close()
        stop(process)


@pytest.mark.parametrize(
    "url", ["https://graph.facebook.com/x", "http://10.0.0.1/", "ftp://127.0.0.1/"]
)
def test_a_webhook_address_outside_this_machine_is_refused(url, tmp_path):
    words = [sys.executable, "-c", "import siwhapik.simulator.config"]
    env = {"SIMULATOR_WEBHOOK_URL": url, "PATH": "/usr/bin"}
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "NotLoopback" in done.stderr


def test_any_webhook_can_be_sent_with_any_signature(sim, office):
    sim.api("webhook", {"base64": "bm90IGpzb24=", "signature": "sha256=00"})
    wait_for(lambda: office.bodies)
    assert office.bodies[0] == b"not json"
    assert office.headers[0]["X-Hub-Signature-256"] == "sha256=00"


def test_requests_from_another_site_are_refused(sim):
    answer = sim.post(
        "/simulator/api/inbound", json={"citizen": PHONE}, headers={"Origin": "http://evil.test"}
    )
    assert answer.status_code == 403
    assert sim.api("citizens")["citizens"] == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("inbound", "not json"),
        ("inbound", "[]"),
        ("inbound", '{"citizen": "", "text": "x"}'),
        ("inbound", '{"citizen": "6281200001234", "count": "banyak"}'),
        ("inbound", '{"citizen": "6281200001234", "type": "location"}'),
        ("inbound", '{"citizen": "6281200001234", "phone_number_id": "9"}'),
        ("network", '{"batch_size": 0}'),
        ("network", '{"unknown": 1}'),
        ("faults", '{"kind": "gempa"}'),
    ],
)
def test_control_calls_that_make_no_sense_change_nothing(sim, office, path, body):
    before = sim.api("network")
    answer = sim.post(f"/simulator/api/{path}", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert sim.api("network") == before
    assert sim.api("state")["idle"]
    assert office.bodies == []


def test_the_number_of_the_metadata_is_the_office(sim, office):
    sim.write()
    sim.idle()
    metadata = next(office.values())["metadata"]
    assert metadata == {"display_phone_number": "6281100001001", "phone_number_id": NUMBER}
