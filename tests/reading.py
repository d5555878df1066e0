"""Pages as tests read them."""

import re

from django.http import HttpResponse


def flat(answer: HttpResponse) -> str:
    """The page without the line breaks and indentation that its templates have for reviewers.

    What two tags enclose stands right between them, and one space stands between attributes. A space that keeps
    words in one line is an ordinary one.
    """
    page = " ".join(answer.content.decode().replace("&nbsp;", " ").split())
    return re.sub(r"(?<=>) | (?=<)| (?=/?>)", "", page)


def marked(page: str) -> list[str]:
    """The fields that are marked, each with its words beside it and read aloud with it."""
    found = []
    for box in re.findall(r'<div class="field field--error">(.*?)</div>', page, re.DOTALL):
        assert 'aria-invalid="true"' in box
        [error] = re.findall(r'<p class="field__error" id="([^"]+)">', box)
        assert re.search(rf'aria-describedby="[^"]*\b{error}\b', box)
        found.append(error)
    return [one.removeprefix("verb_").removeprefix("id_").removesuffix("_error") for one in found]
