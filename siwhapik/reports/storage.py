"""/laporan/penyimpanan/: how much an office's files take on the server, and how much room is left."""

from __future__ import annotations

import shutil

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from services.access import Action, agencies_where
from services.number_words import size_words
from siwhapik.reports.kept_files import kept_by, table_of
from tickets.views.guard import staff_of, staff_page
from tickets.words import long_words


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


def room_words() -> str:
    """What is left on the disk of the files; "" where they lie on no disk of this machine."""
    try:
        disk = shutil.disk_usage(default_storage.path(""))
    except (NotImplementedError, OSError):
        return ""
    return f"Ruang kosong di server: {size_words(disk.free)} dari {size_words(disk.total)}."
