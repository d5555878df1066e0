"""Components with their text between two tags, where it can be broken into lines."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape  # Django's looks for lazy text in each of hundreds of cells
from typing import Any

from django.template import Context, Library
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from services.models import Agency
from siwhapik.number_words import count_words
from siwhapik.reports.sheets import Cell, Table, words_of
from siwhapik.templatetags.drawn_for import form_marks
from tickets.words import UNBROKEN, amount_words, unbroken

register = Library()

_NUM = ' class="num"'
_BRIEF = 16  # characters
_NUL = "\0"
# Of a row of services or officers: the name of a column on a phone, and what stands in it.
_COUNTS = (
    ("Terbuka", "open"),
    ("Lewat", "overdue"),
    ("Masuk", "received"),
    ("Selesai", "resolved"),
)
_POST_FORM = '<form method="post" action="{0}" hx-post="{0}" hx-swap="none">{1}{2}</form>'


@register.simple_tag
def day_rows(days: Iterable[Mapping[str, Any]]) -> SafeString:
    """The rows of the table behind the chart as HTML: a year of days by a template takes ten times as long."""
    html = "".join(
        f'<tr><th scope="row">{escape(row["day"])}</th>'
        f'<td class="num">{_led(row["in"], row["in_url"])}</td>'
        f'<td class="num">{_led(row["out"], row["out_url"])}</td></tr>'
        for row in days
    )
    return mark_safe(html)  # noqa: S308  # each text is escaped


@register.simple_tag
def figure_facts(facts: Iterable[str]) -> SafeString:
    """The sentences above a table, each a paragraph."""
    html = "".join(f'<p class="report-fact">{escape(fact)}</p>' for fact in facts)
    return mark_safe(html)  # noqa: S308  # each text is escaped


@register.simple_tag
def figure_table(table: Table) -> SafeString:
    """All that stands within the table as HTML: names of columns, rows, and the total below."""
    nothing = f'<tr><td colspan="{len(table.head)}">{escape(table.empty)}</td></tr>'
    rows = "".join(map(figure_row, table.named_rows)) or nothing
    total = f"<tfoot>{figure_row(table.named_total)}</tfoot>" if table.total and table.rows else ""
    html = f"<thead><tr>{figure_heads(table.heads)}</tr></thead><tbody>{rows}</tbody>{total}"
    return mark_safe(html)  # noqa: S308  # each text is escaped


def figure_row(row: Sequence[tuple[str, Cell]]) -> SafeString:
    """A row of figures, pairs of the column's name and a cell, as HTML; the first cell names it.

    Of a page that is drawn anew after a change most rows say what they said before: those are kept. By type, too,
    for 1, 100 per cent and 1,00 are equal numbers.
    """
    return _row(tuple(row), tuple([type(cell[0]) for _, cell in row]))


@lru_cache(maxsize=1000)
def _row(row: tuple[tuple[str, Cell], ...], _types: tuple[type, ...]) -> SafeString:
    (_, first), *rest = row
    cells = "".join([_figure(name, cell) for name, cell in rest])
    html = f'<tr><th scope="row">{escape(first.words)}</th>{cells}</tr>'
    return mark_safe(html)  # noqa: S308  # each text is escaped


def _figure(name: str, cell: Cell) -> str:
    """A few words stay in one line, as a grade with its name; on a phone more of them take a whole line."""
    value, url, among_words, parts, stands_out = cell
    if type(value) is int and not (among_words or parts or stands_out):  # most of them
        shown = count_words(value)
        led = f'<a href="{escape(url)}">{shown}</a>' if url and value else shown
        return f'<td class="num" {_label(name)}>{led}</td>'
    if isinstance(value, dt.timedelta):
        look, shown = "num", amount_words(value, gap=UNBROKEN)
    else:
        look, shown = "num", unbroken(words_of(value))
    if cell.is_sentence:
        look = "wide" if len(shown) > _BRIEF else "brief"
    if isinstance(value, str):  # all else is written with words of ours
        shown = escape(shown)
    if parts:
        shown = ", ".join(
            f'<a href="{escape(where)}">{escape(unbroken(one))}</a>' for one, where in parts
        )
    elif url and value:  # behind none there is nothing to list
        shown = f'<a href="{escape(url)}">{shown}</a>'
    if stands_out:
        shown = f'<strong class="standing-out">{shown}</strong>'
    return f'<td class="{look}" {_label(name)}>{shown}</td>'


@lru_cache(maxsize=500)
def _label(column: str) -> str:
    """A column's name as an attribute: each row has the same ones."""
    return f'data-label="{escape(column)}"'


