"""Numbers of reports as Indonesian is written: 1.234 and 3,8 %. Pure."""

from fractions import Fraction

from services.number_words import count_words as count_words


def share_words(share: Fraction) -> str:
    """A share in per cent with one decimal, rounded once, half up: "3,8 %"."""
    tenths = (2000 * share.numerator + share.denominator) // (2 * share.denominator)
    return f"{count_words(tenths // 10)},{tenths % 10} %"
