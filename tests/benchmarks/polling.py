"""What 60 officers with a ticket open cost while little happens: the pages ask every five seconds.

In real time, because signs of presence are written by the clock and every page is drawn anew once a
minute. Two officers at each ticket, one of whom types. Counted is the processor time of the web processes
(/proc), pages and server included; not that of database and broker.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from services.models import Role
from tests import factories
from tests.benchmarks import seeding
from tests.benchmarks.pages import cookie
from tickets.models import Ticket

OFFICERS, EVERY, MINUTES = 60, 5.0, 2  # EVERY: seconds between two polls of a page
MOST = 5.0  # per cent of a core
ROUNDS = int(MINUTES * 60 / EVERY)
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Page:
    """One officer's ticket page."""

    client: httpx.Client
    path: str
    tag: str = ""

    def polls(self) -> int:
        """Ask once; the status."""
        known = {"If-None-Match": self.tag} if self.tag else {}
        answer = self.client.get(self.path, headers={"HX-Request": "true", **known})
        assert answer.status_code in (200, 304), answer.status_code
        self.tag = answer.headers["ETag"]
        return answer.status_code


def report(web: int, say: Callable[..., None], verdict: Callable[..., str]) -> None:
    """Seeds an office, polls, and prints the share of a core."""
    pages = list(_pages(web))
    for _ in range(3):  # each worker knows each page
        for page in pages:
            page.polls()
    before, started, statuses = _seconds(web), time.monotonic(), Counter[int]()
    for turn in range(ROUNDS * OFFICERS):
        time.sleep(max(0.0, started + turn * EVERY / OFFICERS - time.monotonic()))
        statuses[pages[turn % OFFICERS].polls()] += 1
    took, worked = time.monotonic() - started, _seconds(web) - before
    asked = statuses.total()
    say(f"\n{OFFICERS} officers with a ticket open, for {took:.0f} s")
    say(
        f"  polls                        {asked}, {100 * statuses[304] / asked:.0f} % of them a 304"
    )
    say(f"  processor time of a poll     {1000 * worked / asked:.2f} ms")
    say(f"  share of a core, per cent    {verdict(100 * worked / took, most=MOST)}")


def _pages(web: int) -> Iterator[Page]:
    agency, channel, _, head = seeding.office()
    seeding.grow(channel, until=OFFICERS)
    tickets = [
        seeding.talk(one, messages=10, officer=head)
        for one in Ticket.objects.all()[: OFFICERS // 2]
    ]
    for number in range(OFFICERS):
        officer = factories.StaffFactory(full_name=f"Petugas {number} contoh")
        services = list(channel.services.all())
        factories.MembershipFactory(
            staff=officer, agency=agency, role=Role.OPERATOR, services=services
        )
        client = httpx.Client(
            base_url=f"http://127.0.0.1:{web}",
            headers={"Cookie": cookie(officer)},
            trust_env=False,
            timeout=60,
        )
        typing = "&mengetik=1" if number % 2 else ""
        yield Page(client, f"/tiket/{tickets[number // 2]}/perubahan/?terlihat=1{typing}")


def _seconds(port: int) -> float:
    """Processor time so far of the server at that port, with its workers."""
    stats = {pid: _stat(pid) for pid in _processes()}
    family = {pid for pid in stats if f"--port\0{port}\0" in _command(pid)}
    assert family, "the server's processes are not to be seen in /proc"
    while more := {pid for pid, stat in stats.items() if stat and int(stat[1]) in family} - family:
        family |= more
    return sum(int(stats[pid][11]) + int(stats[pid][12]) for pid in family) / _TICKS


def _processes() -> Iterator[int]:
    return (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name; none where it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return []


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
