"""Reading JSON that may hold anything: each reader gives its type or an empty value."""

import datetime as dt
import math
import re
import unicodedata
from typing import Any

BSUID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
PARENT_BSUID = re.compile(r"[A-Z]{2}\.ENT\.[A-Za-z0-9]{1,128}")
ID_LENGTH = 255
_NUMBER = re.compile(r"\+?[0-9(][0-9 ().-]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DEPTH = 50
_LARGEST = 10**30
# Seconds stay below this until the year 5138, milliseconds have been above it since 1973.
_MILLISECONDS_FROM = 100_000_000_000
_SECONDS = range(1_230_768_000, 4_102_444_800)  # 2009, when WhatsApp began, to 2100


def scrub(text: str) -> str:
    """The text without what databases refuse: NUL is dropped, a lone surrogate replaced."""
    text = text.replace("\x00", "")
    return _SURROGATE.sub("\ufffd", text) if not text.isascii() else text


def scrub_json(value: object, depth: int = 0) -> Any:
    """The JSON value as any database stores it: texts scrubbed, no NaN, no nesting without end."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int) and abs(value) > _LARGEST:
        return None
    if isinstance(value, dict | list) and depth >= _DEPTH:
        return None
    if isinstance(value, dict):
        return {scrub(str(key)): scrub_json(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [scrub_json(inner, depth + 1) for inner in value]
    return value


def mapping(value: object) -> dict[str, Any]:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def listing(value: object) -> list[Any]:
    """The value when it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def string(value: object) -> str:
    """A scrubbed text; a whole number is taken as its digits."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST:
        return str(value)
    return ""


def identifier(value: object) -> str:
    """An id as a text, empty when it is too long to be one."""
    text = string(value).strip()
    return text if len(text) <= ID_LENGTH else ""


def wa_id(value: object) -> str:
    """A number as WhatsApp's id has it, its digits alone, however it is written here: "+62 812-..",
    "0062812..", full-width digits. Anything else stays as it is.
    """
    text = identifier(value)
    plain = unicodedata.normalize("NFKC", text)
    if not _NUMBER.fullmatch(plain):
        return text
    return re.sub(r"\D", "", plain).removeprefix("00")


def whole(value: object) -> int | None:
    """A whole number that fits a database column, also when it was written as a text."""
    text = string(value)
    if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
        return None
    return int(text)


def decimal(value: object) -> float | None:
    """A finite number, also when it was written as a text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def moment(value: object) -> dt.datetime | None:
    """The UTC time of an epoch in seconds or milliseconds, written as text or number."""
    seconds = decimal(value)
    if seconds is None:
        return None
    if seconds >= _MILLISECONDS_FROM:
        seconds /= 1000
    if not _SECONDS.start <= seconds < _SECONDS.stop:
        return None
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
