"""No circle of imports: not even between a package and a module in it."""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

PACKAGES = ("siwhapik", "services", "tickets", "surveys")


def imports(*packages: str) -> dict[str, set[str]]:
    """What each module imports when it is loaded, by its name."""
    graph = grimp.build_graph(*packages, exclude_type_checking_imports=True, cache_dir=None)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def test_the_own_packages_have_no_circle() -> None:
    found = imports(*PACKAGES)
    assert "tickets.views.queue" in found
    TopologicalSorter(found).prepare()


def test_a_circle_would_be_found() -> None:
    found = imports("services")
    found["services.phones"] |= {"services.access"}
    found["services.access"] |= {"services.phones"}
    with pytest.raises(CycleError, match=r"services\.phones"):
        TopologicalSorter(found).prepare()
