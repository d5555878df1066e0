"""Numbers as Indonesian is written: 1.234 and 3,8 %. Pure."""

from fractions import Fraction

_SHORT = 1000  # from here on with a dot


def count_words(count: int) -> str:
    """A whole number with dots: "1.234"."""
    return f"{count:,}".replace(",", ".") if abs(count) >= _SHORT else str(count)


def share_words(share: Fraction) -> str:
    """A share in per cent with one decimal, rounded once, half up: "3,8 %"."""
    tenths = (2000 * share.numerator + share.denominator) // (2 * share.denominator)
    return f"{count_words(tenths // 10)},{tenths % 10} %"
