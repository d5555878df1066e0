"""Sets of ids: packed as bytes in a row, and united quickly, however many days they come from.

Pure. Different people or tickets of a span cannot be added up from its days; sets of them can be united.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable

_STEP = 12  # a part holds 4096 ids that follow each other, as the bits of one number
_MASK = (1 << _STEP) - 1
_BYTES = (1 << _STEP) // 8


def packed(ids: Iterable[int]) -> bytes:
    """Eight bytes for each, in order; packed sets may be put behind each other."""
    return array("q", sorted(set(ids))).tobytes()


class IdSet:
    """Ids as bits: much smaller than a set of numbers, and united a part at a time."""

    __slots__ = ("_parts",)

    def __init__(self, *given: bytes) -> None:
        """Of packed sets; an id may stand in several."""
        found: dict[int, bytearray] = {}
        for one in array("q", b"".join(given)):
            part = found.get(one >> _STEP)
            if part is None:
                part = found[one >> _STEP] = bytearray(_BYTES)
            part[(one & _MASK) >> 3] |= 1 << (one & 7)
        self._parts = {key: int.from_bytes(part, "little") for key, part in found.items()}

    def add(self, other: IdSet) -> None:
        """Unite with another set."""
        own = self._parts
        if not own:
            own.update(other._parts)
            return
        for key, bits in other._parts.items():
            own[key] = own.get(key, 0) | bits

    def __len__(self) -> int:
        return sum(map(int.bit_count, self._parts.values()))
