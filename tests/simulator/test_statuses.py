"""Statuses of the simulated WhatsApp."""

import http.client
import time

import httpx
import pytest

from tests.simulator.sending import code

from .conftest import NUMBER, PHONE, TOKEN, wait_for

BEARER = {"Authorization": f"Bearer {TOKEN}"}


def test_statuses_come_in_order_with_our_data_and_without_conversation(sim, office):
    sim.write()
    citizen = sim.api("citizens")["citizens"][0]["id"]
    wamid = sim.say(biz_opaque_callback_data="outbox-7").json()["messages"][0]["id"]
    wait_for(lambda: len(office.statuses()) == 2)
    sim.api("conversation", citizen=citizen, phone_number_id=NUMBER, open=1)
    wait_for(lambda: len(office.statuses()) == 3)
    found = office.statuses()
    assert [one["status"] for one in found] == ["sent", "delivered", "read"]
    assert {one["id"] for one in found} == {wamid}
    assert {one["biz_opaque_callback_data"] for one in found} == {"outbox-7"}
    assert all("conversation" not in one for one in found)
    assert [one.get("pricing", {}).get("pricing_model") for one in found] == ["PMP", "PMP", None]
    assert sim.api("sent", callback_data="outbox-7")["sent"][0]["status"] == "read"
    history = sim.api("conversation", citizen=citizen)["messages"][-1]["statuses"]
    assert [one["status"] for one in history] == ["sent", "delivered", "read"]


def test_a_phone_that_is_off_gets_it_later(sim, office):
    citizen = sim.write(citizen={"wa_id": PHONE, "online": False})["citizen"]
    sim.say()
    sim.idle()
    assert [one["status"] for one in office.statuses()] == ["sent"]
    sim.api("citizens", {"id": citizen["id"], "online": True})
    sim.idle()
    assert [one["status"] for one in office.statuses()] == ["sent", "delivered"]


def test_delivered_may_be_skipped_and_a_voice_note_played(sim, office):
    sim.api("network", {"skip_delivered": True})
    sim.write(citizen={"wa_id": PHONE, "auto_read": True})
    wamid = sim.say().json()["messages"][0]["id"]
    sim.idle()
    sim.api("status", {"wamid": wamid, "status": "played"})
    sim.idle()
    assert [one["status"] for one in office.statuses()] == ["sent", "read", "played"]


def test_a_failure_comes_later_without_contacts(sim, office):
    sim.write(citizen={"wa_id": PHONE, "failure_code": 131026})
    assert sim.say().status_code == 200
    wait_for(lambda: len(office.statuses()) == 2)
    failed = office.statuses()[1]
    assert failed["status"] == "failed"
    assert failed["errors"][0]["code"] == 131026
    told = {one["statuses"][0]["status"]: one for one in office.values() if "statuses" in one}
    assert "contacts" in told["sent"]
    assert "contacts" not in told["failed"]


def test_delivered_may_follow_failed(sim, office):
    sim.api("network", {"delivered_after_failed": True})
    sim.write(citizen={"wa_id": PHONE, "failure_code": 131026})
    wamid = sim.say().json()["messages"][0]["id"]
    sim.idle()
    assert [one["status"] for one in office.statuses()] == ["sent", "failed", "delivered"]
    assert sim.api("sent")["sent"][0]["wamid"] == wamid
    assert sim.api("sent")["sent"][0]["status"] == "delivered"


def test_a_status_may_overtake_the_answer(sim, office):
    sim.write()
    sim.idle()
    sim.api("network", {"status_before_reply": True})
    sim.say()
    assert "sent" in [one["status"] for one in office.statuses()]


@pytest.mark.parametrize(("kind", "status"), [("500", 500), ("non_json", 502)])
def test_a_fault_refuses_as_often_as_asked(sim, kind, status):
    sim.write()
    sim.api("faults", {"kind": kind, "count": 2})
    assert [sim.say().status_code for _ in range(3)] == [status, status, 200]
    assert sim.api("sent")["count"] == 1


def test_a_fault_can_be_any_error_code(sim):
    sim.write()
    sim.api("faults", {"kind": "error", "code": 131048})
    assert code(sim.say()) == 131048
    assert sim.api("sent")["count"] == 0
    assert sim.api("faults")["faults"] == []


def test_a_fault_can_accept_and_fail_later(sim, office):
    sim.write()
    sim.api("faults", {"kind": "async_error", "code": 131049})
    assert sim.say().status_code == 200
    wait_for(lambda: len(office.statuses()) == 2)
    assert office.statuses()[1]["errors"][0]["code"] == 131049


def test_a_reset_loses_the_answer_but_not_the_message(sim, office):
    sim.write()
    sim.api("faults", {"kind": "reset"})
    with pytest.raises(httpx.RemoteProtocolError):
        sim.say(biz_opaque_callback_data="hilang")
    wait_for(lambda: len(office.statuses()) == 2)
    assert sim.api("sent", callback_data="hilang")["count"] == 1


def test_a_timeout_answers_nothing_and_accepts_nothing(sim):
    sim.write()
    sim.api("faults", {"kind": "timeout", "seconds": 0.5})
    with pytest.raises(httpx.TransportError):
        sim.say()
    assert sim.api("sent")["count"] == 0


def test_slow_is_slow_and_accepted(sim):
    sim.write()
    sim.api("faults", {"kind": "slow", "seconds": 0.3})
    answer = sim.say()
    assert answer.elapsed.total_seconds() >= 0.3
    assert answer.status_code == 200


def test_downloads_can_fail_too(sim):
    sim.write(type="image")
    wamid = sim.api("conversation", citizen=PHONE)["messages"][0]
    media_id = wamid["media"]["url"].rsplit("/", 1)[-1]
    sim.api("faults", {"kind": "500", "target": "download"})
    url = sim.get(f"/v25.0/{media_id}", headers=BEARER).json()["url"]
    assert sim.get(url, headers=BEARER).status_code == 500
    assert sim.get(url, headers=BEARER).status_code == 200


def test_a_refused_send_leaves_the_connection_open(sim):
    sim.write()
    large = {"type": "text", "text": {"body": "x" * 100_000}}
    for _ in range(50):
        assert sim.deliver(large, token="salah").status_code == 401


def test_a_foreign_sites_request_leaves_the_connection_open(sim):
    """Also where its body comes after the server has seen enough to refuse it."""
    body = b'{"citizen": "1"}'
    line = http.client.HTTPConnection("127.0.0.1", sim.base_url.port, timeout=10)
    line.connect()
    first = line.sock
    for _ in range(3):
        line.putrequest("POST", "/simulator/api/inbound")
        line.putheader("Origin", "http://evil.test")
        line.putheader("Content-Length", str(len(body)))
        line.endheaders()
        time.sleep(0.3)
        line.send(body)
        answer = line.getresponse()
        assert (answer.status, b"refused" in answer.read()) == (403, True)
        assert line.sock is first
    line.close()
