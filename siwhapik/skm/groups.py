"""Results by who answered and by number: each list of the profile, the hour, the number that was written to.

Groups of fewer than five are hidden from every reader, with the next larger ones until five are hidden: the
whole is shown beside them.
"""

from __future__ import annotations

from collections.abc import Mapping

from siwhapik.dashboard.charts import paired_bars
from siwhapik.reports.sheets import Cell, Table
from siwhapik.skm.tables import FEW, TOGETHER, two
from surveys import frozen
from surveys.counting import indexes_in, within
from surveys.figures import Figure
from surveys.ikm import Index
from surveys.models import Facet, ProfileOption, Response
from surveys.presenting import hidden_groups
from surveys.presenting_ways import hidden_numbers
from surveys.ranges import stored_after
from surveys.sums import rows_of
from surveys.views.chosen import Chosen
from tickets.models import Channel

NOT_SAID = "Tidak diisi"
_TITLES = {
    Facet.GENDER: "jenis kelamin",
    Facet.EDUCATION: "pendidikan",
    Facet.OCCUPATION: "pekerjaan",
    Facet.HOURS: "jam survei",
    Facet.NUMBER: "nomor WhatsApp",
}
FACETS = tuple(_TITLES)


def tables_of(chosen: Chosen) -> list[Table]:
    """A table for each; none while answers are shown in steps, for a step may hold one answer of a group."""
    if chosen.cuts:
        return []
    whole, labels = chosen.whole(), _labels(chosen)
    return [_table(facet, _indexes(chosen, facet), labels[facet], whole) for facet in FACETS]


def _indexes(chosen: Chosen, facet: str) -> dict[str, Index]:
    dates, asked = chosen.dates, chosen.questionnaire
    closed = frozen.snapshot_of(dates.frozen_id) if dates.frozen_id is not None else None
    counted = within(
        [chosen.agency],
        days=(dates.starts, dates.ends),
        questionnaire_id=asked.pk,
        but=stored_after(closed.at) if closed is not None else None,
    )
    scoring = asked.scoring(dates.weight)
    found, _ = indexes_in(rows_of([counted], facet=facet), by="option", scoring=lambda _: scoring)
    return {str(option): index for option, index in found.items()}


def _labels(chosen: Chosen) -> dict[str, Mapping[str, str]]:
    """By facet the words of each option, in the order of its list."""
    options = ProfileOption.objects.filter(questionnaire=chosen.questionnaire).order_by("order")
    labels: dict[str, dict[str, str]] = {facet: {} for facet in _TITLES}
    for one in options:
        labels[one.field][one.code] = one.label
    labels[Facet.HOURS] = {value: str(label) for value, label in Response.Hours.choices}
    mine = Channel.objects.filter(agency=chosen.agency).order_by("pk")
    labels[Facet.NUMBER] = {str(one.pk): str(one) for one in mine}
    return {**labels}


def _table(
    facet: str, found: Mapping[str, Index], labels: Mapping[str, str], whole: Figure
) -> Table:
    hides = hidden_numbers if facet == Facet.NUMBER else hidden_groups
    kept = hides({option: index.n for option, index in found.items()})
    order = [*labels, *(option for option in found if option not in labels)]
    shown = [
        (_name(facet, one, labels), found[one]) for one in order if one in found and one not in kept
    ]
    rows = [_row(name, index) for name, index in shown]
    if kept:
        people = sum(found[one].n for one in kept)
        rows.append([Cell(TOGETHER), Cell(people), Cell(None), Cell(None)])
    values = [float(two(index.converted)) for _, index in shown]
    level = float(two(whole.index.converted)) if whole.index else 0.0
    title = _TITLES[Facet(facet)]
    series = ("kelompok", "seluruh instansi")
    names = [name for name, _ in shown]
    return Table(
        code=f"kelompok-{facet}",
        title=f"IKM menurut {title}",
        explained=f"Tiap kelompok dihitung dari respondennya sendiri. Kelompok dengan {FEW} responden, dan yang lain "
        "bila jawaban mereka dapat dihitung darinya, tidak diperlihatkan nilainya kepada siapa pun. Tingkat jawaban tidak "
        "dihitung per kelompok: undangan dikirim tanpa tahu kelompoknya.",
        head=("Kelompok", "Responden", "IKM", "Mutu"),
        rows=rows,
        chart=paired_bars(names, values, [level] * len(values), names=series) if values else None,
        names=("IKM kelompok", "IKM instansi"),
    )


def _name(facet: str, option: str, labels: Mapping[str, str]) -> str:
    if option in labels:
        return labels[option]
    if facet == Facet.NUMBER:
        return "Nomor lain" if option else "Tanpa nomor (tautan, loket, kertas, struk)"
    return option or NOT_SAID


def _row(name: str, index: Index) -> list[Cell]:
    grade = f"{index.grade.letter}, {index.grade.label}"
    return [Cell(name), Cell(index.n), Cell(two(index.converted)), Cell(grade)]
