"""Webhooks that are broken or of no known shape."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.transports.whatsapp import samples
from tests.tickets.transports.whatsapp.reading import only
from tickets.transports.items import (
    Broken,
    Foreign,
    InboundMessage,
    StatusUpdate,
)
from tickets.transports.whatsapp.payloads import parse
from tickets.transports.whatsapp.values import moment, scrub, scrub_json

TEN = dt.datetime(2026, 6, 9, 3, 0, tzinfo=dt.UTC)


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
    assert [i.external_id for i in found if isinstance(i, InboundMessage)] == [
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


def test_deep_nesting_is_cut_and_does_not_raise():
    deep = inner = {}
    for _ in range(900):
        inner["x"] = inner = {}
    assert list(parse(samples.envelope(samples.change(messages=[samples.text(extra=deep)]))))
