"""The tables of the report on the surveys of all offices."""

from __future__ import annotations

from collections.abc import Mapping

from siwhapik.dashboard.charts import lying_bars
from siwhapik.reports.sheets import Cell, Table
from siwhapik.skm.league import before, change_words
from siwhapik.skm.regency import Regency
from siwhapik.skm.regency_groups import Group, OfficePart
from siwhapik.skm.tables import FEW, about_words, two
from surveys import rates
from surveys.ikm import Index, grade, half_up
from surveys.instrument import Grade
from surveys.models import Recommendation, SurveyPeriod
from surveys.ranges import IndexRange
from surveys.recommendation_forms import quarter_words
from tickets.words import day_words, long_words

EVERYBODY, EACH_ONCE = "Semua responden bersama-sama", "Rata-rata instansi"
_HEAD = (
    "Instansi", "Responden", "Pengguna layanan", "Diperlukan", "Kecukupan", rates.HEAD, "IKM", "Mutu",
)  # fmt: skip
_EARLIER = ("Instansi", "Rentang sebelumnya", "Rentang ini", "Perubahan")


def days_of(dates: IndexRange) -> str:
    """The days of a span in words."""
    return f"{day_words(dates.starts)} sampai {day_words(dates.ends)}"


def grade_words(found: Grade) -> str:
    """Letter and name."""
    return f"{found.letter}, {found.label}"


def mean_grade(group: Group) -> Grade:
    """The grade of the mean of the offices."""
    return grade(group.mean, group.parts[0].index.scoring.grades)


def _words(value: str | None) -> Cell:
    return Cell(value, among_words=True)


def offices(group: Group, *, code: str) -> Table:
    """Sample, adequacy and index of each office; both indexes of all below."""
    rows = [_office(one) for one in sorted(group.parts, key=lambda one: -one.index.converted)]
    nothing = Cell(None)
    mean = [
        Cell(EACH_ONCE), nothing, nothing, nothing, nothing, nothing,
        Cell(two(group.mean)), Cell(grade_words(mean_grade(group))),
    ]  # fmt: skip
    whole = group.pooled
    together = rates.added_up([one.funnel for one in group.parts])
    return Table(
        code=f"instansi-{code}",
        title=f"IKM tiap instansi, {group.name}",
        explained="Diperlukan: menurut Krejcie dan Morgan, dari pengguna layanan semua periode instansi itu dalam "
        "rentang ini; orang yang dilayani dalam dua periode terhitung dua kali. Rata-rata instansi: tiap instansi "
        f"berbobot sama, berapa pun respondennya. {rates.EXPLAINED}",
        head=_HEAD,
        rows=[*rows, mean],
        total=[
            Cell(EVERYBODY), Cell(whole.n), Cell(sum(one.users for one in group.parts)), nothing, nothing,
            _words(rates.rate_words(together, n=whole.n)),
            Cell(two(whole.converted)), Cell(grade_words(whole.grade)),
        ],
    )  # fmt: skip


def _office(one: OfficePart) -> list[Cell]:
    return [
        Cell(one.agency.name),
        Cell(one.index.n),
        Cell(one.users),
        Cell(one.needed),
        Cell("cukup" if one.is_enough else "belum cukup"),
        _words(rates.rate_words(one.funnel, n=one.index.n)),
        Cell(two(one.index.converted)),
        Cell(grade_words(one.index.grade)),
    ]


def by_element(group: Group, *, code: str) -> Table:
    """Each element's converted value, of each office and of all."""
    codes = list(group.parts[0].index.elements)

    def cells(name: str, index: Index) -> list[Cell]:
        return [Cell(name), *(Cell(two(index.elements[one].converted)) for one in codes)]

    named = "; ".join(group.names.values())
    return Table(
        code=f"unsur-instansi-{code}",
        title=f"Nilai unsur tiap instansi, {group.name}",
        explained=f"Nilai konversi (25 sampai 100). {named}.",
        head=("Instansi", *codes),
        rows=[cells(one.agency.short_name, one.index) for one in group.parts],
        total=cells("Semua responden", group.pooled),
    )


