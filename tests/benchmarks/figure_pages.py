"""The pages of figures: of a month and of a year, kept and drawn anew, beside the bare page."""

import datetime as dt
import itertools
import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from django.db import connection
from django.test import Client
from django.utils import timezone

from services.models import Agency, Staff
from tests.benchmarks import seeding
from tests.benchmarks.load import Connection, get, interleaved, p95
from tests.benchmarks.pages import PLAIN_BACKEND, Ports, cookie
from tickets.figures.rebuilding import rebuild_figures
from tickets.models import FigureChange, FigureProgress

# A hundred turns: the p95 of thirty is the second longest, mostly what else the machine did.
TIMES, WARM_UP = 100, 25
GROWTH = 1.3
_REPORTS = {
    "dashboard": "/dasbor/",
    "promise": "/laporan/janji/",
    "kinds": "/laporan/jenis/",
    "online": "/laporan/daring/",
    "hours": "/laporan/jam/",
    "work": "/laporan/beban/",
    "register": "/laporan/buku/",
}
# Thirty days, and a year that is over; in bare pages, what they may cost.
_SPANS = {"month": ("30", 3.0), "year": (str(seeding.YEAR - 1), 10.0)}
# Of an office, by slug, and a month that is over: the chapters with the most in them, and all on one page.
_DRAFT = "/laporan/evaluasi/{slug}/{month}/naskah/"
_WHOLE = "evaluation, whole"
_OTHERS = {
    "evaluation, ringkasan": _DRAFT,
    **{
        f"evaluation, {chapter}": f"{_DRAFT}{chapter}/"
        for chapter in ("kedatangan", "janji", "beban", "kepuasan")
    },
    _WHOLE: f"{_DRAFT}semua/",
    "outages": "/gangguan/",
}
# The whole report holds the tables of four reports and more: the price of a document on one page.
_WHOLE_AIM = 6.0
Taken = dict[str, tuple[float, float]]


def addresses(agency: Agency) -> dict[str, str]:
    """By name; "{n}" is another number each time, so that the page is drawn anew, as after a change."""
    found = {}
    for (name, path), (span, (code, _)) in itertools.product(_REPORTS.items(), _SPANS.items()):
        found[f"{name}, {span}, kept"] = f"{path}?rentang={code}"
        found[f"{name}, {span}"] = f"{path}?rentang={code}&n={{n}}"
    last = timezone.now().date().replace(day=1) - dt.timedelta(days=1)
    known = {"{slug}": agency.slug, "{month}": f"{last:%Y-%m}"}
    for name, path in _OTHERS.items():
        for word, value in known.items():
            path = path.replace(word, value)
        found[f"{name}, kept"] = path
        found[name] = f"{path}?n={{n}}"
    return found


def aim(name: str) -> float:
    """In bare pages."""
    if name == _WHOLE:
        return _WHOLE_AIM
    return 10.0 if ", year" in name else 3.0


def latencies(ports: Ports, *, staff: Staff, agency: Agency) -> Taken:
    """(median, p95) in milliseconds of the bare page and of each page, in turns."""
    session, plain = cookie(staff), cookie(staff, PLAIN_BACKEND)
    connections = {port: Connection(port) for port in (ports.web, ports.bare)}
    turns = itertools.count()

    def page(path: str) -> Callable[[], int]:
        def ask() -> int:
            return connections[ports.web].exchange(
                get(path.replace("{n}", str(next(turns))), cookie=session)
            )

        return ask

    bare = get(f"/rows?agency={agency.pk}", cookie=plain)
    calls = {"bare": lambda: connections[ports.bare].exchange(bare)}
    calls |= {name: page(path) for name, path in addresses(agency).items()}
    taken = interleaved(calls, times=TIMES, warm_up=WARM_UP)
    return {name: (median(values), p95(values)) for name, values in taken.items()}


def processor(staff: Staff, agency: Agency) -> dict[str, tuple[float, float]]:
    """Milliseconds of the processor of a page drawn anew: ours, and the database's (0 where it runs
    elsewhere). For machines with other work.
    """
    client, turns = Client(headers={"host": "127.0.0.1"}), itertools.count()
    client.force_login(staff)
    found = {}
    for name, path in addresses(agency).items():
        if name.endswith("kept"):
            continue
        ours, begun = [], 0.0
        for turn in range(25):
            if turn == 5:
                begun = _database_time()
            started = time.process_time()
            answer = client.get(path.replace("{n}", f"p{next(turns)}"))
            ours.append(1000 * (time.process_time() - started))
            assert answer.status_code == 200, (name, answer.status_code)
        found[name] = (median(ours[5:]), (_database_time() - begun) / 20)
    return found


def _database_time() -> float:
    """Milliseconds of the processor that our connection's server process has used."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    values = stat.read_text().rpartition(")")[2].split()
    return 1000 * (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")


def make_days() -> tuple[int, float]:
    """As the sweep does: all of them, for these tickets came without any verb. How many, in seconds."""
    FigureProgress.objects.all().delete()
    started, days = time.monotonic(), 0
    while made := rebuild_figures(timezone.now()):
        days += made
    return days, time.monotonic() - started


def make_again(agency: Agency) -> list[float]:
    """Seconds that it takes to make a single day again: ten of the last ones."""
    taken = []
    for back in range(2, 12):
        FigureChange.objects.create(agency=agency, at=timezone.now() - dt.timedelta(days=back))
        started = time.monotonic()
        assert rebuild_figures(timezone.now())
        taken.append(time.monotonic() - started)
    return taken
