"""The frozen figures of a closed period: what is written down, and what is read back from it.

Whole numbers and codes only, so that the same figures are the same bytes on every database; the
index is computed again from the sums, with the rules that were written down beside them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from surveys.figures import ByWay, Figure, Funnel, Steps
from surveys.ikm import compute, half_up
from surveys.instrument import Grade, Scoring
from surveys.models import PeriodSnapshot, SurveyPeriod
from surveys.reading import once

FORMAT = 2  # of the content; another form of it is another number. 1 had no ways in.
_FUNNEL = ("resolved", "invited", "undelivered", "answered", "users")
_STEPS = ("invited", "opened", "begun", "answered", "repeats")


def content_of(
    period: SurveyPeriod,
    *,
    whole: Figure,
    services: Mapping[int | None, tuple[str, Figure]],
    ways: ByWay,
) -> dict[str, Any]:
    """Everything that the figures of this period follow from; `services` by id, with their names."""
    asked = period.questionnaire
    return {
        "format": FORMAT,
        "agency": {"id": period.agency_id, "name": period.agency.name},
        "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
        "questionnaire": {"code": asked.code, "version": asked.version, "digest": asked.digest},
        "weight": period.weight_policy,
        "grades": [[one.letter, one.label, str(one.lower)] for one in asked.scoring().grades],
        "population": {"said": period.population, "reason": period.population_reason},
        "whole": _written(whole),
        "services": [
            {"id": pk, "name": name, **_written(figure)} for pk, (name, figure) in services.items()
        ],
        "ways": [
            {"way": way, **_written(Figure(index=index))} for way, index in ways.indexes.items()
        ],
        "steps": [
            {"service": service, "way": way, **asdict(steps)}
            for (service, way), steps in ways.steps.items()
        ],
    }


def checksum_of(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def holds(snapshot: PeriodSnapshot) -> bool:
    """Whether nobody has changed the snapshot since it was written."""
    return checksum_of(snapshot.content) == snapshot.checksum


def snapshot_of(pk: int) -> PeriodSnapshot:
    """The snapshot of that number."""
    found: list[PeriodSnapshot] = once(
        ("snapshot", pk), lambda: list(PeriodSnapshot.objects.filter(pk=pk))
    )
    return found[0]


def figures_of(snapshot: PeriodSnapshot, *, by: str) -> dict[int | None, Figure]:
    """Its figures by office ("agency_id") or by service ("service_id")."""
    content = snapshot.content
    if by == "agency_id":
        return {content["agency"]["id"]: whole_of(snapshot)}
    scoring = _scoring(content)
    return {one["id"]: _read(one, scoring) for one in content["services"]}


def whole_of(snapshot: PeriodSnapshot) -> Figure:
    """The figure of its office, all services together."""
    content, population = snapshot.content, snapshot.content["population"]
    said, why = population["said"], population["reason"]
    return _read(content["whole"], _scoring(content), said=said, why=why)


def rules_of(snapshot: PeriodSnapshot) -> tuple[Scoring, list[str]]:
    """The rules of its index, and the elements that it was computed from; none where nobody answered."""
    content = snapshot.content
    return _scoring(content), [code for code, _ in content["whole"]["sums"]]


def ways_of(snapshot: PeriodSnapshot) -> ByWay | None:
    """Its figures by way in; None where an earlier release froze it, which knew of no ways."""
    content = snapshot.content
    if "ways" not in content:
        return None
    scoring = _scoring(content)
    found = {one["way"]: _read(one, scoring).index for one in content["ways"]}
    steps = {
        (row["service"], row["way"]): Steps(**{name: row[name] for name in _STEPS})
        for row in content["steps"]
    }
    return ByWay(indexes={way: one for way, one in found.items() if one is not None}, steps=steps)


def _scoring(content: Mapping[str, Any]) -> Scoring:
    rows = content["grades"]
    grades = tuple(Grade(letter, label, Fraction(lower)) for letter, label, lower in rows)
    return Scoring(grades, content["weight"])


def _written(figure: Figure) -> dict[str, Any]:
    index = figure.index
    return {
        "n": figure.n,
        # Pairs, not an object: the order is the instrument's, and canonical JSON sorts keys.
        "sums": [[code, one.sum] for code, one in index.elements.items()] if index else [],
        "misfits": figure.misfits,
        "funnel": {name: getattr(figure.funnel, name) for name in _FUNNEL},
        "population": figure.users,
        "needed": figure.needed,
        "converted": half_up(index.converted, 2) if index else "",
        "grade": index.grade.letter if index else "",
    }


def _read(
    written: Mapping[str, Any], scoring: Scoring, *, said: int | None = None, why: str = ""
) -> Figure:
    sums = dict(written["sums"])
    return Figure(
        index=compute(sums, respondents=written["n"], scoring=scoring) if sums else None,
        misfits=written["misfits"],
        funnel=Funnel(**written["funnel"]),
        population=said,
        population_reason=why,
    )
