"""What a send must look like: pure checks of the limits, with the code Meta would give."""

from collections.abc import Callable
from typing import Any

from siwhapik.simulator.config import Json
from siwhapik.simulator.errors import GraphError

TEXT, CAPTION, BODY, LIST_BODY, SMALL = 4096, 1024, 1024, 4096, 60
CALLBACK_DATA = 512
NAME_PARTS = ("first_name", "last_name", "middle_name", "suffix", "prefix")


def check(payload: Any) -> str:
    """The type of a valid send; raises GraphError for anything that breaks a limit."""
    if not isinstance(payload, dict):
        raise GraphError(100, "The body must be a JSON object")
    if payload.get("messaging_product") != "whatsapp":
        raise GraphError(100, "(#100) The parameter messaging_product is required.")
    if payload.get("recipient_type", "individual") != "individual":
        raise GraphError(100, "Param recipient_type must be individual")
    _check_recipient(payload)
    data = payload.get("biz_opaque_callback_data", "")
    if not isinstance(data, str) or len(data) > CALLBACK_DATA:
        raise GraphError(100, f"Param biz_opaque_callback_data has at most {CALLBACK_DATA} chars")
    _check_context(payload.get("context"))
    kind = payload.get("type", "text")
    checker = CHECKS.get(kind) if isinstance(kind, str) else None
    if checker is None:
        raise GraphError(131051, f"Message type {kind!r} is not supported")
    checker(payload if kind == "contacts" else _object(payload, str(kind)))
    return str(kind)


def _check_recipient(payload: Json) -> None:
    to, recipient = payload.get("to"), payload.get("recipient")
    if to is None and recipient is None:
        raise GraphError(131008, "The parameter to is required.")
    for value in (to, recipient):
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise GraphError(100, "Param to must be a phone number or a user id as a string")


def _check_context(context: Any) -> None:
    if context is not None and not (
        isinstance(context, dict) and isinstance(context.get("message_id"), str)
    ):
        raise GraphError(100, "Param context['message_id'] must be a string")


def _object(container: Json, name: str) -> Json:
    value = container.get(name)
    if value is None:
        raise GraphError(131008, f"The parameter {name} is required.")
    if not isinstance(value, dict):
        raise GraphError(100, f"Param {name} must be a JSON object.")
    return value


def _string(container: Json, name: str, limit: int, *, code: int = 131009) -> str:
    value = container.get(name)
    if value is None or value == "":
        raise GraphError(131008, f"The parameter {name} is required.")
    if not isinstance(value, str):
        raise GraphError(100, f"Param {name} must be a string")
    if len(value) > limit:
        raise GraphError(code, f"Param {name} must be at most {limit} characters long.")
    if not value.strip():
        raise GraphError(code, f"Param {name} must not be blank")
    return value


def _text(content: Json) -> None:
    _string(content, "body", TEXT, code=100)


def _media(content: Json, *, allowed: set[str]) -> None:
    if not (content.get("id") or content.get("link")):
        raise GraphError(131008, "Either id or link is required.")
    if content.get("id") and content.get("link"):
        raise GraphError(100, "Only one of id and link may be given")
    if extra := content.keys() - {"id", "link"} - allowed:
        raise GraphError(100, f"Unexpected key {sorted(extra)[0]!r} on this media type")
    if "caption" in allowed and content.get("caption") is not None:
        _string(content, "caption", CAPTION, code=100)


def _location(content: Json) -> None:
    for name, edge in (("latitude", 90), ("longitude", 180)):
        try:
            value = float(content[name])
        except KeyError as error:
            raise GraphError(131008, f"The parameter {name} is required.") from error
        except (TypeError, ValueError) as error:
            raise GraphError(100, f"Param {name} must be a number") from error
        if abs(value) > edge:
            raise GraphError(131009, f"Param {name} must be between -{edge} and {edge}")
    for name in ("name", "address"):
        if content.get(name) is not None:
            _string(content, name, TEXT)


def _reaction(content: Json) -> None:
    _string(content, "message_id", 512)
    if not isinstance(content.get("emoji", ""), str):
        raise GraphError(100, "Param emoji must be a string")


