"""What is done with the tests that were found, before the first one runs."""

import gc

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database says the same on each: `make test-postgres` leaves it out."""
    asking = {"db", "transactional_db", "live_server"}
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if not asking & fixtures and not item.get_closest_marker("django_db"):
            item.add_marker("without_database")


def pytest_collection_finish() -> None:
    """All tests and the product stay in memory to the end: looking them through for garbage finds none."""
    gc.collect()
    gc.freeze()
