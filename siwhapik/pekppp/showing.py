"""The evidence of one office with where each piece lies, and offices side by side; as tables for files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from services.access import Action, can
from services.models import Agency, OfficeRecord, Staff
from siwhapik.pekppp.gathering import Gathered
from siwhapik.pekppp.judging import evidence_of, figure_of, reviews_of
from siwhapik.pekppp.wanted import ABOUT, Evidence, State, Wanted
from siwhapik.reports.sheets import Cell, Table

# Which kind of record is to be written where an item lacks something.
_WRITTEN = {
    Wanted.STANDARD: "review",
    Wanted.STANDARD_PUBLISHED: "publication",
    Wanted.SURVEY_PUBLISHED: "publication",
    Wanted.PLEDGE: "pledge",
}
TITLE = "Daftar bukti PEKPPP"


@dataclass(frozen=True, kw_only=True)
class Link:
    """Where a piece lies."""

    words: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of the page."""

    evidence: Evidence
    links: Sequence[Link]
    add_url: str = ""  # where this reader writes down what is missing


def items_of(found: Gathered, *, reader: Staff, asked: dict[str, str]) -> list[Item]:
    """The evidence with its places; `asked`: the span, for pages that take one in their address."""
    keeps = can(reader, Action.KEEP_RECORDS, found.agency)
    return [
        Item(
            evidence=one,
            links=_links(one.code, found, reader=reader, asked=asked),
            add_url=_add_url(one, found.agency) if keeps else "",
        )
        for one in evidence_of(found)
    ]


def list_table(items: Sequence[Item]) -> Table:
    """The list for a file: places as whole addresses."""
    rows = [
        [
            Cell(item.evidence.name),
            Cell(str(item.evidence.state.label)),
            Cell(" ".join(item.evidence.told)),
            Cell("; ".join(f"{settings.PUBLIC_BASE_URL}{one.url}" for one in item.links)),
            Cell(item.evidence.todo),
        ]
        for item in items
    ]
    head = ("Bukti", "Keadaan", "Yang tercatat", "Letak bukti", "Yang perlu dilakukan")
    return Table(code="bukti", title="Daftar bukti", explained="", head=head, rows=rows)


def services_table(found: Gathered) -> Table:
    """Each service's standard and its last review."""
    rows = []
    for one in reviews_of(found):
        record = reverse("records:record", args=[one.record]) if one.record else ""
        page = reverse("public-service", args=[one.service.slug]) if one.standard else ""
        rows.append(
            [
                Cell(one.service.name),
                Cell(f"versi {one.standard.version}" if one.standard else None, page),
                Cell((one.standard.decree_number or None) if one.standard else None),
                Cell(one.on),
                Cell(one.minutes or None, record),
                Cell(str(one.state.label)),
            ]
        )
    return Table(
        code="layanan",
        title="Standar tiap layanan",
        explained="Ditinjau: hari penetapan standarnya, atau hari berita acara peninjauan bila lebih baru. Lebih dari "
        "12 bulan atau tanpa berita acara: perlu diperbarui. Catatan peninjauan tanpa layanan berlaku untuk semua layanan.",
        head=("Layanan", "Standar", "Nomor SK", "Ditinjau", "Berita acara", "Keadaan"),
        rows=rows,
    )


def periods_table(found: Gathered) -> Table:
    """The survey periods that end in the year."""
    rows = []
    for one in found.periods:
        figure = figure_of(one)
        enough = "masih berjalan"
        if figure is not None:
            enough = "cukup" if figure.is_enough else "belum cukup"
        shown = one.is_published and one.published_at
        published = one.published_at.astimezone(found.agency.zone).date() if shown else None  # type: ignore[union-attr]  # `shown` says so
        rows.append(
            [
                Cell(one.name),
                Cell(one.starts_on),
                Cell(one.ends_on),
                Cell(figure.n, reverse("skm:report", args=[one.pk])) if figure else Cell(None),
                Cell(figure.needed if figure else None),
                Cell(enough),
                Cell(published),
            ]
        )
    return Table(
        code="periode",
        title="Survei kepuasan masyarakat",
        explained="Periode yang berakhir pada tahun ini. Diperlukan: menurut Krejcie dan Morgan.",
        head=("Periode", "Mulai", "Sampai", "Responden", "Diperlukan", "Kecukupan", "Diumumkan"),
        rows=rows,
    )


def offices_table(all_found: Sequence[Gathered]) -> Table:
    """A row for each office: how each item stands, nothing else."""
    lists = [(one.agency, evidence_of(one)) for one in all_found]
    names = [item.name for item in lists[0][1]] if lists else []
    rows = [
        [
            Cell(agency.short_name),
            *(Cell(str(item.state.label)) for item in items),
            Cell(sum(item.state == State.HAS for item in items)),
        ]
        for agency, items in lists
    ]
    return Table(
        code="kantor",
        title="Bukti tiap kantor",
        explained="Jumlah ada: berapa bukti yang ada, tanpa yang perlu diperbarui.",
        head=("Kantor", *names, "Jumlah ada"),
        rows=rows,
    )


def _links(code: Wanted, found: Gathered, *, reader: Staff, asked: dict[str, str]) -> list[Link]:
    match code:
        case Wanted.STANDARD:
            return [_record_link(one) for one in found.records_of("review")[:5]]
        case Wanted.STANDARD_PUBLISHED | Wanted.SURVEY_PUBLISHED:
            own = _own_page(code, found)
            return [*own, *(_record_link(one) for one in found.published(ABOUT[code]))]
        case Wanted.SURVEY:
            return [
                Link(words=f"Laporan SKM {one.name}", url=reverse("skm:report", args=[one.pk]))
                for one in found.periods
            ]
        case Wanted.FOLLOWED if found.recommendations:
            return [Link(words="Rekomendasi dan RTL", url=reverse("surveys:recommendations"))]
        case Wanted.COMPLAINTS if can(reader, Action.SEE_REGISTER, found.agency):
            query = urlencode({**asked, "instansi": str(found.agency.pk)})
            url = f"{reverse('reports:book', args=['pengaduan'])}?{query}"
            return [Link(words="Register pengaduan", url=url)]
        case Wanted.PLEDGE:
            rows = [*found.records_of("pledge")[:1], *found.published("pledge")]
            return [_record_link(one) for one in rows]
    return []


def _own_page(code: Wanted, found: Gathered) -> list[Link]:
    """Where this system itself shows it to everybody."""
    if code is Wanted.STANDARD_PUBLISHED and found.shows_standards:
        return [Link(words="Halaman layanan", url=reverse("public-services"))]
    if code is Wanted.SURVEY_PUBLISHED and found.shows_results:
        return [Link(words="Halaman IKM", url=reverse("skm:office", args=[found.agency.slug]))]
    return []


def _record_link(record: OfficeRecord) -> Link:
    files = getattr(record, "file_count", 0)
    words = f"{record.title} ({'dengan' if files else 'tanpa'} berkas)"
    return Link(words=words, url=reverse("records:record", args=[record.pk]))


def _add_url(evidence: Evidence, agency: Agency) -> str:
    kind = _WRITTEN.get(evidence.code)
    if kind is None or evidence.state == State.HAS:
        return ""
    return reverse("records:add", args=[agency.pk, kind])
