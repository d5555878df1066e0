"""Messages that the citizen can tap: buttons, menus, links, the request for a place."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from tickets.transports.whatsapp import limits
from tickets.transports.whatsapp.limits import InvalidContent, check_text, check_unique

Payload = dict[str, Any]
_LINK = re.compile(r"https?://[^\s]{1,2000}")


def _interactive(kind: str, body: str, action: Payload, **parts: Payload | None) -> Payload:
    interactive: Payload = {"type": kind, "body": {"text": body}, "action": action}
    interactive.update({name: part for name, part in parts.items() if part})
    return {"type": "interactive", "interactive": interactive}


@dataclass(frozen=True)
class Buttons:
    """A question with one to three answers to tap; `buttons` are (id, title) pairs."""

    type: ClassVar[str] = "interactive"
    body: str
    buttons: tuple[tuple[str, str], ...]
    header: str = ""
    footer: str = ""

    def __post_init__(self) -> None:
        check_text("Pesan", self.body, limits.BODY)
        check_text("Judul", self.header, limits.HEADER, required=False)
        check_text("Catatan kaki", self.footer, limits.FOOTER, required=False)
        if not 1 <= len(self.buttons) <= limits.BUTTONS:
            raise InvalidContent("Tombol harus ada satu sampai tiga.")
        for button_id, title in self.buttons:
            check_text("Kode tombol", button_id, limits.BUTTON_ID)
            check_text("Tulisan tombol", title, limits.BUTTON_TITLE)
        check_unique("Tombol", [button_id for button_id, _ in self.buttons])
        check_unique("Tulisan tombol", [title for _, title in self.buttons])

    @property
    def text(self) -> str:
        """What staff see."""
        titles = " ".join(f"[{title}]" for _, title in self.buttons)
        return "\n".join(part for part in (self.header, self.body, self.footer, titles) if part)

    def payload(self) -> Payload:
        """The JSON to send."""
        replies = [
            {"type": "reply", "reply": {"id": button_id, "title": title}}
            for button_id, title in self.buttons
        ]
        return _interactive(
            "button",
            self.body,
            {"buttons": replies},
            header={"type": "text", "text": self.header} if self.header else None,
            footer={"text": self.footer} if self.footer else None,
        )


@dataclass(frozen=True)
class Row:
    """One line of a menu; `id` comes back when it is tapped."""

    id: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class Section:
    """Rows under a heading; the heading is required as soon as a menu has two sections."""

    rows: tuple[Row, ...]
    title: str = ""


@dataclass(frozen=True)
class Menu:
    """A list to choose from: ten rows in all, whatever the sections."""

    type: ClassVar[str] = "interactive"
    body: str
    button: str
    sections: tuple[Section, ...]
    header: str = ""
    footer: str = ""

    def __post_init__(self) -> None:
        check_text("Pesan", self.body, limits.LIST_BODY)
        check_text("Tombol menu", self.button, limits.BUTTON_TITLE)
        check_text("Judul", self.header, limits.HEADER, required=False)
        check_text("Catatan kaki", self.footer, limits.FOOTER, required=False)
        rows = [row for section in self.sections for row in section.rows]
        if not 1 <= len(rows) <= limits.ROWS or not all(s.rows for s in self.sections):
            raise InvalidContent("Menu harus berisi satu sampai sepuluh pilihan.")
        for section in self.sections:
            check_text(
                "Judul bagian", section.title, limits.ROW_TITLE, required=len(self.sections) > 1
            )
        for row in rows:
            check_text("Kode pilihan", row.id, limits.ROW_ID)
            check_text("Pilihan", row.title, limits.ROW_TITLE)
            check_text("Keterangan", row.description, limits.ROW_DESCRIPTION, required=False)
        check_unique("Kode pilihan", [row.id for row in rows])

    @property
    def text(self) -> str:
        """What staff see."""
        rows = (row for section in self.sections for row in section.rows)
        lines = [f"{n}. {row.title}" for n, row in enumerate(rows, 1)]
        return "\n".join(part for part in (self.header, self.body, self.footer, *lines) if part)

    def payload(self) -> Payload:
        """The JSON to send."""
        sections: list[Payload] = []
        for section in self.sections:
            rows: list[Payload] = []
            for row in section.rows:
                described = {"description": row.description} if row.description else {}
                rows.append({"id": row.id, "title": row.title, **described})
            titled = {"title": section.title} if section.title else {}
            sections.append({**titled, "rows": rows})
        return _interactive(
            "list",
            self.body,
            {"button": self.button, "sections": sections},
            header={"type": "text", "text": self.header} if self.header else None,
            footer={"text": self.footer} if self.footer else None,
        )


@dataclass(frozen=True)
class LinkButton:
    """A text with one button that opens a page, such as the survey's."""

    type: ClassVar[str] = "interactive"
    body: str
    label: str
    url: str
    footer: str = ""

    def __post_init__(self) -> None:
        check_text("Pesan", self.body, limits.BODY)
        check_text("Tulisan tombol", self.label, limits.BUTTON_TITLE)
        check_text("Catatan kaki", self.footer, limits.FOOTER, required=False)
        if not _LINK.fullmatch(self.url):
            raise InvalidContent("Tautan tombol tidak benar. Tautan diawali https://.")

    @property
    def text(self) -> str:
        """What staff see: the button's label, never the link, which may hold a token."""
        return "\n".join(p for p in (self.body, self.footer, f"[{self.label}]") if p)

    def payload(self) -> Payload:
        """The JSON to send."""
        parameters = {"display_text": self.label, "url": self.url}
        return _interactive(
            "cta_url",
            self.body,
            {"name": "cta_url", "parameters": parameters},
            footer={"text": self.footer} if self.footer else None,
        )


@dataclass(frozen=True)
class LocationRequest:
    """A text with a button by which the citizen sends where they are."""

    type: ClassVar[str] = "interactive"
    body: str

    def __post_init__(self) -> None:
        check_text("Pesan", self.body, limits.BODY)

    @property
    def text(self) -> str:
        """What staff see."""
        return f"{self.body}\n[Kirim lokasi]"

    def payload(self) -> Payload:
        """The JSON to send."""
        return _interactive("location_request_message", self.body, {"name": "send_location"})
