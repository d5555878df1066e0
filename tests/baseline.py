"""The rows with which every test begins: what migrations and `prepare` leave in an empty database.

A transactional test empties every table at its end. Then these rows are written again, so that a test
passes whatever ran before it in the same process.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import models, transaction

# Django makes these anew each time it empties the tables, under other ids.
_MADE_BY_DJANGO = ("auth", "contenttypes")


class Baseline:
    """The rows as they were when `keep` was called."""

    def __init__(self) -> None:
        self._rows = ""

    def keep(self) -> None:
        """Remember what is there now."""
        self._rows = serializers.serialize("json", _rows())

    def restore(self) -> None:
        """Write it again, under the same ids; what is there already stays."""
        with transaction.atomic():  # foreign keys are checked at its end
            for row in serializers.deserialize("json", self._rows):
                row.save()


def _rows() -> Iterator[Any]:
    for model in _models():
        yield from model._base_manager.order_by("pk")


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        options = model._meta
        if options.managed and not options.proxy and options.app_label not in _MADE_BY_DJANGO:
            yield model


# What `keep` remembered, and what lets a hook use the database.
BASELINE = pytest.StashKey[tuple[Baseline, Any]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Also the one after a transactional test, which leaves every table empty."""
    yield
    if nextitem is None or not _empties_tables(item) or BASELINE not in item.config.stash:
        return
    baseline, blocker = item.config.stash[BASELINE]
    with blocker.unblock():
        baseline.restore()


def _empties_tables(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    by_marker = marker is not None and marker.kwargs.get("transaction", False)
    asked = set(getattr(item, "fixturenames", ()))
    return by_marker or bool({"transactional_db", "live_server"} & asked)
