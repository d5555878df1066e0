"""The icon, for browsers that ask for it where no page names it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


# An hour: the address changes with a deployment. Being said, it also spares the look for a session.
@cache_control(public=True, max_age=3600)
@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """To the icon that the pages name."""
    return redirect(static("icons/favicon.svg"))