def elements(group: Group, *, code: str) -> Table:
    """The elements over all respondents, the lowest named."""
    index, names = group.pooled, group.names
    low = set(index.weakest())
    values = [float(two(one.converted)) for one in index.elements.values()]
    return Table(
        code=f"unsur-{code}",
        title=f"Unsur, semua responden, {group.name}",
        explained="Rata-rata: jumlah nilai dibagi banyak responden. Konversi: rata-rata dikalikan 25.",
        head=("Unsur", "Jumlah nilai", "Rata-rata", "Konversi", "Mutu", "Catatan"),
        rows=[
            [
                Cell(names[key]),
                Cell(one.sum),
                Cell(half_up(one.mean, 3).replace(".", ",")),
                Cell(two(one.converted)),
                Cell(grade_words(one.grade)),
                _words("terendah" if key in low else None),
            ]
            for key, one in index.elements.items()
        ],
        chart=lying_bars(list(names.values()), values, [], names=("Rentang ini", "")),
        names=("Rentang ini", ""),
    )


def lowest(group: Group, *, code: str) -> Table:
    """The weakest elements of each office."""
    return Table(
        code=f"terendah-{code}",
        title=f"Unsur terendah tiap instansi, {group.name}",
        explained="Paling banyak tiga unsur; yang bernilai sama disebut bersama. Kosong bila semua unsur sama.",
        head=("Instansi", "Unsur terendah"),
        rows=[
            [Cell(one.agency.name), _words(low_words(one.index, group.names))]
            for one in group.parts
        ],
    )


def low_words(index: Index, names: Mapping[str, str]) -> str | None:
    """The lowest elements with their values."""
    found = [
        f"{names[key]} ({two(index.elements[key].converted)})".replace(".", ",")
        for key in index.weakest()
    ]
    return "; ".join(found) or None


def changes(found: Regency, group: Group, *, code: str) -> list[Table]:
    """Beside the span before, only where the same was asked; no table without any."""
    if not group.earlier:
        return []
    then = {one.agency.pk: one for one in group.earlier}
    now = {one.agency.pk: one for one in group.parts}
    both = {one.agency.pk: one.agency for one in (*group.parts, *group.earlier)}
    rows = [
        _change(agency.name, then.get(pk), now.get(pk))
        for pk, agency in sorted(both.items(), key=lambda item: item[1].name)
    ]
    left = len(then.keys() ^ now.keys())
    fact = f"{left} instansi hanya ada di salah satu rentang; kosong berarti tidak ada nilainya."
    return [
        Table(
            code=f"perubahan-{code}",
            title=f"Perubahan, {group.name}",
            explained=f"Terhadap {days_of(before(found.dates))}, hanya dengan pertanyaan, bobot, dan kategori yang sama.",
            head=_EARLIER,
            rows=rows,
            facts=(fact,) if left else (),
        )
    ]


def _change(name: str, then: OfficePart | None, now: OfficePart | None) -> list[Cell]:
    values = [two(one.index.converted) if one else None for one in (then, now)]
    past, current = values
    change = change_words(current - past) if past is not None and current is not None else None
    if then and now and then.replaced != now.replaced:
        change = "pertanyaan pengganti lain"
    return [Cell(name), Cell(past), Cell(current), _words(change)]


def follow_up(found: Regency) -> Table:
    """Each recommendation with the plan that counts and how far it is."""
    return Table(
        code="rtl",
        title="Rekomendasi dan tindak lanjut",
        explained="Atas periode yang dihitung dalam laporan ini; keadaan pada saat laporan dibuat.",
        head=("Instansi", "Atas", "Rekomendasi", "Rencana", "Waktu", "Keadaan"),
        rows=[_recommended(one) for one in found.recommendations],
        empty="Belum ada rekomendasi atas periode yang dihitung.",
    )


