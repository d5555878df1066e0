"""Time, trips and money that citizens saved by not coming, by the office's own assumption."""

from __future__ import annotations

from decimal import Decimal

from services.models import VisitAssumption
from siwhapik.dashboard.charts import lying_bars
from siwhapik.number_words import count_words
from siwhapik.reports.asking import Question
from siwhapik.reports.sheets import Cell, Table

_NOT_NEEDED, _HOURS = "Perjalanan yang tidak perlu", "Jam perjalanan"


def tables(online: int, assumed: VisitAssumption | None, *, url: str = "") -> list[Table]:
    """For so many matters that came online; nothing without an assumption. `url`: where these are listed."""
    if assumed is None:
        return []
    trips = Decimal(online) * assumed.trips
    hours = trips * assumed.minutes / 60
    names = [_NOT_NEEDED, _HOURS]
    bars = [_whole(trips), _whole(hours)]
    return [
        Table(
            code="hemat",
            title="Waktu dan perjalanan yang dihemat pemohon",
            explained=f"Dihitung dari banyaknya tiket daring yang masuk dalam rentang ini, dikalikan asumsi kantor: satu "
            f"urusan lewat loket butuh {_plain(assumed.trips)} perjalanan, satu perjalanan "
            f"{count_words(assumed.minutes)} menit dan Rp{count_words(assumed.rupiah)}. Dasar: {assumed.origin}. "
            "Hasil yang lalu diambil di loket tidak dikurangkan.",
            head=("Ukuran", "Jumlah"),
            rows=[
                [Cell("Tiket daring"), Cell(online, url)],
                [Cell(_NOT_NEEDED), Cell(_whole(trips))],
                [Cell(_HOURS), Cell(_whole(hours))],
                [Cell("Biaya perjalanan, rupiah"), Cell(_whole(trips * assumed.rupiah))],
            ],
            chart=lying_bars(names, bars, names=("jumlah", "")) if any(bars) else None,
            names=("Jumlah", ""),
        )
    ]


def of_question(question: Question, online: int) -> list[Table]:
    """Of the only office that is asked for: each has assumptions of its own."""
    if question.is_of_sums or question.form.agency is None:
        return []
    assumed = VisitAssumption.objects.filter(agency=question.form.agency).first()
    return tables(online, assumed, url=question.arrived(daring="ya"))


def _whole(number: Decimal) -> int:
    return int(number + Decimal("0.5"))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
