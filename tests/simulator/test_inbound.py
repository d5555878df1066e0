"""Every kind of message a citizen can send, as the webhook words it."""

import base64
import hashlib

import pytest

from .conftest import PHONE, TOKEN, wait_for

BEARER = {"Authorization": f"Bearer {TOKEN}"}


def received(sim, office, **given):
    wamid = sim.write(**given)["wamid"]
    sim.idle()
    return next(one for one in office.messages() if one["id"] == wamid)


def test_a_text_names_its_sender_twice(sim, office):
    message = received(sim, office, text="halo")
    assert message["from"] == PHONE
    assert message["from_user_id"].startswith("ID.")
    assert message["timestamp"].isdigit()
    contact = next(office.values())["contacts"][0]
    assert (contact["wa_id"], contact["user_id"]) == (PHONE, message["from_user_id"])


def test_a_citizen_with_a_username_has_no_phone(sim, office):
    citizen = {"name": "Rina (contoh)", "hides_phone": True, "username": "rina"}
    message = received(sim, office, citizen=citizen)
    contact = next(office.values())["contacts"][0]
    assert "from" not in message
    assert "wa_id" not in contact
    assert contact["profile"]["username"] == "@rina"
    sim.say(to=None, recipient=message["from_user_id"])
    sim.idle()
    assert all("recipient_id" not in one for one in office.statuses())


def test_a_user_id_can_stand_in_from(sim, office):
    sim.api("network", {"bsuid_in_from": True})
    message = received(sim, office)
    assert message["from"] == message["from_user_id"]


def test_changing_the_number_is_told_by_a_system_message_without_contacts(sim, office):
    old = sim.write()["citizen"]
    new = sim.api("citizens", {"id": old["id"], "new_number": "6281200009999"})["citizen"]
    sim.idle()
    value = next(one for one in office.values() if one["messages"][0]["type"] == "system")
    message = value["messages"][0]
    assert "contacts" not in value
    assert message["from"] == PHONE
    assert message["system"]["wa_id"] == "6281200009999"
    assert message["system"]["previous_user_id"] == old["user_id"]
    assert message["system"]["user_id"] == new["user_id"]


@pytest.mark.parametrize("kind", ["image", "video", "document", "audio", "voice", "sticker"])
def test_files_come_in_two_steps_with_the_hash_they_promise(sim, office, kind):
    message = received(sim, office, type=kind)
    content = message["audio" if kind == "voice" else kind]
    described = sim.get(f"/v25.0/{content['id']}", headers=BEARER).json()
    data = sim.get(described["url"], headers=BEARER).content
    assert base64.b64decode(content["sha256"]) == hashlib.sha256(data).digest()
    assert described["sha256"] == hashlib.sha256(data).hexdigest()
    assert described["file_size"] == str(len(data))
    assert sim.get(content["url"], headers=BEARER).content == data


def test_a_voice_note_says_so(sim, office):
    assert received(sim, office, type="voice")["audio"]["voice"] is True


def test_media_needs_the_bearer_and_its_url_runs_out(sim, office):
    sim.api("network", {"media_url_seconds": 0.3})
    message = received(sim, office, type="image")
    media_id = message["image"]["id"]
    url = sim.get(f"/v25.0/{media_id}", headers=BEARER).json()["url"]
    assert sim.get(url).json()["error"]["code"] == 190
    wait_for(lambda: sim.get(url, headers=BEARER).status_code == 404)
    sim.api("network", {"media_url_seconds": 300})
    fresh = sim.get(f"/v25.0/{media_id}", headers=BEARER).json()["url"]
    assert sim.get(fresh, headers=BEARER).status_code == 200
    sim.api(f"media/{media_id}/expire", {"forget": True})
    assert sim.get(f"/v25.0/{media_id}", headers=BEARER).status_code == 404


