"""What is named beside this office's services: another office's place, somebody else's list, the officer
whom one looks for, the name of an office; and what came after the acknowledgement.
"""

from dataclasses import replace

import pytest

from tests.tickets.intake.offices import heard, key
from tests.tickets.intake.played import at, awaiting, play, service_id
from tests.tickets.intake_tools import NEW, NOW, context, keys, said
from tickets.intake import ChooseService, IntakeState, turn
from tickets.intake.acts import Act
from tickets.intake.values import OtherLine

PAPERS = ("pengantar rt", "ktp ayah ibu", "kk")


def with_officers(number, short, **changes):
    """A matter of this service that the officers have, and the bot's memory of taking it in."""
    ticket = replace(NEW, service=short, service_id=service_id(number, short), **changes)
    return {"ticket": ticket, "state": replace(awaiting(number, short), step="done")}


def test_files_that_come_to_the_officers_are_missing_no_more():
    opened = with_officers("KIA dan akta", "lahir")
    for caption in PAPERS[:1]:
        turn = play("KIA dan akta", said(caption, kind="image"), **opened)
        opened["state"] = turn.state
    (reply,) = play("KIA dan akta", "apa lagi yg kurang", **opened).replies
    assert reply.params["missing"] == ("Fotokopi KTP-el", "Fotokopi KK")
    assert not reply.params["checked"]


def test_who_has_sent_all_is_told_that_it_is_checked():
    opened = with_officers("KIA dan akta", "lahir")
    for caption in PAPERS:
        opened["state"] = play("KIA dan akta", said(caption, kind="image"), **opened).state
    (reply,) = play("KIA dan akta", "apa lagi yg kurang", **opened).replies
    assert (reply.params["missing"], reply.params["checked"]) == ((), True)


def test_files_for_another_matter_are_not_credited_to_the_one_taken_in_last():
    opened = with_officers("KIA dan akta", "lahir")
    opened["ticket"] = replace(opened["ticket"], service_id=service_id("KIA dan akta", "kia"))
    assert play("KIA dan akta", said("kk", kind="image"), **opened).state.files == ()


@pytest.mark.parametrize(
    "text", ["cek BRI kcp oebobo rek 0088213", "cek aja di bpjs no 000123", "0812 0000 1234 pak"]
)
def test_a_number_that_answers_an_officer_is_looked_up_nowhere(text):
    opened = with_officers("Validasi NIK", "nik", answered=True)
    assert play("Validasi NIK", text, **opened).replies == ()


@pytest.mark.parametrize("text", ["cek", "cek dong pak", "gimana nik saya sudah belum"])
def test_the_state_is_told_also_while_an_officer_writes(text):
    opened = with_officers("Validasi NIK", "nik", answered=True)
    assert keys(play("Validasi NIK", text, **opened)) == ["check"]


@pytest.mark.parametrize("text", ["blt kesra udh cair belum", "bansos bulan ini sudah cair belum?"])
def test_how_it_stands_with_a_list_of_others_is_a_question_for_an_officer(text):
    found = play("Si Whapik", text)
    assert ChooseService(service_id("Si Whapik", "dtsen")) in found.effects
    assert "check_none" not in keys(found)


def test_an_application_that_nobody_has_made_is_said_to_be_none():
    assert keys(play("SI PATAS", "skck saya sudah jadi belum")) == ["check_none"]


@pytest.mark.parametrize("text", ["ambil bpjs ketenagakerjaan dimana", "samsat buka jam berapa"])
def test_the_place_of_another_office_is_not_ours(text):
    assert keys(play("Validasi NIK", text)) == ["pointer"]


@pytest.mark.parametrize(
    "text",
    ["kantor dimana pak", "kantor capil dimana", "buka jam berapa", "tempat ngurus nya dmn kak"],
)
def test_our_own_place_and_hours_are_told(text):
    assert keys(play("Validasi NIK", text)) == ["office"]


