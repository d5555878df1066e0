"""What is typed as a number: a register number or a part of it, a tracking code."""

from __future__ import annotations

import re

from django.core.cache import caches
from django.db.models import Q

from tickets.desk.register import code_in_provisional
from tickets.models import RegisterCounter

# A whole register number, which belongs to one ticket.
WHOLE = re.compile(r"[A-Z][A-Z0-9]+-[0-9]{4}-[0-9]{6,}")
# The beginning of one, with the whole year; "tel:0812-.." and "wa.me/0812-.." are telephones.
_BEGINNING = re.compile(r"[A-Z][A-Z0-9]+-[0-9]{4}(?:-[0-9]*)?")
# A tracking code as tickets.desk.register makes it.
_CODE = re.compile(r"[2-9A-HJKMNP-Z]{10}")
# 37, 000037, #37, no. 37, 2026-37, DINSOS 37, dinsos/2026/37
_PART = re.compile(
    r"(?:(?:NO|NOMOR|REG|REGISTER|TIKET)\b[\s.:#-]*|#\s*)?"
    r"(?:(?P<office>[A-Z][A-Z0-9]+)[\s./-]+)?(?:(?P<year>[0-9]{4})[\s./-]+)?(?P<number>[0-9]{1,9})"
)
_MOST = 600  # offices times years
_HOLDS = 10  # seconds


def is_nothing_else(typed: str) -> bool:
    """Whether it is a register number or its beginning, and no name or word."""
    value = typed.upper()
    return bool(WHOLE.fullmatch(value) or _BEGINNING.fullmatch(value))


def meant(typed: str) -> Q | None:
    """Condition on tickets with that register number or tracking code; None where it is neither."""
    value = typed.upper()
    if WHOLE.fullmatch(value):
        return Q(register_number=value)
    if _BEGINNING.fullmatch(value):
        return Q(register_number__startswith=value) | Q(register_number__in=_registers(value))
    code = code_in_provisional(value) or _code_in(value)
    numbers = _registers(value)
    wanted = Q(tracking_code=code) if code else Q()
    if numbers:
        wanted |= Q(register_number__in=numbers)
    return wanted or None


def _code_in(value: str) -> str:
    code = value.rpartition(":")[2].replace(" ", "").replace("-", "")
    return code if _CODE.fullmatch(code) else ""


def _registers(value: str) -> list[str]:
    """All register numbers that have been given and end so: an index finds each of them."""
    part = _PART.fullmatch(value)
    if part is None or not (number := int(part["number"])):
        return []
    return [
        f"{office}-{year}-{number:06d}"
        for office, year, last in _counters()
        if number <= last and part["office"] in (None, office) and part["year"] in (None, str(year))
    ][:_MOST]


def _counters() -> list[tuple[str, int, int]]:
    """Office, year and last number of every register, the newest first; kept for a moment."""
    moment = caches["moment"]
    kept: list[tuple[str, int, int]] | None = moment.get("registers")
    if kept is None:
        rows = RegisterCounter.objects.order_by("-year", "agency")
        kept = list(rows.values_list("agency__code", "year", "last"))
        moment.set("registers", kept, _HOLDS)
    return kept
