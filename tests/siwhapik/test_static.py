"""Static files: a page names them under the hash of their content."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

from siwhapik.static import StaticFiles

# Variants that look as what they vary does.
AS_PLAIN = {"dash-key--in"}


@pytest.fixture
def storage() -> StaticFiles:
    storage = StaticFiles()
    storage.hashed_files = {"css/base.css": "css/base.0123456789ab.css"}
    return storage


def test_an_address_is_looked_up_once_and_stays_the_same(storage) -> None:
    for _ in range(2):
        assert storage.url("css/base.css") == "/static/css/base.0123456789ab.css"
        storage.hashed_files = {}
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        storage.url("css/nowhere.css")


def test_while_developing_names_are_plain(storage, settings) -> None:
    settings.DEBUG = True
    assert storage.url("css/base.css") == "/static/css/base.css"
    settings.DEBUG = False
    assert storage.url("css/base.css") == "/static/css/base.0123456789ab.css"


def test_our_tag_gives_the_address_that_djangos_gives() -> None:
    ours = engines["django"].from_string("{% static 'css/base.css' %}")
    theirs = engines["django"].from_string("{% load static %}{% static 'css/base.css' %}")
    assert ours.render() == ours.render() == theirs.render()
    assert "css/base" in ours.render()


def test_each_variant_that_a_template_names_has_a_rule() -> None:
    root = Path(settings.BASE_DIR)
    sheets = "".join(one.read_text() for one in root.glob("siwhapik/static/css/*.css"))
    styled = set(re.findall(r"\.([a-z][a-z0-9_-]*--[a-z0-9-]+)", sheets))
    templates = (root / "templates").rglob("*.html")
    named = {
        word
        for one in templates
        for word in re.findall(r"[\" ]([a-z][a-z0-9_-]*--[a-z0-9-]+)[\" {]", one.read_text())
    }
    assert len(named) > 30
    assert named - styled == AS_PLAIN
