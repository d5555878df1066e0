"""The sheets of an office's surveys on A4: the head of the office, every column, and nothing to press."""

import io
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pypdfium2 import raw

from tests.browser.office import Office
from tests.browser.test_paper_and_narrow import empty_at_the_foot, overflow, printed

SLUG = "kelurahan-kober"
LINE = "PemerintahKabupatenBanyumas(contoh)"
TEXT = "Tambah satu loket pada jam ramai, supaya warga tidak menunggu lebih dari sepuluh menit (contoh)."
# The content of a sheet of A4 between the margins of print.css, at 96 dots an inch.
SHEET = (703, 1000)


def pictures(page: Page) -> int:
    """How many pictures are on the first page of paper."""
    first = pypdfium2.PdfDocument(page.pdf(format="A4"))[0]
    return len(list(first.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])))


def in_print(page: Page) -> None:
    """As a sheet of A4 lays it out."""
    page.set_viewport_size({"width": SHEET[0], "height": SHEET[1]})
    page.emulate_media(media="print")


@pytest.fixture
def logo(log_in: Callable[..., Page]) -> None:
    """The office has a logo."""
    drawn = io.BytesIO()
    Image.new("RGB", (200, 200), (20, 90, 60)).save(drawn, "PNG")
    page = log_in("admin.kober", f"/laporan/evaluasi/{SLUG}/kop/")
    page.locator("main input[type=file]").set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
    )
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("main")).to_contain_text("Kop")


@pytest.fixture
def sheet(office: Office, logo: None, log_in: Callable[..., Page]) -> Page:
    """A recommendation with a plan, as the agency's admin opens it."""
    page = log_in("evaluator", f"/dasbor/ikm/?instansi={SLUG}")
    page.get_by_role("link", name="Tulis rekomendasi").first.click()
    page.locator("textarea").fill(TEXT)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lembar rekomendasi")
    path = urlsplit(page.url).path
    page = log_in("admin.kober", path)
    page.get_by_role("link", name=re.compile("(Tulis|Ubah) rencana")).click()
    for label in ("Prioritas unsur", "Waktu"):
        page.get_by_label(label).select_option(index=1)
    page.get_by_label("Program/kegiatan").fill("Loket kedua (contoh)")
    page.get_by_label("Penanggung jawab").fill("Sekretaris (contoh)")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("table")).to_contain_text("Loket kedua")
    return page


def test_a_recommendation_goes_out_with_the_head_of_the_office(sheet: Page) -> None:
    words = "".join(printed(sheet)).split("Dicetak", 1)[1]
    assert words.index(LINE) < words.index("KelurahanKober") < words.index("Lembarrekomendasi")
    assert pictures(sheet) == 1
    for said in (TEXT, "Loket kedua (contoh)", "Sekretaris (contoh)", "Prioritas unsur", "Ditulis"):
        assert "".join(said.split()) in words
    for pressed in ("Cetak", "Ubahrencana", "Laporkankemajuan", "Kembali", "Hasilperiodeini"):
        assert pressed not in words
    expect(sheet.get_by_role("button", name="Cetak")).to_be_visible()
    in_print(sheet)
    assert [overflow(box) for box in sheet.locator(".table-scroll, main").all()] == [0, 0]


def test_the_computation_is_printed_whole(log_in: Callable[..., Page], logo: None) -> None:
    page = log_in("admin.kober", "/dasbor/ikm/")
    page.get_by_role("link", name="Lihat hitungannya").click()
    expect(page.get_by_role("button", name="Cetak")).to_be_visible()
    expect(page.locator(".letterhead")).to_be_hidden()
    sheets = printed(page)
    words = "".join(sheets)
    assert words.index(LINE) < words.index("MengapaIKM")
    assert pictures(page) == 1
    for said in ("Jumlah nilai", "Rata-rata", "Tertimbang", "Konversi", "U9", "Mulai dari",
                 "2. Indeks dan konversi", "3. Mutu pelayanan", "4. Bila dihitung dengan cara lain",
                 "Bobot tiap unsur 0,111"):  # fmt: skip
        assert "".join(said.split()) in words
    for pressed in ("Laporanlain", "Caripenyebabnya", "Kembali"):
        assert pressed not in words
    # No heading alone at the foot of a sheet, and no sheet that is half empty but the last.
    assert [one for one in empty_at_the_foot(page)[:-1] if one > 0.5] == []
    (grades,) = [one for one in sheets if "3.Mutupelayanan" in one]
    assert all(word in grades for word in ("Sangatbaik", "Tidakbaik"))
    in_print(page)
    assert {overflow(box) for box in page.locator(".table-scroll, main").all()} == {0}
