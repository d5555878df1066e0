"""What the API accepts, refuses, and what becomes of it afterwards."""

import pytest

from tests.simulator.sending import code

from .conftest import NUMBER, PHONE, TOKEN, wait_for

BEARER = {"Authorization": f"Bearer {TOKEN}"}


def interactive(kind, action, text="isi", **more):
    return {
        "type": "interactive",
        "interactive": {"type": kind, "body": {"text": text}, "action": action, **more},
    }


def buttons(*titles):
    reply = [{"type": "reply", "reply": {"id": f"i{n}", "title": t}} for n, t in enumerate(titles)]
    return interactive("button", {"buttons": reply})


def menu(count, title="Baris", **row):
    rows = [{"id": str(n), "title": f"{title} {n}", **row} for n in range(count)]
    return interactive("list", {"button": "Pilih", "sections": [{"title": "a", "rows": rows}]})


def template(name="pembaruan_tiket", language="id", body=("R-1", "kabar"), suffix=None):
    components = [{"type": "body", "parameters": [{"type": "text", "text": t} for t in body]}]
    if suffix:
        parameters = [{"type": "text", "text": suffix}]
        components.append(
            {"type": "button", "sub_type": "url", "index": "0", "parameters": parameters}
        )
    content = {"name": name, "language": {"code": language}, "components": components}
    return {"type": "template", "template": content}


def text(body):
    return {"type": "text", "text": {"body": body}}


def card(**changes):
    whole = {"name": {"formatted_name": "KIA", "first_name": "KIA"}, **changes}
    return {"type": "contacts", "contacts": [whole]}


LINK = {"name": "cta_url", "parameters": {"display_text": "Buka", "url": "http://127.0.0.1/x"}}


@pytest.mark.parametrize(
    "payload",
    [
        text("x" * 4096),
        buttons("Ya", "Tidak", "Nanti"),
        menu(10, description="d" * 72),
        interactive("cta_url", LINK),
        interactive("location_request_message", {"name": "send_location"}),
        interactive("contact_request", {"name": "request_contact_info"}),
        {"type": "location", "location": {"latitude": -7, "longitude": 110}},
        card(phones=[{"phone": "+62 811-0000-0002", "wa_id": "6281100000002"}]),
        card(phones=None),
        {"type": "reaction", "reaction": {"message_id": "wamid.x", "emoji": ""}},
        template(),
        template("undangan_survei", body=["R-1"], suffix="token"),
    ],
)
def test_what_is_within_the_limits_is_accepted(sim, payload):
    sim.write()
    answer = sim.deliver(payload)
    assert answer.status_code == 200, answer.text
    assert answer.json()["contacts"] == [{"input": f"+{PHONE}", "wa_id": PHONE}]
    assert answer.json()["messages"][0]["id"].startswith("wamid.")
    assert sim.api("sent")["count"] == 1


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"messaging_product": None, **text("x")}, 100),
        ({"to": None, **text("x")}, 131008),
        ({"to": "bukan nomor", **text("x")}, 131009),
        ({"to": "+6281100001001", **text("x")}, 131021),
        ({"recipient_type": "group", **text("x")}, 100),
        ({"biz_opaque_callback_data": "x" * 513, **text("x")}, 100),
        ({"context": "wamid.x", **text("x")}, 100),
        ({"type": "hologram"}, 131051),
        ({"type": "text"}, 131008),
        ({"type": "text", "text": "x"}, 100),
        (text(""), 131008),
        (text("x" * 4097), 100),
        (text(5), 100),
        (buttons(), 131009),
        (buttons("1", "2", "3", "4"), 131009),
        (buttons("x" * 21), 131009),
        (buttons("sama", "sama"), 131009),
        (menu(11), 131009),
        (menu(1, title="x" * 25), 131009),
        (menu(1, description="d" * 73), 131009),
        (interactive("list", {"button": "x" * 21, "sections": []}), 131009),
        (interactive("button", {"buttons": []}, text="x" * 1025), 131009),
        (interactive("cta_url", {"name": "cta_url", "parameters": {"display_text": "x"}}), 131008),
        (interactive("cta_url", LINK, footer={"text": "x" * 61}), 131009),
        (interactive("tarian", {}), 131009),
        ({"type": "image", "image": {}}, 131008),
        ({"type": "image", "image": {"id": "123"}}, 100),
        ({"type": "audio", "audio": {"id": "123", "caption": "x"}}, 100),
        ({"type": "location", "location": {"latitude": 91, "longitude": 0}}, 131009),
        ({"type": "location", "location": {"latitude": 1, "longitude": 2, "name": 3}}, 100),
        ({"type": "contacts"}, 131008),
        ({"type": "contacts", "contacts": {}}, 131008),
        ({"type": "contacts", "contacts": []}, 131009),
        (card(name={}), 131008),
        (card(name={"formatted_name": "KIA"}), 100),
        (card(phones=["+62811"]), 100),
        (template(body=["satu"]), 132000),
        (template("undangan_survei", body=["R-1"]), 132000),
        (template("tidak_ada"), 132001),
        (template(language="id_ID"), 132001),
        (template(body=["R-1", "baris\nbaru"]), 132012),
        (template(body=["R-1", "x" * 1020]), 132005),
    ],
)
def test_what_breaks_a_limit_is_refused_with_its_code(sim, office, payload, expected):
    sim.write()
    sim.idle()
    answer = sim.deliver(payload)
    assert code(answer) == expected, answer.text
    assert answer.json()["error"]["error_data"]["messaging_product"] == "whatsapp"
    assert sim.api("sent")["count"] == 0
    assert office.statuses() == []


