"""Telephone numbers as people type, copy and paste them: pure, one parser for forms and search.

Understood are numbers as they are written in Indonesia (08.., 62.., +62.., 8.., 0062..), valid
numbers of other countries after a "+" or "00", digits of every script, and `tel:`, wa.me and
api.whatsapp.com links. A text with anything else in it is not a number.
Numbers that WhatsApp itself sends do not pass here: they are stored as they come.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qs, unquote, urlsplit

import phonenumbers

HOME = "ID"
LONGEST = 300  # a link may carry a text for the message besides the number
FEWEST_LAST = 4  # as many as a masked number shows
UNKNOWN = "Nomor telepon tidak dikenali. Contoh: 0812-0000-1234."
_CHAT_HOSTS = ("wa.me", "api.whatsapp.com", "web.whatsapp.com", "whatsapp.com")
_SEPARATORS = re.compile(r"[ ()./-]")
_MARKED = re.compile(r"(?:tel|callto|sms|whatsapp):(?://)?", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?([a-z.]+)/", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9]{3,20}")


class NotAPhone(ValueError):
    """The text is no valid telephone number; the message is for the person who typed it."""


def e164(typed: str) -> str:
    """The number as +628120000301. Raises NotAPhone."""
    number, is_link = _digits_of(typed)
    for candidate in _readings(number, is_link=is_link):
        if (found := _valid(candidate)) is not None:
            return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    raise NotAPhone(UNKNOWN)


def is_mobile(number: str) -> bool:
    """Whether an E.164 number can belong to a mobile telephone, and so to WhatsApp in a hand."""
    kind = phonenumbers.number_type(phonenumbers.parse(number))
    return kind in (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )


def international(number: str) -> str:
    """An E.164 number as people read it: +62 812-0000-301."""
    style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(phonenumbers.parse(number), style)


def last_digits(typed: str) -> str:
    """The digits of what may be the end of a number (four at least), else an empty text."""
    try:
        number, _ = _digits_of(typed)
    except NotAPhone:
        return ""
    digits = number.removeprefix("+")
    return digits if len(digits) >= FEWEST_LAST else ""


def backwards(number: str) -> str:
    """The digits in reverse: an index on them finds numbers by their last digits."""
    return "".join(_ascii_digits(number))[::-1]


def _digits_of(typed: str) -> tuple[str, bool]:
    """The number with nothing but a leading "+" and digits; whether it came in a link."""
    text, is_link = _out_of_link(_plain(typed))
    text = re.sub(r"\(0\)", "", text, count=1) if re.match(r"\(?(?:\+|00|62)", text) else text
    number = _SEPARATORS.sub("", text)
    if not _NUMBER.fullmatch(number):
        raise NotAPhone(UNKNOWN)
    return number, is_link


def _plain(typed: str) -> str:
    """One script of digits, one hyphen, one space, nothing invisible; letters stay what they are."""
    if len(typed) > LONGEST:
        raise NotAPhone(UNKNOWN)
    return "".join(_plain_sign(sign) for sign in unicodedata.normalize("NFKC", typed)).strip()


def _plain_sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    if kind == "Pd" or sign == "\u2212":
        return "-"
    if kind in ("Zs", "Zl", "Zp") or sign in "\t\n\r\v\f\x85":
        return " "
    return "" if kind == "Cf" else sign


def _out_of_link(text: str) -> tuple[str, bool]:
    """The number in a link, and whether it was one; else the text itself."""
    if mark := _MARKED.match(text):
        rest = text[mark.end() :]
        if "phone=" in rest:
            return _query(rest.partition("?")[2]), True
        number, _, more = rest.partition(";")
        # RFC 3966: a context tells where a local number is from; anything else is an extension.
        return (unquote(number) if not more or more.startswith("phone-context=") else ""), False
    address = _ADDRESS.match(text)
    if address is None or address[1].lower() not in _CHAT_HOSTS:
        return text, False
    parts = urlsplit(f"//{text.partition('://')[2] or text}")
    path = unquote(parts.path).strip("/")
    return (_query(parts.query) if path in ("send", "") else path), True


def _query(query: str) -> str:
    """The `phone` parameter; an unencoded plus arrives as a space, which does no harm."""
    return _plain(parse_qs(query).get("phone", [""])[0])


def _readings(number: str, *, is_link: bool) -> list[str]:
    """What the digits may mean, the likeliest first; the first valid one counts."""
    if number.startswith("00"):
        return [f"+{number[2:]}", number]
    # The number in a link of WhatsApp is international, with or without the plus.
    if is_link and not number.startswith(("+", "0")):
        return [f"+{number}", number]
    return [number]


def _valid(number: str) -> phonenumbers.PhoneNumber | None:
    try:
        found = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        return None
    return found if phonenumbers.is_valid_number(found) else None


def _ascii_digits(text: str) -> list[str]:
    return [sign for sign in text if sign.isascii() and sign.isdigit()]
