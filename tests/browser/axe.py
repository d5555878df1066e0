"""axe-core in a page: what a person with a disability would stumble over."""

from pathlib import Path
from typing import Any

import axe_core_python
from playwright.sync_api import Page

SOURCE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
SERIOUS = ("serious", "critical")
RUN = """(rules) => axe.run(document, {
    resultTypes: ["violations"],
    ...(rules ? {runOnly: {type: "rule", values: rules}} : {}),
})"""


def findings(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """Serious and critical findings, each with its rule and the places; all rules without names."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE)
    violations: list[dict[str, Any]] = page.evaluate(RUN, rules)["violations"]
    return [
        f"{found['id']} ({found['impact']}): {node['target']} {_why(node)}"
        for found in violations
        if found["impact"] in SERIOUS
        for node in found["nodes"][:4]
    ]


def _why(node: dict[str, Any]) -> str:
    data = next((check["data"] for check in node["any"] if check.get("data")), None)
    if isinstance(data, dict) and "contrastRatio" in data:
        return f"{data['fgColor']} on {data['bgColor']}: {data['contrastRatio']}"
    return str(node["html"])[:160]
