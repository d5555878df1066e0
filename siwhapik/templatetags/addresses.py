"""Addresses that are the same on every page, each looked up once per process."""

from functools import cache

from django.template import Library
from django.urls import reverse

register = Library()


@register.simple_tag
@cache
def address(name: str) -> str:
    """The address of a view without arguments."""
    return reverse(name)
