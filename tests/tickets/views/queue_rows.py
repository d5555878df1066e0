"""What tests read in the queue."""

from typing import Any

from tests.reading import flat


def rows(client: Any, query: str = "") -> str:
    page = client.get(f"/antrean/{query}")
    assert page.status_code == 200
    return flat(page).partition('data-part="rows"')[2]
