"""Whether the product is alive and ready: for a load balancer, a monitor, and `serve` itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from siwhapik import readiness


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers. It checks nothing else, or a broken database would restart it."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Database, broker, sweeps, disk: the state of each by its name, and what to do about it.

    503 only when the database is down: then no page and no webhook works. Without broker or
    sweeps, or with little disk left, pages and webhooks still work and nothing is lost, so that
    is `degraded` with 200; a load balancer must not take the office's pages away for it.
    """
    parts = readiness.parts()
    if parts["database"]["status"] != "ok":
        status = "down"
    else:
        well = all(part["status"] in readiness.WELL for part in parts.values())
        status = "ok" if well else "degraded"
    return JsonResponse({"status": status, **parts}, status=503 if status == "down" else 200)


@require_safe
def simulator(_request: HttpRequest) -> HttpResponse:
    """Redirect to the simulated phone, which has a port of its own; 404 where none runs."""
    if not settings.SIMULATOR_URL:
        return HttpResponse("Simulator tidak dijalankan.\n", status=404, content_type="text/plain")
    return HttpResponseRedirect(f"{settings.SIMULATOR_URL}/simulator/")
