"""A wish to stay unnamed and a complaint about staff are noted beside whatever else is done."""

import datetime as dt

import pytest

from services.models import Role
from tests import factories
from tests.tickets.conversing.conftest import move
from tickets.models import Notification, Ticket

pytestmark = pytest.mark.django_db

BOTH = "jangan sebut nama saya, petugas loket minta uang pelicin"


@pytest.fixture
def head(dinas):
    staff = factories.StaffFactory()
    factories.MembershipFactory(staff=staff, agency=dinas, role=Role.OFFICIAL)
    return staff


def told():
    return {row.staff for row in Notification.objects.filter(kind="about_staff")}


def test_a_stranger_s_is_kept_unnamed_and_told_to_superiors(phone, penyelia, head):
    (letter,) = phone.says(BOTH)
    assert "rahasiakan" in letter.text
    ticket = phone.ticket()
    assert (ticket.state, ticket.is_anonymous) == ("new", True)
    assert told() == {penyelia, head}


def test_beside_the_officers_matter_too_and_its_words_stay_there(known, penyelia, head):
    (letter,) = known.says(BOTH)
    assert "rahasiakan" in letter.text
    assert known.ticket().is_anonymous
    assert known.ticket().last_message_text == BOTH
    assert told() == {penyelia, head}


def test_a_complaint_about_staff_alone_is_told_to_superiors_without_a_word(known, penyelia, head):
    assert known.says("petugas loket kasar dan minta uang") == []
    assert told() == {penyelia, head}
    assert not known.ticket().is_anonymous


def test_a_plain_complaint_with_that_wish_is_told_to_nobody_above(phone, penyelia, head):
    phone.says("jangan sebut nama saya, tetangga buang sampah di sungai")
    assert phone.ticket().is_anonymous
    assert told() == set()


def test_on_an_answered_matter_it_is_a_matter_of_its_own(known, penyelia, head):
    move(known.ticket(), "resolved", resolved_at=known.now)
    known.later(minutes=1).says(BOTH)
    old, new = known.tickets()
    assert (old.state, old.is_anonymous) == ("resolved", False)
    assert (new.state, new.is_anonymous) == ("new", True)
    assert {row.ticket for row in Notification.objects.filter(kind="about_staff")} == {new}


def test_that_wish_alone_changes_no_chosen_service(phone, layanan):
    phone.says("halo")
    phone.chooses(f"svc:{layanan.pk}")
    (letter,) = phone.says("tolong nama saya jangan disebut ya")
    assert letter.text.startswith("Nama dan nomor Bapak/Ibu kami rahasiakan.")
    ticket = phone.ticket()
    assert (ticket.service, ticket.state, ticket.is_anonymous) == (layanan, "intake", True)


def test_with_that_wish_a_service_is_begun_like_without(phone, layanan, standar):
    (letter,) = phone.says("mau urus surat keterangan, tapi jangan sebut nama saya")
    assert letter.text.startswith("Nama dan nomor Bapak/Ibu kami rahasiakan.")
    assert "Persyaratan" in letter.text
    ticket = phone.ticket()
    assert (ticket.service, ticket.kind, ticket.is_anonymous) == (layanan, "application", True)


def test_in_danger_the_numbers_come_first_and_the_name_is_kept(phone):
    (letter,) = phone.says("saya dipukul suami tolong, jangan sebut nama saya")
    assert letter.text.startswith("Bila ada bahaya, segera telepon")
    assert "kami rahasiakan" in letter.text
    ticket = phone.ticket()
    assert (ticket.is_urgent, ticket.is_anonymous) == (True, True)


def test_words_that_move_to_another_matter_take_the_promise_with_them(known):
    move(known.ticket(), "resolved", resolved_at=known.now)
    known.says("jangan sebut nama saya. saya mau tanya dulu")
    old = known.ticket()
    known.chooses("baru")
    new = known.tickets()[1]
    assert new.messages.inbound().count() == 2
    assert (Ticket.objects.get(pk=old.pk).is_anonymous, new.is_anonymous) == (True, True)


def test_a_late_one_is_noted_on_its_ticket_and_answers_nothing(known, penyelia, head):
    known.says("ini tambahannya")
    earlier = known.now - dt.timedelta(seconds=30)
    known.later(minutes=1)
    assert known.says(BOTH, at=earlier) == []
    assert known.ticket().is_anonymous
    assert told() == {penyelia, head}
