"""`manage.py serve`: the whole product under one supervisor."""

import argparse
import json
import os
import socket
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from siwhapik.kept import kept_secret
from siwhapik.supervisor import lock
from siwhapik.supervisor.plan import SOCKET_PATH_MAX, Plan, broker_binary

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_loopback(url: str) -> bool:
    """Whether an address cannot leave this machine."""
    return (urlsplit(url).hostname or "") in LOOPBACK


class Command(BaseCommand):
    """Decide what runs, then become the supervisor (an exec: same process, a tenth of the memory)."""

    help = "Menjalankan web, worker, beat, sweep, broker, dan simulator di bawah satu pengawas."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Ports and what to leave out; everything else comes from the environment."""
        environ = os.environ
        parser.add_argument("--host", default=environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", type=int, default=environ.get("PORT") or "8000")
        parser.add_argument(
            "--simulator-port", type=int, default=environ.get("SIMULATOR_PORT") or "0"
        )
        parser.add_argument(
            "--simulator",
            action=argparse.BooleanOptionalAction,
            default=None,
            help="simulator WhatsApp; bawaan: ya, kecuali WHATSAPP_API_BASE_URL diatur",
        )
        parser.add_argument(
            "--no-broker", action="store_true", help="tanpa Valkey/Redis sendiri; sapuan saja"
        )
        parser.add_argument("--no-demo", action="store_true", help="tanpa data contoh")
        parser.add_argument("--show-logs", action="store_true", help="tampilkan log di terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the lock, choose ports, set the children's environment, exec the supervisor."""
        try:
            lock_fd = lock.hold(settings.DATA_DIR / "serve.lock")
        except lock.InUseError as error:
            raise CommandError(str(error), returncode=2) from error
        port = self._port(options["host"], options["port"])
        simulator_port = self._simulator_port(options, port)
        socket_path, broker_url = self._broker(wanted=not options["no_broker"])
        plan = Plan(
            data_dir=str(settings.DATA_DIR),
            lock_fd=lock_fd,
            host=options["host"],
            port=port,
            simulator_port=simulator_port,
            broker_binary=broker_binary() if socket_path else "",
            broker_socket=socket_path,
            broker_url=broker_url,
            demo=bool(simulator_port) and not options["no_demo"],
            show_logs=options["show_logs"],
        )
        os.set_inheritable(lock_fd, True)
        words = [sys.executable, "-m", "siwhapik.supervisor", json.dumps(asdict(plan))]
        os.chdir(settings.BASE_DIR)
        os.execve(sys.executable, words, self._environment(plan))  # noqa: S606 - ourselves, no shell

    def _port(self, host: str, port: int) -> int:
        if port and not port_is_free(host, port):
            raise CommandError(
                f"Port {port} sudah dipakai program lain. Hentikan program itu, "
                "atau pilih port lain: make run PORT=8100",
                returncode=2,
            )
        return port or free_port()

    def _simulator_port(self, options: dict[str, Any], port: int) -> int:
        """Where the simulator listens, 0 for none; never beside a way out to the real WhatsApp."""
        given = os.environ.get("WHATSAPP_API_BASE_URL", "")
        wanted = options["simulator"]
        if wanted and given and not is_loopback(given):
            raise CommandError(
                f"Simulator tidak dapat berjalan bersama WHATSAPP_API_BASE_URL={given}. "
                "Kosongkan WHATSAPP_API_BASE_URL, atau jalankan dengan --no-simulator.",
                returncode=2,
            )
        if wanted is False or (wanted is None and given):
            return 0
        asked = int(options["simulator_port"])
        if asked:
            return self._port("127.0.0.1", asked)
        return port + 1 if port_is_free("127.0.0.1", port + 1) else free_port()

    def _broker(self, *, wanted: bool) -> tuple[str, str]:
        """(socket path of our own broker or "", broker address or "")."""
        if settings.REDIS_URL:
            return "", settings.REDIS_URL
        if not wanted or not broker_binary():
            self.stderr.write(
                "Tanpa Valkey/Redis: semua tetap berjalan, hanya sedikit lebih lambat."
            )
            return "", ""
        path = settings.DATA_DIR / "valkey.sock"
        if len(str(path)) > SOCKET_PATH_MAX:
            path = Path(tempfile.mkdtemp(prefix="siwhapik-")) / "valkey.sock"
        return str(path), f"unix://{path}"

    def _environment(self, plan: Plan) -> dict[str, str]:
        """What every child gets; secrets go here and never on a command line."""
        shown = "127.0.0.1" if plan.host in ("0.0.0.0", "::") else plan.host  # noqa: S104 - compared
        own = f"http://{shown}:{plan.port}"
        environment = {
            **os.environ,
            "DATA_DIR": plan.data_dir,
            "REDIS_URL": plan.broker_url,
            "PUBLIC_BASE_URL": os.environ.get("PUBLIC_BASE_URL") or own,
            "MALLOC_ARENA_MAX": os.environ.get("MALLOC_ARENA_MAX", "2"),
            "PYTHONUNBUFFERED": "1",
            # Checks load every page; worker and beat need none, and `prepare` has checked.
            "CELERY_SKIP_CHECKS": "1",
        }
        # Each child names its own: the simulator has settings apart from ours.
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        if plan.simulator_port:
            environment |= self._simulator_environment(plan, own=own)
        return environment

    def _simulator_environment(self, plan: Plan, *, own: str) -> dict[str, str]:
        simulator = f"http://127.0.0.1:{plan.simulator_port}"
        return {
            "WHATSAPP_API_BASE_URL": simulator,
            "WHATSAPP_MEDIA_HOSTS": "127.0.0.1",
            "WHATSAPP_APP_SECRET": ",".join(settings.WHATSAPP_APP_SECRETS),
            "WHATSAPP_VERIFY_TOKEN": settings.WHATSAPP_VERIFY_TOKEN,
            "SIMULATOR_URL": simulator,
            "SIMULATOR_DB": os.environ.get("SIMULATOR_DB") or f"{plan.data_dir}/simulator.sqlite3",
            "SIMULATOR_SEED": f"{plan.data_dir}/simulator-seed.json",
            "SIMULATOR_WEBHOOK_URL": f"{own}/webhooks/whatsapp/",
            "SIMULATOR_TOKEN": kept_secret("SIMULATOR_TOKEN", settings.DATA_DIR),
        }
