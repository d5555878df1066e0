"""Who took which rows out of the product, as a list: files, printed registers, and trails that were looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Count, Max, Q, Value
from django.utils import timezone

from services.access import Action, agencies_where
from services.masking import mask_contacts
from services.models import Service, Staff
from siwhapik.reports.books import Asking, Book, Listed, Row, coded, plain
from siwhapik.reports.exporting import LOOK, PRINT
from siwhapik.reports.filter_words import label_of, meaning_of
from siwhapik.reports.forms import OfficerForm
from siwhapik.reports.sheets import Value as Shown
from tickets.figures.asked import Asked
from tickets.models import Channel, Export, Label
from tickets.words import day_words

CODE = "ekspor"
FORMS = {"csv": "CSV", "xlsx": "XLSX", "pdf": "PDF", PRINT: "Versi cetak", LOOK: "Dilihat"}
# What says of which days and office is told in columns of its own, or is no filter.
_NOT_TOLD = {"rentang", "hari", "dari", "sampai", "instansi", "sesudah", "cetak", "tabel", "hal"}
_NAMED = ("layanan", "nomor", "petugas", "dikerjakan", "label")


def _listed(asking: Asking) -> Listed:
    """Those of the reader's offices, in the days of each; of one person, where the address names one. Not the line
    that this look itself leaves: it is written before the rows are read.
    """
    form = asking.form
    newest = Export.objects.aggregate(pk=Max("pk"))["pk"] or 0
    asked = Asked(agencies=asking.offices, first=form.period.first, last=form.period.last)
    wanted = Q(pk__in=())
    for span in asked.spans:
        begins, ends = span.borders
        of_offices = Export.objects.of_offices(span.agencies).values("pk")
        wanted |= Q(pk__in=of_offices, at__gte=begins, at__lt=ends)
    if "assignee_id" in form.only:
        wanted &= Q(staff=form.only["assignee_id"])
    rows = Export.objects.filter(wanted, pk__lte=newest).annotate(
        is_readable=Value(False, output_field=BooleanField()),  # no row leads to a ticket
        several=Count("offices"),
    )
    return Listed(rows, form.told)


class _Names(NamedTuple):
    """What the numbers in addresses mean, by the name of the filter."""

    of: Mapping[str, Mapping[str, str]]

    def words(self, name: str, value: str) -> str:
        """ "Layanan: Surat pindah"."""
        known = meaning_of(name, value) or self.of.get(name, {}).get(value)
        return f"{label_of(name)}: {known or mask_contacts(value)}"


def _add_names(rows: Sequence[dict[str, Any]], *, reader: Staff) -> None:
    """To each row, what its filters mean. A person is named where the reader may read the trails."""
    asked = {name: _numbers(rows, name) for name in _NAMED}
    offices = agencies_where(reader, Action.SEE_LOGS)
    people = Staff.objects.filter(
        pk__in=asked["petugas"] | asked["dikerjakan"], memberships__agency__in=offices
    )
    officers = _by_id(people, "full_name")
    named: dict[str, Mapping[str, str]] = {
        "layanan": _by_id(
            Service.objects.filter(pk__in=asked["layanan"], agency__in=offices), "name"
        ),
        "nomor": _by_id(Channel.objects.filter(pk__in=asked["nomor"], agency__in=offices), "name"),
        "petugas": officers,
        "dikerjakan": officers,
        "label": _by_id(Label.objects.filter(pk__in=asked["label"], agency__in=offices), "name"),
    }
    names = _Names(named)
    for row in rows:
        row["names"] = names


def _numbers(rows: Sequence[Mapping[str, Any]], name: str) -> set[int]:
    given = {str(row["asked"].get(name, "")) for row in rows}
    return {int(one) for one in given if one.isascii() and one.isdecimal() and len(one) < 13}


def _by_id(found: Any, name: str) -> dict[str, str]:
    return {str(pk): words for pk, words in found.values_list("pk", name)} if found else {}


def title_of(report: str, titles: Mapping[str, str]) -> str:
    """What a report is called; its code, where it is no more."""
    return titles.get(report, report)


def span_of(asked: Mapping[str, Any]) -> str:
    """ "1 Juni 2026 sampai 30 Juni 2026"."""
    days = [asked.get(name, "") for name in ("dari", "sampai")]
    return " sampai ".join(day_words(dt.date.fromisoformat(day)) for day in days if day)


def _when(row: Row, _: Collection[int]) -> Shown:
    zone = row["agency__timezone"] or timezone.get_default_timezone_name()
    at: dt.datetime = row["at"]
    return at.astimezone(ZoneInfo(zone))


def _days(row: Row, _: Collection[int]) -> str:
    return span_of(row["asked"])


def _filters(row: Row, _: Collection[int]) -> str:
    asked = sorted(row["asked"].items())  # databases keep them in orders of their own
    told = [
        row["names"].words(name, str(value))
        for name, value in asked
        if name not in _NOT_TOLD and value
    ]
    return "; ".join(told)


def _office(row: Row, _: Collection[int]) -> str:
    several = f"{row['several']} instansi" if row["several"] else "Beberapa instansi"
    return row["agency__short_name"] or several


def book(titles: Mapping[str, str]) -> Book:
    """`titles`: of all reports, by code."""

    def title(row: Row, _: Collection[int]) -> str:
        return title_of(row["report"], titles)

    return Book(
        code=CODE,
        title="Siapa mengambil data",
        tells="Siapa mengambil, mencetak atau membuka laporan mana, kapan, dan berapa baris.",
        explained=(
            "Dihitung dari setiap berkas yang diambil (CSV, XLSX, PDF), setiap register yang dibuka untuk dicetak, "
            "dan setiap jejak yang dibuka. Yang memuat beberapa instansi tampil pada setiap instansi itu. Siapa "
            "membuka halaman ini dan mengambil berkasnya juga dicatat. Waktu menurut zona kantor."
        ),
        nothing="Tidak ada data yang diambil dalam rentang ini.",
        columns={
            "Waktu": _when,
            "Laporan": title,
            "Petugas": plain("staff__full_name"),
            "Bentuk": coded("form", FORMS),
            "Baris": lambda row, _: row["rows"],
            "Rentang data": _days,
            "Saringan": _filters,
            "Instansi": _office,
        },
        listed=_listed,
        fields=(
            "report", "staff__full_name", "form", "rows", "asked", "several", "agency__timezone",
            "agency__short_name",
        ),
        ticket_fields=(),
        at="at",
        action=Action.SEE_LOGS,
        newest_first=True,
        is_watched=True,
        is_drawn_anew=True,
        asks=OfficerForm,
        besides=_add_names,
    )  # fmt: skip
