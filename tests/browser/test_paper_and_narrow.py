"""What is printed begins on the first page, and long names stay within what is shown."""

from collections.abc import Callable
from urllib.parse import urljoin

import pypdfium2
import pytest
from PIL import ImageOps
from playwright.sync_api import Locator, Page, expect

from siwhapik.dashboard.charts import MOST_ROWS
from siwhapik.reports.catalogue import FIGURES
from tests.browser.conftest import NARROW, WIDE
from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.work import open_ticket, take

FILE = "SURAT_KETERANGAN_TIDAK_MAMPU_ATAS_NAMA_SITI_AMINAH_RT05_RW02_KEL_SOGATEN_2026.pdf"
# The printed head of a ticket, or of a list, alone: under 150 characters in four prints.
ALMOST_ALL = 0.8
HEAD_ALONE = 150
# The share of a sheet that lies above the line with its number.
ABOVE_NUMBER = 0.94
# Each figure becomes the widest of its kind.
WIDEN = """() => {
    for (const cell of document.querySelectorAll("td.num")) {
        const said = cell.innerText;
        const wide =
            /jam|menit|hari/.test(said) ? "23\\u00a0jam 59\\u00a0menit" :
            /%/.test(said) ? "100,0\\u00a0%" :
            /^\\d+$/.test(said) ? "8.888" : said;
        (cell.querySelector("a") ?? cell).textContent = wide;
    }
}"""


def printed(page: Page) -> list[str]:
    """The words on each page of paper, without blanks."""
    paper = pypdfium2.PdfDocument(page.pdf(format="A4"))
    return ["".join(sheet.get_textpage().get_text_range().split()) for sheet in paper]


def empty_at_the_foot(page: Page) -> list[float]:
    """Which part of each page of paper is blank above the line with its number."""
    found = []
    for sheet in pypdfium2.PdfDocument(page.pdf(format="A4")):
        picture = ImageOps.invert(sheet.render().to_pil().convert("L"))
        above = picture.crop((0, 0, picture.width, int(picture.height * ABOVE_NUMBER)))
        box = above.getbbox()
        found.append(1 - (box[3] if box else 0) / above.height)
    return found


def overflow(box: Locator) -> int:
    """How many pixels of it run out of the box at the right."""
    found: int = box.evaluate("box => box.scrollWidth - box.clientWidth")
    return found


@pytest.mark.parametrize(
    "path",
    ["/antrean/", "/antrean/?tampilan=selesai", "/dasbor/", "/dasbor/ikm/", "/pemberitahuan/"],
)
def test_a_list_begins_on_its_first_page(
    office: Office, log_in: Callable[..., Page], path: str
) -> None:
    sheets = printed(log_in("penyelia.dkkpg", path))
    assert len(sheets[0]) > HEAD_ALONE
    assert all(sheets)


def test_the_line_of_an_empty_table_has_the_whole_width_on_a_phone(
    log_in: Callable[..., Page],
) -> None:
    page = log_in("admin.dkkpg", "/dasbor/ikm/periode/", viewport=NARROW)
    rows = page.locator(".table--stack tbody")
    rows.evaluate("rows => rows.innerHTML = '<tr><td colspan=\"5\">Belum ada periode.</td></tr>'")
    wide = "cell => cell.clientWidth / cell.closest('tr').clientWidth"
    assert rows.locator("td").evaluate(wide) > ALMOST_ALL


def test_each_sheet_has_its_number_and_the_first_its_office(log_in: Callable[..., Page]) -> None:
    for path in ("/antrean/", "/dasbor/", "/catatan/", "/laporan/janji/"):
        sheets = printed(log_in("penyelia.dkkpg", path))
        assert "Dicetak" in sheets[0], path
        assert sheets[0].count("Dicetak") == 1, path
        for number, words in enumerate(sheets, start=1):
            assert f"Halaman{number}dari{len(sheets)}" in words, path


