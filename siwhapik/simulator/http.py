"""Requests and answers: JSON in and out, readable errors, no requests from other sites."""

import contextlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from siwhapik.simulator import store
from siwhapik.simulator.config import Json
from siwhapik.simulator.errors import GraphError

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
View = Callable[..., HttpResponseBase]


class BadRequest(ValueError):
    """The request cannot be read; the text says why."""


def guard(get_response: View) -> View:
    """Middleware: refuse requests that another web site sends, and set the security headers."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        origin = request.headers.get("Origin")
        if (
            request.method not in {"GET", "HEAD"}
            and origin
            and origin != f"{request.scheme}://{request.get_host()}"
        ):
            _read_to_the_end(request)
            return JsonResponse({"error": "Requests from other sites are refused"}, status=403)
        response = get_response(request)
        _read_to_the_end(request)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return handle


def _read_to_the_end(request: HttpRequest) -> None:
    """Read the rest of a body: the server cuts a connection with unread bytes."""
    if request.method not in {"GET", "HEAD"}:
        with contextlib.suppress(OSError):  # the client went away
            while request.read(65536):
                pass


def control(view: View) -> View:
    """A control call: a request that cannot be done (a ValueError) gets 400 with a text."""

    def handle(request: HttpRequest, **given: str) -> HttpResponseBase:
        try:
            return view(request, **given)
        except (ValueError, TypeError) as error:
            return JsonResponse({"error": str(error)}, status=400)
        except GraphError as error:
            return JsonResponse({"error": error.details}, status=400)

    return handle


def graph(view: View) -> View:
    """A Graph call: a request that Meta would refuse gets Meta's error."""

    def handle(request: HttpRequest, **given: str) -> HttpResponseBase:
        try:
            return view(request, **given)
        except GraphError as error:
            return JsonResponse(error.body(), status=error.status)

    return handle


def body(request: HttpRequest) -> Json:
    """The JSON object of a request; raises BadRequest."""
    try:
        found: Any = store.load(request.body.decode("utf-8") or "{}")
    except ValueError as error:
        raise BadRequest("The body must be JSON") from error
    if not isinstance(found, dict):
        raise BadRequest("The body must be a JSON object")
    return found


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that does not exist, in the words of the Graph API."""
    error = GraphError(100, f"Unknown path components: {request.path}")
    return JsonResponse(error.body(), status=404)
