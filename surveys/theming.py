"""The remarks about an office by what they are about, and the verb that corrects a theme."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from services import access
from services.access import Action
from services.masking import mask_contacts
from services.models import Agency, Staff
from surveys.models import CommentThemes, Response
from surveys.ranges import IndexRange
from surveys.themes import names, themes_of
from tickets.desk.base import Refused

# So many of the newest remarks of the dates are looked at.
MOST = 1000
_GENERAL = "Umum"
_SHOWN = ("pk", "comment", "service__name", "submitted_on", "themes__keys")


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One remark without a trace of who wrote it: numbers are masked, of the date only the month is told."""

    pk: int
    text: str
    service: str
    month: dt.date
    themes: tuple[str, ...]
    is_corrected: bool


@dataclass(frozen=True, kw_only=True)
class Remarks:
    """The newest first; `counts`: how many have each theme, in the order of themes; `cut`: there are older ones."""

    every: Sequence[Remark]
    counts: Mapping[str, int]
    cut: bool

    def about(self, theme: str) -> Sequence[Remark]:
        """Those with this theme; all without one."""
        return [one for one in self.every if not theme or theme in one.themes]


def readable(agency: Agency, reader: Staff) -> QuerySet[Response]:
    """Answers with a remark that this person may read: none about what the person did."""
    if not access.can(reader, Action.SEE_COMMENTS, agency):
        return Response.objects.none()
    return Response.objects.filter(agency=agency).exclude(comment="").exclude(officer=reader)


def remarks(agency: Agency, *, dates: IndexRange, reader: Staff) -> Remarks:
    """What this person may read of these dates, with themes."""
    within = readable(agency, reader).filter(submitted_on__range=(dates.starts, dates.ends))
    rows = within.order_by("-submitted_at", "-pk").values_list(*_SHOWN)[: MOST + 1]
    every = [_remark(*row) for row in rows[:MOST]]
    counted = Counter(theme for one in every for theme in one.themes)
    return Remarks(
        every=every,
        counts={theme: counted[theme] for theme in names() if counted[theme]},
        cut=len(rows) > MOST,
    )


def remark_of(offered: QuerySet[Response], pk: int) -> Remark | None:
    """The remark of that number, if it is among these answers."""
    row = offered.filter(pk=pk).values_list(*_SHOWN).first()
    return _remark(*row) if row else None


def _remark(pk: int, text: str, service: str | None, day: dt.date, by_hand: str | None) -> Remark:
    shown = mask_contacts(text)
    kept = tuple(key for key in (by_hand or "").split() if key in names())
    return Remark(
        pk=pk,
        text=shown,
        service=service or _GENERAL,
        month=day.replace(day=1),
        themes=kept or themes_of(shown),
        is_corrected=bool(kept),
    )


def correct(response: Response, *, themes: Sequence[str], by: Staff, now: dt.datetime) -> None:
    """Keep these themes in place of those of the words. Raises Refused, and nothing is kept."""
    if not readable(response.agency, by).filter(pk=response.pk).exists():
        raise Refused("Anda tidak berhak mengubah tema saran ini.")
    wanted = [key for key in names() if key in themes]
    if not wanted or set(themes) - set(wanted):
        raise Refused("Pilih paling sedikit satu tema dari daftar.")
    CommentThemes.objects.update_or_create(
        response=response, defaults={"keys": " ".join(wanted), "by": by, "at": now}
    )
