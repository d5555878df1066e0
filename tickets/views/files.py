"""The only way to a matter's files: checks rights, logs, and keeps browsers from running them."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from tickets import identity
from tickets.filenames import file_name
from tickets.kinds import SHOWN, file_words
from tickets.media import PREVIEW_TYPE
from tickets.models import AccessLog, Attachment, Message, Ticket
from tickets.views.guard import REASON_HOLDS, needs_no_reason, page_number, staff_of, staff_page
from tickets.views.ticket import reason_page

# Looks of one person at one file within this time share one row in the log.
PREVIEW_HOLDS = dt.timedelta(minutes=15)
PLAYED = frozenset({"audio", "video"})
# Chromium 156 shows a PDF under this and saves it (tests/browser/test_files.py).
# Only our own pages frame it: the viewer beside a ticket.
SANDBOX = (
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'"
)


@staff_page
@require_GET
def file(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The bytes as they were received; every opening is logged."""
    found = _attachment(request, pk)
    if isinstance(found, HttpResponse):
        return found
    if found.state != Attachment.State.READY or not found.file:
        raise Http404
    if not _goes_on(request, found):
        _log(request, found, AccessLog.Action.FILE)
    return served(found.file, mime=found.mime_type, name=_name_of(found, request))


@staff_page
@require_GET
def preview(request: HttpRequest, pk: str) -> HttpResponseBase:
    """A small picture that we made ourselves, for the conversation.

    It can show a readable identity card, so a look at it is logged like opening the file, but only
    once in a while: an open conversation asks for it again and again.
    """
    found = _attachment(request, pk)
    if isinstance(found, HttpResponse):
        return found
    if found.state != Attachment.State.READY or not found.preview:
        raise Http404
    if not _saw_lately(request, found):
        _log(request, found, AccessLog.Action.PREVIEW)
    return served(found.preview, mime=PREVIEW_TYPE, name="")


def _name_of(attachment: Attachment, request: HttpRequest) -> str:
    """The file's own name, else its kind and time; with an ending that opens it.

    The name that a citizen gave it may tell who it is, where that is kept from this person.
    """
    ticket = attachment.message.ticket
    zone = ticket.agency.zone if ticket else None
    at = timezone.localtime(attachment.message.occurred_at, zone)
    what = file_words(attachment.mime_type)
    fallback = f"{what} {at:%Y-%m-%d %H.%M}"
    given = attachment.filename
    if ticket and attachment.message.direction == Message.Direction.IN:
        given = "" if identity.is_kept_from(staff_of(request), ticket) else given
    return file_name(given, attachment.mime_type, fallback=fallback)


def _goes_on(request: HttpRequest, attachment: Attachment) -> bool:
    """Whether a player asks for more of a file that this person has just opened, which was logged."""
    if request.headers.get("Range", "bytes=0-").startswith("bytes=0-"):
        return False
    opened = _logged(request, attachment).filter(action=AccessLog.Action.FILE)
    return opened.filter(at__gte=timezone.now() - REASON_HOLDS).exists()


def _saw_lately(request: HttpRequest, attachment: Attachment) -> bool:
    """Whether a recent row in the log says already that this person saw this file."""
    return _logged(request, attachment).filter(at__gte=timezone.now() - PREVIEW_HOLDS).exists()


def _logged(request: HttpRequest, attachment: Attachment) -> QuerySet[AccessLog]:
    """This person's rows about the file, by the index of the ticket."""
    return AccessLog.objects.filter(
        ticket=attachment.message.ticket_id or 0, staff=staff_of(request), attachment=attachment
    )


def _log(request: HttpRequest, attachment: Attachment, action: AccessLog.Action) -> None:
    AccessLog.objects.create(
        staff=staff_of(request),
        ticket_id=attachment.message.ticket_id or 0,  # only a ticket leads here
        attachment=attachment,
        action=action,
    )


def _attachment(request: HttpRequest, pk: str) -> Attachment | HttpResponse:
    """The file's row, a page that asks for the reason, or 404 for an outsider."""
    staff = staff_of(request)
    openable = Ticket.objects.openable_by(staff).values("pk")
    related = Attachment.objects.select_related(
        "message__ticket__service", "message__ticket__agency"
    )
    found = related.filter(pk=page_number(pk), message__ticket__in=openable).first()
    if found is None or found.message.ticket is None:
        raise Http404
    ticket = found.message.ticket
    if needs_no_reason(staff, ticket):
        return found
    if request.headers.get("HX-Request"):
        return redirect(ticket.get_absolute_url())
    return reason_page(request, ticket)


def served(stored: object, *, mime: str, name: str) -> FileResponse:
    """The bytes with what keeps a browser from running them; `stored` is a file of the storage."""
    mime = mime.partition(";")[0].strip().lower()
    inline = mime in SHOWN or mime.partition("/")[0] in PLAYED
    handle = stored.open("rb")  # type: ignore[attr-defined]  # a FieldFile
    response = FileResponse(handle, content_type=mime if inline else "application/octet-stream")
    kind = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name or 'berkas')}"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Content-Type-Options"] = "nosniff"
    return response
