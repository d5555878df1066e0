"""How many, as people type it: dots part thousands, and never a whole from its part."""

import pytest
from django import forms

from services.typed_counts import CountField


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0", 0), ("1200", 1200), ("1.200", 1200), ("2.000", 2000), ("12.000", 12_000),
        ("1.200.000", 1_200_000), (" 1 200 ", 1200), ("1\u00a0200", 1200), (7, 7),
    ],
)  # fmt: skip
def test_dots_and_spaces_part_thousands(typed: object, meant: int) -> None:
    assert CountField().clean(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "1.2", "1.20", "1.2000", "12.00.000", "1,2", "1,200", "1.200,00", "1. 200", "dua", "1e3",
        "1.200 orang", ".200", "1200.000", "\u0663",
    ],
)  # fmt: skip
def test_what_may_be_a_part_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match=r"misalnya 1200 atau 1\.200"):
        CountField().clean(typed)


def test_below_zero_and_too_much_are_told_as_such() -> None:
    for typed, told in (("-5", "lebih besar"), ("1.001", "lebih kecil")):
        with pytest.raises(forms.ValidationError, match=told):
            CountField(max_value=1000).clean(typed)


def test_nothing_is_no_number() -> None:
    assert CountField(required=False).clean(" ") is None


def test_it_is_a_line_of_text_with_digits_on_a_telephone() -> None:
    class Asked(forms.Form):
        many = CountField(widget=forms.NumberInput)

    drawn = str(Asked({"many": "2.000"})["many"])
    assert 'type="text"' in drawn
    assert 'inputmode="numeric"' in drawn
    assert 'value="2.000"' in drawn  # as it was typed
    assert "min=" not in drawn
