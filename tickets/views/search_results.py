"""The results of a search: grouped by where it was found, each ticket with why.

A hit is shown with the words in the text as this person reads it, masked and without the names of who
wants to stay unknown. A word that is not in that text is no hit, so nothing that is masked can be
confirmed by looking for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import islice
from typing import Any

from django.http import QueryDict

from services.rows_by_key import values_by_key
from tickets import states
from tickets.finding.hits import Hit
from tickets.finding.search import GROUPS, NAME, NUMBER, TOO_BROAD, Answer, Wanted, find
from tickets.models import Ticket
from tickets.views.rows import FIELDS, Reader, Row, list_of, row_of
from tickets.views.search_reasons import Values, why_found

_FIELDS = (*FIELDS, "tracking_code", "outcome_note", "agency__short_name")
GROUP, CURSOR = "kelompok", "sesudah"
TITLES = {
    "nomor": "Nomor",
    "nama": "Nama",
    "percakapan": "Percakapan",
    "catatan": "Catatan",
    "berkas": "Berkas",
    "perihal": "Layanan/perihal",
}
PAGE, FEW = 25, 10  # tickets of a group alone, and beside others
_SPARE = 10  # more are read than shown, since some may turn out to be no hits
_REASONS = 3


@dataclass(slots=True)
class Found:
    """A ticket with the reasons why it is listed."""

    values: Values
    hit: Hit
    reasons: list[str]


@dataclass(slots=True)
class Group:
    """The tickets found in one place; `more`: there are others. `is_short`: some of them have to be read."""

    key: str
    found: list[Found] = field(default_factory=list)
    more: bool = False
    is_short: bool = False

    @property
    def title(self) -> str:
        return TITLES[self.key]

    @property
    def cursor(self) -> str:
        """Where the next page begins, as `after` reads it."""
        last = self.found[-1].hit
        return f"{last.entry}-{last.ticket}"


def after(cursor: str) -> tuple[int, int] | None:
    """The entry and ticket where a page ended; None where the cursor is none of ours."""
    entry, _, ticket = cursor.partition("-")
    is_ours = cursor.isascii() and entry.isdigit() and ticket.isdigit()
    return (int(entry), int(ticket)) if is_ours and len(cursor) < 38 else None


def groups_of(answer: Answer, wanted: Wanted, *, heads: Collection[int]) -> list[Group]:
    """The groups in order; a ticket stands in the first that has it, with all its reasons.

    Mostly each hit is one, and so rows of the spare ones are read only where some turned out to be none.
    """
    by_group = _by_group(answer)
    alone = bool(wanted.group) or len(by_group) == 1
    most = PAGE if alone else FEW
    values: dict[int, Values] = {}
    for spare in (0, _SPARE):
        keys = _first(by_group, most + spare)
        values |= values_by_key(Ticket, _FIELDS, keys - values.keys())
        groups = _placed(by_group, answer, values, most=most, heads=heads)
        if not any(group.is_short for group in groups):
            break
    for group in groups:
        group.more = group.more or _is_cut_off(group.key, answer, kept=wanted.kept)
    return [group for group in groups if group.found]


def _first(by_group: Mapping[str, list[Hit]], most: int) -> set[int]:
    """So many tickets of each group that are in none before it."""
    keys: set[int] = set()
    for hits in by_group.values():
        new = (hit.ticket for hit in hits if hit.ticket not in keys)
        keys.update(list(islice(new, most)))
    return keys


def _placed(
    by_group: Mapping[str, list[Hit]],
    answer: Answer,
    values: Mapping[int, Values],
    *,
    most: int,
    heads: Collection[int],
) -> list[Group]:
    """As many as have their row in `values`."""
    placed: dict[int, Found] = {}
    groups = []
    for key, hits in by_group.items():
        group = Group(key)
        for hit in hits:
            group.is_short = len(group.found) < most and hit.ticket not in values
            if len(group.found) >= most or group.is_short:
                group.more = True
                break
            _place(hit, group, placed, why=why_found(hit, answer, values[hit.ticket], heads))
        groups.append(group)
    for one in placed.values():
        one.values = values[one.hit.ticket]
    return groups


def _place(hit: Hit, group: Group, placed: dict[int, Found], *, why: str) -> None:
    if not why:
        return
    if known := placed.get(hit.ticket):
        said = why.partition("</span> ")[2]  # the subject often repeats the first words
        if len(known.reasons) < _REASONS and not any(said in one for one in known.reasons):
            known.reasons.append(why)
        return
    placed[hit.ticket] = Found({}, hit, [why])
    group.found.append(placed[hit.ticket])


def _by_group(answer: Answer) -> dict[str, list[Hit]]:
    """The newest hit of each ticket in each group, newest first."""
    of = {what: key for key, inside in GROUPS.items() for what in inside}
    if answer.by_digits:
        of |= dict.fromkeys(GROUPS[NAME], NUMBER)
    grouped: dict[str, dict[int, Hit]] = {key: {} for key in GROUPS}
    for hit in answer.hits:
        grouped[of[hit.what]].setdefault(hit.ticket, hit)
    return {key: list(found.values()) for key, found in grouped.items() if found}


def _is_cut_off(key: str, answer: Answer, *, kept: int) -> bool:
    """Whether there may be texts beyond those that were read."""
    counts = [sum(hit.what == what for hit in answer.hits) for what in GROUPS[key]]
    return max(counts, default=0) >= kept


def found_in(wanted: Wanted, *, reader: Reader, query: QueryDict) -> dict[str, Any]:
    """What the list's template shows of a search; `query` is the address without a cursor."""
    answer = find(wanted)
    groups = groups_of(answer, wanted, heads=reader.heads)
    told = [_shown(group, wanted, reader=reader, query=query) for group in groups]
    alone = groups[0] if len(groups) == 1 else None
    next_url = ""
    if alone and alone.more:
        page = with_parameter(query, GROUP, alone.key)
        next_url = f"{page}&{CURSOR}={alone.cursor}"
    return {
        "rows": groups,
        "groups": told,
        "all_url": with_parameter(query, GROUP, "") if wanted.group else "",
        "searched": True,
        "notice": answer.notice,
        "too_broad": answer.notice == TOO_BROAD,
        "next_url": next_url,
        "words": f"{sum(len(group.found) for group in groups)} tiket ditemukan di halaman ini",
    }


