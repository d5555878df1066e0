"""Changes, statuses and calls in webhooks."""

import datetime as dt

import pytest

from tests.tickets.transports.whatsapp import samples
from tests.tickets.transports.whatsapp.reading import only
from tickets.received import Notice
from tickets.transports.items import (
    Broken,
    Foreign,
    IdentityChange,
    StatusUpdate,
)
from tickets.transports.whatsapp.payloads import parse

TEN = dt.datetime(2026, 6, 9, 3, 0, tzinfo=dt.UTC)


def test_a_change_of_number_tells_old_and_new():
    system = {
        "type": "user_changed_number",
        "body": "User A changed from 6281200001234 to 6281200005678",
        "wa_id": "6281200005678",
        "user_id": "ID.baru",
        "previous_user_id": samples.BSUID,
    }
    found = only(samples.message("system", system=system), contacts=[]).system
    assert (found.previous_number, found.new_number) == (samples.WA_ID, "6281200005678")
    assert (found.previous_user_id, found.new_user_id) == (samples.BSUID, "ID.baru")
    old_style = {"type": "user_changed_number", "new_wa_id": "6281200005678"}
    assert only(samples.message("system", system=old_style)).system.new_number == "6281200005678"


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
    assert (item.external_id, item.status, item.callback_data) == ("wamid.OUT", state, "17")
    assert (item.recipient_number, item.recipient_user_id) == (samples.WA_ID, samples.BSUID)
    assert (item.pricing_category, item.timestamp) == ("utility", TEN)


def test_a_failed_status_comes_without_contacts_and_with_reasons():
    error = {"code": 131047, "title": "Re-engagement", "error_data": {"details": "24 hours"}}
    raw = samples.status("failed", errors=[error], pricing=None, recipient_user_id=None)
    [item] = parse(samples.envelope(samples.change(statuses=[raw])))
    assert [(e.code, e.details) for e in item.errors] == [(131047, "24 hours")]


def test_a_voice_call_is_a_message_without_what_it_negotiates():
    begun, ended = parse(samples.called(samples.call(), samples.call("terminate", duration=0)))
    assert begun.type == ended.type == "call"
    assert begun.external_id == ended.external_id == "wacid.CALL"
    assert begun.sender.number == samples.WA_ID
    assert begun.timestamp is not None
    assert "session" not in begun.raw
    assert (begun.text, begun.received.content) == ("", Notice("call"))


def test_what_went_wrong_with_a_call_says_nothing_of_the_account():
    failed = samples.change(
        field="calls", calls=[samples.call("terminate")], errors=[{"code": 138006}]
    )
    assert [item.type for item in parse(samples.envelope(failed))] == ["call"]


def test_a_call_that_the_office_made_is_no_message():
    [item] = parse(samples.called(samples.call(direction="BUSINESS_INITIATED")))
    assert isinstance(item, Foreign)
