"""Static files: a page names them under the hash of their content."""

import pytest
from django.template import engines

from siwhapik.static import StaticFiles


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
