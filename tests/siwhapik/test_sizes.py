"""Files and functions stay short enough to be read at a sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path

from siwhapik.data_dir import BASE_DIR

FILE_LINES, FUNCTION_LINES = 300, 40
APPS = ("siwhapik", "services", "tickets", "surveys")


def sources(*folders: str) -> Iterator[Path]:
    """Python files but migrations, which are never edited again."""
    for folder in folders:
        for path in (BASE_DIR / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path


def test_no_file_is_too_long() -> None:
    lines = {path: path.read_text().count("\n") for path in sources(*APPS, "tests")}
    assert {path.name: n for path, n in lines.items() if n > FILE_LINES} == {}


def test_no_style_sheet_is_too_long() -> None:
    sheets = (BASE_DIR / "siwhapik" / "static" / "css").glob("*.css")
    lines = {path.name: path.read_text().count("\n") for path in sheets}
    assert "base.css" in lines
    assert {name: n for name, n in lines.items() if n > FILE_LINES} == {}


def test_no_function_is_too_long() -> None:
    found = {}
    for path in sources(*APPS):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    found[f"{path.name}:{node.name}"] = length
    assert found == {}
