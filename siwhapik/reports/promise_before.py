"""The promise of one span beside that of the span before it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from siwhapik.dashboard.charts import lying_bars
from siwhapik.periods import Period, before
from siwhapik.reports.asking import Question
from siwhapik.reports.changes import grown
from siwhapik.reports.forms import ReportForm
from siwhapik.reports.sheets import Cell, Table

FIRST, DONE = "Bagian respons pertama tepat waktu", "Bagian penyelesaian tepat waktu"
# What stands in a row of the promise, without its name.
MEASURES = (
    "Masuk", "Respons pertama dinilai", "Respons pertama tepat waktu", FIRST, "Median respons pertama",
    "90 % respons pertama dalam", "Jatuh tempo dan dinilai", "Selesai tepat waktu", DONE, "Median selesai",
    "90 % selesai dalam", "Median selesai tanpa jeda", "90 % selesai tanpa jeda dalam",
)  # fmt: skip


def asked_before(question: Question) -> Question | None:
    """The same question of the span before; None where no address can ask for so early days."""
    period = before(question.period)
    (office,) = question.offices[:1]
    today = question.now.astimezone(office.zone).date()
    days = {"dari": period.first, "sampai": period.last}
    query = {name: str(value) for name, value in {**question.address, **days}.items()}
    form = ReportForm({**query, "rentang": period.code}, agencies=question.offices, today=today)
    if (form.period.first, form.period.last) != (period.first, period.last):
        return None
    return Question(
        question.staff,
        question.offices,
        form,
        question.now,
        beside=question,
        moments=question.moments,
    )


def table(now: Period, past: Period, values: Sequence[tuple[Cell, Cell]]) -> Table:
    """`values`: of each of MEASURES, in this span and in the one before."""
    known = dict(zip(MEASURES, values, strict=True))
    shares = [[_share(cell) for cell in known[name]] for name in (FIRST, DONE)]
    names = (now.label, past.label)
    return Table(
        code="sebelumnya",
        title=f"Dibandingkan dengan {past.label}",
        explained=(
            "Dihitung dari tiket kedua rentang, seperti tabel di atas dan dengan saringan yang sama. Bulan, triwulan, atau "
            "tahun yang masih berjalan dibandingkan dengan yang sebelumnya secara utuh. Waktu yang turun berarti "
            "lebih cepat."
        ),
        head=("Ukuran", now.label, past.label, "Selisih"),
        rows=[
            [Cell(name), here, there, Cell(grown(here.value, there.value))]
            for name, (here, there) in known.items()
        ],
        chart=(
            lying_bars(
                [FIRST, DONE], *map(list, zip(*shares, strict=True)), names=names, is_share=True
            )
            if any(share is not None for pair in shares for share in pair)
            else None
        ),
        names=names,
    )


def _share(cell: Cell) -> Fraction | None:
    return cell.value if isinstance(cell.value, Fraction) else None
