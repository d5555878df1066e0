"""Lengths of time in buckets that grow by a fixed factor: medians without the single lengths.

Pure. Bucket 0 is all that is under a minute; four buckets double a length, so a quantile is off by
less than a fifth, and mostly by less than a tenth.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
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
    whole = part.denominator  # of it, in whole numbers: a page asks hundreds of times
    wanted = part.numerator * sum(counts.values())
    seen = 0
    for bucket, count in sorted(counts.items()):
        if count and (seen + count) * whole >= wanted:
            inside = (wanted - seen * whole) / (count * whole)
            begins, ends = lower(bucket), lower(bucket + 1)
            return timedelta(seconds=begins + (ends - begins) * inside)
        seen += count
    return None
