"""The heroicon tags, cached: drawing an icon serialises XML, a dozen times on every page."""

from functools import cache

from django.template import Library
from heroicons.templatetags import heroicons

register = Library()


@register.simple_tag
@cache
def heroicon_micro(name: str, *, size: int = 16) -> str:
    """16 pixels, filled."""
    return heroicons.heroicon_micro(name, size=size)


@register.simple_tag
@cache
def heroicon_mini(name: str, *, size: int = 20) -> str:
    """20 pixels, filled."""
    return heroicons.heroicon_mini(name, size=size)


@register.simple_tag
@cache
def heroicon_outline(name: str, *, size: int = 24) -> str:
    """24 pixels, lines."""
    return heroicons.heroicon_outline(name, size=size)
