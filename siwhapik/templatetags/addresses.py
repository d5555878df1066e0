"""Addresses that are the same on every page, each looked up once per process.

Django's `{% static %}` takes 9 µs where the file's address is known already; a page has 25 of them.
"""

from functools import cache

from django.conf import settings
from django.template import Library
from django.templatetags.static import static as static_address
from django.urls import reverse

register = Library()


@register.simple_tag
@cache
def address(name: str) -> str:
    """The address of a view without arguments."""
    return reverse(name)


@register.simple_tag
def static(path: str) -> str:
    """The address of a file of ours, in place of Django's tag; files change only with a deployment."""
    return static_address(path) if settings.DEBUG else _kept_address(path)


_kept_address = cache(static_address)
