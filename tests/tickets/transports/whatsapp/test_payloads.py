"""Webhooks are read whole: every type, every oddity, and nothing ever raises."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.transports.whatsapp import samples
from tickets.transports.items import (
    AccountError,
    Broken,
    Contact,
    Foreign,
    IdentityChange,
    InboundMessage,
    Location,
    Media,
    ReactionTo,
    Sender,
    StatusUpdate,
)
from tickets.transports.whatsapp.payloads import parse
from tickets.transports.whatsapp.values import moment, scrub, scrub_json

TEN = dt.datetime(2026, 6, 9, 3, 0, tzinfo=dt.UTC)


def only(*messages, **kinds):
    [item] = parse(samples.posted(*messages, **kinds))
    return item


def test_a_text_is_read_with_its_sender():
    item = only(samples.text("Selamat pagi", from_user_id=samples.BSUID))
    assert isinstance(item, InboundMessage)
    assert (item.wamid, item.type, item.text) == ("wamid.A", "text", "Selamat pagi")
    assert item.timestamp == TEN
    assert item.phone_number_id == samples.NUMBER_ID
    assert item.path == "entry[0].changes[0].messages[0]"
    assert item.sender == Sender(samples.WA_ID, samples.BSUID, "", "Warga Contoh", "")


@pytest.mark.parametrize("message", samples.EVERY_TYPE, ids=lambda m: str(m.get("type")))
def test_every_type_becomes_a_message_and_is_kept_raw(message):
    item = only(message)
    assert isinstance(item, InboundMessage)
    assert item.wamid == message["id"]
    assert item.raw == message
    assert item.type


def test_files_are_read_with_what_is_known_of_them():
    item = only(samples.image())
    assert item.media == Media("2001", "image/jpeg", samples.SHA)
    assert item.text == "KTP contoh"
    named = {"id": "3", "mime_type": "application/pdf", "filename": "../../surat\n.pdf"}
    assert only(samples.message("document", document=named)).media.filename == ".._.._surat_.pdf"
    old = only(samples.message("voice", voice={"id": "4", "mime_type": "audio/ogg"}))
    assert (old.type, old.media.id, old.media.voice) == ("audio", "4", True)
    assert only(samples.message("image", image={"mime_type": "image/jpeg"})).media is None


def test_places_and_cards_are_read():
    raw = {"latitude": "-0.5", "longitude": 117.1, "name": "Pasar", "address": "Jalan Contoh 1"}
    item = only(samples.message("location", location=raw))
    assert item.body.location == Location(-0.5, 117.1, "Pasar", "Jalan Contoh 1")
    assert item.text == "Pasar\nJalan Contoh 1"
    assert (
        only(samples.message("location", location={"latitude": 91, "longitude": 0})).body.location
        is None
    )
    cards = [
        {"name": {"formatted_name": "Budi Contoh"}, "phones": [{"phone": "+62 812-0000-0001"}]},
        {"name": {"first_name": "Sari"}},
    ]
    item = only(samples.message("contacts", contacts=cards))
    assert item.body.contacts == (Contact("Budi Contoh", ("+62 812-0000-0001",)), Contact("Sari"))
    assert item.text == "Budi Contoh: +62 812-0000-0001\nSari"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"button_reply": {"id": "ya", "title": "Ya"}}, ("ya", "Ya", "Ya")),
        ({"list_reply": {"id": "l:1", "title": "KIA", "description": "x"}}, ("l:1", "KIA", "KIA")),
        ({"nfm_reply": {"body": "Sent", "response_json": "{}"}}, ("", "", "Sent")),
        ({"nfm_reply": "Sent"}, ("", "", "")),
        ({"call_permission_reply": {"response": "accept"}}, ("", "", "accept")),
        ({"type": "button_reply"}, ("", "", "")),
        (None, ("", "", "")),
    ],
)
def test_taps_are_read_even_when_their_inside_is_missing(body, expected):
    item = only(samples.message("interactive", interactive=body))
    assert (item.body.reply_id, item.body.reply_title, item.text) == expected


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ('{"flow_token": "rahasia", "keluhan": "jembatan putus"}', "keluhan: jembatan putus"),
        (
            '{"a": 1, "b": [1, {"c": "é"}], "d": {"e": null}}',
            'a: 1\nb: [1,{"c":"é"}]\nd: {"e":null}',
        ),
        (
            '{"setuju": true, "ulang": false, "catatan": null, "kosong": ""}',
            "setuju: ya\nulang: tidak",
        ),
        ({"keluhan": "jalan rusak"}, "keluhan: jalan rusak"),
        ('{"keluhan": "jembatan', '{"keluhan": "jembatan'),
        ('["x", 2]', '["x",2]'),
        ('"hanya teks"', "hanya teks"),
        ('{"flow_token": "rahasia"}', "Sent"),
        ("[" * 100_000, "[" * 3000),
        (json.dumps({"a": "n" * 5000, "b": "akhir"}), f"a: {'n' * 1000}…\nb: akhir"),
        ('{"a": "x\\u0000y\\ud800z", "n": NaN, "besar": 1e999}', "a: xy\ufffdz"),
        (None, "Sent"),
        (7, "7"),
    ],
)
def test_the_answers_of_a_flow_are_its_text(answers, text):
    reply = {"name": "flow", "body": "Sent", "response_json": answers}
    body = {"type": "nfm_reply", "nfm_reply": reply}
    assert only(samples.message("interactive", interactive=body)).text == text


def test_an_error_beside_a_message_is_an_item_of_its_own():
    error = {"code": 131000, "title": "Something went wrong", "error_data": {"details": "x"}}
    change = samples.change(
        messages=[samples.message("interactive", interactive={"type": "button_reply"})],
        errors=[error],
    )
    message, problem = parse(samples.envelope(change))
    assert isinstance(message, InboundMessage)
    assert isinstance(problem, AccountError)
    assert (problem.problem.code, problem.problem.details) == (131000, "x")


def test_reactions_quotes_edits_and_deletions_name_their_message():
    thumb = {"message_id": "wamid.Z", "emoji": "\U0001f44d"}
    assert only(samples.message("reaction", reaction=thumb)).reaction == ReactionTo(
        "wamid.Z", "\U0001f44d"
    )
    for gone in ({"message_id": "wamid.Z"}, {"message_id": "wamid.Z", "emoji": ""}):
        assert only(samples.message("reaction", reaction=gone)).reaction == ReactionTo("wamid.Z")
    edit = {"original_message_id": "wamid.Z", "message": samples.text("Baru")}
    item = only(samples.message("edit", edit=edit))
    assert (item.edit_target, item.text) == ("wamid.Z", "Baru")
    revoke = only(samples.message("revoke", revoke={"original_message_id": "wamid.Z"}))
    assert revoke.revoke_target == "wamid.Z"
    quoting = samples.text(context={"from": "62811", "id": "wamid.Z"})
    assert only(quoting).context_wamid == "wamid.Z"
    forwarded = only(samples.text(context={"frequently_forwarded": True}))
    assert (forwarded.received.is_forwarded, forwarded.context_wamid) == (True, "")


def test_unknown_and_unsupported_types_say_what_they_were():
    item = only(samples.message("unsupported", unsupported={"type": "poll_creation"}))
    assert item.body.unsupported_type == "poll_creation"
    item = only(samples.message("hologram", hologram={}))
    assert (item.type, item.body.unsupported_type) == ("hologram", "hologram")
    item = only(samples.message("unknown", errors=[{"code": 131052}]))
    assert (item.type, item.error_code) == ("unsupported", 131052)


@pytest.mark.parametrize(
    ("fields", "contacts", "expected"),
    [
        ({"from": None, "from_user_id": samples.BSUID}, [], ("", samples.BSUID, "")),
        ({"from": samples.BSUID}, [], ("", samples.BSUID, "")),
        (
            {"from": None, "from_user_id": samples.BSUID, "from_parent_user_id": samples.PARENT},
            [samples.contact(wa_id=None)],
            ("", samples.BSUID, samples.PARENT),
        ),
        ({}, [samples.contact()], (samples.WA_ID, samples.BSUID, "")),
        ({}, [samples.contact(wa_id="6281299999999")], (samples.WA_ID, "", "")),
        ({"from": int(samples.WA_ID)}, [], (samples.WA_ID, "", "")),
        ({"from": None}, [], ("", "", "")),
    ],
)
def test_a_sender_is_known_by_whichever_ids_came(fields, contacts, expected):
    item = only(samples.text(**fields), contacts=contacts)
    assert (item.sender.wa_id, item.sender.user_id, item.sender.parent_user_id) == expected
    assert item.sender.known == any(expected)


def test_names_are_matched_by_id_and_never_by_place():
    contacts = [
        samples.contact("Orang Lain", wa_id="6281200009999", user_id="ID.999"),
        samples.contact(profile={"name": "Warga Contoh", "username": "@warga"}),
    ]
    item = only(samples.text(), contacts=contacts)
    assert (item.sender.name, item.sender.username) == ("Warga Contoh", "warga")


def test_a_change_of_number_tells_old_and_new():
    system = {
        "type": "user_changed_number",
        "body": "User A changed from 6281200001234 to 6281200005678",
        "wa_id": "6281200005678",
        "user_id": "ID.baru",
        "previous_user_id": samples.BSUID,
    }
    found = only(samples.message("system", system=system), contacts=[]).system
    assert (found.previous_wa_id, found.new_wa_id) == (samples.WA_ID, "6281200005678")
    assert (found.previous_user_id, found.new_user_id) == (samples.BSUID, "ID.baru")
    old_style = {"type": "user_changed_number", "new_wa_id": "6281200005678"}
    assert only(samples.message("system", system=old_style)).system.new_wa_id == "6281200005678"


def test_a_change_of_user_id_without_a_number_is_understood_from_its_sentence():
    system = {
        "type": "user_changed_user_id",
        "user_id": "ID.222",
        "body": "User A changed from ID.111 to ID.222",
    }
    item = only(samples.message("system", system=system, **{"from": None}), contacts=[])
    assert (item.system.previous_user_id, item.system.new_user_id) == ("ID.111", "ID.222")
    assert item.sender.user_id == "ID.222"


def test_the_withdrawn_user_id_update_field_is_still_read():
    update = {"wa_id": samples.WA_ID, "user_id": {"previous": "ID.1", "current": "ID.2"}}
    change = samples.change(field="user_id_update", user_id_update=[update, {"user_id": {}}])
    item, broken = parse(samples.envelope(change))
    assert isinstance(item, IdentityChange)
    assert (item.system.previous_user_id, item.system.new_user_id) == ("ID.1", "ID.2")
    assert isinstance(broken, Broken)


@pytest.mark.parametrize("state", ["sent", "delivered", "read", "played", "deleted", "warning"])
def test_every_status_is_read(state):
    [item] = parse(samples.envelope(samples.change(statuses=[samples.status(state)])))
    assert isinstance(item, StatusUpdate)
    assert (item.wamid, item.status, item.callback_data) == ("wamid.OUT", state, "17")
    assert (item.recipient_wa_id, item.recipient_user_id) == (samples.WA_ID, samples.BSUID)
    assert (item.pricing_category, item.timestamp) == ("utility", TEN)


def test_a_failed_status_comes_without_contacts_and_with_reasons():
    error = {"code": 131047, "title": "Re-engagement", "error_data": {"details": "24 hours"}}
    raw = samples.status("failed", errors=[error], pricing=None, recipient_user_id=None)
    [item] = parse(samples.envelope(samples.change(statuses=[raw])))
    assert [(e.code, e.details) for e in item.errors] == [(131047, "24 hours")]


def test_a_batch_is_read_whole_and_broken_parts_cost_only_themselves():
    good = [samples.text(wamid=f"wamid.{n}") for n in range(3)]
    changes = (
        samples.change(messages=[good[0], {"type": "text"}, 7, good[1]]),
        {"field": "messages"},
        samples.change(statuses=[samples.status(), {"id": "wamid.X"}]),
        samples.change(messages="banyak"),
        samples.change(field="account_update", event="X"),
        samples.change(messages=[good[2]]),
    )
    found = list(parse({**samples.envelope(*changes)}))
    assert [i.wamid for i in found if isinstance(i, InboundMessage)] == [
        "wamid.0",
        "wamid.1",
        "wamid.2",
    ]
    assert len([i for i in found if isinstance(i, StatusUpdate)]) == 1
    assert [i.path for i in found if isinstance(i, Broken)] == [
        "entry[0].changes[0].messages[1]",
        "entry[0].changes[0].messages[2]",
        "entry[0].changes[1]",
        "entry[0].changes[2].statuses[1]",
        "entry[0].changes[3].messages",
    ]
    assert [i.field for i in found if isinstance(i, Foreign)] == ["account_update"]


@pytest.mark.parametrize("value", [None, 1, "x", [], {}, {"object": "page", "entry": []}])
def test_what_is_not_a_webhook_is_one_item(value):
    [item] = parse(value)
    assert isinstance(item, Broken | Foreign)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (samples.AT, TEN),
        (int(samples.AT), TEN),
        (int(samples.AT) * 1000, TEN),
        (samples.AT + "000", TEN),
        (float(samples.AT), TEN),
        ("", None),
        (None, None),
        (True, None),
        ("nan", None),
        (-5, None),
        (0, None),
        (10**40, None),
        ("besok", None),
    ],
)
def test_times_come_as_text_or_number_in_seconds_or_milliseconds(value, expected):
    assert moment(value) == expected


def test_what_databases_refuse_is_scrubbed():
    assert scrub("a\x00b\ud83d c \U0001f600") == "ab\ufffd c \U0001f600"
    item = only(json.loads('{"id":"w","type":"text","from":"1","text":{"body":"\\u0000a\\ud83d"}}'))
    assert item.text == "a\ufffd"
    assert item.raw["text"]["body"] == "a\ufffd"
    assert scrub_json({"\x00": [float("nan"), 10**40, True]}) == {"": [None, None, True]}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)
KEYS = st.sampled_from(
    [
        "from",
        "id",
        "timestamp",
        "type",
        "text",
        "image",
        "body",
        "context",
        "errors",
        "system",
        "reaction",
        "edit",
        "message",
        "contacts",
        "interactive",
        "location",
        "document",
        "user_id",
        "wa_id",
        "status",
        "statuses",
        "messages",
        "calls",
    ]
)
plausible = st.recursive(
    anything | st.sampled_from(samples.EVERY_TYPE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=10,
)


@settings(max_examples=150, deadline=None)
@given(messages=plausible, statuses=plausible, contacts=plausible, other=plausible)
def test_no_json_ever_raises(messages, statuses, contacts, other):
    wrapped = [messages] if isinstance(messages, dict) else messages
    change = samples.change(messages=wrapped, statuses=statuses, contacts=contacts, errors=other)
    for value in (other, samples.envelope(change), samples.envelope(other, change)):
        for item in parse(value):
            json.dumps(item.raw, allow_nan=False).encode()


def test_a_voice_call_is_a_message_without_what_it_negotiates():
    begun, ended = parse(samples.called(samples.call(), samples.call("terminate", duration=0)))
    assert begun.type == ended.type == "call"
    assert begun.wamid == ended.wamid == "wacid.CALL"
    assert begun.sender.wa_id == samples.WA_ID
    assert begun.timestamp is not None
    assert "session" not in begun.raw
    assert "menelepon" in begun.text


def test_what_went_wrong_with_a_call_says_nothing_of_the_account():
    failed = samples.change(
        field="calls", calls=[samples.call("terminate")], errors=[{"code": 138006}]
    )
    assert [item.type for item in parse(samples.envelope(failed))] == ["call"]


def test_a_call_that_the_office_made_is_no_message():
    [item] = parse(samples.called(samples.call(direction="BUSINESS_INITIATED")))
    assert isinstance(item, Foreign)


def test_deep_nesting_is_cut_and_does_not_raise():
    deep = inner = {}
    for _ in range(900):
        inner["x"] = inner = {}
    assert list(parse(samples.envelope(samples.change(messages=[samples.text(extra=deep)]))))


def test_a_status_says_whom_its_id_names():
    raw = samples.status(wamid=samples.wrapped("A" * 20))
    [item] = parse(samples.envelope(samples.change(statuses=[raw])))
    assert item.scope == samples.WA_ID
