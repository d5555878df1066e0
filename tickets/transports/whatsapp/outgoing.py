"""What we can send: each kind is checked when it is made, knows its JSON and what staff see of it.

`payload()` leaves out whom it goes to; the client adds that. Lengths are those of `limits`.
"""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from tickets.transports.whatsapp import limits
from tickets.transports.whatsapp.interactive import (
    Buttons,
    LinkButton,
    LocationRequest,
    Menu,
    Payload,
    Row,
    Section,
)
from tickets.transports.whatsapp.limits import InvalidContent, check_text, shorten

__all__ = [
    "Buttons",
    "Content",
    "InvalidContent",
    "LinkButton",
    "LocationRequest",
    "MediaFile",
    "Menu",
    "Reaction",
    "Row",
    "Section",
    "Template",
    "Text",
    "quoting",
    "shorten",
    "with_media_id",
    "with_plain_line_breaks",
]

_TEMPLATE_NAME = re.compile(r"[a-z0-9_]{1,512}")


@dataclass(frozen=True)
class Text:
    """A plain text, to 4096 characters."""

    type: ClassVar[str] = "text"
    body: str
    preview_url: bool = False

    def __post_init__(self) -> None:
        check_text("Pesan", self.body, limits.TEXT)

    @property
    def text(self) -> str:
        """What staff see."""
        return self.body

    def payload(self) -> Payload:
        """The JSON to send."""
        return {"type": "text", "text": {"body": self.body, "preview_url": self.preview_url}}


@dataclass(frozen=True)
class Template:
    """A message approved by Meta beforehand: the only kind that goes outside the window.

    `url_suffix` completes the fixed link of the template's button; `preview` is what staff see.
    """

    type: ClassVar[str] = "template"
    name: str
    language: str = "id"
    body_parameters: tuple[str, ...] = ()
    url_suffix: str = ""
    preview: str = ""

    def __post_init__(self) -> None:
        if not _TEMPLATE_NAME.fullmatch(self.name):
            raise InvalidContent("Nama templat hanya boleh huruf kecil, angka, dan garis bawah.")
        for number, parameter in enumerate(self.body_parameters, 1):
            check_text(f"Isian templat ke-{number}", parameter, limits.BODY)

    @property
    def text(self) -> str:
        """What staff see."""
        filled = ", ".join(" ".join(p.split()) for p in self.body_parameters)
        return self.preview or f"Templat {self.name}" + (f": {filled}" if filled else "")

    def payload(self) -> Payload:
        """The JSON to send; line breaks in parameters become spaces, Meta refuses them."""
        parameters = [{"type": "text", "text": " ".join(p.split())} for p in self.body_parameters]
        components: list[Payload] = []
        if parameters:
            components.append({"type": "body", "parameters": parameters})
        if self.url_suffix:
            suffix = [{"type": "text", "text": self.url_suffix}]
            components.append(
                {"type": "button", "sub_type": "url", "index": "0", "parameters": suffix}
            )
        template: Payload = {"name": self.name, "language": {"code": self.language}}
        if components:
            template["components"] = components
        return {"type": "template", "template": template}


@dataclass(frozen=True)
class MediaFile:
    """A file; `kind` as `limits.media_kind` gave it. `media_id` is known after the upload."""

    kind: str
    filename: str
    caption: str = ""
    media_id: str = ""

    def __post_init__(self) -> None:
        if self.kind not in limits.MEDIA:
            raise InvalidContent("Jenis berkas ini tidak diterima WhatsApp.")
        check_text("Keterangan berkas", self.caption, limits.CAPTION, required=False)
        if self.caption and self.kind not in limits.CAPTIONED:
            raise InvalidContent(
                "Rekaman suara dan stiker tidak dapat diberi keterangan. "
                "Kirim keterangannya sebagai pesan tersendiri."
            )

    @property
    def type(self) -> str:
        """The message type, the same word as the kind."""
        return self.kind

    @property
    def text(self) -> str:
        """What staff see: the caption; the file itself is shown beside it."""
        return self.caption

    def payload(self) -> Payload:
        """The JSON to send; without `id` until the file is uploaded, see `with_media_id`."""
        media: Payload = {"id": self.media_id} if self.media_id else {}
        if self.caption:
            media["caption"] = self.caption
        if self.kind == "document":
            media["filename"] = self.filename
        return {"type": self.kind, self.kind: media}


@dataclass(frozen=True)
class Reaction:
    """An emoji on a message of the citizen; an empty one takes it away."""

    type: ClassVar[str] = "reaction"
    message_id: str
    emoji: str = ""

    @property
    def text(self) -> str:
        """What staff see."""
        return self.emoji

    def payload(self) -> Payload:
        """The JSON to send."""
        return {
            "type": "reaction",
            "reaction": {"message_id": self.message_id, "emoji": self.emoji},
        }


Content = Text | Buttons | Menu | LinkButton | LocationRequest | Template | MediaFile | Reaction


def quoting(payload: Payload, wamid: str) -> Payload:
    """The payload as an answer to the message `wamid`."""
    return {**payload, "context": {"message_id": wamid}}


def with_media_id(payload: Payload, media_id: str) -> Payload:
    """The payload of a MediaFile completed with the id that its upload gave."""
    kind = payload["type"]
    return {**payload, kind: {**payload[kind], "id": media_id}}


def with_plain_line_breaks(value: Any) -> Any:
    """The JSON value with every line break as one "\\n": forms send "\\r\\n", phones show both."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, dict):
        return {name: with_plain_line_breaks(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [with_plain_line_breaks(inner) for inner in value]
    return value