@pytest.mark.parametrize("name", ["KTP", "Surat pindah masuk-keluar (SKPWNI)"])  # in three lines
@pytest.mark.parametrize("names", [1, 9, MOST_ROWS])
def test_bars_that_lie_leave_no_half_of_a_sheet_empty(
    log_in: Callable[..., Page], names: int, name: str
) -> None:
    """However many names an office has by now: the table begins under the bars of the first ones."""
    page = log_in("penyelia.dkkpg", "/laporan/janji/")
    page.locator(".dash-chart--lying, .report-table:has(.dash-chart--lying) tbody").evaluate_all(
        f"all => all.forEach(one => one.replaceChildren(...Array.from({{ length: {names} }},"
        " () => one.firstElementChild.cloneNode(true))))"
    )
    named = page.locator(".report-table:has(.dash-chart--lying) tbody th")
    named.evaluate_all("(all, name) => all.forEach(one => { one.textContent = name; })", name)
    assert "Mediantanpa" in printed(page)[0]
    assert [one for one in empty_at_the_foot(page)[:-1] if one > 0.5] == []


@pytest.mark.parametrize(
    ("who", "paths"),
    [
        ("penyelia.kober", ["/catatan/"]),
        ("kepala.banyumas", ["/laporan/bawahan/"]),
        ("penyelia.dkkpg", [f"/laporan/{code}/" for code in FIGURES]),
    ],
)
def test_tables_fit_the_screen_of_a_laptop(
    log_in: Callable[..., Page], who: str, paths: list[str]
) -> None:
    """Also when their figures have become as wide as an office of this size ever sees."""
    page = log_in(who)
    for path in paths:
        page.goto(urljoin(page.url, path))
        page.evaluate(WIDEN)
        tables = page.locator(".table-scroll").all()
        assert tables, path
        assert [overflow(one) for one in tables if overflow(one)] == [], path


@pytest.mark.parametrize("text", ["Baris pesan contoh.\n" * 12, "Kalimat contoh. " * 250])
def test_a_conversation_begins_on_the_first_page(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page], text: str
) -> None:
    """Also where its first message alone is about as long as a page."""
    citizen = writer("Surat pindah")
    register = citizen.hands_over(text=text.strip())
    for number in range(6):
        citizen.says(f"Pesan nomor {number}. {text[:400]}")
    desk = log_in("penyelia.dkkpg")
    open_ticket(desk, office, register)
    expect(desk.locator("#thread")).to_contain_text("Pesan nomor 5", timeout=SLOW)
    sheets = printed(desk)
    assert len(sheets) > 1
    assert len(sheets[0]) > 4 * HEAD_ALONE
    assert all(sheets)


def test_long_names_break_within_the_bubble(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("Surat pindah")
    register = citizen.hands_over()
    citizen.sends(type="document", filename=FILE)
    citizen.sends(type="document", filename=f"{'a' * 43}.pdf")
    place = {"latitude": -7.44, "longitude": 112.71, "name": FILE[:-4], "address": "b" * 80}
    citizen.sends(type="location", **place)
    citizen.sends(raw={"type": "contacts", "contacts": [{"name": {"formatted_name": FILE[:-4]}}]})
    desk = log_in("penyelia.dkkpg")
    open_ticket(desk, office, register)
    expect(desk.locator(".bubble__place")).to_have_count(2, timeout=SLOW)
    name = desk.locator(".file__name").first
    expect(name).to_be_visible(timeout=SLOW)
    for size in (NARROW, WIDE):
        desk.set_viewport_size(size)
        assert overflow(desk.locator("#thread")) <= 0
        assert overflow(desk.locator(".case-page__case")) <= 0
        for bubble in desk.locator(".bubble__box").all():
            assert overflow(bubble) <= 0
        expect(name).to_contain_text(".pdf")


@pytest.mark.parametrize("width", [320, 360, 600, 768, 900, 1024, 1366])
def test_the_menu_of_further_verbs_stays_on_the_screen(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page], width: int
) -> None:
    register = writer("Surat pindah").hands_over()
    desk = log_in("penyelia.dkkpg", viewport={"width": width, "height": 740})
    for mine in (False, True):
        open_ticket(desk, office, register)
        if mine:
            take(desk)
        desk.locator("summary", has_text="Lainnya").click()
        for item in desk.locator(".menu__items a").all():
            item.scroll_into_view_if_needed()  # on a phone the menu scrolls
            box = item.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= 740


