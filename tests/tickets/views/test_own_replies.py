"""Quick replies: blanks that are filled, refused or said to be missing, and those of one's own."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Service, Staff
from tests import factories
from tests.reading import flat
from tickets import prepared_texts
from tickets.filled_in import Matter
from tickets.models import Attachment, QuickReply, Ticket

NOW = dt.datetime(2026, 6, 9, 3, tzinfo=dt.UTC)
NEW = "/balasan-cepat/baru/"


def form(agency: Agency, **more: str) -> dict[str, Any]:
    return {"agency": agency.pk, "shortcut": "kk", "title": "KK", "text": "Yth. {nama}", **more}


def fill(ticket: Ticket, reader: Staff, text: str) -> prepared_texts.Filled:
    return Matter(ticket, reader=reader, now=NOW).fill(text)


def test_what_is_missing_are_the_papers_that_no_file_names(tiket: Ticket, petugas: Staff) -> None:
    assert fill(tiket, petugas, "{kurang}").text == "Fotokopi KTP-el dan Fotokopi KK"
    letter = factories.MessageFactory(ticket=tiket, type="image", text="ini ktp saya")
    Attachment.objects.create(message=letter, filename="")
    assert fill(tiket, petugas, "Kirim {kurang}.").text == "Kirim Fotokopi KK."
    letter = factories.MessageFactory(ticket=tiket, type="document", text="")
    Attachment.objects.create(message=letter, filename="foto_kk.pdf")
    filled = fill(tiket, petugas, "Kirim {kurang}, {nama}.")
    assert (filled.text, filled.missing) == ("Kirim {kurang}, Sari Contoh.", ("kurang",))


def test_the_due_time_is_what_the_page_promises(tiket: Ticket, petugas: Staff) -> None:
    Ticket.objects.update(due_at=NOW + dt.timedelta(days=1))
    tiket.refresh_from_db()
    assert fill(tiket, petugas, "{tenggat}").text == "besok 10.00 WIB"
    for stands in ({"paused_since": NOW}, {"due_at": NOW}, {"state": "resolved"}):
        for name, value in stands.items():
            setattr(tiket, name, value)
        assert fill(tiket, petugas, "{tenggat}").missing == ("tenggat",)
        tiket.refresh_from_db()


def test_only_the_blanks_that_are_used_are_read(
    tiket: Ticket, petugas: Staff, django_assert_num_queries: Any
) -> None:
    tiket = Ticket.objects.select_related("citizen", "service").get()
    with django_assert_num_queries(0):
        assert fill(tiket, petugas, "Halo {nomor}").text == f"Halo {tiket.register_number}"


@pytest.mark.parametrize("text", ["{nmaa}", "{}", "Yth. {nama", "nama}", "{{nama}}", "{NAMA}"])
def test_an_unknown_blank_is_refused_when_it_is_saved(
    masuk: Any, petugas: Staff, dinas: Agency, admin_opd: Staff, text: str
) -> None:
    assert prepared_texts.why_refused(text)
    answer = masuk(petugas).post(NEW, form(dinas, text=text))
    assert (answer.status_code, "Isian" in flat(answer)) == (422, True)
    masuk(admin_opd).post("/kelola/tickets/quickreply/add/", form(dinas, text=text))
    assert not QuickReply.objects.exists()


@pytest.mark.parametrize("text", ["Kirim {kurang} hari ini.", "{nama}"])
def test_a_blank_without_a_value_is_not_sent_as_a_brace(
    masuk: Any, petugas: Staff, tiket: Ticket, text: str
) -> None:
    client = masuk(petugas)
    data = {"text": text, "form_key": "form-key-1"}
    answer = client.post(f"{tiket.get_absolute_url()}balas/", data)
    assert (answer.status_code, "Belum ada isinya:" in flat(answer)) == (422, True)
    assert text in answer.content.decode()  # nothing typed is lost
    assert not tiket.messages.filter(origin="officer").exists()
    braces = {"text": "Rumus {x} bukan isian.", "form_key": "form-key-2"}
    client.post(f"{tiket.get_absolute_url()}balas/", braces)
    assert tiket.messages.filter(origin="officer").count() == 1


def test_the_answer_box_learns_values_and_gaps(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    QuickReply.objects.create(
        agency=tiket.agency, shortcut="t", title="T", text="{tenggat}", folder="Waktu"
    )
    Ticket.objects.update(completed_files_at=NOW)
    found = masuk(petugas).get(f"{tiket.get_absolute_url()}balasan-cepat/").json()
    assert found["replies"][0]["folder"] == "Waktu"
    blanks = {one["name"]: one["value"] for one in found["blanks"]}
    assert (blanks["nama"], blanks["kurang"]) == ("Sari Contoh", "")


def test_ones_own_are_seen_by_nobody_else(
    masuk: Any, petugas: Staff, petugas_lain: Staff, admin_opd: Staff, tiket: Ticket
) -> None:
    mine, theirs = masuk(petugas), masuk(petugas_lain)
    assert mine.post(NEW, form(tiket.agency)).status_code == 302
    assert theirs.post(NEW, form(tiket.agency)).status_code == 302  # the same shortcut
    one = QuickReply.objects.get(owner=petugas)
    page = f"/balasan-cepat/{one.pk}/"
    assert theirs.get(page).status_code == theirs.post(f"{page}hapus/").status_code == 404
    found = mine.get(f"{tiket.get_absolute_url()}balasan-cepat/").json()["replies"]
    assert [(row["shortcut"], row["own"]) for row in found] == [("kk", True)]
    assert "/kk" in flat(mine.get("/balasan-cepat/"))
    admin = masuk(admin_opd)
    change = f"/kelola/tickets/quickreply/{one.pk}/change/"
    assert change not in flat(admin.get("/kelola/tickets/quickreply/"))
    assert admin.get(change).status_code == 404
    mine.post(page, form(tiket.agency, title="Kartu keluarga"))
    one.refresh_from_db()
    assert one.title == "Kartu keluarga"
    assert mine.post(f"{page}hapus/").status_code == 302
    assert QuickReply.objects.get().owner == petugas_lain


def test_a_shortcut_is_ones_own_once(masuk: Any, petugas: Staff, dinas: Agency) -> None:
    client = masuk(petugas)
    client.post(NEW, form(dinas))
    answer = client.post(NEW, form(dinas))
    assert (answer.status_code, "sudah Anda pakai" in flat(answer)) == (422, True)


def test_a_shared_one_is_shared_once(masuk: Any, admin_opd: Staff, dinas: Agency) -> None:
    client = masuk(admin_opd)
    for _ in range(2):
        answer = client.post("/kelola/tickets/quickreply/add/", form(dinas))
    assert "Singkatan ini sudah ada" in flat(answer)
    assert QuickReply.objects.count() == 1


def test_only_for_offices_and_services_of_ones_own(
    masuk: Any, petugas: Staff, pengamat: Staff, dinas: Agency, dinas_wita: Agency
) -> None:
    client = masuk(petugas)
    foreign: Service = factories.ServiceFactory(agency=dinas_wita)
    assert client.post(NEW, form(dinas_wita)).status_code == 422
    assert client.post(NEW, form(dinas, service=str(foreign.pk))).status_code == 422
    assert masuk(pengamat).get("/balasan-cepat/").status_code == 403
    assert not QuickReply.objects.exists()
