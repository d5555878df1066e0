"""The pages: a phone in the browser, and the files that its bubbles show."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from siwhapik.simulator import media

# Shown in the page; every other type is a download.
SHOWN = ("image/jpeg", "image/png", "image/webp", "audio/", "video/", "application/pdf")


def page(request: HttpRequest) -> HttpResponseBase:
    """The phone; everything in it comes through the control API."""
    return render(request, "phone.html")


def home(request: HttpRequest) -> HttpResponseBase:
    """The bare address leads to the phone."""
    return HttpResponseRedirect("/simulator/")


def media_file(request: HttpRequest, *, media_id: str) -> HttpResponseBase:
    """A file as the citizen's phone has it."""
    row = media.find(media_id)
    if row is None or not media.path(media_id).exists():
        raise Http404
    return FileResponse(
        media.path(media_id).open("rb"),
        content_type=row["mime_type"],
        filename=row["filename"],
        as_attachment=not row["mime_type"].startswith(SHOWN),
    )
