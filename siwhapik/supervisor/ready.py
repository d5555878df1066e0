"""What a person sees once everything answers."""

import socket
from pathlib import Path

from siwhapik.supervisor.plan import Plan


def answers(plan: Plan, path: str = "/readyz") -> bool:
    """Whether the web process says that it is ready (database included)."""
    host = "127.0.0.1" if plan.host in ("0.0.0.0", "::") else plan.host  # noqa: S104 - compared, not bound
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection((host, plan.port), timeout=5) as connection:
            connection.sendall(request.encode())
            status = connection.recv(64).split(b" ", 2)
    except OSError:
        return False
    return len(status) > 1 and status[1] == b"200"


def banner(plan: Plan, *, address: str) -> str:
    """The address, the log-ins and the simulated phone, for a person at a terminal."""
    logins = Path(plan.data_dir) / "logins.txt"
    lines = ["", "Si Whapik siap.", "", f"  Aplikasi        {address}/"]
    if plan.simulator_port:
        phone = f"http://127.0.0.1:{plan.simulator_port}/simulator/"
        lines.append(f"  Telepon contoh  {phone}")
    lines += [f"  Log proses      {plan.data_dir}/logs/", ""]
    if logins.exists():
        lines.append(f"  Akun contoh (disimpan di {logins}):")
        lines += [f"    {line}" for line in logins.read_text().splitlines()]
    else:
        lines.append("  Belum ada akun contoh. Buat akun: manage.py createsuperuser")
    return "\n".join([*lines, "", "  Berhenti: Ctrl-C", ""])
