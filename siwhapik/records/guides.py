"""/panduan/: what an office asks its officers to keep to, and how features are used; a page to read."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from services import recording
from services.access import Action, agencies_where
from services.models import OfficeRecord
from services.record_kinds import KINDS, words_of
from siwhapik.dashboard.views import today_at
from tickets.prepared_texts import BLANKS
from tickets.views.guard import staff_of, staff_page

_ABOUT = KINDS["guide"].fields["about"]
MOST = 50


@staff_page
@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """Those in force at the offices whose records this person reads, and the names that texts may hold."""
    staff = staff_of(request)
    agencies = list(agencies_where(staff, Action.SEE_RECORDS))
    if not agencies:
        raise PermissionDenied
    today = today_at(agencies, timezone.now())
    found = recording.records_of(staff).guides_in_force(today)[:MOST]
    context = {
        "guides": [_shown(one) for one in found],
        "names_office": len(agencies) > 1,
        "blanks": [(f"{{{name}}}", *told) for name, told in BLANKS.items()],
        "writes": agencies_where(staff, Action.KEEP_RECORDS).filter(is_active=True).first(),
    }
    return render(request, "records/guides.html", context)


def _shown(guide: OfficeRecord) -> dict[str, Any]:
    return {
        "record": guide,
        "about": words_of(_ABOUT, guide.values.get("about")),
        "text": guide.values.get("text", ""),
        "files": [one for one in guide.files.all() if one.removed_at is None],
    }
