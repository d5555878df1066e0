"""The bare limit: the smallest Django views that do the same input and output.

A Django of their own: no middleware, no sessions, no templates of ours; same server, same database.
With bare_login_settings Django's own sessions and log-in stand before it, and nothing else.
"""

import hashlib
import hmac
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.bare_settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

SECRET = settings.WHATSAPP_APP_SECRETS[0].encode()
ROWS = """<!doctype html><title>50 baris</title><table>{% for row in rows %}
<tr><td>{{ row.0 }}</td><td>{{ row.1 }}</td><td>{{ row.2 }}</td><td>{{ row.3 }}</td>
<td>{{ row.4 }}</td></tr>{% endfor %}</table>"""
INSERT = "INSERT INTO bench_event (body, sha256) VALUES (%s, %s)"
SELECT = (
    "SELECT register_number, subject, state, last_message_text, unread_count FROM tickets_ticket"
    " WHERE agency_id = %s AND state IN"
    " ('intake', 'new', 'in_progress', 'waiting_citizen', 'waiting_other')"
    " ORDER BY sort_due_at, id LIMIT 50"
)


def webhook(request: HttpRequest) -> HttpResponse:
    """One HMAC, one insert."""
    body = request.body
    expected = "sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers.get("X-Hub-Signature-256", "")):
        return HttpResponse(status=403)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [body, hashlib.sha256(body).hexdigest()])
    return HttpResponse("OK")


def rows(request: HttpRequest) -> HttpResponse:
    """One indexed query, 50 prepared rows."""
    with connection.cursor() as cursor:
        cursor.execute(SELECT, [int(request.GET["agency"])])
        found = [tuple(map(str, row)) for row in cursor.fetchall()]
    return HttpResponse(TEMPLATE.render({"rows": found}))


def own_rows(request: HttpRequest) -> HttpResponse:
    """The same for a person who is logged in (bare_login_settings): what log-in itself costs."""
    return rows(request) if request.user.is_authenticated else HttpResponse(status=403)


urlpatterns = [path("webhook", webhook), path("rows", rows), path("own-rows", own_rows)]
application = get_wsgi_application()
TEMPLATE = engines["django"].from_string(ROWS)
