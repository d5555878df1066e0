"""What is said on any channel, as frozen values; what citizens send besides is in received.py.

Pure. `payload()` is the JSON that `Message.payload` keeps, `read` makes the value again. Each
transport turns a value into its own protocol, and raises InvalidContent for what does not fit.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

# A message of these types is a file: it is uploaded before it is sent, downloaded after it came.
FILES = frozenset({"image", "video", "audio", "document", "sticker"})
_TAG = "content"
_TAGGED: dict[str, type["Content"]] = {}
# What is seen of these is nothing, though each is a character: blanks of Braille and Hangul.
_BLANK = frozenset("\u2800\u3164\u115f\u1160\uffa0")
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"})


class InvalidContent(ValueError):
    """The channel would refuse this content; the message is Indonesian and meant for the officer."""


def has_words(text: str) -> bool:
    """Whether there is anything to read: white space, zero-width signs and marks are nothing."""
    seen = (char for char in text.strip() if unicodedata.category(char) not in _UNSEEN)
    return any(char not in _BLANK for char in seen)


def length(text: str) -> int:
    """How long a channel may count a text: UTF-16 units, never less than the characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """The text cut to `limit` (see `length`) with "…" where something was left out."""
    text = text.strip()
    if length(text) <= limit:
        return text
    beginning = text[: limit - 1]
    while length(beginning) > limit - 1:
        beginning = beginning[:-1]
    return beginning.rstrip() + "…"


def with_plain_line_breaks(text: str) -> str:
    """Every line break as one "\\n": forms send "\\r\\n", and telephones show both."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Content:
    """One thing that is said. `type` is the type of its message row, `text` what staff read of it."""

    tag: ClassVar[str]
    type: ClassVar[str]

    def __init_subclass__(cls) -> None:
        _TAGGED[cls.tag] = cls

    @property
    def text(self) -> str:
        """What staff read."""
        return ""

    def payload(self) -> dict[str, Any]:
        """The JSON to keep."""
        return {_TAG: self.tag, **_plain(asdict(self))}

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        """The value of its own JSON, where lists stand for tuples."""
        return cls(**{name: _tuples(value) for name, value in fields.items()})


@dataclass(frozen=True)
class Text(Content):
    """Words alone."""

    tag = type = "text"
    body: str

    @property
    def text(self) -> str:
        return self.body


@dataclass(frozen=True)
class File(Content):
    """A file with or without words; `kind` is one of FILES. Its bytes are the message's attachment."""

    tag = "file"
    kind: str
    filename: str = ""
    caption: str = ""

    @property
    def type(self) -> str:  # type: ignore[override]  # the one value whose rows have several types
        return self.kind

    @property
    def text(self) -> str:
        return self.caption


@dataclass(frozen=True)
class Buttons(Content):
    """A question with a few answers to tap; `buttons` are (id, title) pairs."""

    tag, type = "buttons", "interactive"
    body: str
    buttons: tuple[tuple[str, str], ...]
    header: str = ""
    footer: str = ""

    @property
    def text(self) -> str:
        titles = " ".join(f"[{title}]" for _, title in self.buttons)
        return "\n".join(part for part in (self.header, self.body, self.footer, titles) if part)


@dataclass(frozen=True)
class Row:
    """One line of a menu; `id` comes back when it is tapped."""

    id: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class Section:
    """Rows under a heading."""

    rows: tuple[Row, ...]
    title: str = ""


@dataclass(frozen=True)
class Menu(Content):
    """A list to choose from."""

    tag, type = "menu", "interactive"
    body: str
    button: str
    sections: tuple[Section, ...]
    header: str = ""
    footer: str = ""

    @property
    def text(self) -> str:
        rows = (row for section in self.sections for row in section.rows)
        lines = [f"{n}. {row.title}" for n, row in enumerate(rows, 1)]
        return "\n".join(part for part in (self.header, self.body, self.footer, *lines) if part)

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        sections = tuple(
            Section(tuple(Row(**row) for row in section["rows"]), section["title"])
            for section in fields["sections"]
        )
        return cls(**{**fields, "sections": sections})


@dataclass(frozen=True)
class LinkButton(Content):
    """A text with one button that opens a page, such as the survey's."""

    tag, type = "link_button", "interactive"
    body: str
    label: str
    url: str
    footer: str = ""

    @property
    def text(self) -> str:
        """The button's label, never the link, which may hold a token."""
        return "\n".join(p for p in (self.body, self.footer, f"[{self.label}]") if p)


@dataclass(frozen=True)
class LocationRequest(Content):
    """A text that asks the citizen to share where they are."""

    tag, type = "location_request", "interactive"
    body: str

    @property
    def text(self) -> str:
        return f"{self.body}\n[Kirim lokasi]"


@dataclass(frozen=True)
class Template(Content):
    """A message that the channel approved beforehand: the only kind that goes outside the window.

    Named as the office knows it. `url_suffix` completes the fixed link of its button; `preview` is what staff read.
    """

    tag = type = "template"
    name: str
    language: str = "id"
    body_parameters: tuple[str, ...] = ()
    url_suffix: str = ""
    preview: str = ""

    @property
    def text(self) -> str:
        filled = ", ".join(" ".join(p.split()) for p in self.body_parameters)
        return self.preview or f"Templat {self.name}" + (f": {filled}" if filled else "")


def read(payload: object) -> Content | None:
    """The value that a payload keeps; None where it keeps none of ours."""
    if not isinstance(payload, Mapping) or (tagged := _TAGGED.get(str(payload.get(_TAG)))) is None:
        return None
    try:
        return tagged.from_fields({key: value for key, value in payload.items() if key != _TAG})
    except (TypeError, KeyError, ValueError):
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return with_plain_line_breaks(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
