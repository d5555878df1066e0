"""`make bench`: one run, this machine, ratios to the bare limit. Some minutes.

`python -m tests.benchmarks turn`: only what a turn of the bot costs. Half a minute.
`python -m tests.benchmarks poll`: only what 60 officers with a ticket open cost. Two and a half minutes.
`python -m tests.benchmarks search --tickets 1000000 --messages 5`: only searches, in a history of that size (PostgreSQL;
eight minutes for a million tickets, and 8 GB of disk).
`python -m tests.benchmarks figures --tickets 1000000 --messages 5`: only pages of figures, at 10,000 tickets and at so many
(PostgreSQL; half an hour for a million, and 8 GB of disk).
`python -m tests.benchmarks survey --answers 1000000`: only survey results, at 10,000, 100,000 and so many answers of a year
(PostgreSQL; ten minutes for a million, and 3 GB of disk).
"""

import argparse
import os
import sys
import time
from io import StringIO

from tests.benchmarks.places import broker, own_database, server


def say(text: str = "") -> None:
    """A line of the report."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def verdict(value: float, *, most: float | None = None, least: float | None = None) -> str:
    """Whether an aim is met."""
    met = (most is None or value <= most) and (least is None or value >= least)
    aim = f"<= {most:g}" if most is not None else f">= {least:g}"
    return f"{value:.2f}  (aim {aim}: {'met' if met else 'MISSED'})"


def prepare() -> None:
    """Load Django on the database that the environment names now, and fill its tables."""
    # Django reads the environment when it is loaded, and the benchmark has just changed it.
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    os.environ["DJANGO_SETTINGS_MODULE"] = "siwhapik.settings"
    django.setup()
    call_command("prepare", verbosity=0, stdout=StringIO())


def run() -> None:
    """Everything."""
    prepare()
    from tests.benchmarks.pages import Ports  # noqa: PLC0415
    from tests.benchmarks.report import everything  # noqa: PLC0415

    with (
        broker() as broker_url,
        server("siwhapik.rsgi:application", REDIS_URL=broker_url) as web,
        server(
            "tests.benchmarks.bare:application",
            DJANGO_SETTINGS_MODULE="tests.benchmarks.bare_settings",
        ) as bare,
        server(
            "tests.benchmarks.bare:application",
            DJANGO_SETTINGS_MODULE="tests.benchmarks.bare_login_settings",
        ) as login,
    ):
        everything(Ports(web=web, bare=bare, login=login), say=say, verdict=verdict)


def turn() -> None:
    """A turn of the bot alone."""
    prepare()
    from tests.benchmarks.turns import report  # noqa: PLC0415

    report(say, verdict)


def poll() -> None:
    """The poll of ticket pages alone."""
    prepare()
    from tests.benchmarks.polling import report  # noqa: PLC0415

    with (
        broker() as broker_url,
        server("siwhapik.rsgi:application", REDIS_URL=broker_url) as web,
    ):
        report(web, say, verdict)


def history(size: argparse.Namespace) -> None:
    """Searches, or pages of figures, alone."""
    prepare()
    from tests.benchmarks import figuring, searching  # noqa: PLC0415
    from tests.benchmarks.pages import Ports  # noqa: PLC0415

    report = {"search": searching.report, "figures": figuring.report}[size.part]

    with (
        broker() as broker_url,
        server("siwhapik.rsgi:application", REDIS_URL=broker_url) as web,
        server(
            "tests.benchmarks.bare:application",
            DJANGO_SETTINGS_MODULE="tests.benchmarks.bare_settings",
        ) as bare,
    ):
        ports = Ports(web=web, bare=bare, login=bare)
        report(ports, tickets=size.tickets, messages=size.messages, say=say, verdict=verdict)


def survey(most: int) -> None:
    """Survey results alone."""
    prepare()
    from tests.benchmarks.pages import Ports  # noqa: PLC0415
    from tests.benchmarks.surveying import report  # noqa: PLC0415

    with (
        broker() as broker_url,
        server("siwhapik.rsgi:application", REDIS_URL=broker_url) as web,
        server(
            "tests.benchmarks.bare:application",
            DJANGO_SETTINGS_MODULE="tests.benchmarks.bare_settings",
        ) as bare,
    ):
        report(Ports(web=web, bare=bare, login=bare), most=most, say=say, verdict=verdict)


def _chosen() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    words.add_argument("part", nargs="?", choices=("turn", "poll", "search", "figures", "survey"))
    words.add_argument("--tickets", type=int, default=100_000, help="of search and figures")
    words.add_argument(
        "--messages", type=int, default=5, help="of each ticket, of search and figures"
    )
    words.add_argument("--answers", type=int, default=1_000_000, help="of survey")
    return words.parse_args()


def main() -> None:
    """Own database, own servers, loopback only."""
    started, chosen = time.monotonic(), _chosen()
    with own_database() as kind:
        say(f"Si Whapik benchmark on {kind}, {os.cpu_count()} cores, loopback only")
        say("Each figure from this run on this machine; the ratios are what to compare.")
        if chosen.part in ("search", "figures"):
            history(chosen)
        elif chosen.part == "survey":
            survey(chosen.answers)
        else:
            {"turn": turn, "poll": poll}.get(chosen.part, run)()
    say(f"\ntook {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
