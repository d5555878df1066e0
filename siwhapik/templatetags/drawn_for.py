"""`{% csrf_token %}` adds whom the form was drawn for: on our pages, unfold's and allauth's."""

from django.http import HttpRequest
from django.template import Context, Library
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from siwhapik.drawn_for import FIELD, mark_of

register = Library()


class FormMarksNode(CsrfTokenNode):
    """Renders Django's hidden field, and ours beside it."""

    def render(self, context: Context) -> SafeString:
        token = super().render(context)
        if not token:
            return SafeString("")
        mark = drawn_for(context)
        return format_html('{}<input type="hidden" name="{}" value="{}">', token, FIELD, mark)


@register.tag
def csrf_token(parser: Parser, token: Token) -> FormMarksNode:
    """Replaces Django's tag of this name."""
    return FormMarksNode()


@register.simple_tag(takes_context=True)
def drawn_for(context: Context) -> str:
    """The person whom this page is drawn for; empty for an anonymous visitor."""
    request = context.get("request")
    return mark_of(request.user) if isinstance(request, HttpRequest) else ""
