"""Numbers as Indonesian is written: 1.234 and 3,8 %. Pure."""

from fractions import Fraction


def count_words(count: int) -> str:
    """A whole number with dots: "1.234"."""
    return f"{count:,}".replace(",", ".")


def share_words(share: Fraction) -> str:
    """A share in per cent with one decimal, rounded once, half up: "3,8 %"."""
    tenths = (share * 1000 + Fraction(1, 2)) // 1
    return f"{count_words(tenths // 10)},{tenths % 10} %"
