"""Lengths of time in buckets that grow by a fixed factor: medians without the single lengths.

Pure. Bucket 0 is all that is under a minute; four buckets double a length, so a quantile is off by
less than a fifth, and mostly by less than a tenth.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from fractions import Fraction

FIRST = 60.0  # seconds
STEPS = 4  # buckets for each doubling
LAST = 120  # 120 years


def bucket_of(length: timedelta) -> int:
    """The bucket of a length; a negative one counts as none."""
    seconds = length.total_seconds()
    if seconds < FIRST:
        return 0
    found = int(math.log2(seconds / FIRST) * STEPS) + 1
    # log2 may round over a border.
    if seconds < lower(found):
        found -= 1
    elif seconds >= lower(found + 1):
        found += 1
    return min(found, LAST)


def lower(bucket: int) -> float:
    """The shortest length of a bucket, in seconds."""
    return FIRST * 2 ** ((bucket - 1) / STEPS) if bucket else 0.0


def quantile(counts: Mapping[int, int], part: Fraction) -> timedelta | None:
    """The length that so large a part of them does not exceed; None without any."""
    return quantiles(counts, (part,))[0]


def quantiles(counts: Mapping[int, int], parts: Sequence[Fraction]) -> list[timedelta | None]:
    """The same of several parts, the smallest first: a page asks hundreds of times."""
    found: list[timedelta | None] = []
    total, seen = sum(counts.values()), 0
    for bucket, count in sorted(counts.items()):
        while count and len(found) < len(parts):
            whole = parts[len(found)].denominator  # of it, in whole numbers
            wanted = parts[len(found)].numerator * total
            if (seen + count) * whole < wanted:
                break
            inside = (wanted - seen * whole) / (count * whole)
            begins, ends = lower(bucket), lower(bucket + 1)
            found.append(timedelta(seconds=begins + (ends - begins) * inside))
        if len(found) == len(parts):
            break
        seen += count
    return found + [None] * (len(parts) - len(found))
