"""Decides options, ports, lock and environment of `serve` before anything is loaded."""

import argparse
import os
import socket
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

from siwhapik.data_dir import data_dir, stored_secret
from siwhapik.environment_values import BadValueError, is_loopback, number
from siwhapik.supervisor import lock
from siwhapik.supervisor.plan import PARTS, SOCKET_PATH_MAX, Plan, broker_binary

HELP = "Menjalankan web, worker, beat, sweep, broker, dan simulator di bawah satu pengawas."


class RefusedError(Exception):
    """It cannot start; the message says why and what to do."""


class Options(argparse.ArgumentParser):
    """The command line of `serve`; an error in it raises RefusedError."""

    def error(self, message: str) -> NoReturn:
        raise RefusedError(f"Pilihan salah: {message}. Daftar pilihan: manage.py serve --help")


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
    """A port that no process listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ports and what to leave out; everything else comes from the environment."""
    parser.add_argument(
        "--host",
        default=os.environ.get("HOST") or "127.0.0.1",
        help="alamat tempat web mendengarkan; bawaan: HOST, atau 127.0.0.1",
    )
    parser.add_argument(
        "--port",
        type=_port_number,
        default=os.environ.get("PORT") or "8000",
        help="port web, 0: yang bebas; bawaan: PORT, atau 8000",
    )
    parser.add_argument(
        "--simulator-port",
        type=_port_number,
        default=os.environ.get("SIMULATOR_PORT") or "0",
        help="port simulator, 0: sesudah port web; bawaan: SIMULATOR_PORT, atau 0",
    )
    parser.add_argument(
        "--simulator",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="simulator WhatsApp; bawaan: ya, kecuali WHATSAPP_API_BASE_URL diatur atau "
        "PUBLIC_BASE_URL memakai https",
    )
    parser.add_argument(
        "--no-broker", action="store_true", help="tanpa Valkey/Redis sendiri; sapuan saja"
    )
    parser.add_argument(
        "--demo",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="data contoh ke basis data kosong; bawaan: ya bila simulator berjalan, kecuali "
        "PUBLIC_BASE_URL memakai https",
    )
    parser.add_argument(
        "--only", choices=PARTS, help="satu bagian saja, di depan (untuk systemd atau kontainer)"
    )
    parser.add_argument("--show-logs", action="store_true", help="tampilkan log di terminal")


def decide(options: argparse.Namespace) -> Plan:
    """Take the lock and choose ports; raises RefusedError."""
    folder = data_dir()
    try:
        lock_fd = lock.hold(folder / "serve.lock")
    except lock.InUseError as error:
        raise RefusedError(str(error)) from error
    except OSError as error:
        raise RefusedError(
            f"DATA_DIR {folder} tidak dapat ditulisi; periksa izinnya dan ruang disk."
        ) from error
    port = _port(options.host, options.port)
    simulator_port = _simulator_port(options, port)
    socket_path, broker_url = _broker(folder, wanted=not options.no_broker)
    return Plan(
        data_dir=str(folder),
        lock_fd=lock_fd,
        host=options.host,
        port=port,
        simulator_port=simulator_port,
        broker_binary=broker_binary() if socket_path else "",
        broker_socket=socket_path,
        broker_url=broker_url,
        demo=(bool(simulator_port) and not _is_public()) if options.demo is None else options.demo,
        show_logs=options.show_logs,
    )


def _is_public() -> bool:
    """Whether real people will use it: then no example data or simulator unless asked for."""
    return os.environ.get("PUBLIC_BASE_URL", "").startswith("https://")


def _port_number(written: str) -> int:
    try:
        number(0, 65535)(written)
    except BadValueError as bad:
        raise argparse.ArgumentTypeError(str(bad)) from bad
    return int(written)


def _port(host: str, port: int) -> int:
    if port and not port_is_free(host, port):
        raise RefusedError(
            f"Port {port} sudah dipakai program lain. Hentikan program itu, "
            "atau pilih port lain: make run PORT=8100"
        )
    return port or free_port()


def _simulator_port(options: argparse.Namespace, port: int) -> int:
    """The simulator's port, 0 for none; never together with access to the real WhatsApp."""
    given = os.environ.get("WHATSAPP_API_BASE_URL", "")
    if options.simulator and given and not is_loopback(given):
        raise RefusedError(
            f"Simulator tidak dapat berjalan bersama WHATSAPP_API_BASE_URL={given}. "
            "Kosongkan WHATSAPP_API_BASE_URL, atau jalankan dengan --no-simulator."
        )
    if options.simulator is False or (options.simulator is None and (given or _is_public())):
        return 0
    if (other := os.environ.get("NATIONAL_SKM_URL", "")) and not is_loopback(other):
        raise RefusedError(
            f"Simulator tidak dapat berjalan bersama NATIONAL_SKM_URL={other}, karena isinya contoh. "
            "Kosongkan NATIONAL_SKM_URL, atau jalankan dengan --no-simulator."
        )
    if options.simulator_port:
        return _port("127.0.0.1", options.simulator_port)
    return port + 1 if port_is_free("127.0.0.1", port + 1) else free_port()


def _broker(folder: Path, *, wanted: bool) -> tuple[str, str]:
    """(socket path of our own broker or "", broker address or "")."""
    if given := os.environ.get("REDIS_URL", ""):
        return "", given
    if not wanted or not broker_binary():
        sys.stderr.write("Tanpa Valkey/Redis: semua tetap berjalan, hanya sedikit lebih lambat.\n")
        return "", ""
    path = folder / "valkey.sock"
    if len(str(path)) > SOCKET_PATH_MAX:
        path = Path(tempfile.mkdtemp(prefix="siwhapik-")) / "valkey.sock"
    return str(path), f"unix://{path}"


def environment(plan: Plan) -> dict[str, str]:
    """The environment of every child; secrets are passed here, never on a command line."""
    shown = "127.0.0.1" if plan.host in ("0.0.0.0", "::") else plan.host  # noqa: S104 - compared
    own = f"http://{shown}:{plan.port}"
    chosen = {
        "DATA_DIR": plan.data_dir,
        "REDIS_URL": plan.broker_url,
        "PUBLIC_BASE_URL": os.environ.get("PUBLIC_BASE_URL") or own,
        "PYTHONUNBUFFERED": "1",
        # Checks load every page; worker and beat need none, and `prepare` has checked.
        "CELERY_SKIP_CHECKS": "1",
    }
    return chosen | (_simulator_environment(plan, own=own) if plan.simulator_port else {})


def _simulator_environment(plan: Plan, *, own: str) -> dict[str, str]:
    folder = Path(plan.data_dir)
    simulator = f"http://127.0.0.1:{plan.simulator_port}"
    return {
        "WHATSAPP_API_BASE_URL": simulator,
        "WHATSAPP_MEDIA_HOSTS": "127.0.0.1",
        "WHATSAPP_APP_SECRET": stored_secret("WHATSAPP_APP_SECRET", folder),
        "WHATSAPP_VERIFY_TOKEN": stored_secret("WHATSAPP_VERIFY_TOKEN", folder),
        "SIMULATOR_URL": simulator,
        "SIMULATOR_DB": os.environ.get("SIMULATOR_DB") or f"{plan.data_dir}/simulator.sqlite3",
        "SIMULATOR_SEED": f"{plan.data_dir}/simulator-seed.json",
        "SIMULATOR_WEBHOOK_URL": f"{own}/webhooks/whatsapp/",
        "SIMULATOR_TOKEN": stored_secret("SIMULATOR_TOKEN", folder),
    }
