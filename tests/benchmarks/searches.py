"""Searches of every kind against the bare page, and how many queries each asks."""

import itertools
from collections.abc import Callable
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.models import Agency, Staff
from tests.benchmarks import sentences
from tests.benchmarks.load import WARM_UP, Connection, get, interleaved, p95
from tests.benchmarks.pages import PLAIN_BACKEND, Ports, cookie
from tickets.models import Citizen, Ticket

TIMES = 40


def typed() -> dict[str, str]:
    """What is typed, by what it is; the ticket, its citizen and its words are of the middle of the history."""
    middle = Ticket.objects.order_by("pk")[Ticket.objects.count() // 2].pk
    ticket = Ticket.objects.filter(pk__gte=middle, agency__code="BENCH").order_by("pk")[0]
    citizen = Citizen.objects.get(pk=ticket.citizen_id)
    first, last, third = citizen.profile_name.split()
    said = ticket.messages.order_by("pk")[0].text.split()
    register = ticket.register_number
    return {
        "frequent word": sentences.of_rank(0),
        "usual word": sentences.of_rank(30),
        "middling word": sentences.of_rank(300),
        "seldom word": sentences.of_rank(2000),
        "rare word": sentences.of_rank(15_000),
        "two words": f"{sentences.of_rank(20)} {sentences.of_rank(300)}",
        "phrase": f'"{" ".join(said[1:3])}"',
        "no such word": "xyzzy",
        "beginning": sentences.of_rank(2000)[:3],
        "name": citizen.profile_name,
        "usual name": "sari",
        "part of a name": third,
        "misspelt name": f"{first} {last.replace('u', 'oe')} {third}",
        "usual names": "achmad noegroho",
        "part of a number": str(int(register.rpartition("-")[2])),
        "register number": register,
        "tracking code": ticket.tracking_code,
        "telephone": citizen.phone,
        "last four digits": citizen.phone[-4:],
        "last digits": citizen.phone[-5:],
        "four digits inside": citizen.phone[6:10],
        "digits inside": citizen.phone[5:10],
        "first digits": f"0{citizen.phone[3:6]}",
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


def latencies(
    ports: Ports, *, staff: Staff, agency: Agency, narrowed: str = "", warm_up: int = WARM_UP
) -> dict[str, tuple[float, float]]:
    """(median, p95) in milliseconds of the bare page and of each search, in turns.

    Each request has another address, so that no page is served from memory. `narrowed`: filters of the queue.
    """
    session, plain = cookie(staff), cookie(staff, PLAIN_BACKEND)
    paths = {name: f"/antrean/?{_kept(session, text)}{narrowed}" for name, text in typed().items()}
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
    taken = interleaved(calls, times=TIMES, warm_up=warm_up)
    return {name: (median(values), p95(values)) for name, values in taken.items()}


def _kept(session: str, text: str) -> str:
    """The parameter that stands for this text in the session of that cookie."""
    client = Client(headers={"host": "127.0.0.1"})
    for pair in session.split("; "):
        name, _, value = pair.partition("=")
        client.cookies[name] = value
    return client.post("/antrean/cari/", {"q": text})["Location"].partition("?")[2]
