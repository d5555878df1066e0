"""Webhooks are read whole: every type, every oddity, and nothing ever raises."""

import datetime as dt
import json

import pytest

from tests.tickets.transports.whatsapp import samples
from tests.tickets.transports.whatsapp.reading import only
from tickets.received import Form
from tickets.transports.items import (
    AccountError,
    Contact,
    InboundMessage,
    Location,
    Media,
    ReactionTo,
    Sender,
)
from tickets.transports.whatsapp.payloads import parse

TEN = dt.datetime(2026, 6, 9, 3, 0, tzinfo=dt.UTC)


def test_a_text_is_read_with_its_sender():
    item = only(samples.text("Selamat pagi", from_user_id=samples.BSUID))
    assert isinstance(item, InboundMessage)
    assert (item.external_id, item.type, item.text) == ("wamid.A", "text", "Selamat pagi")
    assert item.timestamp == TEN
    assert item.channel_address == samples.NUMBER_ID
    assert item.path == "entry[0].changes[0].messages[0]"
    assert item.sender == Sender(samples.WA_ID, samples.BSUID, "", "Warga Contoh", "")


@pytest.mark.parametrize("message", samples.EVERY_TYPE, ids=lambda m: str(m.get("type")))
def test_every_type_becomes_a_message_and_is_kept_raw(message):
    item = only(message)
    assert isinstance(item, InboundMessage)
    assert item.external_id == message["id"]
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
    item = only(samples.message("interactive", interactive=body))
    assert item.text == text
    form = item.received.content
    assert not isinstance(form, Form) or form.text == text


@pytest.mark.parametrize("answers", ['{"a": ""}', '{"flow_token": "x"}', "[1]", '"a"', "{", None])
def test_what_has_no_answers_is_no_form(answers):
    body = {"type": "nfm_reply", "nfm_reply": {"body": "Sent", "response_json": answers}}
    item = only(samples.message("interactive", interactive=body))
    assert (item.received.content, item.received.says_something) == (None, True)


def test_a_long_form_keeps_the_answers_that_its_text_has_whole():
    answers = json.dumps({str(number): "n" * 995 for number in range(5)})
    body = {"type": "nfm_reply", "nfm_reply": {"response_json": answers}}
    item = only(samples.message("interactive", interactive=body))
    assert len(item.text) == 3000
    assert item.received.content == Form(tuple((str(number), "n" * 995) for number in range(3)))


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
    assert only(quoting).quoted_external_id == "wamid.Z"
    forwarded = only(samples.text(context={"frequently_forwarded": True}))
    assert (forwarded.received.is_forwarded, forwarded.quoted_external_id) == (True, "")


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
    assert (item.sender.number, item.sender.user_id, item.sender.parent_user_id) == expected
    assert item.sender.known == any(expected)


def test_names_are_matched_by_id_and_never_by_place():
    contacts = [
        samples.contact("Orang Lain", wa_id="6281200009999", user_id="ID.999"),
        samples.contact(profile={"name": "Warga Contoh", "username": "@warga"}),
    ]
    item = only(samples.text(), contacts=contacts)
    assert (item.sender.name, item.sender.username) == ("Warga Contoh", "warga")


def test_a_status_says_whom_its_id_names():
    raw = samples.status(wamid=samples.wrapped("A" * 20))
    [item] = parse(samples.envelope(samples.change(statuses=[raw])))
    assert item.scope == samples.WA_ID
