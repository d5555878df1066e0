"""What was read once is kept in this process until its stamp changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """The values of so many keys, each with the stamp under which it was read; with `weigh`, values
    that weigh so much together, as some may share what is heavy. What was read last is always kept.

    Keep only what nobody changes: all threads of the process are given the same value.
    """

    def __init__(self, most: int, *, weigh: Callable[[Collection[V]], int] | None = None) -> None:
        self._most, self._weigh = most, weigh
        self._known: OrderedDict[K, tuple[object, V]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K, *, stamp: object, read: Callable[[], V]) -> V:
        """The value of a key; read where none is kept under this stamp.

        The stamp was taken before: what `read` finds is never older than it. Without a stamp
        (None) nothing is kept.
        """
        known = self.known(key, stamp=stamp)
        if known is not None:
            return known
        value = read()
        if stamp is not None:
            self.keep(key, stamp=stamp, value=value)
        return value

    def known(self, key: K, *, stamp: object) -> V | None:
        """The value that is kept under this stamp; None where none is."""
        with self._lock:
            known = self._known.get(key)
            if known is None or known[0] != stamp:
                return None
            self._known.move_to_end(key)
            return known[1]

    def keep(self, key: K, *, stamp: object, value: V) -> None:
        """Keep what was read; the stamp was taken before."""
        with self._lock:
            self._known[key] = (stamp, value)
            self._known.move_to_end(key)
            while len(self._known) > 1 and self._weight() > self._most:
                self._known.popitem(last=False)

    def _weight(self) -> int:
        if self._weigh is None:
            return len(self._known)
        return self._weigh([value for _, value in self._known.values()])
