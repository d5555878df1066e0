"""A bubble is drawn from all that a webhook can hold: no error, and nothing unescaped."""

import copy
import datetime as dt
import itertools
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpRequest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.tickets.transports.whatsapp import samples
from tickets.kinds import kind_words
from tickets.models import Attachment, Message, Ticket
from tickets.transports.items import InboundMessage
from tickets.transports.whatsapp.payloads import parse
from tickets.views.message_payload import cards_in
from tickets.views.thread import ThreadView, thread_of
from tickets.views.thread_html import thread_html
from tickets.views.thread_page import ThreadPage
from tickets.views.thread_row import ThreadRow

NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)
MARKUP = "<i id=masuk>\"'&"
VIEW = ThreadView(zone=ZoneInfo("Asia/Jakarta"))
bounded = hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
CARD = {
    "name": {"formatted_name": "Ketua RT", "first_name": "Ketua", "last_name": "RT"},
    "phones": [{"phone": "+62 812-0000-0001", "wa_id": "6281200000001", "type": "CELL"}],
    "org": {"company": "Desa Contoh"},
}
PLACE = {"latitude": -7.4478, "longitude": 112.7183, "name": "Balai", "address": "Jalan Contoh 1"}
ITEMS = [{"product_retailer_id": "A1", "quantity": 2, "item_price": 5000, "currency": "IDR"}]
FULL = [
    samples.message("contacts", contacts=[CARD, CARD]),
    samples.message("location", location=PLACE),
    samples.message("order", order={"catalog_id": "1", "text": "Pesan", "product_items": ITEMS}),
    samples.message("reaction", reaction={"message_id": "wamid.Z", "emoji": "👍"}),
    samples.message("button", button={"payload": "SURVEI", "text": "Isi survei"}),
    *(
        samples.message("interactive", interactive={"type": kind, kind: reply})
        for kind, reply in (
            ("button_reply", {"id": "ya", "title": "Ya"}),
            ("list_reply", {"id": "svc:1", "title": "KIA", "description": "Kartu"}),
            ("nfm_reply", {"name": "flow", "body": "Sent", "response_json": '{"a": 1}'}),
            ("call_permission_reply", {"response": "accept", "response_source": "user_action"}),
        )
    ),
    samples.text(
        context={"from": "62811", "id": "wamid.Z", "forwarded": True},
        referral={"source_url": "https://example.com", "body": "Iklan", "headline": "Judul"},
    ),
]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from([MARKUP, 10**29, "nan", "1e999", "\x00\ud800", '{"a": {"b": [1]}}']),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "phone", "phones", "wa_id", "id", "body", MARKUP]), inner
        )
    ),
    max_leaves=6,
)


_NUMBERS = itertools.count(1)  # what is drawn is kept by its row


