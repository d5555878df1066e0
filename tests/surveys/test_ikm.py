"""The index: exact, graded by lower bounds, and the same as the published tables."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.csv_import import read_answers
from surveys.ikm import compute, grade, half_up, krejcie_morgan, margin_of_error
from tests.surveys.conftest import CODES, NATIONAL

EXACT = NATIONAL.scoring("exact")


def everyone_says(value, n=7):
    return dict.fromkeys(CODES, value * n)


@pytest.mark.parametrize(
    ("converted", "expected"),
    [
        ("25", "D"),
        ("64.99", "D"),
        ("64.994", "D"),
        ("64.995", "C"),
        ("65.00", "C"),
        ("76.60", "C"),
        ("76.6049", "C"),
        ("76.605", "B"),
        ("76.61", "B"),
        ("88.30", "B"),
        ("88.3049", "B"),
        ("88.305", "A"),
        ("88.31", "A"),
        ("100", "A"),
    ],
)
def test_the_gaps_of_the_category_table_are_closed_by_rounding_first(converted, expected):
    assert grade(Fraction(converted), NATIONAL.grades).letter == expected


def test_the_mean_that_lies_on_the_edge_of_a_is_an_a():
    assert grade(Fraction("3.5322") * 25, NATIONAL.grades).letter == "A"


def test_grades_have_the_regulations_words():
    words = [found.label for found in NATIONAL.grades]
    assert words == ["Sangat baik", "Baik", "Kurang baik", "Tidak baik"]


@pytest.mark.parametrize(
    ("weight", "best", "worst"),
    [("exact", "100.00", "25.00"), ("0.11", "99.00", "24.75"), ("0.111", "99.90", "24.98")],
)
def test_each_weight_has_its_known_limits(weight, best, worst):
    top = compute(everyone_says(4), respondents=7, scoring=NATIONAL.scoring(weight))
    bottom = compute(everyone_says(1), respondents=7, scoring=NATIONAL.scoring(weight))
    assert half_up(top.converted, 2) == best
    assert half_up(bottom.converted, 2) == worst
    assert (top.grade.letter, bottom.grade.letter) == ("A", "D")


def test_ten_elements_weigh_a_tenth_each():
    result = compute({f"U{i}": 8 for i in range(1, 11)}, respondents=2, scoring=EXACT)
    assert result.converted == 100


def test_nobody_has_no_index_rather_than_a_bad_one():
    assert compute(dict.fromkeys(CODES, 0), respondents=0, scoring=EXACT) is None


@pytest.mark.parametrize(("sums", "n"), [({}, 3), ({"U1": 3}, -1), ({"U1": 13}, 3), ({"U1": 2}, 3)])
def test_sums_that_cannot_be_are_refused(sums, n):
    with pytest.raises(ValueError, match=r"."):
        compute(sums, respondents=n, scoring=EXACT)


def test_the_printed_numbers_follow_the_contract():
    sums = dict(zip(CODES, [10, 9, 11, 12, 10, 9, 11, 8, 10], strict=True))
    assert compute(sums, respondents=3, scoring=EXACT).as_json() == {
        "n": 3,
        "weight": "exact",
        "elements": {
            "U1": {"sum": 10, "mean": "3.333", "converted": "83.33", "grade": "B"},
            "U2": {"sum": 9, "mean": "3.000", "converted": "75.00", "grade": "C"},
            "U3": {"sum": 11, "mean": "3.667", "converted": "91.67", "grade": "A"},
            "U4": {"sum": 12, "mean": "4.000", "converted": "100.00", "grade": "A"},
            "U5": {"sum": 10, "mean": "3.333", "converted": "83.33", "grade": "B"},
            "U6": {"sum": 9, "mean": "3.000", "converted": "75.00", "grade": "C"},
            "U7": {"sum": 11, "mean": "3.667", "converted": "91.67", "grade": "A"},
            "U8": {"sum": 8, "mean": "2.667", "converted": "66.67", "grade": "C"},
            "U9": {"sum": 10, "mean": "3.333", "converted": "83.33", "grade": "B"},
        },
        "index": "3.3333",
        "converted": "83.33",
        "grade": "B",
    }


def test_nothing_is_rounded_before_the_end():
    # Means rounded to 2 places first would give 76.50, a C; the exact value is 76.605, a B.
    sums = dict.fromkeys(CODES, 30642)
    result = compute(sums, respondents=10000, scoring=EXACT)
    assert half_up(result.converted, 2) == "76.61"
    assert result.grade.letter == "B"


def test_the_lowest_elements_come_weakest_first_and_equals_in_order():
    sums = dict(zip(CODES, [10, 9, 11, 12, 10, 9, 11, 8, 10], strict=True))
    result = compute(sums, respondents=3, scoring=EXACT)
    assert result.lowest() == ("U8", "U2", "U6")


@pytest.mark.parametrize(
    ("sums", "weakest"),
    [
        ([10, 9, 11, 12, 10, 9, 11, 8, 10], ("U8", "U2", "U6")),
        ([12] * 9, ()),
        ([3] * 9, ()),
        ([12] * 8 + [11], ("U9",)),
        ([9, 9, 9, 9, 10, 11, 12, 12, 12], ("U1", "U2", "U3", "U4")),
        ([9, 10, 11, 11, 11, 12, 12, 12, 12], ("U1", "U2")),
        ([9, 9, 9, 11, 11, 11, 12, 12, 12], ("U1", "U2", "U3")),
        ([9, 11, 11, 11, 11, 11, 12, 12, 12], ("U1",)),
        ([9, 12, 12, 12, 12, 12, 12, 12, 12], ("U1",)),
        ([9, 10, 12, 12, 12, 12, 12, 12, 12], ("U1", "U2")),
    ],
)
def test_equal_elements_are_not_called_the_lowest_three(sums, weakest):
    result = compute(dict(zip(CODES, sums, strict=True)), respondents=3, scoring=EXACT)
    assert result.weakest() == weakest


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(5, 1000), 2, "0.01"),
        (Fraction(49, 10000), 2, "0.00"),
        (Fraction(2, 3), 3, "0.667"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(100), 2, "100.00"),
        (Fraction("1.005"), 2, "1.01"),
    ],
)
def test_halves_go_up_whatever_floats_would_say(value, places, printed):
    assert half_up(value, places) == printed


KREJCIE_MORGAN = """
10:10 15:14 20:19 25:24 30:28 35:32 40:36 45:40 50:44 55:48 60:52 65:56 70:59 75:63 80:66 85:70
90:73 95:76 100:80 110:86 120:92 130:97 140:103 150:108 160:113 170:118 180:123 190:127 200:132
210:136 220:140 230:144 240:148 250:152 260:155 270:159 280:162 290:165 300:169 320:175 340:181
360:186 380:191 400:196 420:201 440:205 460:210 480:214 500:217 550:226 600:234 650:242 700:248
750:254 800:260 850:265 900:269 950:274 1000:278 1100:285 1200:291 1300:297 1400:302 1500:306
1600:310 1700:313 1800:317 1900:320 2000:322 2200:327 2400:331 2600:335 2800:338 3000:341 3500:346
4000:351 4500:354 5000:357 6000:361 7000:364 8000:367 9000:368 10000:370 15000:375 20000:377
30000:379 40000:380 50000:381 75000:382 1000000:384
7:7 175:120 2102:325 10108:370 55535:381 0:0 1:1
"""


def test_the_sample_size_is_the_published_table():
    for population, needed in re.findall(r"(\d+):(\d+)", KREJCIE_MORGAN):
        assert krejcie_morgan(int(population)) == int(needed), population
    with pytest.raises(ValueError, match="never negative"):
        krejcie_morgan(-1)


@pytest.mark.parametrize(
    ("n", "population", "points"),
    [
        (384, 1_000_000, "5.0"),
        (50, 1_000, "13.5"),
        (1, 2, "98.0"),
        (100, 1_000, "9.3"),
        (7, 7, "0.0"),
    ],
)
def test_the_margin_of_error_is_the_same_formula_solved_for_d(n, population, points):
    assert half_up(margin_of_error(n, population), 1) == points


def test_the_sample_that_is_asked_for_leaves_five_points():
    for population, needed in re.findall(r"(\d+):(\d+)", KREJCIE_MORGAN):
        n, users = int(needed), int(population)
        if 0 < n < users - 1:
            # The table rounds to the nearest: one answer more is within 5 points, one less is not.
            assert margin_of_error(n + 1, users) < 5 < margin_of_error(n - 1, users), population


@pytest.mark.parametrize(("n", "population"), [(0, 5), (6, 5), (-1, 5)])
def test_there_is_no_margin_without_answers_or_of_more_than_all(n, population):
    with pytest.raises(ValueError, match="service users"):
        margin_of_error(n, population)


answers = st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=40)


@given(answers, st.sampled_from(NATIONAL.weights))
def test_the_index_is_the_weighted_sum_and_lies_between_its_limits(rows, weight):
    sums = {code: sum(row[i] for row in rows) for i, code in enumerate(CODES)}
    result = compute(sums, respondents=len(rows), scoring=NATIONAL.scoring(weight))
    total = sum(map(sum, rows))
    each = NATIONAL.scoring(weight).weight_of_each(9)
    assert result.index == Fraction(total, len(rows)) * each
    assert each * 9 <= result.index <= each * 36
    low, others = result.lowest(), set(CODES) - set(result.lowest())
    means = {code: result.elements[code].mean for code in CODES}
    assert max(means[code] for code in low) <= min(means[code] for code in others)


@given(answers)
def test_one_better_answer_never_lowers_the_index(rows):
    sums = {code: sum(row[i] for row in rows) for i, code in enumerate(CODES)}
    if sums["U5"] < 4 * len(rows):
        better = compute(sums | {"U5": sums["U5"] + 1}, respondents=len(rows), scoring=EXACT)
        assert better.index > compute(sums, respondents=len(rows), scoring=EXACT).index


@given(st.fractions(min_value=0, max_value=100))
def test_a_rounded_number_is_at_most_half_a_place_away(value):
    assert abs(Fraction(half_up(value, 2)) - value) <= Fraction(1, 200)


def index_of(rows):
    """The exact index of these answers, read as a file of them is."""
    lines = [";".join(CODES), *(";".join(map(str, row)) for row in rows)]
    read = read_answers("\n".join(lines).encode(), NATIONAL)
    return compute(read.sums, respondents=read.respondents, scoring=EXACT)


@given(st.data(), answers)
def test_the_order_of_respondents_and_of_elements_changes_nothing(data, rows):
    expected = index_of(rows)
    assert index_of(data.draw(st.permutations(rows))) == expected
    order = data.draw(st.permutations(CODES))
    shuffled = {code: expected.elements[code].sum for code in order}
    found = compute(shuffled, respondents=len(rows), scoring=EXACT)
    assert found.as_json() == expected.as_json()


@given(answers)
def test_the_index_lies_between_the_lowest_and_the_highest_element(rows):
    index = index_of(rows)
    means = [one.mean for one in index.elements.values()]
    assert min(means) <= index.index <= max(means)


@given(answers, st.lists(st.integers(1, 4), min_size=9, max_size=9))
def test_another_respondent_moves_the_index_towards_theirs(rows, more):
    before, theirs, after = index_of(rows), index_of([more]), index_of([*rows, more])
    if before.index == theirs.index:
        assert after.index == before.index
        return
    low, high = sorted([before.index, theirs.index])
    assert low < after.index < high
