"""What a wamid wraps: a scope (the number or the user id) and a token.

WhatsApp names one message by two ids, the same token in either scope. A
wamid is base64 of a struct in Thrift's compact protocol; a part of it that is not as expected
makes the whole id opaque, and an opaque id is equal to nothing but itself.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

PREFIX = "wamid."
LONGEST = 64  # characters of a token; those seen have 18 to 32
_SHORTEST = 8
_DEEPEST = 3
_BOOLS, _BYTE, _INTEGERS, _BINARY, _STRUCT = (1, 2), 3, (4, 5, 6), 8, 12


@dataclass(frozen=True)
class Wrapped:
    """`scope`: the number (digits) or user id of the other side; `token`: the message itself."""

    scope: str = ""
    token: str = ""


def unwrap(wamid: str) -> Wrapped:
    """What the id wraps; empty where it cannot be read."""
    try:
        parts, _ = _struct(_bytes(wamid), 0)
    except (ValueError, IndexError):
        return Wrapped()
    match parts:
        case [[bytes(scope)], bytes(token)] if _is_token(token):
            return Wrapped(scope.decode("ascii", "replace"), token.decode("ascii"))
    return Wrapped()


def token_of(wamid: str | None) -> str:
    """The token alone; "" where there is none to be read."""
    return unwrap(wamid).token if wamid else ""


def _bytes(wamid: str) -> bytes:
    if not wamid.startswith(PREFIX):
        raise ValueError("no wamid")
    text = wamid.removeprefix(PREFIX).rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("no base64") from error


def _struct(data: bytes, at: int, depth: int = 0) -> tuple[list[Any], int]:
    """The texts and structs of a struct in order, and where it ends. Raises IndexError where the
    bytes end first, ValueError at anything that a wamid does not hold.
    """
    found: list[Any] = []
    while header := data[at]:
        if not header >> 4 or depth >= _DEEPEST:
            raise ValueError("a field with a number of its own")
        value, at = _value(data, at + 1, kind=header & 15, depth=depth)
        if value is not None:
            found.append(value)
    if depth == 0 and data[at:].strip(b"\0"):
        raise ValueError("something after the end")
    return found, at + 1


def _value(data: bytes, at: int, *, kind: int, depth: int) -> tuple[Any, int]:
    """A text or struct, None for what is passed over; and where it ends."""
    if kind == _STRUCT:
        return _struct(data, at, depth + 1)
    if kind == _BINARY:
        length, begins = _varint(data, at)
        return data[begins : begins + length], begins + length
    if kind in _INTEGERS:
        return None, _varint(data, at)[1]
    if kind in (*_BOOLS, _BYTE):
        return None, at + (kind == _BYTE)
    raise ValueError("a field of another kind")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while (byte := data[at]) & 0x80:
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if shift > 28:
            raise ValueError("a number without end")
    return value | byte << shift, at + 1


def _is_token(token: bytes) -> bool:
    return _SHORTEST <= len(token) <= LONGEST and token.isalnum()