def test_a_file_above_100_mb_is_unsupported(sim, office):
    message = received(sim, office, type="video", file_size=101 * 1024 * 1024)
    assert message["type"] == "unsupported"
    assert message["errors"][0]["code"] == 131052


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"type": "location", "latitude": -7, "longitude": 110},
            {"latitude": -7.0, "longitude": 110.0},
        ),
        ({"type": "button", "text": "Ya"}, {"payload": "Ya", "text": "Ya"}),
        (
            {"type": "list_reply", "id": "kia", "title": "KIA"},
            {"type": "list_reply", "list_reply": {"id": "kia", "title": "KIA"}},
        ),
        (
            {"type": "button_reply", "id": "ya", "title": "Ya"},
            {"type": "button_reply", "button_reply": {"id": "ya", "title": "Ya"}},
        ),
        ({"type": "button_reply", "broken": True}, {"type": "button_reply"}),
        (
            {"type": "reaction", "message_id": "wamid.x", "emoji": "👍"},
            {"message_id": "wamid.x", "emoji": "👍"},
        ),
        ({"type": "reaction", "message_id": "wamid.x"}, {"message_id": "wamid.x"}),
        ({"type": "revoke", "message_id": "wamid.x"}, {"original_message_id": "wamid.x"}),
        ({"type": "hologram", "content": {"a": 1}}, {"a": 1}),
        ({"raw": {"type": "text", "text": {"body": 5}}}, {"body": 5}),
    ],
)
def test_each_type_has_its_shape(sim, office, given, expected):
    message = received(sim, office, **given)
    content = message[message["type"]]
    assert content == expected


def test_contacts_orders_flows_systems_and_referrals_exist(sim, office):
    assert received(sim, office, type="contacts", phone="+6281200000001")["contacts"][0]["phones"]
    assert received(sim, office, type="order")["order"]["product_items"]
    assert received(sim, office, type="flow_reply")["interactive"]["nfm_reply"]
    identity = received(sim, office, type="system", system="customer_identity_changed")
    assert identity["identity"]["hash"]
    assert received(sim, office, referral=True)["referral"]["source_type"] == "ad"
    assert received(sim, office, group_id="77")["group_id"] == "77"


def test_what_has_no_words_is_named_in_the_citizens_language(sim, office):
    received(sim, office, type="unsupported", unsupported_type="poll_creation")
    received(sim, office, type="unsupported", unsupported_type="something_new")
    received(sim, office, type="system", system="customer_identity_changed")
    shown = sim.api("conversation", citizen=PHONE)["messages"]
    words = ["Jajak pendapat", "Jenis pesan lain", "Kode keamanan berganti"]
    assert [one["text"] for one in shown] == words


def test_edits_can_be_told_or_be_unsupported(sim, office):
    edit = received(sim, office, type="edit", message_id="wamid.x", text="baru")
    assert edit["edit"]["message"]["text"]["body"] == "baru"
    sim.api("network", {"edits": "unsupported"})
    edit = received(sim, office, type="edit", message_id="wamid.x", text="baru")
    assert edit["unsupported"] == {"type": "edit"}
    assert edit["errors"][0]["code"] == 131051


def test_a_reply_quotes_and_a_forward_has_no_id(sim, office):
    first = sim.write()["wamid"]
    assert received(sim, office, context=first)["context"] == {"from": PHONE, "id": first}
    assert received(sim, office, forwarded=True)["context"] == {"forwarded": True}


def test_errors_can_stand_beside_the_message(sim, office):
    received(sim, office, value_errors=[131000], no_contact=True)
    value = next(office.values())
    assert value["errors"][0]["code"] == 131000
    assert "contacts" not in value


@pytest.mark.parametrize(("form", "check"), [("int", int), ("ms", lambda text: len(text) == 13)])
def test_timestamps_come_in_other_forms_too(sim, office, form, check):
    sim.api("network", {"timestamp_format": form})
    stamp = received(sim, office)["timestamp"]
    assert isinstance(stamp, int) if form == "int" else check(stamp)
