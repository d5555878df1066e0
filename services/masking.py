"""Masks NIK, family card and telephone numbers. Pure, and quick enough for lists."""

import re

_GAP = r"[ \u00a0./_\u2010-\u2014-]{0,3}"  # how people set the digits apart
# A cheap first test: nearly all texts hold no number of this length.
_LONG = re.compile(rf"\d(?:{_GAP}\d){{8}}")
_MOBILE = rf"(?<!\d)(?:\+{_GAP}62|62|0){_GAP}8(?:{_GAP}\d){{7,11}}(?!\d)"
_GROUP = re.compile(r"\d+")
_NUMBERS = re.compile(
    rf"(?P<phone>{_MOBILE})|(?P<nik>(?<!\d)[1-9](?:{_GAP}\d){{15}}(?!\d)|(?<!\d)\d{{16}}(?!\d))"
)
_LAST = re.compile(rf"\d(?:{_GAP}\d)*{_GAP}$")
_GOES_ON = re.compile(rf"{_GAP}\d")
_MONEY = re.compile(r"(?:\brp|\bidr)\.?\s*$", re.IGNORECASE)


def mask_phone(phone: str) -> str:
    """+62812••••1234: enough to recognise, not enough to call."""
    if len(phone) < 9:
        return "••••" if phone else ""
    return f"{phone[:6]}••••{phone[-4:]}"


def mask_numbers(text: str) -> str:
    """The text with 16-digit numbers (NIK, No. KK) shortened to 35••••••••••0001.

    Digits set apart count too; telephone numbers, amounts and pairs of dates stay.
    """
    return _NUMBERS.sub(_nik_only, text) if _LONG.search(text) else text


def mask_contacts(text: str) -> str:
    """The same, and mobile numbers too: for pages that do not log who reads them."""
    return _NUMBERS.sub(_both, text) if _LONG.search(text) else text


def without_contacts(text: str) -> str:
    """The same, with nothing left of mobile numbers: where not even the last digits may tell."""
    return _NUMBERS.sub(_no_phone, text) if _LONG.search(text) else text


def contacts_in(text: str) -> tuple[str, ...]:
    """Each NIK, family card and mobile number of a text, as it is written there."""
    found = _NUMBERS.finditer(text) if _LONG.search(text) else ()
    return tuple(one[0] for one in found if one["phone"] or _nik_only(one) != one[0])


def shortened(text: str, most: int) -> str:
    """The beginning of a text, without a number that would be cut: masks do not find half a number."""
    if len(text) <= most:
        return text
    return _LAST.sub("", text[:most]) if _GOES_ON.match(text, most) else text[:most]


def _both(found: re.Match[str]) -> str:
    if found["phone"]:
        digits = re.sub(r"\D", "", found["phone"])
        return mask_phone(f"+62{digits.removeprefix('0').removeprefix('62')}")
    return _nik_only(found)


def _no_phone(found: re.Match[str]) -> str:
    return "••••" if found["phone"] else _nik_only(found)


def _nik_only(found: re.Match[str]) -> str:
    number = found["nik"]
    if number is None or _is_something_else(found, _GROUP.findall(number)):
        return found[0]
    digits = re.sub(r"\D", "", number)
    return f"{digits[:2]}••••••••••{digits[-4:]}"


def _is_something_else(found: re.Match[str], groups: list[str]) -> bool:
    """Whether grouped digits are amounts, dates or years; unbroken digits are a NIK."""
    if len(groups) == 1:
        return False
    lengths = [len(group) for group in groups]
    if lengths[0] < 4 and set(lengths[1:]) == {3}:  # 1.500.000
        return True
    before = found.string[max(0, found.start() - 6) : found.start()]
    uneven = any(length % 2 for length in lengths) and not _is_steady(found["nik"], lengths)
    return uneven or _are_dates(groups, lengths) or bool(_MONEY.search(before))


def _is_steady(number: str, lengths: list[int]) -> bool:
    """Short groups with the same gap throughout, as a number is read aloud: 351 508 010 190 0001."""
    return max(lengths) < 5 and len(set(re.findall(r"\D+", number))) == 1


def _are_dates(groups: list[str], lengths: list[int]) -> bool:
    """As 12-06-2026 13-06-2026, 2026-06-12 2026-06-13, or the years 2023 2024 2025 2026."""
    years = [group for group in groups if len(group) == 4]
    is_dated = lengths in ([2, 2, 4] * 2, [4, 2, 2] * 2, [4] * 4)
    return is_dated and all(year[:2] in ("19", "20") for year in years)