def test_the_phone_shows_a_card_and_a_place(sim):
    sim.write()
    sim.idle()
    sim.deliver(card(phones=[{"phone": "+62 811-0000-0002"}]))
    place = {"latitude": -7, "longitude": 110, "name": "Dinas", "address": "Jalan Contoh 1"}
    sim.deliver({"type": "location", "location": place})
    told = [
        one
        for one in sim.api("conversation", citizen=PHONE)["messages"]
        if one["direction"] == "out"
    ]
    assert told[0]["contacts"] == [{"name": "KIA", "phones": ["+62 811-0000-0002"]}]
    assert told[1]["location"] == place


def test_a_wrong_token_is_190_and_an_unknown_number_100(sim):
    sim.write()
    refused = sim.say(token="salah")
    assert (refused.status_code, code(refused)) == (401, 190)
    assert code(sim.say(number="999")) == 100
    headers = BEARER | {"Content-Type": "application/json"}
    junk = sim.post(f"/v25.0/{NUMBER}/messages", content=b"{", headers=headers)
    assert code(junk) == 100


def test_paused_templates_are_132015_and_new_ones_can_be_registered(sim):
    waba = sim.api("numbers")["numbers"][0]["waba_id"]
    path = f"/v25.0/{waba}/message_templates"
    given = {
        "name": "jeda_contoh",
        "language": "id",
        "status": "PAUSED",
        "components": [{"type": "BODY", "text": "Nomor {{1}} siap."}],
    }
    assert sim.post(path, json=given, headers=BEARER).json()["status"] == "PAUSED"
    sim.write()
    assert code(sim.deliver(template("jeda_contoh", body=["1"]))) == 132015
    names = {one["name"] for one in sim.get(path, headers=BEARER).json()["data"]}
    assert {"pembaruan_tiket", "undangan_survei", "jeda_contoh"} <= names
    bad = given | {"components": [{"type": "BODY", "text": "{{1}}"}]}
    assert code(sim.post(path, json=bad, headers=BEARER)) == 100


def test_outside_the_window_only_templates_go(sim, office):
    citizen = sim.write()["citizen"]
    sim.api("window", {"citizen": citizen["id"]})
    assert code(sim.say()) == 131047
    assert sim.deliver(template()).status_code == 200
    sim.api("network", {"window_error": "async"})
    assert sim.say().status_code == 200
    wait_for(lambda: "failed" in [one["status"] for one in office.statuses()])
    sim.write()
    sim.api("network", {"window_error": "sync"})
    assert sim.say().status_code == 200


def test_an_old_message_does_not_open_the_window(sim):
    sim.write(timestamp=1_700_000_000)
    assert code(sim.say()) == 131047


