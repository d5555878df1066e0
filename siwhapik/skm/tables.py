"""The tables of a report on a survey period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from siwhapik.dashboard.charts import lying_bars
from siwhapik.reports.sheets import EMPTY, Cell, Table
from siwhapik.skm.material import Material, shown_index
from surveys import rates
from surveys.figures import FEWEST_SHOWN, Figure
from surveys.ikm import half_up
from surveys.models import FollowUpPlan, ProfileOption, Recommendation, SurveyPeriod
from surveys.presenting import WITHHELD, few_words, hidden_groups
from surveys.presenting_ways import hidden_ways
from surveys.recommendation_forms import quarter_words
from surveys.trends import apart_words
from surveys.ways import Way

FEW = f"kurang dari {FEWEST_SHOWN}"
OTHER_OFFICE = "Layanan instansi lain"
TOGETHER = "Kelompok kecil, digabung"


def two(value: Fraction) -> Decimal:
    """A value with two places, rounded half up."""
    return Decimal(half_up(value, 2))


def rate_cell(figure: Figure) -> Cell:
    """How many of the invited answered; empty of small groups, as everything of theirs is."""
    words = None if figure.is_few else rates.rate_words(figure.funnel, n=figure.n)
    return Cell(words, among_words=True)


def elements(found: Material) -> Table:
    """Each element with its mean, converted value and grade, beside the period before that may be compared."""
    index, before = found.index, found.before
    names = {one.code: one.name for one in found.asked}
    low = set(index.weakest()) if index else set()
    results = index.elements if index else {}
    then = before[1].elements if before else {}
    rows = [
        [
            Cell(f"{code} {names.get(code, code)}"),
            Cell(result.sum),
            Cell(Decimal(half_up(result.mean, 3))),
            Cell(two(result.converted)),
            Cell(f"{result.grade.letter}, {result.grade.label}"),
            Cell("terendah" if code in low else None),
        ]
        for code, result in results.items()
    ]
    named = [f"{code} {names.get(code, code)}" for code in results]
    values = [float(two(one.converted)) for one in results.values()]
    past = [float(two(then[code].converted)) for code in results if code in then]
    past = past if len(past) == len(values) else []  # compared whole or not at all
    earlier = before[0].name if before and past else ""
    return Table(
        code="unsur",
        title="Nilai tiap unsur",
        explained="Rata-rata: jumlah nilai dibagi banyak responden. Konversi: rata-rata dikalikan 25. Mutu menurut "
        "tabel kategori kuesionernya.",
        head=("Unsur", "Jumlah nilai", "Rata-rata", "Konversi", "Mutu", "Catatan"),
        rows=rows,
        chart=lying_bars(named, values, past, names=("periode ini", earlier)) if results else None,
        names=("Periode ini", earlier),
        facts=(f"{few_words(found.whole.n)}.",) if found.whole.is_few else (),
        empty=WITHHELD if found.whole.is_few else EMPTY,
    )


def services(found: Material) -> Table:
    """The index of each service, without small groups: the report goes to everybody."""
    kept = hidden_groups({key: one.n for key, one in found.services.items()})
    by_name = sorted(found.services.items(), key=lambda item: found.names.get(item[0], ""))
    return Table(
        code="layanan",
        title="IKM per layanan",
        explained="Tiap layanan dihitung dari respondennya sendiri. IKM instansi dihitung dari semua responden "
        f"bersama-sama, bukan rata-rata layanan. Layanan dengan {FEW} responden, dan yang lain bila jawaban mereka "
        "dapat dihitung darinya, tidak diperlihatkan. Diperlukan: menurut Krejcie dan Morgan. "
        f"{rates.EXPLAINED}",
        head=("Layanan", "Responden", "Diperlukan", rates.HEAD, "IKM", "Mutu"),
        rows=[
            _service(found.names.get(key, OTHER_OFFICE), one, is_hidden=key in kept)
            for key, one in by_name
            if one.n
        ],
    )


def shown_services(found: Material) -> list[tuple[str, Figure]]:
    """The services whose index tells nobody's answers, by name."""
    kept = hidden_groups({key: one.n for key, one in found.services.items()})
    rows = [
        (found.names.get(key, OTHER_OFFICE), one)
        for key, one in found.services.items()
        if key not in kept and one.n
    ]
    return sorted(rows, key=lambda row: row[0])


def _service(name: str, figure: Figure, *, is_hidden: bool) -> list[Cell]:
    index = figure.index
    if is_hidden or index is None:
        n = FEW if figure.n < FEWEST_SHOWN else None
        rate = Cell(None, among_words=True)
        return [Cell(name), Cell(n), Cell(figure.needed), rate, Cell(None), Cell(None)]
    grade = f"{index.grade.letter}, {index.grade.label}"
    return [
        Cell(name),
        Cell(figure.n),
        Cell(figure.needed),
        rate_cell(figure),
        Cell(two(index.converted)),
        Cell(grade),
    ]


def ways(found: Material) -> Table:
    """How the answers came, without the counts of small groups."""
    indexes = found.ways.indexes if found.ways else {}
    kept = hidden_ways({way: one.n for way, one in indexes.items()})
    return Table(
        code="cara",
        title="Cara menjawab",
        explained="Banyak jawaban yang dihitung, menurut cara warga menjawab.",
        head=("Cara", "Responden"),
        rows=[
            [Cell(str(way.label)), Cell(FEW if way in kept and one.n < FEWEST_SHOWN else one.n)]
            for way in Way
            if (one := indexes.get(way)) is not None and (way not in kept or one.n < FEWEST_SHOWN)
        ]
        + (
            [[Cell(TOGETHER), Cell(None)]]
            if any(indexes[k].n >= FEWEST_SHOWN for k in kept)
            else []
        ),
    )


