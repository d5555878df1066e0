"""`manage.py demo`: example offices, people and matters into an empty database."""

import argparse
import datetime as dt
import os
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from services import holiday_loading
from services.models import Agency, Staff
from siwhapik.demo.answers import Survey, publish_what_has_ended, review_what_has_ended
from siwhapik.demo.conversations import Fortnight
from siwhapik.demo.district import make_regency
from siwhapik.demo.files import SampleFiles
from siwhapik.demo.ground import Office, make_offices
from siwhapik.demo.logins import Accounts
from siwhapik.demo.month import make_month
from siwhapik.demo.past import Past
from siwhapik.demo.phone import write_seed
from siwhapik.demo.records import make_records
from siwhapik.demo.roster import make_roster
from tickets import desk
from tickets.models import QueueVersion, Ticket

LOGINS = "logins.txt"
SEED = "simulator-seed.json"


class Command(BaseCommand):
    """All or nothing, and only into an empty database."""

    help = "Mengisi basis data kosong dengan data contoh: tujuh kantor, petugas, dan percakapan."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """A flag for starts that repeat the command."""
        parser.add_argument(
            "--if-empty", action="store_true", help="diam saja bila basis data sudah berisi"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make everything, then write the log-ins and what the simulated phone needs."""
        if Agency.objects.exists() or Staff.objects.exists():
            if not options["if_empty"]:
                raise CommandError(
                    "Basis data ini sudah berisi. Data contoh hanya untuk basis data kosong; "
                    "pakai DATA_DIR atau DATABASE_URL yang baru.",
                    returncode=2,
                )
            write_seed(settings.DATA_DIR / SEED)
            return
        started = time.monotonic()
        now = timezone.now().replace(microsecond=0)
        accounts = Accounts()
        with transaction.atomic():
            make_everything(accounts, now)
        accounts.write(settings.DATA_DIR / LOGINS)
        write_seed(settings.DATA_DIR / SEED)
        took = time.monotonic() - started
        count = Ticket.objects.count()
        self.stdout.write(f"Data contoh siap: {count} tiket dalam {took:.1f} detik.")
        # Their passwords stand only in this file, never on a screen or in a log.
        self.stdout.write(f"{len(accounts.lines)} akun contoh ada di {settings.DATA_DIR / LOGINS}")


def make_everything(accounts: Accounts, now: dt.datetime) -> None:
    """Seven offices with a fortnight each, and one above them, after two months and a half of ended matters; needs a transaction."""
    today = timezone.localdate(now)
    holiday_loading.load([today.year - 1, today.year, today.year + 1])
    token = os.environ.get("SIMULATOR_TOKEN") or "simulator-token"
    offices = make_offices(token=token, today=today)
    accounts.everywhere()
    files = SampleFiles()
    played: list[Ticket] = []
    earlier: list[Ticket] = []
    for office in offices:
        accounts.of(office)
        earlier += Past(office, now=now).play()
        fortnight = Fortnight(office, now=now, files=files)
        played += fortnight.play()
        fortnight.register_walk_ins()
        make_roster(office, now=now)
        make_records(office, now=now)
    for office in offices:
        accounts.officials_of(office)
        accounts.of_lines(office)
    accounts.above(make_regency())
    _judge(offices, played, earlier, now=now)
    for days in range(7, -1, -1):
        desk.close_due(now - dt.timedelta(days=days))
    make_month(offices, now=now)
    # No queue is open in a browser yet: one bump for each office instead of one for each write.
    connection.run_on_commit.clear()
    for office in offices:
        QueueVersion.bump(office.agency.pk)


def _judge(
    offices: list[Office], played: list[Ticket], earlier: list[Ticket], *, now: dt.datetime
) -> None:
    """Citizens judge what is resolved; of the earlier ones every fourth is asked."""
    survey = Survey(now)
    asked = [ticket for ticket in played if ticket.state == Ticket.State.RESOLVED]
    for ticket in (*earlier[::4], *asked):
        survey.ask(ticket)
    for office in offices:
        survey.bring_paper(office)
    publish_what_has_ended(now)
    review_what_has_ended()
