"""The rules of presence: how long a sign counts, when it is written again, who is shown."""

import pytest

from tickets.together import HOLDS, LEAVES, RENEWS, Colleague, Sign, joined, left, names_of, others

NOW = 1_000_000.0
RINA, BUDI, WATI = 1, 2, 3


def here(*, since: float = 0.0, types_since: float | None = None) -> dict[int, Sign]:
    """Rina, who was seen so many seconds ago."""
    types = 0.0 if types_since is None else NOW - types_since + HOLDS
    return {RINA: Sign("Rina contoh", NOW - since + HOLDS, types)}


def test_who_comes_is_there_for_25_seconds() -> None:
    signs = joined({}, RINA, "Rina contoh", types=None, now=NOW)
    assert signs == here()
    assert others(signs, BUDI, now=NOW + HOLDS - 0.1) == (Colleague(RINA, "Rina contoh", False),)
    assert others(signs, BUDI, now=NOW + HOLDS) == ()


def test_nobody_sees_themselves() -> None:
    assert others(here(), RINA, now=NOW) == ()


@pytest.mark.parametrize(
    ("since", "types_since", "types", "writes"),
    [
        (0, None, None, False),
        (RENEWS - 0.1, None, None, False),
        (RENEWS, None, None, True),
        (0, None, True, True),  # begins to type
        (5, 5, True, False),
        (5, RENEWS, True, True),
        (5, 5, None, False),  # another tab of the same person
        (5, 5, False, True),
        (5, HOLDS, False, False),  # it had ended
        (0, None, False, False),
    ],
)
def test_a_sign_is_written_once_in_ten_seconds_or_when_it_says_something_else(
    since: float, types_since: float | None, types: bool | None, writes: bool
) -> None:
    signs = here(since=since, types_since=types_since)
    assert (joined(signs, RINA, "Rina contoh", types=types, now=NOW) is not None) is writes


def test_typing_ends_by_itself_or_when_it_is_said() -> None:
    typing = joined({}, RINA, "Rina contoh", types=True, now=NOW)
    assert typing is not None
    later = NOW + RENEWS + 1
    beside = joined(typing, RINA, "Rina contoh", types=None, now=later)
    assert beside is not None
    assert [one.types for one in others(beside, BUDI, now=NOW + HOLDS - 0.1)] == [True]
    assert [one.types for one in others(beside, BUDI, now=NOW + HOLDS)] == [False]
    ended = joined(typing, RINA, "Rina contoh", types=False, now=NOW + 1)
    assert ended is not None
    assert [one.types for one in others(ended, BUDI, now=NOW + 1)] == [False]


def test_who_left_is_gone_unless_another_tab_asks() -> None:
    signs = left(here(types_since=0), RINA, now=NOW)
    assert signs is not None
    assert [one.types for one in others(signs, BUDI, now=NOW)] == [False]
    assert others(signs, BUDI, now=NOW + LEAVES) == ()
    again = joined(signs, RINA, "Rina contoh", types=None, now=NOW + 5)
    assert again is not None
    assert len(others(again, BUDI, now=NOW + LEAVES)) == 1
    assert left({}, RINA, now=NOW) is None


def test_who_is_not_there_any_more_is_written_no_further() -> None:
    gone = {WATI: Sign("Wati contoh", NOW)}
    assert (
        joined({**gone, **here(since=RENEWS)}, RINA, "Rina contoh", types=None, now=NOW) == here()
    )
    assert left({**gone, **here()}, RINA, now=NOW) == {RINA: Sign("Rina contoh", NOW + LEAVES)}


def test_names() -> None:
    three = [Colleague(number, name, False) for number, name in enumerate(("Budi", "Rina", "Wati"))]
    assert names_of([]) == ""
    assert names_of(three[:1]) == "Budi"
    assert names_of(three[:2]) == "Budi dan Rina"
    assert names_of(three) == "Budi dan 2 orang lain"
