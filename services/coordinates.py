"""A place on the map as people copy it from one. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

EXAMPLE = "-7.447800, 112.718300"
# Indonesia with its seas: both numbers in the other order are never inside.
_LATITUDES, _LONGITUDES = (Decimal(-12), Decimal(7)), (Decimal(94), Decimal(142))
_PLACES = Decimal("0.000001")
_DEGREES = r"(-?\d{1,3}[.,]\d{1,20})"
# The pin in a link to a map; the numbers behind the @ are only the middle of the picture.
_PIN = re.compile(rf"!3d{_DEGREES}!4d{_DEGREES}")
_PAIR = re.compile(rf"(?<![\d.,]){_DEGREES}\s*[,;\s]\s*{_DEGREES}(?!\d)")
_MINUS = str.maketrans("\u2212\u2013\u2010\u2011", "----")


class NotAPlace(ValueError):
    """The text is no place of ours; the message is for the person who typed it."""


class Point(NamedTuple):
    """Degrees, to a tenth of a metre."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude:.6f}, {self.longitude:.6f}"


def point_in(typed: str) -> Point:
    """The place that was copied: two numbers, or a link to a map. Raises NotAPlace."""
    text = typed.translate(_MINUS)
    found = _PIN.search(text) or _PAIR.search(text)
    if found is None:
        raise NotAPlace(
            f"Titik peta tidak dikenali. Salin kedua angkanya dari peta, misalnya {EXAMPLE}."
        )
    latitude, longitude = (
        Decimal(one.replace(",", ".")).quantize(_PLACES) for one in found.groups()
    )
    if _is_inside(latitude, longitude):
        return Point(latitude, longitude)
    if _is_inside(longitude, latitude):
        turned = Point(longitude, latitude)
        raise NotAPlace(f"Kedua angkanya tertukar: lintang dahulu, lalu bujur. Tulis {turned}.")
    raise NotAPlace(
        "Titik ini di luar Indonesia. Periksa tanda minus dan urutannya: lintang dahulu, lalu bujur."
    )


def _is_inside(latitude: Decimal, longitude: Decimal) -> bool:
    in_latitude = _LATITUDES[0] <= latitude <= _LATITUDES[1]
    return in_latitude and _LONGITUDES[0] <= longitude <= _LONGITUDES[1]
