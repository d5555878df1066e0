"""What tests read in the queue."""

import re
from typing import Any

from tests.reading import flat

SEARCH = "/antrean/cari/"


def rows(client: Any, query: str = "") -> str:
    page = client.get(f"/antrean/{query}", follow=True)
    assert page.status_code == 200
    return _list(page)


def results(client: Any, typed: str, **filters: str) -> str:
    """The list as one line of text with tags."""
    page = client.post(SEARCH, {"q": typed, **filters}, follow=True)
    assert page.status_code == 200
    return _list(page)


def groups(page: str) -> list[str]:
    return re.findall(r'id="found-(\w+)"', page)


def _list(page: Any) -> str:
    return flat(page).partition('data-part="rows"')[2].partition("</main>")[0]
