"""The finished periods of an office that may stand on one line, and those that may not, with why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys import frozen
from surveys.comparability import Measure, why_apart
from surveys.figures import Figure
from surveys.models import SurveyPeriod

MOST = 8  # periods that are shown


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Periods with the figures of their snapshots, the oldest first."""

    periods: Sequence[tuple[SurveyPeriod, Figure]] = ()
    # Of the period before the first that is shown: its change is from there.
    before: Figure | None = None
    # Those of other questions or weights, each with why.
    apart: Sequence[tuple[SurveyPeriod, str]] = ()

    def __bool__(self) -> bool:
        """One period alone is no trend, unless it has to be said why it is alone."""
        return bool(self.periods) and len(self.periods) + len(self.apart) > 1


def trend_of(
    done: Sequence[SurveyPeriod], measures: Mapping[int, Measure], *, wanted: Measure
) -> Trend:
    """Of these finished periods those that asked what is wanted."""
    ordered = sorted(done, key=lambda one: (one.starts_on, one.pk))
    why = {one.pk: why_apart(measures[one.pk], wanted) for one in ordered}
    found = [
        (one, frozen.whole_of(one.frozen))
        for one in [one for one in ordered if not why[one.pk]][-MOST - 1 :]
        if one.frozen is not None
    ]
    return Trend(
        periods=found[-MOST:],
        before=found[0][1] if len(found) > MOST else None,
        apart=[(one, why[one.pk]) for one in ordered if why[one.pk]][-MOST:],
    )


def apart_words(apart: Sequence[tuple[SurveyPeriod, str]]) -> list[str]:
    """What stands on no line with the others, by why."""
    names: dict[str, list[str]] = {}
    for period, why in apart:
        names.setdefault(why, []).append(period.name)
    return [
        f"Tidak dibandingkan, karena {why}: {', '.join(periods)}." for why, periods in names.items()
    ]
