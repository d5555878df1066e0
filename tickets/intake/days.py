"""Which day a question about opening hours is about: data/days.toml."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from tickets.intake.normal import DATA, plain
from tickets.intake.values import Day

_DATE = re.compile(r"\b(\d{1,2}) (\w+)")
_DAY_OF_MONTH = re.compile(r"\b(?:tgl|tanggal) (\d{1,2})\b")
_NEAR = 8  # days; a weekday without a date is one of these
_TELLING = 4  # letters of a word of a holiday's name that means it


def day_asked(text: str, days: Sequence[Day]) -> Day | None:
    """The day that a text names ("besok", "sabtu", "25 desember", "natal"), of the office's next ones;
    None for none, and for a date that is further away.
    """
    said = plain(text)
    if dated := _dated(said, days):
        return dated[0]
    padded = f" {said} "
    for week in _data()["weeks"]:
        padded = padded.replace(f" {week} ", " ")
    for word, ahead in _data()["ahead"].items():
        if f" {word} " in padded:
            return days[ahead] if ahead < len(days) else None
    for word, weekday in _data()["weekday"].items():
        if f" {word} " in padded:
            return next((each for each in days[:_NEAR] if each.date.weekday() == weekday), None)
    return _holiday(said, days)


def _dated(said: str, days: Sequence[Day]) -> tuple[Day | None] | None:
    """The day of a date, () around it; None where no date is named."""
    months: Mapping[str, int] = _data()["months"]
    for number, word in _DATE.findall(said):
        if word in months:
            date = (months[word], int(number))
            return (next((d for d in days if (d.date.month, d.date.day) == date), None),)
    if found := _DAY_OF_MONTH.search(said):
        return (next((each for each in days if each.date.day == int(found[1])), None),)
    return None


def _holiday(said: str, days: Sequence[Day]) -> Day | None:
    words = {word for word in said.split() if len(word) >= _TELLING}
    words -= set(_data()["common"].split())
    phrases = [each for each in _data()["together"] if each in said]
    for day in days:
        name = plain(day.holiday)
        if words.intersection(name.split()) or any(each in name for each in phrases):
            return day
    return None


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "days.toml").read_text(encoding="utf-8"))
