"""Questions about telephone, mail address and web page are answered from the office's data."""

import pytest

from tests.tickets.intake.offices import heard
from tickets.intake.acts import Act
from tickets.models import AgencyText
from tickets.own_texts import Key

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(kanal):
    """The office of the phone's number, with a telephone."""
    agency = kanal.agency
    agency.phone, agency.address = "0281-123456", "Jalan Contoh 1"
    agency.save()
    return agency


def body(phone, text):
    (message,) = phone.says(text)
    return message.text


@pytest.mark.parametrize(
    "text",
    ["nomor telepon kantor ada?", "no wa kantor berapa", "telp kantore piro", "call center?"],
)
def test_the_telephone_is_told_and_no_menu(phone, office, text):
    told = body(phone, text)
    assert "0281-123456" in told
    assert "nomor ini" in told
    assert "Pilih" not in told
    assert [ticket.registered_at for ticket in phone.tickets()] == [None]


def test_what_the_office_writes_itself_is_told(phone, office):
    AgencyText.objects.create(
        agency=office, key=Key.CONTACT, text="Telepon {telepon}, email halo@contoh.go.id"
    )
    assert body(phone, "email kantor").startswith("Telepon 0281-123456, email halo@contoh.go.id")


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("email kantor", "Alamat email"),
        ("alamat webnya apa", "Alamat situs"),
        ("daftar online dimana linknya", "Alamat situs"),
    ],
)
def test_what_is_not_known_is_said_with_the_telephone(phone, office, text, lacks):
    told = body(phone, text)
    assert told.startswith(f"{lacks} kantor belum tercatat di sini.")
    assert "0281-123456" in told


def test_without_a_telephone_the_place_is_told(phone, office):
    office.phone = ""
    office.save()
    told = body(phone, "nomor telepon kantor")
    assert told.startswith("Nomor telepon kantor belum tercatat di sini.")
    assert "Jalan Contoh 1" in told


def test_both_are_told_where_both_are_asked(phone, office):
    told = body(phone, "alamat kantor sama nomor teleponnya")
    assert "Jalan Contoh 1" in told
    assert "0281-123456" in told


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("nomor pln berapa", Act.OTHER_LINE),
        ("nomor wa puskesmas", Act.OTHER_LINE),
        ("telepon kantor gak pernah diangkat", Act.COMPLAINT),
        ("tolong telepon saya", Act.PERSON),
        ("nomor antrian saya berapa", Act.STATUS),
    ],
)
def test_other_numbers_are_another_thing(text, act):
    assert heard(text).act is act


@pytest.mark.parametrize(
    "text",
    [
        "nomor telepon saya ganti",
        "suratnya dikirim ke email saya ya",
        "bisa kirim lewat email gak",
        "berkasnya sudah saya email tadi pagi",
    ],
)
def test_the_citizens_own_address_asks_for_no_contact(text):
    assert Act.CONTACT not in heard(text).acts
