"""What a whole turn of the bot costs, with its database, at an office of 100 services and 2,000 examples.

A turn is `converse_pending` for one conversation with one new message: from looking for what is due to
the commit, with the ticket's row and history, the search's index, the reply's row in the outbox, and the
queue's counter after the commit. Not in it: storing the message (receive), and sending the reply.
"""

import datetime as dt
import itertools
import os
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services.models import Agency, OfficeHours, Service, ServiceExample
from tests import factories
from tests.benchmarks import hearing
from tests.tickets.converse_tools import Phone
from tickets.inbound.converse import converse_pending
from tickets.intake.knowledge import Knowledge
from tickets.intake.values import Catalogue
from tickets.models import Channel

AIM, MORE = 15.0, 20.0  # ms at p95; MB for each process
CITIZENS, NEIGHBOURS, TAUGHT = 86, 5, 10
WARM = 6  # citizens who write before the clock counts
# Turns of one citizen; {name} is the name of a service. "" stands for a photo.
DIALOGUES = (
    ("selamat pagi", "mau tanya syarat {name}", "kalau {name} kapan bukanya", "makasih"),
    ("saya mau mengurus {name}", "", "sudah lengkap", "cek", "terima kasih ya"),
    ("halo min", "sampah di pasar tidak diangkut sudah seminggu", "di rt 3", "petugas"),
    ("kantornya buka jam berapa", "biaya {name} berapa", "mau buat {name}", "batal"),
)


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Milliseconds of turns by the clock, and of the processor; queries of a turn; megabytes.

    `loop`: milliseconds of the processor for ten million empty rounds of Python, of the same minutes.
    `calm`: each line of the dialogues at its fastest, which hardly depends on what else the machine
    does: the median and the slowest of them.
    """

    turns: int
    median: float
    p95: float
    worked: tuple[float, float]
    loop: float
    calm: tuple[float, float]
    queries: float
    first: float
    taught: float
    more: float


def measure() -> Cost:
    """The cost on this machine, in the database that the environment names."""
    channel = office()
    cast = [
        Phone(factories.ConversationFactory(channel=channel), timezone.now())
        for _ in range(CITIZENS)
    ]
    said = itertools.count()
    Knowledge.of(Catalogue())  # the product's own sentences are read once for each process
    before = _resident()
    first = _took(cast[0], "selamat pagi")
    for phone, lines in zip(cast[:WARM], itertools.cycle(DIALOGUES), strict=False):
        for line in lines:
            _took(phone, _words(line, next(said)))
    by_line: dict[str, list[float]] = defaultdict(list)
    loops, worked = [_loop()], []
    for phone, lines in zip(cast[WARM:], itertools.cycle(DIALOGUES), strict=False):
        for line in lines:
            by_line[line].append(_took(phone, _words(line, next(said)), worked))
    more = _resident() - before
    loops.append(_loop())
    took = [each for some in by_line.values() for each in some]
    fastest = [min(some) for some in by_line.values()]
    return Cost(
        turns=len(took),
        median=statistics.median(took),
        p95=_p95(took),
        worked=(statistics.median(worked), _p95(worked)),
        loop=min(loops),
        calm=(statistics.median(fastest), max(fastest)),
        queries=statistics.mean(each.total() for each in queries(channel)),
        first=first,
        taught=statistics.median(_after_teaching(channel)),
        more=more,
    )


def queries(channel: Channel) -> Iterator[Counter[str]]:
    """What each turn of the dialogues asks the database, by statement and table."""
    for lines in DIALOGUES:
        phone = Phone(factories.ConversationFactory(channel=channel), timezone.now())
        for line in lines:
            _arrives(phone, _words(line, 3))
            with CaptureQueriesContext(connection) as asked:
                converse_pending(phone.now)
            yield Counter(_kind(each["sql"]) for each in asked.captured_queries)


def office() -> Channel:
    """One number with the services and examples of the hearing's benchmark, and other offices beside."""
    agency = _open_office(factories.AgencyFactory(name="Dinas Contoh Kota Contoh"))
    told = hearing.catalogue().services
    services = Service.objects.bulk_create(
        Service(
            agency=agency,
            name=each.name,
            short_name=f"L{each.id}",
            slug=f"l-{each.id}",
            keywords=", ".join(each.keywords),
        )
        for each in told
    )
    for service in services:
        _promise(service)
    for service, each in zip(services, told, strict=True):
        for text in each.examples:
            ServiceExample(service=service, text=text).save()
    for number in range(NEIGHBOURS):
        beside = factories.AgencyFactory(name=f"Kantor Contoh {number} Kota Contoh")
        offered = factories.ServiceFactory.create_batch(10, agency=beside)
        for service in offered:
            _promise(service)
        factories.ChannelFactory(agency=beside, services=offered)
    return factories.ChannelFactory(agency=agency, services=services)


