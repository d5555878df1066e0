"""Files of a matter: only through here, checked and logged, never run by the browser."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from services import access
from services.access import Action
from tickets.media import PREVIEW_TYPE
from tickets.models import AccessLog, Attachment, Ticket
from tickets.views.guard import REASON_HOLDS, gave_reason, page_number, staff_of, staff_page
from tickets.views.ticket import reason_page

# What a browser may show itself; everything else is a download. Never SVG or HTML.
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf"})
PLAYED = frozenset({"audio", "video"})
# Chromium 156 shows a PDF under this and saves it (tests/browser/test_files.py).
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"


@staff_page
@require_GET
def file(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The bytes as they were received; every opening is logged."""
    found = _attachment(request, pk)
    if isinstance(found, HttpResponse):
        return found
    if found.state != Attachment.State.READY or not found.file:
        raise Http404
    ticket = found.message.ticket
    if ticket is None:
        raise Http404
    if not _goes_on(request, found):
        AccessLog.objects.create(
            staff=staff_of(request), ticket=ticket, attachment=found, action=AccessLog.Action.FILE
        )
    return _served(found.file, mime=found.mime_type, name=found.filename)


@staff_page
@require_GET
def preview(request: HttpRequest, pk: str) -> HttpResponseBase:
    """A small picture that we made ourselves, shown within the conversation."""
    found = _attachment(request, pk)
    if isinstance(found, HttpResponse):
        return found
    if found.state != Attachment.State.READY or not found.preview:
        raise Http404
    etag = f'"{hashlib.sha256((found.preview.name or "").encode()).hexdigest()[:20]}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    response = _served(found.preview, mime=PREVIEW_TYPE, name="")
    # Kept, but asked for each time: rights may have ended, or another person sits there.
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return response


def _goes_on(request: HttpRequest, attachment: Attachment) -> bool:
    """Whether a player asks for more of what this person opened, and was logged for, just now."""
    if request.headers.get("Range", "bytes=0-").startswith("bytes=0-"):
        return False
    opened = AccessLog.objects.filter(
        staff=staff_of(request), attachment=attachment, action=AccessLog.Action.FILE
    )
    return opened.filter(at__gte=timezone.now() - REASON_HOLDS).exists()


def _attachment(request: HttpRequest, pk: str) -> Attachment | HttpResponse:
    """The file's row, a page that asks for the reason, or 404 for an outsider."""
    staff = staff_of(request)
    openable = Ticket.objects.openable_by(staff).values("pk")
    related = Attachment.objects.select_related("message__ticket__service")
    found = related.filter(pk=page_number(pk), message__ticket__in=openable).first()
    if found is None or found.message.ticket is None:
        raise Http404
    ticket = found.message.ticket
    if access.can(staff, Action.READ_TICKET, ticket) or gave_reason(staff, ticket):
        return found
    if request.headers.get("HX-Request"):
        return redirect(ticket.get_absolute_url())
    return reason_page(request, ticket)


def _served(stored: object, *, mime: str, name: str) -> FileResponse:
    mime = mime.partition(";")[0].strip().lower()
    inline = mime in SHOWN or mime.partition("/")[0] in PLAYED
    handle = stored.open("rb")  # type: ignore[attr-defined]  # a FieldFile
    response = FileResponse(handle, content_type=mime if inline else "application/octet-stream")
    kind = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name or 'berkas')}"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
