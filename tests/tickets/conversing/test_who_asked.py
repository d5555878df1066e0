"""Who asks whose number this is is told, in the office's own words where it has some."""

import pytest

from tickets.models import AgencyText
from tickets.own_texts import Key

pytestmark = pytest.mark.django_db


def test_the_office_is_named_and_may_say_it_in_its_own_words(phone, kanal):
    (told,) = phone.says("ini nomor siapa?")
    assert f"*{kanal.agency.name}*" in told.text
    assert "dibaca petugas" in told.text
    assert "Pilih" not in told.text
    AgencyText.objects.create(agency=kanal.agency, key=Key.WHO, text="Ini {kantor}, dengan Mimin.")
    (again,) = phone.later(hours=2).says("ini robot ya?")
    assert again.text.startswith(f"Ini {kanal.agency.name}, dengan Mimin.")


def test_a_question_about_the_office_is_no_subject(phone):
    for text in ("ini robot apa orang?", "jam buka sampai jam berapa?"):
        phone.says(text)
    (ticket,) = phone.tickets()
    assert ticket.subject == ""
    phone.says("mau bikin surat keterangan untuk anak saya")
    (ticket,) = phone.tickets()
    assert ticket.subject == "mau bikin surat keterangan untuk anak saya"


def test_a_complaint_about_staff_that_another_number_takes_is_a_complaint(phone, kanal):
    kanal.services.clear()
    phone.says("petugas loket 2 marah marah sama ibu saya")
    (ticket,) = phone.tickets()
    assert (ticket.kind, ticket.is_about_staff) == ("complaint", True)


@pytest.mark.parametrize(("text", "shown"), [("tidak punya pak", True), ("lewati", False)])
def test_why_a_paper_does_not_come_stands_in_the_queue(known, text, shown):
    known.later(hours=1).says(text)
    (ticket,) = known.tickets()
    ticket.refresh_from_db()
    assert (text in ticket.last_message_text) is shown
