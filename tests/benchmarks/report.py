"""The run itself, once Django is loaded on the benchmark's own database."""

import time
from collections.abc import Callable

from django.utils import timezone

from services.models import Staff
from tests.benchmarks import figuring, hearing, intake, journey, pages, searches, seeding, surveying
from tests.benchmarks.figure_pages import Taken
from tests.processes.seed_names import NUMBER
from tickets import reminders
from tickets.models import Channel, SearchEntry, Ticket, WebhookEvent

Say = Callable[..., None]
SMALL, LARGE = 10_000, 100_000
AIMS = {"queue": 1.5, "ticket": 3.0, "search": 5.0}  # bare pages, at p95
STATISTICS = ("median", "p95")  # on a busy machine the p95 is mostly the neighbours


def everything(ports: pages.Ports, *, say: Say, verdict: Callable[..., str]) -> None:
    """Prints the whole report."""
    _, channel, operator, head = seeding.office()
    Channel.objects.filter(pk=channel.pk).update(phone_number_id=NUMBER)
    _intake(ports, say=say, verdict=verdict)
    small, small_figures = _pages(SMALL, ports=ports, staff=head, say=say, verdict=verdict)
    large, large_figures = _pages(LARGE, ports=ports, staff=head, say=say, verdict=verdict)
    say(f"\nGrowth from {SMALL} to {LARGE} tickets")
    for name in ("queue", "ticket"):
        for index, figure in enumerate(STATISTICS):
            growth = verdict(large[name][index] / small[name][index], most=1.2)
            say(f"  {name:<17} {figure:<10}  {growth}")
    figuring.growth(small_figures, large_figures, say=say, verdict=verdict)
    _conversations(ports, staff=head, say=say, verdict=verdict)
    _searches(ports, staff=operator, channel=channel, say=say, verdict=verdict)
    say("\nQueries per page (session and person included)")
    people = {"/antrean/": operator, "/tiket/{register}/": operator, "/dasbor/": head}
    for page, count in pages.queries(people).items():
        say(f"  {page:<24} {count}")
    _journey(say)
    _hearing(say, verdict)
    _reminders(channel, say=say)
    surveying.report(ports, most=surveying.SIZES[-1], say=say, verdict=verdict)


def _intake(ports: pages.Ports, *, say: Say, verdict: Callable[..., str]) -> None:
    ours, theirs = intake.measure(web=ports.web, bare=ports.bare, number=NUMBER)
    say("\nWebhook intake (one signature, one insert, one wake-up; 8 connections)")
    say(f"  ours                         {ours:.0f}/s")
    say(f"  bare view (HMAC + insert)    {theirs:.0f}/s")
    say(f"  ratio                        {verdict(ours / theirs, least=0.7)}")
    WebhookEvent.objects.all().delete()  # the pages are measured without a backlog


def _pages(
    count: int, *, ports: pages.Ports, staff: Staff, say: Say, verdict: Callable[..., str]
) -> tuple[Taken, Taken]:
    channel = Channel.objects.get()
    seeding.grow(channel, until=count)
    figures = figuring.measured(ports, staff=staff, agency=channel.agency, say=say, verdict=verdict)
    found = pages.latencies(ports, staff=staff, agency=channel.agency)
    say(f"\nPages with {count} tickets, {Ticket.objects.open().count()} of them open")
    for index, figure in enumerate(STATISTICS):
        bare, login = found["bare"][index], found["login"][index]
        say(f"  bare   page {figure:<10}       {bare:.1f} ms")
        say(f"  the same behind log-in {figure:<6}  {login:.1f} ms, ratio {login / bare:.2f}")
        for name in ("queue", "ticket"):
            took = found[name][index]
            ratio, fairer = verdict(took / bare, most=AIMS[name]), took / login
            say(f"  {name:<17} {figure:<10}  {took:.1f} ms, ratio {ratio}")
            say(f"  {'':<29}to the bare page behind log-in {fairer:.2f}")
    return found, figures


def _conversations(
    ports: pages.Ports, *, staff: Staff, say: Say, verdict: Callable[..., str]
) -> None:
    found = pages.conversations(ports, staff=staff)
    say(f"\nA ticket of {pages.LONG} messages beside one of {pages.SHORT}")
    for index, figure in enumerate(STATISTICS):
        short, long = found["short"][index], found["long"][index]
        ratio = verdict(long / short, most=1.3)
        say(f"  {figure:<10} {short:.1f} ms and {long:.1f} ms, ratio {ratio}")


def _searches(
    ports: pages.Ports, *, staff: Staff, channel: Channel, say: Say, verdict: Callable[..., str]
) -> None:
    asked = searches.queries(staff)
    found = searches.latencies(ports, staff=staff, agency=channel.agency)
    bare = found.pop("bare")
    say(f"\nSearches among {SearchEntry.objects.count()} texts (bare page p95 {bare[1]:.1f} ms)")
    for name, (middle, high) in found.items():
        ratio = verdict(high / bare[1], most=AIMS["search"])
        say(f"  {name:<18} median {middle:.1f} ms, p95 {high:.1f} ms, ratio {ratio}")
    say(f"  queries at most              {verdict(max(asked.values()), most=8)}")


def _journey(say: Say) -> None:
    found = journey.measure()
    say(f"\nMessage -> acknowledgement on the phone, {found['rate']:.0f} messages/s")
    say(f"  p50 {found['p50']:.1f} s   p95 {found['p95']:.1f} s   (2.5 s of it: quiet, by design)")
    say(f"  unanswered                   {found['unanswered']:.0f}")


def _hearing(say: Say, verdict: Callable[..., str]) -> None:
    cost = hearing.measure()
    say(f"\nWhat the bot hears ({hearing.SERVICES} services, {hearing.EXAMPLES} own examples)")
    say(f"  a sentence, median           {cost.median:.2f} ms")
    say(f"  a sentence, p95              {verdict(cost.p95, most=5.0)}")
    say(f"  knowledge, built in          {verdict(cost.build, most=200.0)}")
    say(f"  knowledge, kept              {cost.kept / 1e6:.1f} MB")


def _reminders(channel: Channel, *, say: Say) -> None:
    seeding.open_again(10_000)
    due = Ticket.objects.filter(next_reminder_at__lte=timezone.now()).count()
    say(f"\nReminder sweep, {Ticket.objects.open().count()} open tickets")
    for name in ("first run", "again, nothing due"):
        started = time.monotonic()
        looked = reminders.remind(timezone.now())
        took = time.monotonic() - started
        say(f"  {name:<20} {took:.2f} s, {looked} looked at ({due} due)")
        due = 0
