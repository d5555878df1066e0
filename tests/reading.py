"""Pages as tests read them."""

import re

from django.http import HttpResponse


def flat(answer: HttpResponse) -> str:
    """The page without the line breaks and indentation that its templates have for reviewers.

    What two tags enclose stands right between them, and one space stands between attributes.
    """
    page = " ".join(answer.content.decode().split())
    return re.sub(r"(?<=>) | (?=<)| (?=/?>)", "", page)
