"""Searches in a history of any size: of an operator, with a filter, and of who reads all offices."""

import datetime as dt
import time
from collections.abc import Callable

from django.utils import timezone

from services.models import Agency
from tests import factories
from tests.benchmarks import mass, searches, seeding
from tests.benchmarks.pages import Ports
from tickets.models import SearchEntry

Say = Callable[..., None]
AIM = 5.0  # bare pages, at p95
WARM_UP = 25


def report(
    ports: Ports, *, tickets: int, messages: int, say: Say, verdict: Callable[..., str]
) -> None:
    """Fills the database and prints what each search takes."""
    started = time.monotonic()
    agency, channel, operator, _ = seeding.office()
    mass.fill(channel, mass.Size(tickets, messages))
    seeding.settle()
    texts = SearchEntry.objects.count()
    say(f"\n{tickets} tickets, {tickets * messages} messages, {texts} texts that are searched")
    say(f"  made in {time.monotonic() - started:.0f} s")
    everywhere = factories.StaffFactory(username="bench-all")
    for office in Agency.objects.filter(code__startswith="BENCH"):
        factories.MembershipFactory(staff=everywhere, agency=office, role="supervisor")
    month = (timezone.now() - dt.timedelta(days=400)).date()
    narrowed = f"&status=closed&masuk_sampai={month}"
    for who, staff, filters in (
        ("an operator", operator, ""),
        ("an operator, of closed ones of long ago", operator, narrowed),
        ("who reads all offices", everywhere, ""),
    ):
        found = searches.latencies(
            ports, staff=staff, agency=agency, narrowed=filters, warm_up=WARM_UP
        )
        _told(f"Searches of {who}", found, say=say, verdict=verdict)
    asked = searches.queries(operator)
    say(f"  queries at most              {verdict(max(asked.values()), most=8)}")


def _told(
    title: str, found: dict[str, tuple[float, float]], *, say: Say, verdict: Callable[..., str]
) -> None:
    bare = found.pop("bare")
    say(f"\n{title} (bare page median {bare[0]:.1f}, p95 {bare[1]:.1f} ms)")
    for name, (middle, high) in found.items():
        ratio = verdict(high / bare[1], most=AIM)
        say(
            f"  {name:<18} median {middle:6.1f} ms ({middle / bare[0]:.1f}), p95 {high:6.1f} ms, {ratio}"
        )
