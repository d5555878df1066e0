"""Which day a question about opening hours is about: data/days.toml."""

import tomllib
from collections.abc import Sequence
from functools import lru_cache

from tickets.intake.normal import DATA, plain
from tickets.intake.values import Day


def day_asked(text: str, days: Sequence[Day]) -> Day | None:
    """The day that a text names ("besok", "sabtu"), of the office's next ones; None for none."""
    said = f" {plain(text)} "
    for word, ahead in _data()["ahead"].items():
        if f" {word} " in said:
            return days[ahead] if ahead < len(days) else None
    for word, weekday in _data()["weekday"].items():
        if f" {word} " in said:
            return next((each for each in days if each.date.weekday() == weekday), None)
    return None


@lru_cache(maxsize=1)
def _data() -> dict[str, dict[str, int]]:
    return tomllib.loads((DATA / "days.toml").read_text(encoding="utf-8"))