def _shown(group: Group, wanted: Wanted, *, reader: Reader, query: QueryDict) -> dict[str, Any]:
    more = group.more and not wanted.group and len(group.found) <= FEW
    return {
        "key": group.key,
        "title": group.title,
        "count": f"{len(group.found)}{'+' if group.more else ''}",
        "list": list_of(rows_in(group, reader=reader, now=wanted.now)),
        "more_url": with_parameter(query, GROUP, group.key) if more else "",
    }


def with_parameter(query: QueryDict, name: str, value: str) -> str:
    """The address with one parameter set, or without it."""
    query = query.copy()
    query.pop(name, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}"


def rows_in(group: Group, *, reader: Reader, now: Any) -> Iterable[Row]:
    """The group's rows, ready to be placed."""
    for one in group.found:
        why = "".join(f'<p class="row__why">{reason}</p>' for reason in one.reasons)
        is_away = one.hit.what == "away"
        yield (
            _away(one.values, why)
            if is_away
            else row_of(one.values, reader=reader, now=now, why=why)
        )


def _away(values: Values, why: str) -> Row:
    """What the office that gave the number knows of a ticket that it passed on."""
    register = escape(values["register_number"])
    state = states.of(values["state"])
    html = (
        f'<li class="row" id="t{values["pk"]}" data-key="{values["pk"]}">'
        '<span class="avatar" aria-hidden="true">→</span>'
        f'<div class="row__who"><a class="row__link" href="/tiket/{register}/">'
        f'<span class="row__name mono">{register}</span></a></div>'
        '<div class="row__what"><span class="row__service">Sudah diteruskan</span>'
        f'<span class="row__snippet">ke {escape(values["agency__short_name"])}</span></div>'
        f'<div class="row__state"><span class="badge badge--{state.look}">{state.label}</span></div>'
        f"{why}</li>"
    )
    return Row(values["pk"], values["register_number"], html)
