"""Lengths in buckets: every length is in its bucket, and a quantile is near the true one."""

import datetime as dt
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.figures.buckets import bucket_of, lower, quantile, quantiles

LENGTHS = st.timedeltas(min_value=dt.timedelta(0), max_value=dt.timedelta(days=4000))
HALF, MOST = Fraction(1, 2), Fraction(9, 10)


@given(length=LENGTHS)
def test_a_length_lies_in_its_bucket(length: dt.timedelta) -> None:
    bucket = bucket_of(length)
    assert lower(bucket) <= length.total_seconds() < lower(bucket + 1)


@pytest.mark.parametrize(
    ("seconds", "bucket"), [(-5, 0), (0, 0), (59.9, 0), (60, 1), (120, 5), (240, 9), (10**12, 120)]
)
def test_borders(seconds: float, bucket: int) -> None:
    assert bucket_of(dt.timedelta(seconds=seconds)) == bucket


@given(
    lengths=st.lists(LENGTHS, min_size=1, max_size=60),
    part=st.sampled_from([HALF, MOST, Fraction(1)]),
)
def test_a_quantile_is_off_by_less_than_its_bucket(
    lengths: list[dt.timedelta], part: Fraction
) -> None:
    found = quantile(Counter(map(bucket_of, lengths)), part)
    rank = -(-part * len(lengths) // 1)  # so many do not exceed it
    bucket = bucket_of(sorted(lengths)[int(rank) - 1])
    assert found is not None
    assert lower(bucket) <= found.total_seconds() <= lower(bucket + 1) + 1e-6


@given(lengths=st.lists(LENGTHS, max_size=40))
def test_several_quantiles_are_found_as_each_by_itself(lengths: list[dt.timedelta]) -> None:
    counts, parts = Counter(map(bucket_of, lengths)), (Fraction(0), HALF, HALF, MOST, Fraction(1))
    assert quantiles(counts, parts) == [quantile(counts, one) for one in parts]


def test_nothing_has_no_quantile() -> None:
    assert quantile({}, HALF) is None
    assert quantile({3: 0}, HALF) is None
    assert quantiles({}, (HALF, MOST)) == [None, None]