def test_too_much_to_one_person_is_131056_and_too_fast_130429(sim):
    sim.write()
    sim.write(citizen="6281200005555")
    sim.api("network", {"pair_burst": 3})
    assert [sim.say().status_code for _ in range(3)] == [200] * 3
    assert code(sim.say()) == 131056
    assert sim.say(to="+6281200005555").status_code == 200
    sim.api("network", {"messages_per_second": 0})
    assert code(sim.say(to="+6281200005555")) == 130429


def test_the_pair_limit_is_45_and_is_repaid(sim):
    sim.write()
    assert [sim.say().status_code for _ in range(45)] == [200] * 45
    assert code(sim.say()) == 131056
    sim.api("network", {"pair_seconds": 0.05})
    wait_for(lambda: sim.say().status_code == 200)


def test_a_user_id_in_to_is_accepted_and_silently_dropped(sim, office):
    user_id = sim.write()["citizen"]["user_id"]
    sim.idle()
    answer = sim.say(to=user_id)
    assert answer.status_code == 200
    assert answer.json()["messages"][0]["id"]
    sim.idle()
    assert office.statuses() == []
    assert sim.api("conversation", citizen=PHONE)["messages"][-1]["direction"] == "in"
    assert sim.api("sent")["sent"][0]["dropped"] is True


def test_a_user_id_as_recipient_arrives_and_the_answer_has_no_phone(sim, office):
    user_id = sim.write()["citizen"]["user_id"]
    answer = sim.say(to=None, recipient=user_id).json()
    assert answer["contacts"] == [{"input": user_id, "user_id": user_id}]
    wait_for(lambda: len(office.statuses()) == 2)


def test_without_a_plus_the_country_code_is_put_in_front(sim, office):
    sim.write()
    assert sim.say(to=PHONE).status_code == 200
    wait_for(office.statuses)
    assert office.statuses()[0]["status"] == "failed"
    assert office.statuses()[0]["recipient_id"] == PHONE


def test_uploads_are_checked_and_can_be_sent_and_seen(sim):
    def upload(mime, data=b"%PDF-1.4", product="whatsapp"):
        files = {"file": ("surat.pdf", data, mime)}
        path = f"/v25.0/{NUMBER}/media"
        return sim.post(path, data={"messaging_product": product}, files=files, headers=BEARER)

    assert code(upload("application/x-msdownload")) == 100
    assert code(upload("image/png", b"x" * (5 * 1024 * 1024 + 1))) == 100
    assert code(upload("application/pdf", product="")) == 100
    media_id = upload("application/pdf").json()["id"]
    sim.write()
    document = {"id": media_id, "filename": "surat.pdf", "caption": "Ini"}
    assert sim.deliver(type="document", document=document).status_code == 200
    assert code(sim.deliver(type="image", image={"id": media_id})) == 131053
    shown = sim.api("conversation", citizen=PHONE)["messages"][-1]
    assert (shown["text"], shown["media"]["filename"]) == ("Ini", "surat.pdf")
    assert sim.get(shown["media"]["url"]).content == b"%PDF-1.4"
    assert sim.delete(f"/v25.0/{media_id}", headers=BEARER).json() == {"success": True}
    assert code(sim.deliver(type="document", document=document)) == 100


def test_a_link_that_cannot_be_fetched_fails_later(sim, office):
    sim.write()
    image = {"link": "https://example.com/foto.jpg"}
    assert sim.deliver(type="image", image=image).status_code == 200
    wait_for(lambda: len(office.statuses()) == 2)
    assert office.statuses()[1]["errors"][0]["code"] == 131053


def test_a_read_receipt_marks_what_came_before_and_may_show_typing(sim):
    sim.write("satu")
    wamid = sim.write("dua")["wamid"]
    sim.write("tiga")
    sim.idle()
    receipt = {"type": None, "to": None, "status": "read", "message_id": wamid}
    answer = sim.deliver(receipt, typing_indicator={"type": "text"})
    assert answer.json() == {"success": True}
    found = sim.api("conversation", citizen=PHONE)
    assert [one["status"] for one in found["messages"]] == ["read", "read", "delivered"]
    assert found["typing"] is True
    sim.say()
    assert sim.api("conversation", citizen=PHONE)["typing"] is False
    assert code(sim.deliver(receipt | {"message_id": "wamid.lain"})) == 100
