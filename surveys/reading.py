"""What a page reads once: its tables have the same answers, invitations and elements, and agree with each other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_held: ContextVar[dict[Hashable, Any] | None] = ContextVar("survey_results_read", default=None)
_FACETS = "facets"


@contextmanager
def read_once(*facets: str) -> Iterator[None]:
    """Inside, the same is read once, whatever asks for it. `facets`: what the page shows of its answers
    (surveys.models.Facet), so that these are read together.
    """
    token = _held.set({_FACETS: facets})
    try:
        yield
    finally:
        _held.reset(token)


def facets_together(facet: str) -> tuple[str, ...]:
    """The facets to read with this one."""
    held = _held.get()
    together: tuple[str, ...] = held[_FACETS] if held is not None else ()
    return together if facet in together else (facet,)


def once(key: Hashable, read: Callable[[], T]) -> T:
    """What was read under this key before, inside `read_once`; else it is read now."""
    held = _held.get()
    if held is None:
        return read()
    if key not in held:
        held[key] = read()
    found: T = held[key]
    return found
