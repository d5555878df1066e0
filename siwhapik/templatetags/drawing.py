"""Charts as HTML, put together as text: a template takes twenty times as long."""

from collections.abc import Iterable
from html import escape

from django.template import Library
from django.utils.safestring import SafeString, mark_safe

from siwhapik.dashboard.charts import Bar, Chart

register = Library()


@register.simple_tag
def charted(chart: Chart, names: tuple[str, str], title: str) -> SafeString:
    """A chart of one or two series with what its colours mean; the same figures stand in the table below it."""
    first, second = map(escape, names)
    other = f'<span class="dash-key dash-key--out"></span>{second}' if second else ""
    frame = f" dash-chart__frame{chart.frame}" if chart.frame else ""
    said = f"{first} dan {second}" if second else first
    told = f'role="img" aria-label="{said}; angkanya ada di tabel di bawah"'
    picture = (
        f'<div class="dash-chart dash-chart--lying" {told}>{drawings(chart)}</div>'
        if chart.rows
        else f'<svg class="dash-chart" viewBox="0 0 {chart.width} {chart.height}" {told}>{drawing(chart)}</svg>'
    )
    html = (
        f'<p class="dash-legend"><span class="dash-key dash-key--in"></span>{first} {other}</p>'
        f'<div class="dash-chart__frame{frame}" tabindex="0" role="region" aria-label="Grafik {escape(title)}">'
        f"{picture}</div>"
    )
    return mark_safe(html)  # noqa: S308  # numbers of ours, and texts that are escaped


@register.simple_tag
def drawing(chart: Chart) -> SafeString:
    """All that stands within the picture: lines with their numbers, names, bars, and labels below."""
    html = "".join(
        (
            *(_line(y, value, chart.width) for y, value in chart.lines),
            *_bars(chart.first, "in"),
            *_bars(chart.second, "out"),
            *(
                f'<text class="dash-chart__text" x="{x}" y="{chart.height}" dy="-6" text-anchor="middle">'
                f"{escape(label)}</text>"
                for x, label in chart.labels
            ),
        )
    )
    return mark_safe(html)  # noqa: S308  # numbers of ours, and texts that are escaped


def drawings(chart: Chart) -> SafeString:
    """A picture for each name whose bars lie, so that paper can set them in columns."""
    height = chart.height // len(chart.rows)
    html = "".join(
        f'<svg viewBox="0 {top} {chart.width} {height}">'
        f'<text class="dash-chart__text" x="0" y="{y}" dominant-baseline="middle">{escape(name)}</text>'
        f"{''.join(_bars(_within(chart.first, top, height), 'in'))}"
        f"{''.join(_bars(_within(chart.second, top, height), 'out'))}</svg>"
        for top, (y, name) in zip(range(0, chart.height, height), chart.rows, strict=True)
    )
    return mark_safe(html)  # noqa: S308  # numbers of ours, and texts that are escaped


def _within(series: Iterable[Bar], top: int, height: int) -> Iterable[Bar]:
    return (one for one in series if top <= one.y < top + height)


def _line(y: float, value: int, width: int) -> str:
    return (
        f'<line class="dash-chart__line" x1="34" x2="{width}" y1="{y}" y2="{y}"/>'
        f'<text class="dash-chart__text" x="28" y="{y}" text-anchor="end" dominant-baseline="middle">{value}</text>'
    )


def _bars(series: Iterable[Bar], look: str) -> Iterable[str]:
    """One series; `look`: in or out."""
    return (
        f'<rect class="dash-chart__{look}" x="{one.x}" y="{one.y}" width="{one.width}"'
        f' height="{one.height}"><title>{escape(one.title)}</title></rect>'
        for one in series
    )
