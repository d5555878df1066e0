"""The banner that a person sees once all parts answer."""

import contextlib
import json
import socket
from dataclasses import dataclass
from pathlib import Path

from siwhapik.supervisor.plan import PREPARED_FILE, Plan


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """The report of `prepare`; None: it could not write one."""

    accounts: int | None = None  # that can log in
    examples: bool = False  # some of them are of the example data
    notes: tuple[str, ...] = ()  # what is amiss, in sentences


def prepared(plan: Plan) -> Prepared:
    """Read the report of `prepare`."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads((Path(plan.data_dir) / PREPARED_FILE).read_text())
        return Prepared(
            accounts=int(found["accounts"]),
            examples=bool(found["examples"]),
            notes=tuple(map(str, found["notes"])),
        )
    return Prepared()


def answers(plan: Plan) -> bool:
    """Whether the web says that it is ready (database included), and the simulator runs."""
    host = "127.0.0.1" if plan.host in ("0.0.0.0", "::") else plan.host  # noqa: S104 - compared, not bound
    web = _is_fine(host, plan.port, "/readyz")
    return web and (
        not plan.simulator_port or _is_fine("127.0.0.1", plan.simulator_port, "/simulator/")
    )


def _is_fine(host: str, port: int, path: str) -> bool:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection((host, port), timeout=5) as connection:
            connection.sendall(request.encode())
            status = connection.recv(64).split(b" ", 2)
    except OSError:
        return False
    return len(status) > 1 and status[1] == b"200"


def banner(plan: Plan, *, address: str) -> str:
    """The addresses of the product and of the simulated phone, and how to log in."""
    lines = ["", "Si Whapik siap.", "", f"  Aplikasi         {address}/"]
    if plan.simulator_port:
        phone = f"http://127.0.0.1:{plan.simulator_port}/simulator/"
        lines.append(f"  Telepon contoh   {phone}")
    lines += [f"  Catatan proses   {plan.data_dir}/logs/", ""]
    if who := _accounts(Path(plan.data_dir) / "logins.txt", found=prepared(plan)):
        lines += [*who, ""]
    return "\n".join([*lines, "  Untuk berhenti, tekan Ctrl-C.", ""])


def _accounts(path: Path, *, found: Prepared) -> list[str]:
    """How to log in; nothing without a report."""
    if found.accounts == 0:
        return ["  Belum ada akun. Silakan buat dengan: manage.py createsuperuser"]
    if found.examples:
        with contextlib.suppress(OSError, ValueError):
            return _examples(path)
    return ["  Silakan masuk dengan akun Anda."] if found.accounts else []


def _examples(path: Path) -> list[str]:
    """One example account for each role, at the first office; where the others are."""
    rows = [_row(line) for line in path.read_text().splitlines()]
    first: dict[str, tuple[str, str, str, str]] = {}
    for row in rows:
        first.setdefault(row[2], row)
    table = [
        f"    {role:<22} {name:<19} {password:<16} {where}"
        for name, password, role, where in first.values()
    ]
    head = f"    {'Peran':<22} {'Nama pengguna':<19} {'Kata sandi':<16} Di"
    rest = f"  Semua {len(rows)} akun contoh ada di {path}"
    return ["  Silakan masuk dengan salah satu akun contoh:", "", head, *table, "", rest]


def _row(line: str) -> tuple[str, str, str, str]:
    """(name, password, role, office) of a line as `siwhapik.demo.logins` writes it."""
    name, password, place = line.split(maxsplit=2)
    role, _, where = place.partition(", ")
    return name, password, role, where
