"""The icon, for browsers that ask for it on their own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


# An hour: a deployment changes the address. A set header also saves the middleware a session read.
@cache_control(public=True, max_age=3600)
@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Redirect to the icon that the pages name."""
    return redirect(static("icons/favicon.svg"))
