"""Sets a report as PDF: a program of its own, in a process that has limits.

    python -I typesetter.py '{"cpu_seconds": 20, ...}' <report.json >report.pdf

It gets the report as JSON and writes the PDF, or ends with another code than 0. The template may read
files beside it only, and fonts are those of the wheel, so that a report looks the same on every box.
It imports nothing of the product and has neither its secrets nor its connections.
"""

import json
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

import typst

_HERE = Path(__file__).resolve().parent


def limit_this_process(limits: dict[str, int]) -> None:
    """Limit time, memory and what it may write, from here on."""
    signal.alarm(limits["wall_seconds"])
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, limits["largest"]),
        (resource.RLIMIT_AS, limits["memory"]),
    ):
        with suppress(ValueError, OSError):  # this kernel does not have the limit
            resource.setrlimit(kind, (most, most))


def main(words: list[str]) -> None:
    """Read the report from standard input and write its PDF to standard output."""
    limits = json.loads(words[0])
    limit_this_process(limits)
    report = sys.stdin.buffer.read().decode()
    pdf = typst.compile(
        str(_HERE / "report.typ"),
        root=str(_HERE),
        ignore_system_fonts=True,
        sys_inputs={"report": report},
        timestamp=json.loads(report)["timestamp"],
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main(sys.argv[1:])
