"""Loads national holidays and collective leave from the `holidays` package into rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import holidays
from django.db import transaction

from services.models import Holiday

ESTIMATED = "(perkiraan)"  # the package's mark of a date that awaits the joint decree (SKB)
# Public last: a date that is both counts as a holiday.
CATEGORIES = (
    ("government", Holiday.Kind.COLLECTIVE_LEAVE),
    ("public", Holiday.Kind.NATIONAL),
)


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """How many national rows were added, renamed and removed."""

    added: int
    renamed: int
    removed: int


def load(years: Iterable[int]) -> Loaded:
    """Bring the national rows of these years up to date; running it again changes nothing.

    It keeps what people entered: an agency's rows, "tetap buka", and their own names and dates.
    It corrects only estimates: renames them when they have become certain, and removes them when
    the package no longer names that date.
    """
    wanted = _listed(sorted(set(years)))
    with transaction.atomic():
        known = {row.date: row for row in _national(wanted.years)}
        missing = [row for day, row in wanted.rows.items() if day not in known]
        Holiday.objects.bulk_create(missing, ignore_conflicts=True)
        renamed = removed = 0
        for day, row in known.items():
            if not row.name.endswith(ESTIMATED):
                continue
            if day not in wanted.rows:
                row.delete()
                removed += 1
            elif row.name != wanted.rows[day].name:
                row.name = wanted.rows[day].name
                row.save(update_fields=["name"])
                renamed += 1
    return Loaded(added=len(missing), renamed=renamed, removed=removed)


@dataclass(frozen=True)
class _Listed:
    years: list[int]
    rows: dict[dt.date, Holiday]


def _listed(years: list[int]) -> _Listed:
    rows: dict[dt.date, Holiday] = {}
    for category, kind in CATEGORIES:
        days = holidays.country_holidays(
            "ID", years=years, categories=(category,), language="id", expand=False
        )
        rows |= {day: Holiday(date=day, name=name, kind=kind) for day, name in days.items()}
    return _Listed(years, rows)


def _national(years: list[int]) -> Iterable[Holiday]:
    return Holiday.objects.filter(agency__isnull=True, date__year__in=years)
