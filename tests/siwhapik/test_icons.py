"""Icons in templates: the package's own drawing, drawn once."""

import pytest
from django.template import engines
from heroicons.templatetags import heroicons

from siwhapik.templatetags import icons


@pytest.mark.parametrize("style", ["micro", "mini", "outline"])
def test_an_icon_is_the_packages_own(style: str) -> None:
    tag = f'{{% heroicon_{style} "check" size=22 %}}'
    drawn = engines["django"].from_string(f"{tag}{tag}").render({})
    ours = getattr(icons, f"heroicon_{style}").cache_info()
    assert drawn == getattr(heroicons, f"heroicon_{style}")("check", size=22) * 2
    assert drawn.startswith("<svg")
    assert ours.hits
