"""All day at the keyboard: nothing typed is lost, nothing is sent twice."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.office import Office, Writer
from tests.browser.phone import SLOW
from tests.browser.work import open_ticket
from tests.processes.servers import wait_until


def test_the_queue_is_walked_by_keys(log_in: Callable[..., Page]) -> None:
    page = log_in("petugas4.dkkpg", "/antrean/")
    rows = page.locator("#queue-list .row")
    keys = page.keyboard
    expect(rows.nth(1)).to_be_visible()
    keys.press("j")
    first = page.locator(".row--current").get_attribute("data-key")
    keys.press("j")
    expect(page.locator(".row--current")).not_to_have_attribute("data-key", str(first))
    keys.press("k")
    expect(page.locator(".row--current")).to_have_attribute("data-key", str(first))
    keys.press("/")
    expect(page.locator("#id_q")).to_be_focused()
    keys.type("jk")
    expect(page.locator("#id_q")).to_have_value("jk")
    keys.press("Escape")
    keys.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    keys.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    keys.press("o")
    page.wait_for_url("**/tiket/**")


def test_a_ticket_is_worked_by_keys(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas4.dkkpg")
    open_ticket(page, office, writer("Surat pindah").hands_over())
    keys, dialog, box = page.keyboard, page.locator("#verb"), page.locator("#id_text")
    keys.press("a")
    expect(page.locator(".case-head__state")).to_contain_text("Tugas Anda")
    keys.press("r")
    expect(box).to_be_focused()
    keys.type("/")
    expect(page.locator("#quick-replies")).to_be_visible()
    keys.press("Escape")
    box.fill("")
    keys.press("Escape")
    expect(box).not_to_be_focused()
    keys.press("n")
    expect(dialog).to_be_visible()  # its text is there a moment before it opens
    expect(dialog).to_contain_text("Catatan internal")
    keys.type("Belum selesai ditulis")
    keys.press("Escape")  # once: the words stay
    expect(dialog.get_by_role("alert")).to_contain_text("belum disimpan")
    expect(dialog.locator("textarea")).to_have_value("Belum selesai ditulis")
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    keys.press("n")
    expect(dialog.locator("textarea")).to_be_focused()
    keys.type("Berkas sudah dicek")
    keys.press("Control+Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("#thread .bubble--note")).to_have_text(re.compile("Berkas sudah dicek"))
    keys.press("j")
    expect(page.locator("#thread .bubble:focus")).to_have_count(1)
    keys.press("e")
    expect(dialog.locator("[name=outcome]").first).to_be_attached()
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    # Quicker than a frame: the key still reaches the field of the dialog.
    page.evaluate(
        """() => {
            const dialog = document.getElementById("verb");
            document.activeElement.blur();
            dialog.showModal();
            dialog.querySelector("textarea").focus();
            dialog.close();
            const key = new KeyboardEvent("keydown", { key: "j", bubbles: true });
            document.activeElement.dispatchEvent(key);
        }"""
    )
    expect(page.locator("#thread .bubble:focus")).to_have_count(1)


def test_an_answer_ends_the_matter_and_the_next_ticket_opens(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas4.dkkpg")
    citizen = writer("Surat pindah", name="Warga Tuntas")
    later = writer("Surat pindah", name="Warga Nanti").hands_over()
    for register in (later, citizen.hands_over()):
        open_ticket(page, office, register)
        page.keyboard.press("a")
        expect(page.locator(".case-head__state")).to_contain_text("Tugas Anda")
    keys, menu = page.keyboard, page.locator("#reply-form details.menu")
    menu.locator("summary").click()
    expect(menu.get_by_role("button")).to_have_count(4)
    keys.press("Escape")
    expect(menu).not_to_have_attribute("open", re.compile(""))
    keys.press("r")
    keys.type("Surat pindah sudah terbit.")
    keys.press("Control+Shift+Enter")
    told = page.locator(".alert", has_text="Ini tiket Anda yang berikutnya")
    expect(told).to_contain_text("selesai: dijawab", timeout=SLOW)
    expect(page.locator(".case-head__state")).to_contain_text("Tugas Anda")
    citizen.hears("sudah terbit")
    # Asked for something: the ticket waits for the citizen.
    open_ticket(page, office, later)
    box = page.locator("#id_text")
    box.fill("Mohon kirim foto KK.")
    expect(page.locator("#draft-state")).to_have_text("Draf tersimpan")  # the scripts are there
    box.press("Alt+Enter")
    expect(page.locator(".case-head__state")).to_contain_text("Menunggu pemohon", timeout=SLOW)
    box.press("Escape")
    keys.press("g")
    keys.press("q")
    page.wait_for_url("**/antrean/")


def test_a_draft_survives_and_a_double_click_sends_once(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("Surat pindah", name="Warga Ganda")
    page = log_in("petugas4.dkkpg")
    open_ticket(page, office, citizen.hands_over())
    box = page.locator("#id_text")
    box.fill("Balasan yang hanya sekali.")
    expect(page.locator("#draft-state")).to_have_text("Draf tersimpan")
    page.reload()
    expect(box).to_have_value("Balasan yang hanya sekali.")

    page.locator("#reply-form").get_by_role("button", name="Kirim").dblclick()
    citizen.hears("hanya sekali")
    expect(box).to_have_value("")
    ours = page.locator("#thread .bubble--out", has_text="hanya sekali")
    expect(ours.locator(".ticks")).to_have_text(re.compile("Sampai|Dibaca"), timeout=SLOW)
    expect(ours).to_have_count(1)
    heard = [one for one in citizen.told() if "hanya sekali" in one["text"]]
    assert len(heard) == 1


def test_whoever_types_learns_that_the_citizen_wrote_meanwhile(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("Surat pindah", name="Warga Sela")
    page = log_in("petugas4.dkkpg")
    open_ticket(page, office, citizen.hands_over())
    box, send = page.locator("#id_text"), page.get_by_role("button", name="Kirim", exact=True)
    box.fill("Mohon kirim KK, Bapak.")
    citizen.says("KK sudah saya kirim tadi.")
    expect(page.locator("#new-messages")).to_contain_text("1 pesan baru", timeout=SLOW)
    send.click()
    expect(page.locator("#reply-errors")).to_contain_text("Sudah saya baca")
    expect(box).to_have_value("Mohon kirim KK, Bapak.")
    page.locator("#reply-errors").get_by_label("Sudah saya baca").check()
    send.click()
    citizen.hears("Mohon kirim KK")


def test_a_second_click_does_not_meet_the_button_that_came_instead(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas4.dkkpg")
    open_ticket(page, office, writer("Surat pindah", name="Warga Klik").hands_over())
    place = page.get_by_role("button", name="Ambil").bounding_box()
    assert place
    at = (place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    under = f"document.elementFromPoint({at[0]}, {at[1]})?.closest('button, a, summary')?.innerText"
    page.evaluate(
        f"""() => new MutationObserver(() => {{ window.met ??= [{under}]; }})
            .observe(document.getElementById("ticket-head"), {{ childList: true }})"""
    )
    page.mouse.click(*at)
    expect(page.locator(".case-head__state")).to_contain_text("Tugas Anda")
    assert page.evaluate("window.met") == [None]
    expect(page.locator("#ticket-head.is-settling")).to_have_count(0)
    # There is one, and it can be pressed now. The page's policy lets no script wait for it there.
    wait_until(lambda: page.evaluate(under), seconds=20, what="the button that came instead")


def test_whoever_answers_while_reading_above_sees_the_answer(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    citizen = writer("Surat pindah", name="Warga Panjang")
    page = log_in("petugas4.dkkpg")
    register = citizen.hands_over()
    for n in range(8):
        citizen.says(f"Baris {n} " + "yang panjang sekali " * 20)
    open_ticket(page, office, register)
    expect(page.locator("#thread", has_text="Baris 7")).to_be_visible(timeout=SLOW)
    box = page.locator("#thread-box")
    box.evaluate("(it) => { it.scrollTop = 0; }")
    page.locator("#id_text").fill("Baik, kami proses.")
    page.locator("#reply-form").get_by_role("button", name="Kirim").click()
    expect(page.locator("#thread .bubble--out", has_text="kami proses")).to_be_in_viewport()


def test_what_was_typed_in_a_dialog_is_not_lost_by_a_click_beside_it_or_a_refusal(
    office: Office, writer: Callable[..., Writer], log_in: Callable[..., Page]
) -> None:
    page = log_in("petugas4.dkkpg")
    open_ticket(page, office, writer("Surat pindah", name="Warga Sisi").hands_over())
    page.keyboard.press("a")
    expect(page.locator(".case-head__state")).to_contain_text("Tugas Anda")
    dialog = page.locator("#verb")
    page.keyboard.press("e")
    summary = dialog.locator("textarea")
    expect(summary).to_be_visible()
    summary.fill("Ringkasan yang panjang")
    page.mouse.click(3, 3)
    expect(dialog.get_by_role("alert")).to_contain_text("belum disimpan")
    dialog.get_by_role("button", name="Selesaikan").click()  # without an outcome
    expect(dialog).to_contain_text("Pilih hasilnya")
    expect(summary).to_have_value("Ringkasan yang panjang")
    page.keyboard.press("Escape")
    expect(dialog.locator(".modal__unsaved")).to_be_visible()
    page.mouse.click(3, 3)
    expect(dialog).to_be_hidden()