def test_another_number_of_this_office_has_our_hours():
    ktp = OtherLine(
        name="Validasi NIK", office="", number="", link="", services=at("Validasi NIK").services
    )
    here = replace(at("KIA dan akta"), elsewhere=(replace(ktp, same_office=True),))
    asked = [said("loket ktp buka jam berapa")]
    assert keys(turn(IntakeState(), asked, here, context(), NOW)) == ["office"]
    apart = replace(here, elsewhere=(replace(ktp, same_office=False),))
    assert keys(turn(IntakeState(), asked, apart, context(), NOW)) == ["pointer"]


@pytest.mark.parametrize("text", ["mau urus catatan sipil", "urusan capil"])
def test_the_name_of_an_office_is_no_service_of_it(text):
    assert heard(text, "KIA dan akta").service is None


@pytest.mark.parametrize(
    ("text", "service"),
    [("nikah di capil", "kawin"), ("akta lahir di catatan sipil", "lahir")],
)
def test_beside_the_office_the_service_is_heard(text, service):
    assert key(heard(text, "KIA dan akta").service) == service


@pytest.mark.parametrize("text", ["pak lurah ada di kantor?", "bu lurah di tempat ga"])
def test_who_looks_for_the_head_is_answered_by_a_person(text):
    assert heard(text).act is Act.PERSON


@pytest.mark.parametrize("text", ["nilainya 4 pak, nunggunya lama", "kasih nilai 3 soalnya lama"])
def test_a_mark_for_us_asks_for_no_time(text):
    assert Act.DURATION not in heard(text).acts


def test_who_asks_to_stay_unnamed_has_told_nothing_yet():
    found = play("Pengaduan", "apa bisa lapor tanpa diketahui nama saya?")
    assert keys(found) == ["ask_story"]
    assert not any(type(effect).__name__ == "Enqueue" for effect in found.effects)


def test_bpjs_of_who_died_wakes_up_no_card():
    assert key(heard("bpjs almarhum bapak saya masih aktif gmn ya", "Si Whapik").service) == "dtsen"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("daftar online dimana linknya", Act.CONTACT),
        ("antrian online hari ini masih ada?", Act.CONSULT),
        ("antrian online error terus", Act.COMPLAINT),
    ],
)
def test_what_is_asked_of_queues_and_pages_is_no_complaint(text, act):
    assert heard(text, "Validasi NIK").act is act


def test_money_that_lacks_for_school_asks_for_no_fee():
    found = heard("anak saya putus sekolah ga ada biaya", "Si Whapik")
    assert (key(found.service), Act.FEE in found.acts) == ("dtsen", False)


@pytest.mark.parametrize(
    ("office", "told"),
    [
        ("Dinas Kependudukan dan Pencatatan Sipil Kota Contoh", ["acknowledged"]),
        ("Dinas Sosial Kota Contoh", ["pointer"]),
        ("", ["pointer"]),
    ],
)
def test_nobody_is_sent_to_the_office_that_they_write_to(office, told):
    offered = replace(at("Validasi NIK"), office=office)
    asked = [said("akta cerai bs diurus disini?")]
    assert keys(turn(IntakeState(), asked, offered, context(), NOW)) == told


@pytest.mark.parametrize(
    "text", ["ktp saya 2 bulan blm jadi", "kk saya sudah sebulan belum selesai juga"]
)
def test_on_a_number_for_complaints_what_is_late_is_one(text):
    found = play("Pengaduan", text)
    assert ChooseService(service_id("Pengaduan", "aduan-dukcapil")) in found.effects


def test_a_wish_there_is_pointed_to_its_number():
    assert "acknowledged" not in keys(play("Pengaduan", "mau bikin ktp"))


def test_a_wish_and_a_question_in_one_burst_are_both_answered():
    burst = ("bang", "ktp sy patah jd dua", "klo mau ganti gmn", "bisa hr ini ga")
    assert keys(play("Validasi NIK", *burst)) == ["standard"]
    assert keys(play("Validasi NIK", "ktp patah berapa lama jadinya")) == ["promised"]
