"""A month in which every report has something to say, and readers of its page and files."""

import csv
import datetime as dt
import io
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import openpyxl

from services.models import Staff, VisitAssumption
from siwhapik.reports.workbooks import NOTES
from tests import factories
from tests.siwhapik.reports.conftest import JUNE
from tests.siwhapik.reports.test_logs import looked, told
from tests.siwhapik.reports.test_workload import wrote
from tickets.models import Attachment, Baseline, Escalation, Ticket

Grid = list[list[str]]


def fill(juni: list[Ticket], *, petugas: Staff, penyelia: Staff) -> None:
    """Beside the seven tickets: visits at the counter, messages, files, questions to the head, and a book."""
    first = juni[0]
    for because, heard in (("no_whatsapp", "rt_rw"), ("other", "")):
        citizen = factories.CitizenFactory(agency=first.agency)
        factories.TicketFactory(
            conversation=factories.ConversationFactory(
                channel=first.conversation.channel, citizen=citizen
            ),
            service=first.service,
            source="walk_in",
            kind="consultation",
            received_at=JUNE + dt.timedelta(days=2),
            came_because=because,
            heard_from=heard,
            assignee=petugas,
            subject="=1+1",
        )
    message = wrote(first, petugas, JUNE + dt.timedelta(hours=1))
    wrote(juni[1], penyelia, JUNE + dt.timedelta(hours=10))
    for at in (JUNE, JUNE + dt.timedelta(days=1)):
        factories.MessageFactory(
            conversation=first.conversation, ticket=first, direction="in", occurred_at=at
        )
    file = Attachment.objects.create(message=message, filename="=contoh.pdf", size=2049)
    looked(first, petugas, attachment=file)
    told(first, petugas)
    Escalation.objects.create(
        ticket=first,
        agency=first.agency,
        asked_by=penyelia,
        asked_at=JUNE,
        reason="+62 contoh alasan",
        due_at=JUNE + dt.timedelta(days=1),
    )
    Baseline.objects.create(
        agency=first.agency, year=2026, month=6, visits=175, entered_by=penyelia, entered_at=JUNE
    )
    VisitAssumption.objects.create(
        agency=first.agency,
        trips=2,
        minutes=45,
        rupiah=10_000,
        origin="contoh",
        edited_by=penyelia,
        edited_at=JUNE,
    )


class Page(HTMLParser):
    """The tables of a page as words, and how many pictures stand in each section."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[Grid] = []
        self.charts: dict[str, int] = {}
        self.bars = 0
        self._section = ""
        self._in = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "section":
            self._section = (given.get("aria-labelledby") or "").removeprefix("tabel-")
        if "dash-chart" in (given.get("class") or "").split():
            self.charts[self._section] = self.charts.get(self._section, 0) + 1
        self.bars += tag == "rect"
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self._in = True
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._in = self._in and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._in:
            self.tables[-1][-1][-1] += " ".join(data.split())


def in_csv(answer: Any) -> Grid:
    """The rows of a CSV, without the sign that keeps a cell from being calculated."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert not [cell for row in rows for cell in row if cell[:1] in {*"=+@"} or cell[:2] == "-1"]
    return [[cell.removeprefix("'") for cell in row] for row in rows]


def in_xlsx(answer: Any) -> list[Grid]:
    """The rows of each table's sheet as a spreadsheet shows them; no cell is a formula."""
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert not [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    tables = [sheet for sheet in book if sheet.title != NOTES]
    return [[[_shown(cell) for cell in row] for row in sheet.iter_rows()] for sheet in tables]


def _shown(cell: Any) -> str:
    value, form = cell.value, cell.number_format
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%d-%m-%Y %H.%M}"
    if form == "0.0 %":
        tenths = int(Decimal(repr(value)).scaleb(3).quantize(Decimal(1), rounding="ROUND_HALF_UP"))
        return f"{_dotted(tenths // 10)},{tenths % 10} %"
    if form == "0.00":
        return f"{value:.2f}".replace(".", ",")
    return value if isinstance(value, str) else _dotted(value)


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
