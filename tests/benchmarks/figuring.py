"""What pages of figures cost, and how it grows with the history."""

import time
from collections.abc import Callable

from django.db import connection

from services.models import Agency, Staff
from tests.benchmarks import figure_pages, mass, mass_sql, seeding
from tests.benchmarks.pages import Ports

Say = Callable[..., None]
SMALL = 10_000


def report(
    ports: Ports, *, tickets: int, messages: int, say: Say, verdict: Callable[..., str]
) -> None:
    """In a history of 10,000 tickets, then in one of so many."""
    if connection.vendor != "postgresql":
        say("\nFigures of a long history are measured on PostgreSQL only (DATABASE_URL)")
        return
    agency, channel, _, head = seeding.office()
    found = {}
    for size in sorted({SMALL, tickets}):
        started = time.monotonic()
        if found:
            mass_sql.empty()
        mass.fill(channel, mass.Size(size, messages))
        say(f"\n{size} tickets of {messages} messages, made in {time.monotonic() - started:.0f} s")
        found[size] = measured(ports, staff=head, agency=agency, say=say, verdict=verdict)
        _processor(head, agency, say=say)
    if len(found) > 1:
        growth(found[SMALL], found[tickets], say=say, verdict=verdict)


def measured(
    ports: Ports, *, staff: Staff, agency: Agency, say: Say, verdict: Callable[..., str]
) -> figure_pages.Taken:
    """Make the days, and ask for the pages."""
    days, took = figure_pages.make_days()
    say(f"\nFigures of {days} days made in {took:.1f} s, {1000 * took / max(days, 1):.0f} ms a day")
    seeding.settle()
    longest = max(figure_pages.make_again(agency))
    say(f"  a day made again, the longest of ten, s  {verdict(longest, most=1.0)}")
    found = figure_pages.latencies(ports, staff=staff, agency=agency)
    bare = found["bare"]
    say(
        f"Pages of figures, drawn anew and kept (bare page median {bare[0]:.1f}, p95 {bare[1]:.1f} ms)"
    )
    for name, (middle, high) in found.items():
        if name != "bare":
            ratio = verdict(high / bare[1], most=figure_pages.aim(name))
            own = f"median {middle:6.1f} ms ({middle / bare[0]:.1f}), p95 {high:6.1f} ms"
            say(f"  {name:<24} {own}, {ratio}")
    return found


def growth(
    small: figure_pages.Taken,
    large: figure_pages.Taken,
    *,
    say: Say,
    verdict: Callable[..., str],
) -> None:
    """Of the medians, by the bare page of each: a machine's neighbours do not grow with the history."""
    say("\nGrowth of pages of figures, of the median in bare pages")
    for name, (middle, _) in large.items():
        if name != "bare":
            before = small[name][0] / small["bare"][0]
            grown = middle / large["bare"][0] / before
            say(f"  {name:<24} {verdict(grown, most=figure_pages.GROWTH)}")


def _processor(staff: Staff, agency: Agency, *, say: Say) -> None:
    say("Drawn anew, by the processor: ours and the database's, ms")
    for name, (ours, theirs) in figure_pages.processor(staff, agency).items():
        say(f"  {name:<24} {ours:6.1f} + {theirs:.1f}")
