"""Addresses that are the same on every page, each looked up once per process."""

from functools import cache

from django.template import Library
from django.templatetags.static import static as static_address
from django.urls import reverse

register = Library()


@register.simple_tag
@cache
def static(path: str) -> str:
    """Where a static file is; Django's own tag asks the storage every time."""
    return static_address(path)


@register.simple_tag
@cache
def address(name: str) -> str:
    """The address of a view without arguments."""
    return reverse(name)