def _recommended(one: Recommendation) -> list[Cell]:
    plan = one.plan
    return [
        Cell(one.period.agency.short_name),
        Cell(about_words(one)),
        Cell(one.text),
        _words(plan.activity if plan else None),
        _words(quarter_words(plan.year, plan.quarter) if plan else None),
        Cell(str(one.state.label)),
    ]


def absent(found: Regency) -> list[Table]:
    """Who and what is not in the index, and why; no table where nothing is missing."""
    rows = [
        [Cell(agency.name), _words(None), Cell("tidak ada periode dalam rentang ini")]
        for agency in found.lacking
        if agency.pk not in {one.agency_id for one in (*found.running, *found.crossing)}
    ]
    rows += [
        _absent(one, f"masih berjalan sampai {day_words(one.ends_on)}") for one in found.running
    ]
    rows += [
        _absent(
            one, f"melewati rentang ini: {day_words(one.starts_on)} sampai {day_words(one.ends_on)}"
        )
        for one in found.crossing
    ]
    rows += [_absent(one, f"{FEW} jawaban, nilainya tidak diperlihatkan") for one in found.few]
    table = Table(
        code="tidak-dihitung",
        title="Tidak dihitung dalam indeks",
        explained="Hanya periode yang sudah ditutup dan seluruhnya di dalam rentang yang dihitung.",
        head=("Instansi", "Periode", "Sebab"),
        rows=sorted(rows, key=lambda cells: str(cells[0].value)),
    )
    return [table] if rows else []


def _absent(period: SurveyPeriod, why: str) -> list[Cell]:
    return [Cell(period.agency.name), Cell(period.name), Cell(why)]


def computed(group: Group, *, code: str) -> Table:
    """From the sums of all respondents to the index."""
    index = group.pooled
    weight = index.scoring.weight_of_each(len(index.elements))
    rows = [
        [
            Cell(group.names[key]),
            Cell(one.sum),
            Cell(half_up(one.mean, 4).replace(".", ",")),
            Cell(half_up(one.mean * weight, 4).replace(".", ",")),
        ]
        for key, one in index.elements.items()
    ]
    values = " + ".join(str(two(one.index.converted)).replace(".", ",") for one in group.parts)
    mean = str(two(group.mean)).replace(".", ",")
    return Table(
        code=f"hitungan-{code}",
        title=f"Hitungan, {group.name}",
        explained=f"Jumlah nilai {index.n} responden dibagi {index.n}, dikalikan bobot "
        f"{half_up(weight, 4).replace('.', ',')} tiap unsur. Dihitung dengan pecahan tepat, dibulatkan sekali di akhir.",
        head=("Unsur", "Jumlah nilai", "Rata-rata", "Tertimbang"),
        rows=rows,
        total=[
            Cell(f"Indeks (1-4); dikalikan 25: {two(index.converted)}".replace(".", ",")),
            Cell(None),
            Cell(None),
            Cell(half_up(index.index, 4).replace(".", ",")),
        ],
        facts=(f"Rata-rata instansi: ({values}) : {len(group.parts)} = {mean}.",),
    )


def sources(found: Regency) -> Table:
    """Which frozen figures it was made from."""
    rows = [
        [
            Cell(one.agency.short_name),
            _words(f"{one.name}, {day_words(one.starts_on)} sampai {day_words(one.ends_on)}"),
            Cell(str(one.get_state_display())),
            Cell(f"{long_words(one.frozen.at, one.agency.zone)}, versi {one.frozen.version}"),
            _words(_in_groups(one.frozen.checksum)),
        ]
        for one in found.periods
        if one.frozen is not None
    ]
    return Table(
        code="sumber",
        title="Sumber angka",
        explained="Angka tiap periode dibekukan saat ditutup; jawaban sesudahnya tidak mengubahnya.",
        head=("Instansi", "Periode", "Keadaan", "Dibekukan", "Sidik SHA-256"),
        rows=rows,
        empty="Belum ada periode yang dihitung.",
    )


def _in_groups(checksum: str) -> str:
    """Sixteen characters a group: lines break between them, and eyes compare them."""
    return " ".join(checksum[at : at + 16] for at in range(0, len(checksum), 16))
