"""All that is signed and posted: 200, and every item a row or parked; nothing breaks its siblings."""

import copy
import datetime as dt
import json
import logging
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.tickets.transports.whatsapp import samples
from tickets.inbound.converse import converse_pending, enqueue_silent
from tickets.inbound.receive import ATTEMPTS, receive_pending
from tickets.models import Message, StatusEvent, Ticket, WebhookEvent
from tickets.transports.whatsapp import signature

SECRET = "rahasia-aplikasi-contoh"
HEALTHY = samples.text("Saya mau tanya syarat KIA", wamid="wamid.SEHAT")
bounded = hypothesis_settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ODD = st.sampled_from(
    [
        None,
        True,
        "",
        "\x00",
        "a\x00b\ud800c",
        "\udfff",
        "²",
        "x" * 161,
        "9" * 255,
        "ID." + "A" * 128,
        "😀" * 300,
        "n" * 5000,
        0,
        -1,
        2**31,
        2**63,
        10**29,
        1e308,
        float("nan"),
        float("inf"),
        "253402300800",
        "-62135596801",
        1e18,
        [],
        {},
        [[]],
        [None],
        {"id": {}},
        [{"code": 2**40, "error_data": []}],
    ]
)
ANYTHING = st.recursive(
    ODD | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
SAMPLES = [
    *samples.EVERY_TYPE,
    *(samples.status(state) for state in ("sent", "delivered", "read", "played", "failed")),
]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_signed", "kanal")]


@pytest.fixture
def _signed(settings, caplog):
    settings.WHATSAPP_APP_SECRETS = [SECRET]
    caplog.set_level(logging.CRITICAL)  # tracebacks of what is parked would fill the report


def places(value, path=()):
    """The path of every value inside, containers too."""
    found = [path] if path else []
    if isinstance(value, dict | list):
        keys = value if isinstance(value, dict) else range(len(value))
        for key in keys:
            found += places(value[key], (*path, key))
    return found


@st.composite
def mutated(draw):
    """A valid message or status of which up to three values are replaced or taken away."""
    item = copy.deepcopy(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(1, 3))):
        if not (known := places(item)):
            break
        *way, last = draw(st.sampled_from(known))
        inside = item
        for key in way:
            inside = inside[key]
        if draw(st.booleans()) or isinstance(inside, list):
            inside[last] = copy.deepcopy(draw(ODD))  # a later round may change it
        else:
            del inside[last]
    return item


@contextmanager
def rolled_back():
    """Each example begins with the cast alone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def post(body):
    """Posted signed, and worked until nothing is left to be done; the event."""
    header = {"X-Hub-Signature-256": signature.sign(body, SECRET)}
    answer = Client(raise_request_exception=False).post(
        "/webhooks/whatsapp/", body, content_type="application/json", headers=header
    )
    assert answer.status_code == 200
    now = timezone.now()
    for minutes in range(ATTEMPTS):
        receive_pending(now + dt.timedelta(minutes=10 * minutes))
    for minutes in range(4):
        converse_pending(now + dt.timedelta(hours=1, minutes=20 * minutes))
    enqueue_silent(now + dt.timedelta(hours=4))
    return WebhookEvent.objects.get()


def all_is_accounted_for():
    assert not WebhookEvent.objects.filter(processed_at__isnull=True).exists()
    assert not Message.objects.unworked().exists()
    nowhere = Message.objects.inbound().filter(ticket__isnull=True)
    assert not [message for message in nowhere if message.says_something]
    assert not Ticket.objects.filter(state=Ticket.State.INTAKE).exists()


def envelope_of(items, kanal):
    is_status = [isinstance(item, dict) and "status" in item for item in items]
    messages = [item for item, status in zip(items, is_status, strict=True) if not status]
    statuses = [item for item, status in zip(items, is_status, strict=True) if status]
    return samples.envelope(
        samples.change(
            messages=[*messages, HEALTHY],
            statuses=statuses,
            contacts=[samples.contact()],
            number_id=kanal.phone_number_id,
        )
    )


@bounded
@given(items=st.lists(mutated(), min_size=1, max_size=4))
@example(items=[samples.text("x" * 70_000, wamid="wamid.P")])
@example(items=[{**samples.text(wamid="wamid.W"), "from": "8" * 200}])
@example(items=[samples.status(biz_opaque_callback_data="²")])
def test_mutated_items_become_rows_or_are_parked_and_siblings_go_on(items, kanal):
    sent = envelope_of(items, kanal)
    with rolled_back():
        event = post(json.dumps(sent).encode())
        assert Message.objects.filter(external_id="wamid.SEHAT", ticket__isnull=False).exists()
        all_is_accounted_for()
        whys = [each["path"] for each in event.parked]
        lists = sent["entry"][0]["changes"][0]["value"]
        for name in ("messages", "statuses"):
            for number, item in enumerate(lists[name]):
                path = f"entry[0].changes[0].{name}[{number}]"
                assert path in whys or _kept(name, item), path


def _kept(name, item):
    wamid = str(item.get("id")).replace("\x00", "").strip()
    wamid = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in wamid)
    model = Message if name == "messages" else StatusEvent
    return model.objects.filter(external_id=wamid).exists()


@bounded
@given(value=ANYTHING)
def test_any_json_is_answered_and_parked(value):
    with rolled_back():
        assert post(json.dumps(value).encode()).is_parked
        all_is_accounted_for()


@bounded
@given(value=ANYTHING, where=st.sampled_from(places(samples.posted(samples.text()))))
def test_an_envelope_broken_anywhere_loses_no_other_entry(value, where, kanal):
    broken = samples.posted(samples.text(wamid="wamid.PATAH"), number_id=kanal.phone_number_id)
    *way, last = where
    inside = broken
    for key in way:
        inside = inside[key]
    inside[last] = value
    whole = samples.posted(HEALTHY, number_id=kanal.phone_number_id)
    if reaches := where[0] == "entry" and isinstance(broken["entry"], list):
        broken["entry"] += whole["entry"]
    with rolled_back():
        event = post(json.dumps(broken).encode())
        healthy = Message.objects.filter(external_id="wamid.SEHAT", ticket__isnull=False)
        assert healthy.exists() if reaches else event.is_parked or Message.objects.exists()
        all_is_accounted_for()


def test_a_number_without_end_costs_nobody_a_message(kanal):
    odd = samples.text(wamid="wamid.G", timestamp="GIANT", note="GIANT")
    body = json.dumps(samples.posted(odd, HEALTHY, number_id=kanal.phone_number_id)).encode()
    post(body.replace(b'"GIANT"', b"9" * 5000))
    assert set(Message.objects.inbound().values_list("external_id", flat=True)) == {
        "wamid.G",
        "wamid.SEHAT",
    }
    all_is_accounted_for()