def _open_office(agency: Agency) -> Agency:
    for weekday in range(5):
        for opens, closes in ((7, 12), (13, 16)):
            hours = {"opens": dt.time(opens), "closes": dt.time(closes)}
            OfficeHours.objects.create(agency=agency, weekday=weekday, **hours)
    return agency


def _promise(service: Service) -> None:
    standard = factories.StandardFactory(service=service)
    factories.RequirementFactory.create_batch(4, standard=standard)
    factories.StepFactory.create_batch(4, standard=standard)


def _words(line: str, number: int) -> str:
    return line.format(name=f"layanan nomor {number % hearing.SERVICES + 1}")


def _arrives(phone: Phone, text: str) -> None:
    phone.now = timezone.now()
    phone.arrives(text, "text" if text else "image")


def _took(phone: Phone, text: str, worked: list[float] | None = None) -> float:
    """Milliseconds for one turn; those of the processor are added to `worked`."""
    _arrives(phone, text)
    started, busy = time.perf_counter(), time.process_time()
    count = converse_pending(phone.now)
    took = (time.perf_counter() - started) * 1000
    if worked is not None:
        worked.append((time.process_time() - busy) * 1000)
    if count != 1:
        raise AssertionError(f"{count} conversations were worked")
    return took


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _loop() -> float:
    started = time.process_time()
    for _ in range(10_000_000):
        pass
    return (time.process_time() - started) * 1000


def _after_teaching(channel: Channel) -> list[float]:
    """The turn right after a sentence was taught: everything is read and built again."""
    services, took = list(channel.services.all()[:TAUGHT]), []
    for number, service in enumerate(services):
        ServiceExample(service=service, text=f"kalimat baru nomor {number} contoh").save()
        phone = Phone(factories.ConversationFactory(channel=channel), timezone.now())
        took.append(_took(phone, "selamat pagi"))
    return took


def _resident() -> float:
    """Megabytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _kind(sql: str) -> str:
    words = sql.replace('"', "").split()
    after = {"SELECT": "FROM", "DELETE": "FROM", "INSERT": "INTO"}.get(words[0], words[0])
    return f"{words[0]} {words[words.index(after) + 1]}" if after in words[:-1] else words[0]


def report(say: Callable[..., None], verdict: Callable[..., str]) -> None:
    """Prints the figures."""
    cost = measure()
    say(f"\nA turn of the bot ({hearing.SERVICES} services, {hearing.EXAMPLES} own examples)")
    say(f"  {cost.turns} turns, median          {cost.median:.1f} ms, {cost.queries:.0f} queries")
    say(f"  p95                          {verdict(cost.p95, most=AIM)} ms")
    busy = f"median {cost.worked[0]:.1f}, p95 {cost.worked[1]:.1f} ms"
    say(f"  of the processor             {busy}; without the database server's")
    loops = f"{cost.p95 / cost.loop:.4f} by the clock, {cost.worked[1] / cost.loop:.4f} of the processor"
    say(f"  p95 in empty loops           {loops}; ten million rounds: {cost.loop:.0f} ms")
    say(
        f"  each kind at its fastest     median {cost.calm[0]:.1f} ms, slowest {cost.calm[1]:.1f} ms"
    )
    say(
        f"  the first turn of a process  {cost.first:.0f} ms; right after teaching {cost.taught:.0f} ms"
    )
    say(f"  more memory                  {verdict(cost.more, most=MORE)} MB")
