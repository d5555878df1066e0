"""The names of settings: in the code, in the guide, in the example, in the compose file."""

import re

import yaml

from siwhapik.environment import TABLE
from tests.deploy.shipped import DEPLOY, ROOT, environment_file

GUIDE = (ROOT / "docs" / "operating.md").read_text()
# Read by compose itself, for the address of its own database.
OF_COMPOSE = {"POSTGRES_PASSWORD"}


def known() -> set[str]:
    """Every name in capitals that the product's code has as a string of its own."""
    sources = [*ROOT.glob("siwhapik/*.py"), *ROOT.glob("siwhapik/supervisor/*.py")]
    return {
        name for path in sources for name in re.findall(r'"([A-Z][A-Z_]+[A-Z])"', path.read_text())
    }


def documented() -> set[str]:
    """The first column of the guide's table."""
    rows = re.findall(r"(?m)^\| (`[A-Z].*?) \|", GUIDE)
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def test_the_guide_names_only_settings_that_there_are():
    assert documented() - known() == set()


def test_the_guide_explains_every_setting_that_is_checked():
    own = {name for name in TABLE if name.startswith("SIMULATOR_")}  # of the simulated WhatsApp
    assert set(TABLE) - documented() - own == set()


def test_the_example_holds_only_what_the_guide_explains():
    example = environment_file(DEPLOY / "siwhapik.env.example")
    assert set(example) - documented() == OF_COMPOSE


def test_compose_sets_only_what_the_guide_explains():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert set(services["web"]["environment"]) <= documented()


def test_the_guide_and_what_is_shipped_speak_of_the_same_files():
    for path in ("deploy/nginx.conf", "deploy/systemd", "deploy/compose.yaml", "deploy/siwhapik"):
        assert (ROOT / path).exists()
        assert path in GUIDE, path
    for name in re.findall(r"`?(deploy/[\w./-]*\w)", GUIDE):
        assert (ROOT / name).exists() or name == "deploy/siwhapik.env", name
