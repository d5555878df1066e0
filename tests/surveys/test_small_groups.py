"""What is hidden of a table does not follow from what is shown in it, nor from the tables beside it (ADR 0100)."""

from collections import Counter
from collections.abc import Collection, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.figures import FEWEST_SHOWN
from surveys.presenting import hidden_groups
from surveys.presenting_ways import hidden_numbers, hidden_ways
from surveys.ways import Way
from tests.surveys.eliminating import follows

Cell = tuple[str, str]  # way and number ("" for none)
NUMBERS = ("", "1", "2")


def test_what_follows_is_a_sum_or_a_difference() -> None:
    assert follows({"a"}, [{"a", "b"}, {"b"}])
    assert follows({"a", "c"}, [{"a", "b"}, {"b"}, {"c"}])
    assert not follows({"a"}, [{"a", "b", "c"}, {"c"}])


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), max_size=8))
def test_no_small_group_follows_from_the_whole_and_the_others(counts: dict[str, int]) -> None:
    kept = hidden_groups(counts)
    there = {key for key, n in counts.items() if n}
    shown: list[Collection[object]] = [{key} for key in there - kept]
    if sum(counts.values()) >= FEWEST_SHOWN:
        shown.append(there)
    for key in there:
        if counts[key] < FEWEST_SHOWN:
            assert not follows({key}, shown)


@given(
    st.dictionaries(st.sampled_from([*Way.values]), st.integers(0, 12)),
    st.dictionaries(st.sampled_from(NUMBERS[1:]), st.integers(0, 12)),
)
def test_no_small_group_follows_from_ways_and_numbers_together(
    by_way: dict[str, int], by_number: dict[str, int]
) -> None:
    cells = {(way, ""): n for way, n in by_way.items() if n and way != Way.WHATSAPP}
    cells |= {(Way.WHATSAPP.value, number): n for number, n in by_number.items() if n}
    ways, numbers = _added_up(cells, 0), _added_up(cells, 1)
    kept_ways, kept_numbers = hidden_ways(ways), hidden_numbers(numbers)
    shown = [_of(cells, 0, one) for one in ways if one not in kept_ways]
    shown += [_of(cells, 1, one) for one in numbers if one not in kept_numbers]
    if sum(cells.values()) >= FEWEST_SHOWN:
        shown.append(set(cells))
    for at, groups in ((0, ways), (1, numbers)):
        for one, n in groups.items():
            if n < FEWEST_SHOWN:
                assert not follows(_of(cells, at, one), shown)


def _added_up(cells: Mapping[Cell, int], at: int) -> Counter[str]:
    found = Counter[str]()
    for cell, n in cells.items():
        found[cell[at]] += n
    return found


def _of(cells: Mapping[Cell, int], at: int, name: str) -> set[Cell]:
    return {cell for cell in cells if cell[at] == name}


@pytest.mark.parametrize(
    ("respondents", "hidden"),
    [
        ({"wa": 6, "receipt": 3, "paper": 7}, {"receipt", "paper"}),
        ({"wa": 6, "receipt": 1, "qr": 1, "kiosk": 2}, {"wa", "receipt", "qr", "kiosk"}),
        ({"wa": 3, "paper": 9, "qr": 6}, {"wa", "qr"}),
        ({"wa": 100, "qr": 5}, set()),
        ({"wa": 4}, {"wa"}),
    ],
)
def test_ways_with_a_number_and_without_hide_nothing_with_each_other_unless_they_must(
    respondents: dict[str, int], hidden: set[str]
) -> None:
    assert hidden_ways(respondents) == hidden
