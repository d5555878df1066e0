"""WhatsApp's *bold*, as bold letters for officers."""

import re

from django.template import Library
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

register = Library()
_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")


@register.filter
def emphasised(text: str) -> SafeString:
    """The escaped text with stars turned into bold letters."""
    parts = _BOLD.split(text)
    shown = SafeString("")
    for place, part in enumerate(parts):
        shown += format_html("<strong>{}</strong>", part) if place % 2 else escape(part)
    return shown
