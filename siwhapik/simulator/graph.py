"""The Graph API: the paths that the office's client calls, with bearer, faults and real errors."""

import hmac
import sqlite3
import time

from django.http import FileResponse, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from siwhapik.simulator import faults, media, network, numbers, registry, sending
from siwhapik.simulator.config import CONFIG, Json
from siwhapik.simulator.errors import GraphError
from siwhapik.simulator.http import BadRequest, body, graph


@graph
def messages(request: HttpRequest, **given: str) -> HttpResponseBase:
    """POST /{version}/{phone-number-id}/messages."""
    number, payload = _opened(request, given["object_id"])
    if delay := network.current().graph_delay:
        time.sleep(delay)
    if payload.get("status") == "read":
        return JsonResponse(sending.acknowledge(number, payload))
    fault = faults.take("messages")
    if fault is None:
        return JsonResponse(sending.accept(number, payload))
    if fault.kind == "error":
        raise GraphError(fault.code)
    answer: Json = {}
    if fault.accepted:
        failure = fault.code if fault.kind == "async_error" else 0
        answer = sending.accept(number, payload, failure=failure)
    return faults.answer(fault, JsonResponse(answer))


@graph
def upload(request: HttpRequest, **given: str) -> HttpResponseBase:
    """POST /{version}/{phone-number-id}/media, multipart."""
    authorise(request)
    _require(request, "POST")
    number = numbers.get(given["object_id"])
    fault = _failing("media")
    if fault and not fault.accepted:
        return faults.answer(fault, JsonResponse({}))
    file = request.FILES.get("file")
    if request.POST.get("messaging_product") != "whatsapp":
        raise GraphError(100, "(#100) The parameter messaging_product is required.")
    if file is None:
        raise GraphError(100, "(#100) The parameter file is required.")
    media_id = media.accept_upload(
        file.read(),
        number_id=number["phone_number_id"],
        mime_type=request.POST.get("type") or file.content_type or "",
        filename=file.name or "berkas",
    )
    good = JsonResponse({"id": media_id})
    return faults.answer(fault, good) if fault else good


@graph
def an_object(request: HttpRequest, **given: str) -> HttpResponseBase:
    """GET or DELETE /{version}/{media-id}; GET /{version}/{phone-number-id}."""
    authorise(request)
    object_id = given["object_id"]
    if number := numbers.find(object_id):
        return JsonResponse(
            {
                "id": object_id,
                "display_phone_number": number["display_phone_number"],
                "verified_name": number["name"],
                "quality_rating": "GREEN",
                "status": "CONNECTED",
            }
        )
    fault = _failing("media")
    found = media.find(object_id)
    if found is None:
        raise GraphError(100, f"Object with ID '{object_id}' does not exist", status=404)
    if request.method == "DELETE":
        media.forget(object_id)
        return JsonResponse({"success": True})
    good = JsonResponse(media.described(found))
    return faults.answer(fault, good) if fault else good


@graph
def download(request: HttpRequest, **given: str) -> HttpResponseBase:
    """The second step: bytes behind a URL that lives five minutes; needs the bearer too."""
    authorise(request)
    fault = _failing("download")
    found = media.by_url_token(given["token"])
    if found is None:
        raise GraphError(100, "The media URL has expired or does not exist", status=404)
    path = media.path(found["id"])
    good = FileResponse(path.open("rb"), content_type=found["mime_type"])
    return faults.answer(fault, good) if fault else good


@graph
def templates(request: HttpRequest, **given: str) -> HttpResponseBase:
    """GET lists, POST registers /{version}/{waba-id}/message_templates."""
    authorise(request)
    waba_id = given["object_id"]
    if request.method == "POST":
        added = registry.add(waba_id, _json(request))
        return JsonResponse({key: added[key] for key in ("id", "status", "category")})
    name = request.GET.get("name")
    found = [one for one in registry.every(waba_id) if not name or one["name"] == name]
    return JsonResponse({"data": found, "paging": {}})


@graph
def phone_numbers(request: HttpRequest, **given: str) -> HttpResponseBase:
    """GET /{version}/{waba-id}/phone_numbers."""
    authorise(request)
    mine = [one for one in numbers.every() if one["waba_id"] == given["object_id"]]
    data = [
        {
            "id": one["phone_number_id"],
            "display_phone_number": one["display_phone_number"],
            "verified_name": one["name"],
        }
        for one in mine
    ]
    return JsonResponse({"data": data})


def authorise(request: HttpRequest) -> None:
    """Raises 190 unless the bearer is the simulator's token."""
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {CONFIG.token}".encode()):
        raise GraphError(190, "Error validating access token: the token is invalid or expired.")


def _opened(request: HttpRequest, object_id: str) -> tuple[sqlite3.Row, Json]:
    authorise(request)
    _require(request, "POST")
    return numbers.get(object_id), _json(request)


def _require(request: HttpRequest, method: str) -> None:
    if request.method != method:
        raise GraphError(100, f"Unsupported {request.method} request")


def _json(request: HttpRequest) -> Json:
    try:
        return body(request)
    except BadRequest as error:
        raise GraphError(100, str(error)) from error


def _failing(target: str) -> faults.Fault | None:
    fault = faults.take(target)
    if fault is not None and fault.kind == "error":
        raise GraphError(fault.code)
    return fault
