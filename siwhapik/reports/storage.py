"""/laporan/penyimpanan/: how much an office's files take on the server, and how much room is left."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Sequence

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from services.access import Action, agencies_where
from services.models import Agency, RecordFile
from siwhapik.number_words import count_words
from siwhapik.reports.sheets import Cell, Table
from tickets.models import Attachment
from tickets.views.guard import staff_of, staff_page
from tickets.words import long_words

HOLDS = 600  # seconds: adding up an office's files reads all of their rows
_KINDS = {"image": "Gambar", "application/pdf": "PDF", "audio": "Suara", "video": "Video"}
_OTHERS, _RECORDS = "Lainnya", "Berkas catatan kantor"
_EXPLAINED = (
    "Dihitung dari berkas yang tersimpan di server: kiriman pemohon dan petugas, dan berkas catatan kantor. "
    "Gambar kecil untuk pratinjau tidak dihitung. Angkanya paling lama sepuluh menit yang lalu."
)
_STEP = 1024
_UNITS = ("B", "KB", "MB", "GB", "TB")
Kept = dict[str, tuple[int, int]]


@staff_page
@require_safe
def storage(request: HttpRequest) -> HttpResponse:
    """A table for each office whose figures this person sees."""
    agencies = list(agencies_where(staff_of(request), Action.SEE_FIGURES).order_by("name"))
    if not agencies:
        raise PermissionDenied
    kept = kept_by(agencies)
    tables = [table_of(one, kept[one.pk]) for one in agencies]
    printed = long_words(timezone.now(), agencies[0].zone)
    context = {"tables": tables, "room": room_words(), "printed": printed}
    return render(request, "reports/storage.html", context)


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


def size_words(size: int) -> str:
    """Bytes as people read them: "512 B", "1,5 MB"; one decimal, half up."""
    power = 0
    while size >= _STEP ** (power + 1) and power < len(_UNITS) - 1:
        power += 1
    if not power:
        return f"{size} B"
    tenths = (size * 20 + _STEP**power) // (2 * _STEP**power)
    return f"{count_words(tenths // 10)},{tenths % 10} {_UNITS[power]}"


def room_words() -> str:
    """What is left on the disk of the files; "" where they lie on no disk of this machine."""
    try:
        disk = shutil.disk_usage(default_storage.path(""))
    except (NotImplementedError, OSError):
        return ""
    return f"Ruang kosong di server: {size_words(disk.free)} dari {size_words(disk.total)}."
