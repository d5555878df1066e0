"""Time, trips and money that citizens saved by not coming, by the office's own assumption."""

from __future__ import annotations

from decimal import Decimal

from services import rows
from services.models import VisitAssumption
from siwhapik.number_words import count_words
from siwhapik.reports.asking import Question
from siwhapik.reports.sheets import Cell, Table

# An office has one, read as text.
ASSUMED = "WHERE agency_id = %s ORDER BY id LIMIT 1"


def tables(online: int, assumed: VisitAssumption | None, *, url: str = "") -> list[Table]:
    """For so many matters that came online; nothing without an assumption. `url`: where these are listed."""
    if assumed is None:
        return []
    trips = Decimal(online) * assumed.trips
    hours = trips * assumed.minutes / 60
    return [
        Table(
            code="hemat",
            title="Waktu dan perjalanan yang dihemat pemohon",
            explained=f"Dihitung dari banyaknya tiket daring yang masuk dalam rentang ini, dikalikan asumsi kantor: satu "
            f"urusan lewat loket butuh {_plain(assumed.trips)} perjalanan, satu perjalanan "
            f"{count_words(assumed.minutes)} menit dan Rp{count_words(assumed.rupiah)}. Dasar: {assumed.origin}. "
            "Perjalanan untuk mengambil hasilnya di loket tidak dikurangkan.",
            head=("Ukuran", "Jumlah"),
            rows=[
                [Cell("Tiket daring"), Cell(online, url)],
                [Cell("Perjalanan yang tidak perlu"), Cell(_whole(trips))],
                [Cell("Jam perjalanan"), Cell(_whole(hours))],
                [Cell("Biaya perjalanan, rupiah"), Cell(_whole(trips * assumed.rupiah))],
            ],
            # No chart: trips, hours and rupiah have no scale in common.
        )
    ]


def of_question(question: Question, online: int) -> list[Table]:
    """Of the only office that is asked for: each has assumptions of its own."""
    if question.is_of_sums or question.form.agency is None:
        return []
    asked = rows.Question(VisitAssumption, ASSUMED, [question.form.agency.pk])
    found: list[VisitAssumption] = rows.read([asked])[0]
    return tables(online, found[0] if found else None, url=question.arrived(daring="ya"))


def _whole(number: Decimal) -> int:
    return int(number + Decimal("0.5"))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
