"""How many files an office keeps, and how many bytes, by what they are; as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.core.cache import cache
from django.db.models import Count, Sum

from services.models import Agency, RecordFile
from services.number_words import size_words
from siwhapik.reports.sheets import Cell, Table
from tickets.models import Attachment

HOLDS = 600  # seconds: adding up an office's files reads all of their rows
_KINDS = {"image": "Gambar", "application/pdf": "PDF", "audio": "Suara", "video": "Video"}
_OTHERS, _RECORDS = "Lainnya", "Berkas catatan kantor"
_EXPLAINED = (
    "Dihitung dari berkas yang tersimpan di server: kiriman pemohon dan petugas, dan berkas catatan kantor. "
    "Gambar kecil untuk pratinjau tidak dihitung. Angkanya paling lama sepuluh menit yang lalu."
)
Kept = dict[str, tuple[int, int]]


def kept_by(agencies: Sequence[Agency]) -> dict[int, Kept]:
    """How many files and bytes of each office by what they are; as it was at most HOLDS ago."""
    keys = {f"storage:{one.pk}": one for one in agencies}
    known: dict[str, Kept] = cache.get_many(keys)
    if asked := [one for key, one in keys.items() if key not in known]:
        counted = _counted(asked)
        fresh = {f"storage:{one.pk}": counted.get(one.pk, {}) for one in asked}
        cache.set_many(fresh, HOLDS)
        known |= fresh
    return {one.pk: known[key] for key, one in keys.items()}


def _counted(agencies: Sequence[Agency]) -> dict[int, Kept]:
    """In two questions, however many offices."""
    office = "message__conversation__citizen__agency"
    files = Attachment.objects.filter(state=Attachment.State.READY, **{f"{office}__in": agencies})
    by_type = files.order_by().values_list(office, "mime_type").annotate(Count("pk"), Sum("size"))
    found: defaultdict[int, Kept] = defaultdict(dict)
    for agency, mime_type, count, size in by_type:
        name = _KINDS.get(mime_type) or _KINDS.get(mime_type.split("/")[0], _OTHERS)
        before = found[agency].get(name, (0, 0))
        found[agency][name] = (before[0] + count, before[1] + (size or 0))
    own = RecordFile.objects.filter(record__agency__in=agencies).order_by()
    rows = own.values_list("record__agency").annotate(Count("pk"), Sum("size"))
    for agency, count, size in rows:
        found[agency][_RECORDS] = (count, size or 0)
    return found


def table_of(agency: Agency, kept: Kept) -> Table:
    """What an office keeps, the kinds in a fixed order."""
    rows = [(name, *kept.get(name, (0, 0))) for name in (*_KINDS.values(), _OTHERS, _RECORDS)]
    total = ("Jumlah", sum(row[1] for row in rows), sum(row[2] for row in rows))
    told = [
        [Cell(name), Cell(count), Cell(size_words(size))] for name, count, size in (*rows, total)
    ]
    return Table(
        code=f"penyimpanan-{agency.pk}",
        title=agency.name,
        explained=_EXPLAINED,
        head=("Jenis berkas", "Berkas", "Ukuran"),
        rows=told[:-1],
        total=told[-1],
    )
