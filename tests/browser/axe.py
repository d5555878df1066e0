"""axe-core in a page: what a person with a disability would stumble over."""

from pathlib import Path
from typing import Any

import axe_core_python
from playwright.sync_api import Page

SOURCE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
# What the theme of /kelola/ does not mark: its main part and a second scroll area.
OF_THE_THEME = ("landmark-one-main", "landmark-unique", "region")
# While a dialog is open the page is judged without what it hides, as if that had no headings and parts.
SERIOUS = ("serious", "critical")
RUN = """(rules) => axe.run(document, {
    resultTypes: ["violations"],
    ...(rules ? {runOnly: {type: "rule", values: rules}} : {}),
})"""


def findings(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """All findings, whatever their impact, each with its rule and the places; all rules without names."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE)
    violations: list[dict[str, Any]] = page.evaluate(RUN, rules)["violations"]
    left_out = OF_THE_THEME if "/kelola/" in page.url else ()
    if page.locator("dialog[open]").count():
        violations = [found for found in violations if found["impact"] in SERIOUS]
    return [
        f"{found['id']} ({found['impact']}): {node['target']} {_why(node)}"
        for found in violations
        if found["id"] not in left_out
        for node in found["nodes"][:4]
    ]


def _why(node: dict[str, Any]) -> str:
    data = next((check["data"] for check in node["any"] if check.get("data")), None)
    if isinstance(data, dict) and "contrastRatio" in data:
        return f"{data['fgColor']} on {data['bgColor']}: {data['contrastRatio']}"
    return str(node["html"])[:160]
