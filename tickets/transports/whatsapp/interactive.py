"""Messages that the citizen can tap, as WhatsApp's JSON: buttons, menus, links, a place asked for."""

import re
from typing import Any

from tickets.content import Buttons, InvalidContent, LinkButton, LocationRequest, Menu
from tickets.transports.whatsapp import limits
from tickets.transports.whatsapp.limits import check_text, check_unique

Payload = dict[str, Any]
_LINK = re.compile(r"https?://[^\s]{1,2000}")


def _interactive(kind: str, body: str, action: Payload, **parts: Payload | None) -> Payload:
    interactive: Payload = {"type": kind, "body": {"text": body}, "action": action}
    interactive.update({name: part for name, part in parts.items() if part})
    return {"type": "interactive", "interactive": interactive}


def _header(text: str) -> Payload | None:
    check_text("Judul", text, limits.HEADER, required=False)
    return {"type": "text", "text": text} if text else None


def _footer(text: str) -> Payload | None:
    check_text("Catatan kaki", text, limits.FOOTER, required=False)
    return {"text": text} if text else None


def buttons(content: Buttons) -> Payload:
    """One to three answers to tap."""
    check_text("Pesan", content.body, limits.BODY)
    if not 1 <= len(content.buttons) <= limits.BUTTONS:
        raise InvalidContent("Tombol harus ada satu sampai tiga.")
    for button_id, title in content.buttons:
        check_text("Kode tombol", button_id, limits.BUTTON_ID)
        check_text("Tulisan tombol", title, limits.BUTTON_TITLE)
    check_unique("Tombol", [button_id for button_id, _ in content.buttons])
    check_unique("Tulisan tombol", [title for _, title in content.buttons])
    replies = [
        {"type": "reply", "reply": {"id": button_id, "title": title}}
        for button_id, title in content.buttons
    ]
    return _interactive(
        "button",
        content.body,
        {"buttons": replies},
        header=_header(content.header),
        footer=_footer(content.footer),
    )


def menu(content: Menu) -> Payload:
    """Ten rows in all; headings are required as soon as there are two sections."""
    check_text("Pesan", content.body, limits.LIST_BODY)
    check_text("Tombol menu", content.button, limits.BUTTON_TITLE)
    rows = [row for section in content.sections for row in section.rows]
    if not 1 <= len(rows) <= limits.ROWS or not all(each.rows for each in content.sections):
        raise InvalidContent("Menu harus berisi satu sampai sepuluh pilihan.")
    check_unique("Kode pilihan", [row.id for row in rows])
    return _interactive(
        "list",
        content.body,
        {"button": content.button, "sections": _sections(content)},
        header=_header(content.header),
        footer=_footer(content.footer),
    )


def _sections(content: Menu) -> list[Payload]:
    sections: list[Payload] = []
    for section in content.sections:
        several = len(content.sections) > 1
        check_text("Judul bagian", section.title, limits.ROW_TITLE, required=several)
        rows: list[Payload] = []
        for row in section.rows:
            check_text("Kode pilihan", row.id, limits.ROW_ID)
            check_text("Pilihan", row.title, limits.ROW_TITLE)
            check_text("Keterangan", row.description, limits.ROW_DESCRIPTION, required=False)
            described = {"description": row.description} if row.description else {}
            rows.append({"id": row.id, "title": row.title, **described})
        titled = {"title": section.title} if section.title else {}
        sections.append({**titled, "rows": rows})
    return sections


def link_button(content: LinkButton) -> Payload:
    """One button that opens a page."""
    check_text("Pesan", content.body, limits.BODY)
    check_text("Tulisan tombol", content.label, limits.BUTTON_TITLE)
    if not _LINK.fullmatch(content.url):
        raise InvalidContent("Tautan tombol tidak benar. Tautan diawali https://.")
    parameters = {"display_text": content.label, "url": content.url}
    return _interactive(
        "cta_url",
        content.body,
        {"name": "cta_url", "parameters": parameters},
        footer=_footer(content.footer),
    )


def location_request(content: LocationRequest) -> Payload:
    """A button by which the citizen sends where they are."""
    check_text("Pesan", content.body, limits.BODY)
    return _interactive("location_request_message", content.body, {"name": "send_location"})
