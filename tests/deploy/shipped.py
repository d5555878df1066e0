"""What `deploy/` ships, read as systemd, nginx and a shell would read it."""

import re
import shlex
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests import ROOT

DEPLOY = ROOT / "deploy"
# Where the guide puts the code.
HOME = "/opt/siwhapik"
NAMES = ("web", "worker", "beat", "sweep")


@dataclass
class Unit:
    """A unit file: (section, key, value) in their order."""

    path: Path
    lines: list[tuple[str, str, str]] = field(default_factory=list)

    def all(self, section: str, key: str) -> list[str]:
        return [value for where, name, value in self.lines if (where, name) == (section, key)]

    def one(self, section: str, key: str) -> str:
        (value,) = self.all(section, key)
        return value


def unit(name: str) -> Unit:
    """One of deploy/systemd/."""
    found = Unit(DEPLOY / "systemd" / name)
    section = ""
    for line in found.path.read_text().splitlines():
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.lines.append((section, key, value))
    return found


def command(service: Unit) -> list[str]:
    """Its ExecStart, with this checkout in the place of /opt/siwhapik."""
    words = shlex.split(service.one("Service", "ExecStart"))
    assert words[0] == f"{HOME}/.venv/bin/python"
    return [sys.executable, *words[1:]]


def environment_file(path: Path) -> dict[str, str]:
    """NAME='value' lines."""
    words = (
        shlex.split(line)
        for line in path.read_text().splitlines()
        if line and not line.startswith("#")
    )
    return dict(word.split("=", 1) for (word,) in words)


def fill_in(example: str, values: dict[str, str]) -> str:
    """The example of the settings as an operator fills it in; every name has to be in it."""
    for name, value in values.items():
        example, count = re.subn(rf"(?m)^{name}=.*$", f"{name}={shlex.quote(value)}", example)
        assert count == 1, name
    return example
