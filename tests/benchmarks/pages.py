"""Queue and ticket page against the bare limit; queries of each page."""

import itertools
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.models import Agency, Staff
from tests.benchmarks import seeding
from tests.benchmarks.load import Connection, get, interleaved, p95
from tickets.models import Ticket

TIMES = 120
SHORT, LONG = 10, 1000  # messages of a conversation
PAGES = ("/antrean/", "/tiket/{register}/", "/dasbor/")


PLAIN_BACKEND = "django.contrib.auth.backends.ModelBackend"


class Ports(NamedTuple):
    """Where the product listens, the bare limit, and the bare limit behind log-in."""

    web: int
    bare: int
    login: int


def cookie(staff: Staff, backend: str | None = None) -> str:
    """A session of this person, as log-in makes it."""
    client = Client()
    client.force_login(staff, backend=backend)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def latencies(ports: Ports, *, staff: Staff, agency: Agency) -> dict[str, tuple[float, float]]:
    """(median, p95) in milliseconds of the bare pages, the queue and a ticket page, in turns."""
    register = Ticket.objects.open().order_by("sort_due_at")[10].register_number
    session, plain_session = cookie(staff), cookie(staff, PLAIN_BACKEND)
    bare = f"/rows?agency={agency.pk}"
    requests = {
        "bare": (ports.bare, get(bare)),
        "login": (ports.login, get(f"/own-rows?agency={agency.pk}", cookie=plain_session)),
        "queue": (ports.web, get("/antrean/", cookie=session)),
        "ticket": (ports.web, get(f"/tiket/{register}/", cookie=session)),
    }
    return _measured(requests)


def conversations(ports: Ports, *, staff: Staff) -> dict[str, tuple[float, float]]:
    """(median, p95) of a ticket of 10 messages, and of one of 1,000."""
    session = cookie(staff)
    short, long = Ticket.objects.open().order_by("-sort_due_at")[:2]
    short_path = f"/tiket/{seeding.talk(short, messages=SHORT, officer=staff)}/"
    long_path = f"/tiket/{seeding.talk(long, messages=LONG, officer=staff)}/"
    seeding.settle()
    return _measured(
        {
            "short": (ports.web, get(short_path, cookie=session)),
            "long": (ports.web, get(long_path, cookie=session)),
        }
    )


def _measured(requests: dict[str, tuple[int, bytes]]) -> dict[str, tuple[float, float]]:
    """Of each request; "{n}" in one is another number each time."""
    connections = {port: Connection(port) for port in {port for port, _ in requests.values()}}
    turns = itertools.count()

    def call(port: int, request: bytes) -> Callable[[], int]:
        return lambda: connections[port].exchange(request.replace(b"{n}", b"%d" % next(turns)))

    calls = {name: call(port, request) for name, (port, request) in requests.items()}
    taken = interleaved(calls, times=TIMES)
    return {name: (median(values), p95(values)) for name, values in taken.items()}


def queries(staff_by_page: dict[str, Staff]) -> dict[str, int]:
    """How many queries each page asks, log-in session included."""
    register = Ticket.objects.open().order_by("sort_due_at")[10].register_number
    found = {}
    for page, staff in staff_by_page.items():
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(staff)
        path = page.format(register=register)
        client.get(path)  # what is read once per process
        with CaptureQueriesContext(
            connection,
        ) as captured:
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        found[page] = len(captured)
    return found
