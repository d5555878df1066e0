"""The texts of templates/messages, as they are sent to citizens."""

import re
from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.template import Context, Engine


@cache
def _engine() -> Engine:
    # These are messages, not HTML: an ampersand must stay as it is.
    return Engine(dirs=[str(settings.BASE_DIR / "templates" / "messages")], autoescape=False)


def render(key: str, variables: Mapping[str, object]) -> str:
    """The text of a message without stray blank lines. Raises TemplateDoesNotExist."""
    text = _engine().get_template(f"{key}.txt").render(Context(dict(variables), autoescape=False))
    lines = (line.strip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
