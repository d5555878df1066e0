"""Other numbers that a citizen may be pointed to: of the same office, or of one in the same place."""

import datetime as dt
import re
from typing import NamedTuple

from django.db.models import F

from services.models import Service
from tickets.intake import OtherLine, ServiceInfo
from tickets.intake.values import Kind
from tickets.models import Channel

# "Kota Kupang", "Kabupaten Ogan Komering Ilir": how offices name where they are.
_PLACE = re.compile(r"\b(kota|kabupaten|kab\.?)\s+((?:[A-Z][\w'-]*\s?)+)", re.I | re.U)


class _Row(NamedTuple):
    """One service at one other number."""

    service: int
    name: str
    short_name: str
    keywords: str
    kind: Kind
    line: int
    line_name: str
    number: str
    agency: int
    office: str
    office_short: str
    address: str


_READ = (
    *("pk", "name", "short_name", "keywords", "kind"),
    *("channels__pk", "channels__name", "channels__display_phone_number"),
    *("agency", "agency__name", "agency__short_name", "agency__address"),
)


def other_lines(channel: Channel, now: dt.datetime) -> tuple[OtherLine, ...]:
    """The other numbers in use, with what they do; one query, whose rows become no objects.

    An office in another regency does not serve this one's citizens: it is left out.
    """
    offered = Service.objects.offered(now).filter(
        channels__is_active=True, channels__agency=F("agency")
    )
    found = offered.exclude(channels__pk=channel.pk).order_by("channels__pk", "order", "name")
    here = place_of(channel.agency.name, channel.agency.address)
    lines: dict[int, list[_Row]] = {}
    for row in map(_Row._make, found.values_list(*_READ)):
        own = row.agency == channel.agency_id
        if own or (here and place_of(row.office, row.address) == here):
            lines.setdefault(row.line, []).append(row)
    return tuple(_line(rows, channel) for rows in lines.values())


def place_of(name: str, address: str) -> str:
    """The regency or city that an office names in its name or address; "" where it names none."""
    for text in (name, address):
        if found := _PLACE.search(text):
            kind = "kota" if found[1].casefold() == "kota" else "kabupaten"
            return f"{kind} {' '.join(found[2].split()).casefold()}"
    return ""


def _line(rows: list[_Row], channel: Channel) -> OtherLine:
    first = rows[0]
    return OtherLine(
        name=first.line_name,
        office=first.office_short or first.office,
        number=first.number,
        link=f"https://wa.me/{''.join(filter(str.isdigit, first.number))}",
        services=tuple(_named(row) for row in rows),
        same_office=first.agency == channel.agency_id,
    )


def _named(row: _Row) -> ServiceInfo:
    return ServiceInfo(
        id=row.service,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        keywords=tuple(word.strip() for word in row.keywords.split(",") if word.strip()),
    )
