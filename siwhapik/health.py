"""Is it alive, is it ready: for a load balancer, a monitor, and `serve` itself."""

from datetime import timedelta
from typing import Any

import redis
import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from tickets.models import Heartbeat

log = structlog.get_logger(__name__)

# The quickest sweeps run every few seconds: two minutes of silence mean that nobody sweeps.
SWEEPS_STALE_AFTER = timedelta(minutes=2)


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; touches nothing else, so a broken database does not restart it."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Database, broker, sweeps' age.

    503 only when the database is down: then no page and no webhook works. Without broker or
    sweeps pages and webhooks still work and nothing is lost, so that is `degraded` with 200;
    a load balancer must not take the office's pages away for it.
    """
    database = _database()
    checks = {"database": database, "broker": _broker(), "sweeps": _sweeps(database)}
    if database["status"] != "ok":
        status = "down"
    else:
        well = all(check["status"] in ("ok", "none") for check in checks.values())
        status = "ok" if well else "degraded"
    return JsonResponse({"status": status, **checks}, status=503 if status == "down" else 200)


@require_safe
def simulator(_request: HttpRequest) -> HttpResponse:
    """To the simulated phone, which has a port of its own; 404 where none runs."""
    if not settings.SIMULATOR_URL:
        return HttpResponse("Simulator tidak dijalankan.\n", status=404, content_type="text/plain")
    return HttpResponseRedirect(f"{settings.SIMULATOR_URL}/simulator/")


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except (DatabaseError, InterfaceError) as error:
        log.warning("readyz.database_down", error=type(error).__name__)
        return {"status": "down"}
    return {"status": "ok"}


def _broker() -> dict[str, Any]:
    if not settings.REDIS_URL:
        return {"status": "none"}
    try:
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5
        )
        with client:
            client.ping()
    except (RedisError, OSError):
        return {"status": "down"}
    return {"status": "ok"}


def _sweeps(database: dict[str, Any]) -> dict[str, Any]:
    """How long ago any sweep came to its end, and those that fail."""
    if database["status"] != "ok":
        return {"status": "unknown"}
    try:
        newest = Heartbeat.objects.aggregate(at=Max("at"))["at"]
        failing = list(Heartbeat.objects.exclude(error="").values_list("name", flat=True))
    except (DatabaseError, InterfaceError):  # the tables are not there yet
        return {"status": "unknown"}
    if newest is None:
        return {"status": "waiting"}
    age = timezone.now() - newest
    status = "ok" if age < SWEEPS_STALE_AFTER and not failing else "failing" if failing else "stale"
    return {"status": status, "age_seconds": round(age.total_seconds()), "failing": failing}
