"""Components with their text between two tags, where it can be broken into lines."""

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = Library()


@register.simple_block_tag
def empty_state(
    content: SafeString, *, icon: str, title: str, label: str = "", url: str = ""
) -> SafeString:
    """The text in place of an empty list, and what to do about it."""
    shown = {"icon": icon, "title": title, "text": content, "label": label, "url": url}
    return render_to_string("components/empty.html", shown)


@register.simple_block_tag
def notice(content: SafeString, *, level: str, title: str = "") -> SafeString:
    """A notice of a page (Django's messages are for single requests)."""
    shown = {"level": level, "title": title, "text": content}
    return render_to_string("components/alert.html", shown)