def test_a_list_in_a_card_and_what_stands_above_a_card_keep_their_distance(
    log_in: Callable[..., Page],
) -> None:
    page = log_in("penyelia.dkkpg", "/dasbor/")
    padding, gap = page.evaluate("""() => {
        const main = document.querySelector("main");
        main.insertAdjacentHTML("beforeend",
            '<div class="alert">a</div><section class="card"><ul class="card__body"></ul></section>');
        const [above, card] = [...main.children].slice(-2);
        return [parseFloat(getComputedStyle(card.firstChild).paddingLeft),
                card.getBoundingClientRect().top - above.getBoundingClientRect().bottom];
    }""")
    assert padding > 0
    assert gap > 0


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/laporan/buku/?rentang=tahun&cetak=1", "Buku register"),
        ("/laporan/beban/", "Beban kerja petugas"),
        ("/laporan/janji/", "Janji layanan"),
        ("/catatan/?cetak=1", "Catatan kantor"),
        ("/dasbor/", "Dasbor"),
    ],
)
def test_each_sheet_says_whose_it_is_what_it_is_and_of_which_days(
    log_in: Callable[..., Page], path: str, title: str
) -> None:
    """One sheet of a long report, found alone, is still known."""
    page = log_in("penyelia.dkkpg", path)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p>x</p>'.repeat(99))")  # fmt: skip
    edges = page.locator("html")
    office, _, named = (edges.get_attribute("data-paper") or "").partition(" · ")
    span = edges.get_attribute("data-paper-span") or ""
    assert named == title
    assert " sampai " in span
    first, *others = printed(page)
    assert "".join(office.split()) in first
    assert title.replace(" ", "") in first
    assert others
    for sheet in others:
        assert "".join(f"{office} · {title}".split()) in sheet
        assert "".join(span.split()) in sheet


def test_further_sheets_of_another_page_say_who_printed_them(log_in: Callable[..., Page]) -> None:
    page = log_in("penyelia.dkkpg", "/antrean/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p>x</p>'.repeat(99))")  # fmt: skip
    sheets = printed(page)
    assert len(sheets) > 1
    assert {sheet.count("Dicetak") for sheet in sheets} == {1}


def test_twelve_rows_begin_under_their_bars(log_in: Callable[..., Page]) -> None:
    """As many as a year has months do not wait for a sheet of their own."""
    page = log_in("penyelia.dkkpg", "/laporan/jam/?rentang=30")
    page.locator(".report-table tbody").first.evaluate(
        "rows => rows.replaceChildren(...Array.from({ length: 12 },"
        " () => rows.firstElementChild.cloneNode(true)))"
    )
    assert "00.00-00.59" in printed(page)[0]


def test_no_word_in_a_row_of_figures_is_broken_on_a_phone(log_in: Callable[..., Page]) -> None:
    page = log_in("penyelia.dkkpg", "/laporan/beban/?rentang=30", viewport=NARROW)
    row = page.locator(".table--stack tbody tr").first
    row.locator("td").evaluate_all(
        "cells => cells.forEach((cell, n) => { cell.textContent = n ? '1' : 'Ketersediaan'; })"
    )
    lines = row.locator("td").first.evaluate(
        "cell => { const words = document.createRange(); words.selectNodeContents(cell);"
        " return words.getClientRects().length; }"
    )
    assert lines == 1
    assert overflow(row) == 0


@pytest.mark.parametrize("path", ["/dasbor/", "/laporan/beban/"])
def test_of_a_single_day_a_telephone_shows_the_bar(log_in: Callable[..., Page], path: str) -> None:
    """It stands in the middle of a picture that is wider than the screen."""
    page = log_in("penyelia.dkkpg", path, viewport=NARROW)
    today = page.evaluate("new Date().toLocaleDateString('sv', {timeZone: 'Asia/Makassar'})")
    page.goto(urljoin(page.url, f"{path}?rentang=sendiri&dari={today}&sampai={today}"))
    frame = page.locator(".dash-chart__frame--one")
    frame.scroll_into_view_if_needed()
    for part in (".dash-chart__in", "text:last-of-type"):
        expect(frame.locator(part).last).to_be_in_viewport(ratio=0.99)
    assert overflow(page.locator("html")) == 0
