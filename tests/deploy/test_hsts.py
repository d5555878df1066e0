"""https for names below ours, and for good, is a choice."""

import json
import os
import subprocess
import sys

import pytest

from tests import ROOT

PRINT = (
    "import json; from siwhapik import settings as s;"
    " print(json.dumps([s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS,"
    " s.SECURE_HSTS_PRELOAD]))"
)


@pytest.mark.parametrize(
    ("address", "chosen", "expected"),
    [
        ("https://wa.example.go.id", "", [31_536_000, False, False]),
        ("https://wa.example.go.id", "1", [31_536_000, True, True]),
        ("http://127.0.0.1:8000", "1", [0, False, False]),
    ],
)
def test_hsts_holds_for_our_own_name_unless_chosen(tmp_path, address, chosen, expected):
    given = {"DATA_DIR": str(tmp_path), "PUBLIC_BASE_URL": address, "HSTS_PRELOAD": chosen}
    kept = {name: value for name, value in os.environ.items() if name != "HSTS_PRELOAD"}
    given = {name: value for name, value in given.items() if value}
    done = subprocess.run(
        [sys.executable, "-c", PRINT],
        cwd=ROOT,
        env={**kept, **given},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout) == expected
