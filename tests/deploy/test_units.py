"""The systemd units: one for each part, started alike, limited, locked in."""

import shutil
import subprocess

import pytest

from siwhapik.supervisor.plan import PARTS
from tests import ROOT
from tests.deploy.shipped import DEPLOY, HOME, NAMES, command, unit

SERVICES = [f"siwhapik-{name}.service" for name in NAMES]
# What is a part's own business; everything else is the same in all of them.
OWN = {"ExecStart", "MemoryMax", "TasksMax", "LimitNOFILE", "TimeoutStopSec"}


def test_every_part_has_a_unit_and_the_target_starts_them_all():
    assert sorted(NAMES) == sorted(PARTS)
    files = {path.name for path in (DEPLOY / "systemd").iterdir()}
    assert files == {*SERVICES, "siwhapik.target"}
    target = unit("siwhapik.target")
    assert sorted(target.one("Unit", "Wants").split()) == sorted(SERVICES)
    assert target.one("Install", "WantedBy") == "multi-user.target"


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_starts_its_part_again_and_again_within_limits(name):
    service = unit(f"siwhapik-{name}.service")
    assert command(service)[1:] == ["manage.py", "serve", "--only", name]
    assert service.one("Unit", "PartOf") == "siwhapik.target"
    assert service.one("Unit", "StartLimitIntervalSec") == "0", "it never gives up"
    assert service.one("Service", "Restart") == "always"
    assert service.one("Service", "WorkingDirectory") == HOME
    for limit in OWN:
        assert service.one("Service", limit)


def test_all_are_locked_in_alike():
    common = []
    for name in SERVICES:
        lines = [line for line in unit(name).lines if line[0] == "Service" and line[1] not in OWN]
        common.append(lines)
    assert all(lines == common[0] for lines in common)
    wanted = {
        "User": "siwhapik",
        "UMask": "0077",
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "ReadWritePaths": "/var/lib/siwhapik",
        "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
        "CapabilityBoundingSet": "",
        "EnvironmentFile": "/etc/siwhapik/siwhapik.env",
    }
    found = {key: value for _, key, value in common[0]}
    assert {key: found[key] for key in wanted} == wanted


@pytest.fixture
def analyze():
    """`systemd-analyze` with these words; its exit code and what it said."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")

    def run(*words):
        done = subprocess.run(
            ["systemd-analyze", *words], capture_output=True, text=True, timeout=60, check=False
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_systemd_finds_nothing_wrong(analyze, tmp_path):
    """With this checkout in the place of /opt/siwhapik: commands have to be there."""
    for path in (DEPLOY / "systemd").iterdir():
        (tmp_path / path.name).write_text(path.read_text().replace(HOME, str(ROOT)))
    code, said = analyze("verify", "--man=no", *map(str, sorted(tmp_path.iterdir())))
    assert (code, said.strip()) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_systemd_calls_it_little_exposed(analyze, name):
    """Ours have 1.7 of 10, a service without any of it 9.6."""
    path = str(DEPLOY / "systemd" / name)
    code, said = analyze("security", "--offline=true", "--threshold=25", path)
    assert code == 0, said[-300:]
