"""Searches of every kind against the bare page, and how many queries each asks."""

import itertools
from collections.abc import Callable
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.models import Agency, Staff
from tests.benchmarks import sentences
from tests.benchmarks.load import Connection, get, interleaved, p95
from tests.benchmarks.pages import PLAIN_BACKEND, Ports, cookie
from tickets.models import Citizen, Ticket

TIMES = 40


def typed() -> dict[str, str]:
    """What is typed, by what it is."""
    ticket = Ticket.objects.order_by("pk")[Ticket.objects.count() // 2]
    citizen = Citizen.objects.get(pk=ticket.citizen_id)
    number = int(ticket.register_number.rpartition("-")[2])
    return {
        "frequent word": sentences.of_rank(0),
        "usual word": sentences.of_rank(30),
        "seldom word": sentences.of_rank(2000),
        "rare word": sentences.of_rank(15_000),
        "two words": f"{sentences.of_rank(20)} {sentences.of_rank(300)}",
        "no such word": "xyzzy",
        "beginning": sentences.of_rank(2000)[:3],
        "name": citizen.profile_name,
        "usual name": "sari",
        "part of a number": str(number),
        "telephone": citizen.phone,
        "last digits": citizen.phone[-5:],
        "digits inside": citizen.phone[5:10],
    }


def queries(staff: Staff) -> dict[str, int]:
    """How many queries each search asks, log-in session included."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(staff)
    found = {}
    for name, text in typed().items():
        address = client.post("/antrean/cari/", {"q": text})["Location"]
        client.get(address)  # what is read once per process, or kept for some seconds
        found[name] = min(_asked(client, f"{address}&n={n}") for n in range(2))
    return found


def _asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def latencies(ports: Ports, *, staff: Staff, agency: Agency) -> dict[str, tuple[float, float]]:
    """(median, p95) in milliseconds of the bare page and of each search, in turns.

    Each request has another address, so that no page is served from memory.
    """
    session, plain = cookie(staff), cookie(staff, PLAIN_BACKEND)
    paths = {name: f"/antrean/?{_kept(session, text)}" for name, text in typed().items()}
    connections = {port: Connection(port) for port in (ports.web, ports.bare)}
    turns = itertools.count()

    def search(name: str) -> Callable[[], int]:
        def ask() -> int:
            request = get(f"{paths[name]}&n={next(turns)}", cookie=session)
            return connections[ports.web].exchange(request)

        return ask

    bare = get(f"/rows?agency={agency.pk}", cookie=plain)
    calls = {"bare": lambda: connections[ports.bare].exchange(bare)}
    calls |= {name: search(name) for name in paths}
    taken = interleaved(calls, times=TIMES)
    return {name: (median(values), p95(values)) for name, values in taken.items()}


def _kept(session: str, text: str) -> str:
    """The parameter that stands for this text in the session of that cookie."""
    client = Client(headers={"host": "127.0.0.1"})
    for pair in session.split("; "):
        name, _, value = pair.partition("=")
        client.cookies[name] = value
    return client.post("/antrean/cari/", {"q": text})["Location"].partition("?")[2]
