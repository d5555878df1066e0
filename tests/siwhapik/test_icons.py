"""Icons: in templates the package's own drawing, drawn once; and the icon of the pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template import engines
from django.test import Client
from heroicons.templatetags import heroicons

from services.models import Staff
from siwhapik.templatetags import icons


@pytest.mark.parametrize("style", ["micro", "mini", "outline"])
def test_an_icon_is_the_packages_own(style: str) -> None:
    tag = f'{{% heroicon_{style} "check" size=22 %}}'
    drawn = engines["django"].from_string(f"{tag}{tag}").render({})
    ours = getattr(icons, f"heroicon_{style}").cache_info()
    assert drawn == getattr(heroicons, f"heroicon_{style}")("check", size=22) * 2
    assert drawn.startswith("<svg")
    assert ours.hits


def test_a_browser_that_guesses_finds_the_icon_without_a_session(
    masuk: Callable[[Staff], Client], petugas: Staff, django_assert_num_queries: Any
) -> None:
    client = masuk(petugas)
    with django_assert_num_queries(0):
        answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/icons/favicon.svg")
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert client.post("/favicon.ico").status_code == 405