def figure_heads(heads: Iterable[tuple[str, bool]]) -> SafeString:
    """The names of a table's columns as HTML; with each whether numbers stand in it."""
    html = "".join(
        f'<th scope="col"{_NUM if is_number else ""}>{escape(name)}</th>'
        for name, is_number in heads
    )
    return mark_safe(html)  # noqa: S308  # each name is escaped


@register.simple_tag
def register_rows(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """The rows of a list as HTML: the number, and (text, its CSS class) for each other cell. A template takes
    ten times as long for a page of fifty.
    """
    html = "".join(
        f'<tr><th scope="row">{_led(row["number"], row["url"])}</th>{_texts(row["cells"])}</tr>'
        for row in rows
    )
    return mark_safe(html)  # noqa: S308  # each text is escaped


def _texts(cells: Sequence[tuple[str, str]]) -> str:
    shown = _escaped([text for text, _ in cells])
    return "".join(
        [
            f'<td class="{look}">{text}</td>' if look else f"<td>{text}</td>"
            for text, (_, look) in zip(shown, cells, strict=True)
        ]
    )


def _escaped(texts: list[str]) -> list[str]:
    """All of a row at once: a page has hundreds. No text of the database holds the sign that parts them."""
    found = escape(_NUL.join(texts)).split(_NUL)
    return found if len(found) == len(texts) else [escape(one) for one in texts]


@register.simple_tag
def group_rows(rows: Iterable[Mapping[str, Any]], agency: Agency | None) -> SafeString:
    """Rows of services or officers as HTML; without `agency` each says whose service it is."""
    return mark_safe("".join([_group(row, agency) for row in rows]))  # noqa: S308  # texts are escaped


def _group(row: Mapping[str, Any], agency: Agency | None) -> str:
    urls, office = row["urls"], row.get("office") if agency is None else ""
    beside = f'<span class="dash-office">{escape(office)}</span>' if office else ""
    counts = "".join(
        f'<td{_NUM} data-label="{label}">{_led(row[name], urls[name])}</td>'
        for label, name in _COUNTS
    )
    of_due = f"{row['in_time']} dari {row['due']} tiket"
    in_time = (
        f"{_led(row['in_time_share'], urls['in_time'])}"
        f' <span class="dash-office">{_led(of_due, urls["due"])}</span>'
        if row["in_time_share"]
        else "-"
    )
    return (
        f'<tr><th scope="row">{escape(row["name"])}{beside}</th>{counts}'
        f'<td{_NUM} data-label="Tepat">{in_time}</td></tr>'
    )


def _led(text: int | str, url: str) -> str:
    shown = escape(str(text))
    return f'<a href="{escape(url)}">{shown}</a>' if url else shown


@register.simple_block_tag
def empty_state(
    content: SafeString, *, icon: str, title: str, label: str = "", url: str = ""
) -> SafeString:
    """The text in place of an empty list, and what to do about it."""
    shown = {"icon": icon, "title": title, "text": content, "label": label, "url": url}
    return render_to_string("components/empty.html", shown)


@register.simple_block_tag
def notice(content: SafeString, *, level: str, title: str = "") -> SafeString:
    """A notice of a page (Django's messages are for single requests)."""
    shown = {"level": level, "title": title, "text": content}
    return render_to_string("components/alert.html", shown)


@register.simple_tag
def stat(
    *, label: str, value: int | str, url: str = "", tone: str = "", hint: str = ""
) -> SafeString:
    """A number that leads to what it counts; tone: ok, warn, danger. A page of figures has a dozen of them."""
    look = f"stat stat--{escape(tone)}" if tone else "stat"
    more = f'<span class="stat__hint">{escape(unbroken(hint))}</span>' if hint else ""
    words = (
        f'<span class="stat__label">{escape(label)}</span>'
        f'<span class="stat__value">{escape(unbroken(str(value)))}</span>{more}'
    )
    html = (
        f'<a class="{look}" href="{escape(url)}">{words}</a>'
        if url
        else f'<div class="{look}">{words}</div>'
    )
    return mark_safe(html)  # noqa: S308  # each text is escaped


@register.simple_block_tag
def leads_to(content: SafeString, url: str) -> SafeString:
    """The text as a link, for persons who may go there; "" for others, who read the text."""
    return format_html('<a href="{}">{}</a>', url, content) if url else content


@register.simple_block_tag(takes_context=True)
def post_form(context: Context, content: SafeString, url: str) -> SafeString:
    """A form around its button; what the verb says comes by the answer's trigger (views/verbs.py)."""
    return format_html(_POST_FORM, url, form_marks(context), content)