class Stored(NamedTuple):
    message: Message
    files: list[Attachment]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value inside, containers too."""
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    inside = [found for key in keys for found in places(value[key], (*path, key))]
    return [path, *inside] if path else inside


@st.composite
def changed(draw: st.DrawFn) -> dict[str, Any]:
    """A message of any type in which some value is anything."""
    item = copy.deepcopy(draw(st.sampled_from([*FULL, *samples.EVERY_TYPE])))
    *way, last = draw(st.sampled_from(places(item)))
    inside = item
    for key in way:
        inside = inside[key]
    inside[last] = draw(ANYTHING)
    return item


def stored(raw: dict[str, Any], **values: Any) -> Stored | None:
    """The row that comes of it, as tickets.inbound makes it; None where it is parked."""
    item = next(iter(parse(samples.posted(raw))))
    if not isinstance(item, InboundMessage):
        return None
    fields: dict[str, Any] = {
        "pk": next(_NUMBERS), "direction": "in", "origin": "citizen", "status": "received", "type": item.type,
        "text": item.text, "payload": item.received.payload(item.raw), "occurred_at": NOW, "received_at": NOW, **values,
    }  # fmt: skip
    files = [Attachment(pk=1, filename=item.media.filename)] if item.media else []
    return Stored(Message(**fields), files)


def drawn(*messages: Stored | None) -> str:
    shown = [one for one in messages if one is not None]
    rows = [
        ThreadRow._make(getattr(one.message, name) for name in ThreadRow._fields) for one in shown
    ]
    page = ThreadPage(rows, files={one.message.pk: one.files for one in shown})
    thread = thread_of(page, events=[], view=VIEW)
    return thread_html(
        thread, ticket=Ticket(register_number="KIM-2026-000001"), request=HttpRequest()
    )


@bounded
@given(changed())
@example(samples.message("contacts", contacts=[{"name": MARKUP, "phones": [{"wa_id": MARKUP}]}]))
@example(samples.message("location", location={**PLACE, "name": MARKUP}))
def test_whatever_a_message_holds_is_drawn_and_escaped(raw: dict[str, Any]) -> None:
    assert "<i id" not in drawn(stored(raw))


@bounded
@given(ANYTHING, st.sampled_from(["contacts", "location", "text", "image", "order"]))
def test_whatever_was_stored_as_payload_is_drawn(payload: Any, kind: str) -> None:
    for held in (payload, {kind: payload}, {"body": {kind: payload}}, {"context": payload}):
        one = stored(samples.text(MARKUP))
        assert one is not None
        one.message.type, one.message.payload = kind, held
        assert "<i id" not in drawn(one)


@pytest.mark.parametrize("phones", [5, True, "0812", {"phone": "0812"}, [5, None, [], {}], None])
def test_a_card_with_odd_phones_is_drawn(phones: Any) -> None:
    card = {"name": {"formatted_name": "Ketua RT"}, "phones": phones}
    assert "Ketua RT" in drawn(stored(samples.message("contacts", contacts=[card])))


@pytest.mark.parametrize(
    ("card", "shown"),
    [
        ({"name": {"first_name": "Sari"}}, "Sari"),
        ({"name": {"first_name": "Sari", "last_name": "Contoh"}}, "Sari Contoh"),
        ({"phones": [{"wa_id": "6281200000001"}]}, "Kontak, 6281200000001"),
        ({"name": "Sari", "phones": ["0812"]}, "Sari, 0812"),
        ({"name": {"formatted_name": ["x"]}}, "Kontak"),
        (
            {
                "name": {"formatted_name": "Sari"},
                "org": {"company": "Puskesmas Contoh"},
                "phones": [{"phone": "0812"}],
                "emails": [{"email": "sari@contoh.go.id", "type": "WORK"}, None, {"email": 5}],
            },
            "Sari, Puskesmas Contoh, 0812, sari@contoh.go.id, 5",
        ),
        ({"name": {"formatted_name": "Sari"}, "emails": "x", "org": ["x"]}, "Sari"),
    ],
)
def test_a_card_shows_the_name_and_number_that_it_has(card: dict[str, Any], shown: str) -> None:
    one = stored(samples.message("contacts", contacts=[card]))
    assert one is not None
    assert cards_in(one.message) == (shown,)


@pytest.mark.parametrize(
    ("context", "marked"),
    [
        ({"forwarded": True}, True),
        ({"frequently_forwarded": True}, True),
        ({"forwarded": False}, False),
        ({"forwarded": "x"}, False),
        (["forwarded"], False),
        (None, False),
    ],
)
def test_what_was_forwarded_is_marked(context: Any, marked: bool) -> None:
    assert ("diteruskan" in drawn(stored(samples.text(context=context)))) is marked


@pytest.mark.parametrize(
    ("referral", "said"),
    [
        (
            {"source_type": "ad", "headline": "KIA gratis", "source_url": "https://example.com/x"},
            "Datang dari iklan: KIA gratis · https://example.com/x",
        ),
        ({"source_type": "post", "body": "Layanan\nbaru"}, "Datang dari unggahan: Layanan baru"),
        ({"source_type": ["ad"], "body": MARKUP}, "Datang dari iklan: &lt;i id=masuk&gt;"),
    ],
)
def test_the_advertisement_that_a_citizen_came_from_is_said(
    referral: dict[str, Any], said: str
) -> None:
    assert said in drawn(stored(samples.text(referral=referral)))


@pytest.mark.parametrize("referral", [None, {}, [], "x", {"headline": " "}, {"headline": {}}])
def test_without_an_advertisement_nothing_is_said(referral: Any) -> None:
    assert "Datang dari" not in drawn(stored(samples.text(referral=referral)))


@pytest.mark.parametrize(
    ("kind", "name"),
    [("image", "Foto"), ("document", "Berkas"), ("audio", "Pesan suara"), ("x", "Pesan")],
)
def test_a_message_without_words_has_an_indonesian_name(kind: str, name: str) -> None:
    assert kind_words(kind) == name
