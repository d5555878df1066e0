"""What rows hold that were written before content was neutral: WhatsApp's own JSON, read back."""

from typing import Any

from tickets.content import (
    FILES,
    Buttons,
    Content,
    File,
    LinkButton,
    LocationRequest,
    Menu,
    Row,
    Section,
    Template,
    Text,
)
from tickets.transports.whatsapp.values import listing, mapping, string


def content_of(payload: object) -> Content | None:
    """What `outgoing` wrote once, as the value that it was made of; None for anything else."""
    sent = mapping(payload)
    kind = string(sent.get("type"))
    inner = mapping(sent.get(kind))
    if kind == "text":
        return Text(string(inner.get("body")))
    if kind == "template":
        return _template(inner)
    if kind == "interactive":
        return _interactive(inner)
    if kind in FILES:
        return File(kind, string(inner.get("filename")), string(inner.get("caption")))
    return None


def _template(sent: dict[str, Any]) -> Template:
    words = {
        string(mapping(part).get("type")): tuple(
            string(mapping(parameter).get("text"))
            for parameter in listing(mapping(part).get("parameters"))
        )
        for part in listing(sent.get("components"))
    }
    return Template(
        name=string(sent.get("name")),
        language=string(mapping(sent.get("language")).get("code")),
        body_parameters=words.get("body", ()),
        url_suffix="".join(words.get("button", ())),
    )


def _interactive(sent: dict[str, Any]) -> Content | None:
    body = string(mapping(sent.get("body")).get("text"))
    action = mapping(sent.get("action"))
    header = string(mapping(sent.get("header")).get("text"))
    footer = string(mapping(sent.get("footer")).get("text"))
    match sent.get("type"):
        case "button":
            replies = (mapping(mapping(one).get("reply")) for one in listing(action.get("buttons")))
            pairs = tuple((string(one.get("id")), string(one.get("title"))) for one in replies)
            return Buttons(body, pairs, header=header, footer=footer)
        case "list":
            sections = tuple(_section(mapping(one)) for one in listing(action.get("sections")))
            return Menu(body, string(action.get("button")), sections, header=header, footer=footer)
        case "cta_url":
            link = mapping(action.get("parameters"))
            label, url = string(link.get("display_text")), string(link.get("url"))
            return LinkButton(body, label, url, footer=footer)
        case "location_request_message":
            return LocationRequest(body)
    return None


def _section(sent: dict[str, Any]) -> Section:
    rows = tuple(
        Row(string(row.get("id")), string(row.get("title")), string(row.get("description")))
        for row in map(mapping, listing(sent.get("rows")))
    )
    return Section(rows, title=string(sent.get("title")))
