"""The answer to an unexpected error: 503 while the database is away, else 500."""

import sqlite3
import sys

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

log = structlog.get_logger(__name__)
RETRY_AFTER_SECONDS = 10
DATABASE_AWAY = "Basis data tidak dapat dihubungi; periksa DATABASE_URL dan servernya."
# PostgreSQL: no connection, shutting down or starting, no room for one more.
_AWAY_CLASSES = ("08", "57P", "53")
_AWAY_SQLITE = {
    "SQLITE_BUSY",
    "SQLITE_CANTOPEN",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_LOCKED",
}


def server_error(request: HttpRequest) -> HttpResponse:
    """The project's handler500, called while the exception is being handled."""
    error = sys.exc_info()[1]
    if not is_database_away(error):
        return defaults.server_error(request)
    # One line: the database may be down for long, and each request would log a traceback.
    log.error("page.database_away", error=type(error).__name__)
    return _unavailable(request)


def is_database_away(error: BaseException | None) -> bool:
    """Whether the database cannot be reached now; False for a query that it refused."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        name = str(getattr(cause, "sqlite_errorname", ""))
        return any(name.startswith(one) for one in _AWAY_SQLITE)
    # Without a state no server has answered.
    state = getattr(cause, "sqlstate", None)
    return state is None or str(state).startswith(_AWAY_CLASSES)


def _unavailable(request: HttpRequest) -> HttpResponse:
    page = render_to_string("503.html", {"was_sent": request.method not in ("GET", "HEAD")})
    response = HttpResponse(page, status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    # Django's own mark: its log line would repeat the traceback.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
