"""The webhook against the smallest view that does one HMAC and one insert."""

import itertools
import json
import statistics
from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from tests.benchmarks.load import post, rate
from tickets.transports.whatsapp import signature

ROUNDS, SECONDS = 3, 3.0
BARE_TABLE = {
    "sqlite": "CREATE TABLE bench_event (id INTEGER PRIMARY KEY, body BLOB, sha256 TEXT UNIQUE)",
    "postgresql": (
        "CREATE TABLE bench_event (id bigserial PRIMARY KEY, body bytea, sha256 text UNIQUE)"
    ),
}


def bodies(number: str) -> Iterator[bytes]:
    """Text messages as Meta words them, each another one."""
    for n in itertools.count():
        message = {
            "from": f"62812{n % 100000000:08d}",
            "id": f"wamid.BENCH{n}",
            "timestamp": "1795238252",
            "type": "text",
            "text": {"body": "Selamat pagi, saya mau tanya syarat surat keterangan."},
        }
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "6281100000001", "phone_number_id": number},
            "contacts": [{"profile": {"name": "Warga (contoh)"}, "wa_id": message["from"]}],
            "messages": [message],
        }
        change = {"value": value, "field": "messages"}
        envelope = {
            "object": "whatsapp_business_account",
            "entry": [{"id": "100000000000001", "changes": [change]}],
        }
        yield json.dumps(envelope).encode()


def signed(path: str, all_bodies: Iterator[bytes], *, count: int) -> Iterator[bytes]:
    """Ready requests, signed before the clock starts."""
    secret = settings.WHATSAPP_APP_SECRETS[0]
    made = itertools.islice(all_bodies, count)
    return iter([post(path, body, signature=signature.sign(body, secret)) for body in made])


def measure(*, web: int, bare: int, number: str) -> tuple[float, float]:
    """(ours, bare) in webhooks per second: medians of rounds taken in turns."""
    with connection.cursor() as cursor:
        cursor.execute(BARE_TABLE[connection.vendor])
    source = bodies(number)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        requests = signed("/webhook", source, count=20_000)
        theirs.append(rate(bare, requests, seconds=SECONDS))
        requests = signed("/webhooks/whatsapp/", source, count=20_000)
        ours.append(rate(web, requests, seconds=SECONDS))
    return statistics.median(ours), statistics.median(theirs)