def profile(found: Material) -> list[Table]:
    """Who answered, by each list of the questionnaire; small groups are put together."""
    return [
        Table(
            code=f"profil-{field}",
            title=f"Responden menurut {ProfileOption.Field(field).label.lower()}",
            explained=f"Kelompok dengan {FEW} responden digabung, agar tidak dapat ditebak siapa yang menjawab.",
            head=("Kelompok", "Responden", "Bagian"),
            rows=_groups(counts),
        )
        for field, counts in found.profile.items()
    ]


def _groups(counts: Mapping[str, int]) -> list[list[Cell]]:
    total, kept = sum(counts.values()), hidden_groups(counts)
    shown = [(label or "Tidak diisi", n) for label, n in counts.items() if label not in kept]
    if kept:
        shown.append((TOGETHER, sum(counts[label] for label in kept)))
    return [[Cell(label), Cell(n), Cell(Fraction(n, total))] for label, n in shown]


def plans(found: Material) -> Table:
    """Rencana tindak lanjut as reports have it; what nobody planned yet has empty cells."""
    names = {one.code: f"{one.code} {one.name}" for one in found.asked}
    answered = [(one, plan) for one in found.recommendations if (plan := one.plan) is not None]
    waiting = [one for one in found.recommendations if one.plan is None]
    named = {plan.element.code for _, plan in answered}
    named |= {one.element.code for one in waiting if one.element is not None}
    low = found.index.weakest() if found.index else ()
    rows = [_planned(one, plan, names) for one, plan in answered]
    rows += [
        _not_planned(_element_words(one, names), about_words(one), str(one.state.label))
        for one in waiting
    ]
    rows += [_not_planned(names.get(code, code)) for code in low if code not in named]
    return Table(
        code="rtl",
        title="Rencana tindak lanjut",
        explained="Dari rekomendasi evaluator dan pimpinan atas periode ini serta rencana instansi; rekomendasi dan "
        "unsur terendah yang belum direncanakan tetap disebut. Keadaan pada saat laporan ini dibuat.",
        head=(
            "Prioritas unsur",
            "Rekomendasi atas",
            "Program/kegiatan",
            "Waktu",
            "Penanggung jawab",
            "Keadaan",
        ),
        rows=rows,
    )


def about_words(one: Recommendation) -> str:
    """What a recommendation is about. Of a remark only that it is one: who reads its words is asked elsewhere."""
    about = (
        one.element and f"unsur {one.element.code}",
        one.service and f"layanan {one.service.name}",
        "saran warga" if one.remark_id is not None else None,
    )
    words = ", ".join(str(part) for part in about if part)
    return words[:1].upper() + words[1:] if words else "Seluruh hasil"


def _planned(one: Recommendation, plan: FollowUpPlan, names: Mapping[str, str]) -> list[Cell]:
    return [
        Cell(names.get(plan.element.code, plan.element.name)),
        Cell(about_words(one)),
        Cell(plan.activity),
        Cell(quarter_words(plan.year, plan.quarter)),
        Cell(plan.responsible),
        Cell(str(one.state.label)),
    ]


def _not_planned(
    element: str | None, about: str | None = None, state: str | None = None
) -> list[Cell]:
    """What has no plan yet: an element among the lowest, or a recommendation that nobody answered with one."""
    words = (element, about, "Belum direncanakan", None, None, state)
    return [Cell(one, among_words=one is None) for one in words]


def _element_words(one: Recommendation, names: Mapping[str, str]) -> str | None:
    if one.element is None:
        return None
    return names.get(one.element.code, one.element.name)


def trend(found: Material, periods: Sequence[tuple[SurveyPeriod, Figure]]) -> Table:
    """The index of these periods, oldest first; of those that may not be compared it is said."""
    rows = [
        [
            Cell(period.name),
            Cell(str(period.questionnaire)),
            Cell(figure.n),
            rate_cell(figure),
            Cell(two(index.converted) if (index := shown_index(figure)) else None),
            Cell(index.grade.letter if index else None),
        ]
        for period, figure in periods
    ]
    return Table(
        code="tren",
        title="Tren IKM",
        explained="Angka tiap periode dibekukan saat periodenya ditutup. Periode dengan "
        f"{FEW} jawaban tidak diperlihatkan nilainya.",
        head=("Periode", "Kuesioner", "Responden", rates.HEAD, "IKM", "Mutu"),
        rows=rows,
        facts=apart_words([(one, why) for one, _ in periods if (why := found.apart[one.pk])]),
    )


def computed(found: Material) -> Table:
    """From the sums to the index."""
    index = found.index
    weight = index.scoring.weight_of_each(len(index.elements)) if index else Fraction()
    return Table(
        code="hitungan",
        title="Olahan data",
        explained="Dihitung dengan pecahan tepat; setiap angka baru dibulatkan saat ditampilkan.",
        head=("Unsur", "Jumlah nilai", "Rata-rata", "Tertimbang"),
        rows=[
            [
                Cell(code),
                Cell(one.sum),
                Cell(half_up(one.mean, 4).replace(".", ",")),
                Cell(half_up(one.mean * weight, 4).replace(".", ",")),
            ]
            for code, one in (index.elements.items() if index else ())
        ],
        total=[
            Cell("Indeks (1-4)"), Cell(None), Cell(None),
            Cell(half_up(index.index, 4).replace(".", ",")),
        ] if index else (),
    )  # fmt: skip
