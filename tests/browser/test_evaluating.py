"""Evaluation as each role does it: look, review, recommend, answer with a plan and proof, coordinate."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW
from tests.browser.office import Office
from tests.browser.papers import letter
from tests.browser.test_paper_and_narrow import printed

FIRST = "Periode 1 (contoh)"
ASKED = "Buka loket kedua pada jam ramai (contoh)."
DONE = "Loket kedua sudah dibuka (contoh)."


def save(page: Page, says: str) -> None:
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".alerts")).to_contain_text(says)


def test_an_official_looks_before_recommending_and_the_office_answers_with_proof(
    log_in: Callable[..., Page], tmp_path: Path
) -> None:
    page = log_in("kepala.sogaten", "/dasbor/ikm/periode/")
    page.get_by_role("link", name=FIRST).click()
    page.get_by_role("link", name="Tulis rekomendasi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Buka dahulu hasilnya")
    expect(page.locator("main")).to_contain_text(f"Anda belum membuka hasil {FIRST} dari")
    assert findings(page) == []
    page.get_by_role("link", name=f"Buka hasil {FIRST}").click()
    page.get_by_role("link", name="Tulis rekomendasi").click()
    page.get_by_label("Unsur").select_option(label="U3 Waktu Penyelesaian")
    page.get_by_label("Rekomendasi").fill(ASKED)
    save(page, "Rekomendasi tersimpan")
    expect(page.locator("main")).to_contain_text("Belum dijawab")

    page = log_in("admin.sogaten", "/dasbor/ikm/rekomendasi/", viewport=NARROW)
    page.get_by_role("link", name=ASKED).click()
    page.get_by_role("link", name="Tulis rencana").click()
    expect(page.get_by_label("Prioritas unsur").locator("option:checked")).to_contain_text("Waktu")
    page.get_by_label("Program/kegiatan").fill("Loket kedua pukul 08.00 sampai 11.00 (contoh).")
    page.get_by_label("Penanggung jawab").fill("Kepala Seksi Pelayanan (contoh)")
    save(page, "Rencana tindak lanjut tersimpan")
    page.get_by_role("link", name="Laporkan kemajuan").click()
    page.get_by_label("Selesai").check()
    page.get_by_label("Kemajuan").fill(DONE)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("alert")).to_contain_text("Sebutkan bukti")
    page.get_by_label("Berkas bukti").set_input_files(letter(tmp_path / "acara.pdf", "Contoh"))
    save(page, "Kemajuan tersimpan")
    assert findings(page) == []
    prints_it(page)


def prints_it(page: Page) -> None:
    """The sheet with its letterhead, and nothing to press; the button opens the browser's own dialog."""
    page.evaluate("window.print = () => document.body.dataset.asked = 'yes'")
    page.get_by_role("button", name="Cetak").click()
    expect(page.locator("body[data-asked]")).to_have_count(1)
    said = "".join(printed(page))
    for words in ("Kelurahan Sogaten", ASKED, "Kepala Seksi Pelayanan", DONE, "acara.pdf"):
        assert "".join(words.split()) in said
    assert "Cetak" not in said.replace("Dicetak", "")
    assert "Laporkankemajuan" not in said


def test_an_evaluator_reviews_offices_one_after_another_and_recommends(
    log_in: Callable[..., Page],
) -> None:
    page = log_in("evaluator", "/dasbor/ikm/perbandingan/")
    page.get_by_role("link", name="belum ditelaah").first.click()
    page.get_by_role("link", name="Catat telaah").click()
    page.get_by_label("Angka perlu diperiksa").check()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("alert")).to_contain_text("Sebutkan angka mana")
    page.get_by_label("Perlu rekomendasi").check()
    save(page, "Telaah tersimpan. Lanjutkan dengan menulis rekomendasi.")
    assert findings(page) == []
    page.get_by_role("link", name="Tulis rekomendasi").click()
    page.get_by_label("Rekomendasi").fill("Tambah kursi ruang tunggu (contoh).")
    save(page, "Rekomendasi tersimpan")
    page.goto(re.sub(r"/rekomendasi/.*", "/perbandingan/", page.url))
    expect(page.get_by_role("link", name="belum ditelaah")).to_have_count(0)
    for office in ("Kelurahan Sogaten", "Kelurahan Kober", "Dinas Sosial"):
        row = page.get_by_role("row", name=re.compile(office))
        expect(row).to_contain_text(re.compile("memadai|perlu rekomendasi"))


def test_a_super_admin_gives_a_task_and_answers_what_an_office_asks_for(
    office: Office, log_in: Callable[..., Page]
) -> None:
    lead, admin = log_in("superadmin", "/koordinasi/tulis/"), log_in("admin.kober")
    lead.get_by_label("Kelurahan Kober").check()
    lead.get_by_label("Tugas").check()
    lead.get_by_label("Perihal").fill("Lengkapi SOP (contoh)")
    lead.get_by_label("Isi").fill("Mohon unggah SOP surat keterangan (contoh).")
    lead.get_by_role("button", name="Kirim").click()
    expect(lead.get_by_role("alert")).to_contain_text("Tentukan kapan")
    lead.get_by_label("Paling lambat").fill("2099-12-31")
    lead.get_by_role("button", name="Kirim").click()
    expect(lead.locator("main")).to_contain_text("Diminta")
    assert findings(lead) == []

    admin.goto(f"{office.url}/koordinasi/")
    admin.get_by_role("link", name="Lengkapi SOP").first.click()
    admin.get_by_label("Tulis jawaban").fill("Sudah diunggah (contoh).")
    admin.get_by_label("Keadaan sesudahnya").select_option(label="Selesai")
    admin.get_by_role("button", name="Kirim jawaban").click()
    expect(admin.locator("main")).to_contain_text("keadaan menjadi selesai")
    admin.goto(f"{office.url}/koordinasi/tulis/")
    admin.get_by_label("Permintaan perbaikan").check()
    admin.get_by_label("Perihal").fill("Ukuran huruf poster (contoh)")
    admin.get_by_label("Isi").fill("Mohon huruf poster diperbesar (contoh).")
    admin.get_by_role("button", name="Kirim").click()
    expect(admin.locator(".alerts")).to_contain_text("Terkirim")

    lead.goto(f"{office.url}/koordinasi/?keadaan=belum")
    lead.get_by_role("link", name="Ukuran huruf poster").first.click()
    lead.get_by_label("Tulis jawaban").fill("Masuk rencana triwulan depan (contoh).")
    lead.get_by_label("Keadaan sesudahnya").select_option(label="Direncanakan")
    lead.get_by_role("button", name="Kirim jawaban").click()
    expect(lead.locator("main")).to_contain_text("keadaan menjadi direncanakan")
