"""What stands above a sheet that the browser prints, as above the PDFs: the line over the office's name, and its logo."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from services.models import Agency, Letterhead


@dataclass(frozen=True, kw_only=True)
class PaperHead:
    """The office with what it set up for its papers; empty where it has set up nothing."""

    agency: Agency
    parent: str = ""
    # The picture itself as an address: it needs no view of its own, and no right of its own.
    logo: str = ""


def paper_head_of(agency: Agency) -> PaperHead:
    """One query."""
    found = Letterhead.objects.filter(agency=agency).first()
    if found is None:
        return PaperHead(agency=agency)
    picture = bytes(found.logo)
    logo = f"data:image/webp;base64,{base64.b64encode(picture).decode()}" if picture else ""
    return PaperHead(agency=agency, parent=found.parent_line, logo=logo)
