"""The results by way in as strings of a page, without the index of a small group."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from surveys.figures import FEWEST_SHOWN, ByWay, Steps
from surveys.models import SurveyLink
from surveys.presenting import NOT_KNOWN, decimal, hidden_groups
from surveys.ways import Way

OF_WHAT = {
    Way.WHATSAPP: "dari yang diundang",
    Way.RECEIPT: "dari yang membuka",
    Way.OPEN: "dari yang membuka",
    Way.KIOSK: "dari yang mulai mengisi",
}


@dataclass(frozen=True, kw_only=True)
class ShownSteps:
    """The steps of one way, for all services or one of them."""

    way: str
    service: str
    invited: str
    opened: str
    begun: str
    answered: str
    rate: str


@dataclass(frozen=True, kw_only=True)
class ShownWay:
    """One way with its respondents and index; hidden ones without them."""

    steps: ShownSteps
    n: str
    value: str
    grade: str
    label: str
    is_hidden: bool
    repeats: int


def shown_ways(found: ByWay, *, guarded: bool) -> list[ShownWay]:
    """The ways by which answers came or were asked for. `guarded`: also the counts of small groups."""
    totals = found.totals()
    known = {way: totals.get(way, Steps()) for way in Way.values}
    hidden = hidden_ways({way: index.n for way, index in found.indexes.items()})
    rows = []
    for way, steps in known.items():
        index = found.indexes.get(way)
        if way not in totals and index is None:
            continue
        is_hidden = way in hidden
        n = index.n if index is not None else 0
        few = f"kurang dari {FEWEST_SHOWN}" if n < FEWEST_SHOWN else NOT_KNOWN
        is_shown = index is not None and not is_hidden
        rows.append(
            ShownWay(
                steps=_shown_steps(way, steps, hides=is_hidden and guarded),
                n=few if is_hidden and guarded else str(n),
                value=decimal(index.converted, 2) if index is not None and is_shown else "",
                grade=index.grade.letter if index is not None and is_shown else "",
                label=index.grade.label if index is not None and is_shown else "",
                is_hidden=is_hidden,
                repeats=0 if is_hidden else steps.repeats,
            )
        )
    return rows


def hidden_ways(respondents: Mapping[str, int]) -> set[str]:
    """The ways whose index is not shown, from how many answered by each."""
    return _hidden_of_halves(respondents, {Way.WHATSAPP})


def hidden_numbers(respondents: Mapping[str, int]) -> set[str]:
    """The numbers whose index is not shown, from how many answered of each; "": of none."""
    return _hidden_of_halves(respondents, {""})


def _hidden_of_halves(respondents: Mapping[str, int], half: Collection[str]) -> set[str]:
    """Results by way and by number tell both how the invited of all numbers answered, and all others.

    So what is hidden of either half is nothing or five answers by itself, unless a half is few (ADR 0100).
    """
    halves: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for key, n in respondents.items():
        halves[key in half][key] = n
    hidden = hidden_groups(halves[0]) | hidden_groups(halves[1])
    if any(0 < sum(one.values()) < FEWEST_SHOWN for one in halves):
        hidden |= hidden_groups(respondents)
    return hidden


def shown_steps(found: ByWay, names: Mapping[int | None, str]) -> list[ShownSteps]:
    """The steps of each service and way, by the service's name; for who may see single answers."""
    order = list(Way.values)
    rows = sorted(
        found.steps.items(), key=lambda item: (names.get(item[0][0], ""), order.index(item[0][1]))
    )
    return [
        _shown_steps(
            way,
            steps,
            service=names.get(service, "Layanan instansi lain"),
            # A link for the whole office is opened before its visitor names a service.
            is_rated=service is not None or way not in SurveyLink.WAYS,
        )
        for (service, way), steps in rows
    ]


def _shown_steps(
    way: str, steps: Steps, *, service: str = "", hides: bool = False, is_rated: bool = True
) -> ShownSteps:
    percent = steps.percent if is_rated and not hides else None
    return ShownSteps(
        way=Way(way).label,
        service=service,
        invited=_number(steps.invited),
        opened=_number(steps.opened),
        begun=_number(steps.begun),
        answered=NOT_KNOWN if hides else str(steps.answered),
        rate=f"{percent} % {OF_WHAT[Way(way)]}" if percent is not None else NOT_KNOWN,
    )


def _number(count: int | None) -> str:
    return NOT_KNOWN if count is None else str(count)