def _template(content: Json) -> None:
    _string(content, "name", 512)
    _string(_object(content, "language"), "code", 15)
    components = content.get("components", [])
    if not isinstance(components, list) or not all(isinstance(one, dict) for one in components):
        raise GraphError(100, "Param template['components'] must be an array of objects")


def _contacts_message(payload: Json) -> None:
    """The one type whose content is a list."""
    for card in _array(payload, "contacts", 1, 257):
        name = _object(card, "name")
        _string(name, "formatted_name", TEXT)
        if not any(name.get(part) for part in NAME_PARTS):
            raise GraphError(100, "Param contacts['name'] needs one more part of the name")
        for phone in card.get("phones") or []:
            if not isinstance(phone, dict) or not isinstance(phone.get("phone"), str):
                raise GraphError(100, "Param contacts['phones'] must be an array of objects")


def _interactive(content: Json) -> None:
    kind = content.get("type")
    checker = INTERACTIVE.get(kind) if isinstance(kind, str) else None
    if checker is None:
        raise GraphError(131009, f"Param interactive['type'] {kind!r} is not known")
    _string(_object(content, "body"), "text", LIST_BODY if kind == "list" else BODY)
    if content.get("footer") is not None:
        _string(_object(content, "footer"), "text", SMALL)
    if content.get("header") is not None:
        header = _object(content, "header")
        if header.get("type") == "text":
            _string(header, "text", SMALL)
        elif kind == "list" or header.get("type") not in {"image", "video", "document"}:
            raise GraphError(131009, "This header type is not allowed here")
    checker(_object(content, "action"))


def _buttons(action: Json) -> None:
    buttons = _array(action, "buttons", 1, 3)
    replies = [_object(one, "reply") for one in buttons]
    for reply in replies:
        _string(reply, "id", 256)
        _string(reply, "title", 20)
    _unique([reply["title"] for reply in replies], "Button titles")
    _unique([reply["id"] for reply in replies], "Button ids")


def _list(action: Json) -> None:
    _string(action, "button", 20)
    sections = _array(action, "sections", 1, 10)
    found: list[Json] = []
    for section in sections:
        if len(sections) > 1:
            _string(section, "title", 24)
        found += _array(section, "rows", 1, 10)
    if len(found) > 10:
        raise GraphError(131009, "Total row count exceeds the limit of 10")
    for one in found:
        _string(one, "id", 200)
        _string(one, "title", 24)
        if one.get("description"):
            _string(one, "description", 72)
    _unique([one["id"] for one in found], "Row ids")


def _link_button(action: Json) -> None:
    if action.get("name") != "cta_url":
        raise GraphError(131009, "Param action['name'] must be cta_url")
    parameters = _object(action, "parameters")
    _string(parameters, "display_text", 20)
    url = _string(parameters, "url", 2000)
    if not url.startswith(("https://", "http://")):
        raise GraphError(131009, "Param url must be a web address")


def _named(name: str) -> Callable[[Json], None]:
    def check_name(action: Json) -> None:
        if action.get("name") != name:
            raise GraphError(131009, f"Param action['name'] must be {name}")

    return check_name


def _array(container: Json, name: str, low: int, high: int) -> list[Json]:
    value = container.get(name)
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise GraphError(131008, f"The parameter {name} must be an array of objects")
    if not low <= len(value) <= high:
        raise GraphError(131009, f"{name} must have {low} to {high} elements")
    return value


def _unique(values: list[str], what: str) -> None:
    if len(set(values)) != len(values):
        raise GraphError(131009, f"{what} must be unique")


INTERACTIVE: dict[str, Callable[[Json], None]] = {
    "button": _buttons,
    "list": _list,
    "cta_url": _link_button,
    "location_request_message": _named("send_location"),
    "contact_request": _named("request_contact_info"),
}
CHECKS: dict[str, Callable[[Json], None]] = {
    "text": _text,
    "image": lambda content: _media(content, allowed={"caption"}),
    "video": lambda content: _media(content, allowed={"caption"}),
    "document": lambda content: _media(content, allowed={"caption", "filename"}),
    "audio": lambda content: _media(content, allowed={"voice"}),
    "sticker": lambda content: _media(content, allowed=set()),
    "location": _location,
    "interactive": _interactive,
    "reaction": _reaction,
    "template": _template,
    "contacts": _contacts_message,
}
MEDIA_TYPES = {"image", "video", "document", "audio", "sticker"}
