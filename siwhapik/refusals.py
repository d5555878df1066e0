"""The answers to refused bodies: too big, too slow, not logged in, or no room.

siwhapik.server reads bodies and marks what it refused. Behind another server (WSGI) this checks
the size before anything is read, and the proxy has to limit the time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from siwhapik.server.body import Reason
from siwhapik.server.environ import Environ
from siwhapik.server.limits import ANY, SMALL_BYTES, Limit, Table
from tickets.webhook import discard_rest, webhook_path

# Where files are sent that are larger than a form may be: arguments of the route that stand for any, and the setting that
# says the most bytes of all its files together. nginx has the same addresses (deploy/nginx.conf).
UPLOADS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "tickets:reply": (("X",), "REPLY_MAX_BYTES"),
    "records:add-file": (("X",), "RECORD_FILE_MAX_BYTES"),
    "surveys:plan": (("1",), "OFFICE_FILES_MAX_BYTES"),
    "surveys:progress": (("1",), "OFFICE_FILES_MAX_BYTES"),
    "coordination:write": ((), "OFFICE_FILES_MAX_BYTES"),
    "coordination:thread": (("1",), "OFFICE_FILES_MAX_BYTES"),
    "evaluation:check": (("x", "2026", "revisi-1"), "REPORT_MAX_BYTES"),
    "evaluation:letterhead": (("x",), "LOGO_MAX_BYTES"),
}
RETRY_AFTER_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Words:
    """The status and the Indonesian text of a refusal."""

    status: int
    heading: str
    why: str
    do: str


WORDS = {
    Reason.TOO_BIG: Words(
        status=413,
        heading="Kiriman terlalu besar",
        why="Yang Anda kirim lebih besar daripada yang dapat diterima di sini.",
        do="Kurangi atau kecilkan berkasnya, lalu kirim lagi.",
    ),
    Reason.TOO_SLOW: Words(
        status=408,
        heading="Kiriman tidak sampai utuh",
        why="Sambungan terlalu lambat, sehingga kiriman Anda terputus.",
        do="Coba lagi dengan sambungan yang lebih baik.",
    ),
    Reason.NOT_LOGGED_IN: Words(
        status=401,
        heading="Silakan masuk dahulu",
        why="Berkas sebesar itu hanya diterima dari petugas yang sudah masuk; sesi Anda berakhir.",
        do="Masuk lagi di tab lain, lalu kirim lagi.",
    ),
    Reason.NO_ROOM: Words(
        status=503,
        heading="Server sedang penuh",
        why="Saat ini tidak ada tempat untuk kiriman sebesar itu.",
        do="Coba lagi beberapa menit lagi.",
    ),
}


def table() -> Table:
    """The limits: sizes from the settings, paths from the routes."""
    uploads = {name: getattr(settings, setting) for name, (_, setting) in UPLOADS.items()}
    return _table(settings.WEBHOOK_MAX_BYTES, tuple(uploads.items()))


@lru_cache(maxsize=4)  # one in use, and those of tests
def _table(webhook: int, uploads: tuple[tuple[str, int], ...]) -> Table:
    # What stands around files in a form fits into as much as any other form may have.
    limits = {
        address(name): Limit(most=most + SMALL_BYTES, for_staff=True) for name, most in uploads
    }
    return Table({webhook_path(): Limit(most=webhook), **limits})


def address(name: str, shown: str = ANY) -> str:
    """The path of one of UPLOADS, with this word for each of its arguments."""
    example, _ = UPLOADS[name]
    parts = reverse(name, args=example).split("/")
    return "/".join(shown if part in example else part for part in parts)


def is_logged_in(environ: Environ) -> bool:
    """Whether this request comes from a logged-in person; reads nothing of its body."""
    request = WSGIRequest(environ)
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if "\x00" in key:  # PostgreSQL refuses to look for it, which is no answer about the person
        return False
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    try:
        return get_user(request).is_authenticated
    except (DatabaseError, InterfaceError):
        return True  # the page itself says that the database is away


def is_logged_in_between_requests(environ: Environ) -> bool:
    """The same before Django has begun the request and checked its database connections."""
    close_old_connections()  # after a restart of the database the old one is dead
    return is_logged_in(environ)


def within_limits(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer requests whose body the server refused, or whose announced length is too much."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if reason := request.META.get("siwhapik.refused"):
            return refusal(request, Reason(reason))
        if reason := _over(request):
            discard_rest(request.read)
            return refusal(request, reason)
        return get_response(request)

    return middleware


def _over(request: HttpRequest) -> Reason | None:
    """Why the announced length is too much; None if it is not. The webhook checks its own body."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    limit = table().of(request.path_info)
    if request.path_info == webhook_path() or not (length.isascii() and length.isdigit()):
        return None
    if len(length) > 18 or int(length) > limit.most:
        return Reason.TOO_BIG
    unknown = limit.for_staff and int(length) > SMALL_BYTES and not is_logged_in(request.META)
    return Reason.NOT_LOGGED_IN if unknown else None


def refusal(request: HttpRequest, reason: Reason) -> HttpResponse:
    """The answer as a page for people; WhatsApp reads only the status, and sends again."""
    words = WORDS[reason]
    if request.path_info == webhook_path():
        text = f"{words.heading}. {words.why} {words.do}"
        response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    else:
        response = HttpResponse(render_to_string("refused.html", {"words": words}))
    response.status_code = words.status
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    if reason is Reason.NO_ROOM:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
