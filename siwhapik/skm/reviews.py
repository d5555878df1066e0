"""What who evaluates found of finished periods, for the reports: outcome, role and day; notes and names stay inside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.models import Membership, Role
from siwhapik.reports.sheets import Cell, Table
from surveys import reviewing
from surveys.models import PeriodReview, SurveyPeriod

UNREVIEWED = "Belum ditelaah"
# Who is an evaluator as well reviews as evaluator, then as official.
_REVIEW = (Role.EVALUATOR, Role.OFFICIAL, Role.SUPER_ADMIN)
_SOMEBODY = "Penelaah"  # who held no such role any more
_EXPLAINED = "Telaah terbaru atas angka yang berlaku. Periode yang dibuka kembali lalu ditutup lagi ditelaah lagi."
_HEAD = ("Hasil telaah", "Oleh", "Tanggal")


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """A finished period, the review of its figures that counts, and in which role it was written."""

    period: SurveyPeriod
    review: PeriodReview | None
    role: str = ""

    @property
    def outcome(self) -> str:
        """What was found, in words."""
        return str(self.review.get_outcome_display()) if self.review else UNREVIEWED

    @property
    def cells(self) -> list[Cell]:
        """Outcome, role and day."""
        if self.review is None:
            return [Cell(UNREVIEWED), *[Cell(None, among_words=True)] * 2]
        at = self.review.at.astimezone(self.period.agency.zone)
        return [Cell(self.outcome), Cell(self.role), Cell(f"{at:%d-%m-%Y}", among_words=True)]


def reviewed(periods: Sequence[SurveyPeriod]) -> list[Reviewed]:
    """Of these periods; two queries."""
    newest = reviewing.newest_of(periods)
    roles = _roles(one.by_id for one in newest.values())
    found = ((period, newest.get(period.frozen_id)) for period in periods)
    return [
        Reviewed(
            period=period, review=one, role=_role(roles.get(one.by_id, ()), period) if one else ""
        )
        for period, one in found
    ]


def of_one(found: Sequence[Reviewed]) -> list[Table]:
    """For the report on one period; no table while it is not finished."""
    rows = [one.cells for one in found]
    table = Table(code="telaah", title="Telaah hasil", explained=_EXPLAINED, head=_HEAD, rows=rows)
    return [table] if rows else []


def of_all(found: Sequence[Reviewed]) -> Table:
    """For the report on all offices."""
    return Table(
        code="telaah",
        title="Telaah hasil",
        explained=_EXPLAINED,
        head=("Instansi", "Periode", *_HEAD),
        rows=[
            [
                Cell(one.period.agency.short_name),
                Cell(one.period.name, among_words=True),
                *one.cells,
            ]
            for one in found
        ],
        empty="Belum ada periode yang dihitung.",
    )


def words_of(found: Sequence[Reviewed]) -> str:
    """How many were reviewed, and what was found."""
    done = Counter(one.outcome.lower() for one in found if one.review is not None)
    if not found:
        return "Belum ada periode yang dihitung, jadi belum ada yang ditelaah."
    if not done:
        return f"Belum ada dari {len(found)} periode yang ditelaah."
    parts = ", ".join(f"{n} {words}" for words, n in done.items())
    return f"{done.total()} dari {len(found)} periode sudah ditelaah: {parts}."


def _roles(people: Iterable[int]) -> Mapping[int, list[Membership]]:
    """What each is who may review somewhere: the right to it comes from one of these."""
    held = Membership.objects.filter(staff__in=list(people), role__in=_REVIEW)
    found: dict[int, list[Membership]] = defaultdict(list)
    for one in sorted(held, key=lambda one: _REVIEW.index(Role(one.role))):
        found[one.staff_id].append(one)
    return found


def _role(held: Iterable[Membership], period: SurveyPeriod) -> str:
    """In which role somebody reviews this period: by the first that holds at its office, or everywhere."""
    here = (one for one in held if one.agency_id in (None, period.agency_id))
    return next((str(Role(one.role).label) for one in here), _SOMEBODY)
