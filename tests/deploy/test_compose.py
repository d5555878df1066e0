"""The compose file and the image that it builds, as far as no container is needed."""

import re
import shlex

import pytest
import yaml

from tests.deploy.shipped import DEPLOY, NAMES, ROOT, command, unit

# The compose specification's keys of a service that we use, and what each has to be.
KEYS = {
    "build": dict,
    "cap_drop": list,
    "command": str,
    "depends_on": dict,
    "env_file": str,
    "environment": dict,
    "healthcheck": dict,
    "image": str,
    "logging": dict,
    "mem_limit": str,
    "pids_limit": int,
    "ports": list,
    "read_only": bool,
    "restart": str,
    "security_opt": list,
    "shm_size": str,
    "stop_grace_period": str,
    "tmpfs": list,
    "volumes": list,
}
OURS = ("prepare", *NAMES)


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_it_has_the_parts_and_what_they_need(compose):
    top = {key for key in compose if not key.startswith("x-")}
    assert top == {"name", "services", "volumes"}
    assert set(compose["services"]) == {"database", "broker", *OURS}


def test_every_key_is_of_the_specification(compose):
    for name, service in compose["services"].items():
        for key, value in service.items():
            assert isinstance(value, KEYS[key]), (name, key)
        assert re.fullmatch(r"[\w./-]+(:[\w.-]+)?", service["image"]), name
        assert service["restart"] in ("unless-stopped", "no")
        assert service["logging"]["options"] == {"max-size": "20m", "max-file": "5"}


def test_volumes_are_declared(compose):
    mounted = [each for one in compose["services"].values() for each in one.get("volumes", [])]
    used = {each.split(":")[0] for each in mounted}
    assert used == set(compose["volumes"])


def test_whoever_is_waited_for_can_be_seen_to_be_ready(compose):
    services = compose["services"]
    for service in services.values():
        for name, how in service.get("depends_on", {}).items():
            condition = how["condition"]
            if condition == "service_healthy":
                assert services[name]["healthcheck"]["test"][0] == "CMD"
            else:
                assert condition == "service_completed_successfully"
                assert services[name]["restart"] == "no"
    assert all("prepare" in services[name]["depends_on"] for name in NAMES)


def test_the_parts_start_as_under_systemd(compose):
    for name in NAMES:
        words = shlex.split(compose["services"][name]["command"])
        assert words[0] == "python"
        assert words[1:] == command(unit(f"siwhapik-{name}.service"))[1:]


def test_nothing_is_open_but_the_web_and_that_to_this_machine_alone(compose):
    ports = {name: one["ports"] for name, one in compose["services"].items() if one.get("ports")}
    assert ports == {"web": ["127.0.0.1:8000:8000"]}
    for name in OURS:
        service = compose["services"][name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_it_points_at_its_own_database_and_broker(compose):
    for name in OURS:
        given = compose["services"][name]["environment"]
        assert re.fullmatch(
            r"postgres://siwhapik:\$\{.*\}@database/siwhapik", given["DATABASE_URL"]
        )
        assert given["REDIS_URL"] == "redis://broker:6379/0"
        assert f"data:{given['DATA_DIR']}" in compose["services"][name]["volumes"]


def test_the_image_holds_what_runs_and_no_secret(compose):
    build = compose["services"]["web"]["build"]
    assert (DEPLOY / build["context"]).resolve() == ROOT
    lines = (ROOT / build["dockerfile"]).read_text().splitlines()
    copied = [word for line in lines if line.startswith("COPY") for word in line.split()[1:-1]]
    assert all((ROOT / name).exists() for name in copied)
    packages = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()}
    assert packages - {"tests"} <= set(copied)
    assert {"manage.py", "templates", "requirements.txt"} <= set(copied)
    assert "USER siwhapik" in lines
    assert not [name for name in copied if name in (".", "var", "deploy", ".git")]
