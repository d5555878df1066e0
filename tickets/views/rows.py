"""A queue row as finished HTML.

Fifty rows through the template engine cost five times what the whole rest of the page does, so the
markup stands here; whatever a person wrote is escaped in `row_of`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString, mark_safe

from tickets.models import Message, Ticket
from tickets.views.presenting import (
    Clock,
    Standing,
    hue,
    initials,
    mask_numbers,
    mask_phone,
    short_moment,
    standing_clock,
)

# Everything that a row shows, and nothing else, in one query.
FIELDS = (
    "pk", "register_number", "state", "source", "subject", "received_at", "resolved_at",
    "closed_at", "paused_since", "sort_due_at", "first_response_due_at", "first_responded_at",
    "last_message_at", "last_message_text", "last_message_direction", "unread_count",
    "has_trouble", "assignee_id", "assignee__full_name", "assignee__username", "citizen__name",
    "citizen__profile_name", "citizen__username", "citizen__phone", "service__name",
    "agency__timezone",
)  # fmt: skip
_SOURCES = {value: str(label) for value, label in Ticket.Source.choices}
_STATES = {value: str(label) for value, label in Ticket.State.choices}
_SNIPPET = 120

_ROW = (
    '<li class="row{unread_class}" id="t{pk}" data-key="{pk}">'
    '<span class="avatar avatar--{hue}" aria-hidden="true">{initials}</span>'
    '<div class="row__who"><a class="row__link" href="/tiket/{register}/">'
    '<span class="row__name">{name}</span>{unread}</a>'
    '<span class="row__meta"><span class="mono">{register}</span> · {source}</span></div>'
    '<div class="row__what"><span class="row__service">{service}</span>'
    '<span class="row__snippet">{snippet}</span></div>'
    '<div class="row__state"><span class="badge badge--{state}">{state_label}</span>{trouble}'
    '<span class="row__assignee{mine_class}">{assignee}</span></div>'
    '<div class="row__clock"><span class="clock clock--{tone}"{due}>'
    '<span class="clock__words">{clock}</span>{bar}'
    '<span class="clock__note">{note}</span></span></div>'
    '<time class="row__at">{at}</time></li>'
)
_BAR = (
    '<svg class="clock__bar" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">'
    '<rect width="{}" height="5"/></svg>'
)
_UNREAD = (
    ' <span class="count count--new">{}<span class="visually-hidden"> pesan belum dibaca'
    "</span></span>"
)
_TROUBLE = '<span class="badge badge--danger">Gagal kirim</span>'


@dataclass(frozen=True, slots=True)
class Row:
    """One row, ready to be placed."""

    pk: int
    register: str
    html: SafeString


def row_of(values: dict[str, Any], *, staff_id: int, now: dt.datetime) -> Row:
    """The row of one ticket, given as a dict of FIELDS."""
    zone = zone_of(values["agency__timezone"])
    name = _name(values)
    clock = _clock(values, zone=zone, now=now)
    register = escape(values["register_number"])
    unread, mine = values["unread_count"], values["assignee_id"] == staff_id
    html = _ROW.format(
        pk=values["pk"],
        register=register,
        unread_class=" row--unread" if unread else "",
        unread=_UNREAD.format(unread) if unread else "",
        hue=hue(name),
        initials=escape(initials(name)),
        name=escape(name),
        source=_SOURCES.get(values["source"], ""),
        service=escape(values["service__name"] or "Layanan belum dipilih"),
        snippet=escape(_snippet(values)),
        state=values["state"],
        state_label=_STATES.get(values["state"], ""),
        trouble=_TROUBLE if values["has_trouble"] else "",
        mine_class=" strong" if mine else "",
        assignee="Anda" if mine else escape(_assignee(values)),
        tone=clock.tone,
        due=f' data-due="{clock.due_iso}"' if clock.due_iso else "",
        clock=clock.words,
        bar="" if clock.percent is None else _BAR.format(clock.percent),
        note=clock.note,
        at=short_moment(values["last_message_at"] or values["received_at"], zone=zone, now=now),
    )
    return Row(values["pk"], values["register_number"], mark_safe(html))  # noqa: S308  # escaped above


@lru_cache(maxsize=8)
def zone_of(name: str) -> ZoneInfo:
    """The zone of an agency, looked up once."""
    return ZoneInfo(name)


def _clock(values: dict[str, Any], *, zone: ZoneInfo, now: dt.datetime) -> Clock:
    standing = Standing(
        state=values["state"],
        received_at=values["received_at"],
        ended_at=values["resolved_at"] or values["closed_at"],
        paused_since=values["paused_since"],
        due_at=values["sort_due_at"],
        is_first=values["first_responded_at"] is None
        and values["sort_due_at"] == values["first_response_due_at"],
    )
    return standing_clock(standing, zone=zone, now=now)


def _name(values: dict[str, Any]) -> str:
    name = values["citizen__name"] or values["citizen__profile_name"] or values["citizen__username"]
    return name or mask_phone(values["citizen__phone"]) or "Tanpa nama"


def _assignee(values: dict[str, Any]) -> str:
    if values["assignee_id"] is None:
        return "Belum diambil"
    return str(values["assignee__full_name"] or values["assignee__username"])


def _snippet(values: dict[str, Any]) -> str:
    """The last thing said, with who said it where that was not the citizen."""
    text = mask_numbers(values["last_message_text"] or values["subject"])[:_SNIPPET]
    if not text:
        return "Belum ada pesan"
    if values["last_message_direction"] == Message.Direction.OUT:
        return f"Kantor: {text}"
    return text
