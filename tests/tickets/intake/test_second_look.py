"""What unseen dialogues showed: which matter is taken back, a second one beside a photo, what is missing,
two questions in one, a fee that every service has, why a paper does not come.
"""

from dataclasses import replace

import pytest

from tests.tickets.intake.offices import heard, key
from tests.tickets.intake.played import at, awaiting, chosen, play, service_id
from tests.tickets.intake_tools import INTAKE, NEW, NOW, context, keys, said
from tickets.intake import End, Enqueue, IntakeState, turn
from tickets.intake.acts import Act
from tickets.intake.values import AboutStaff

DONE = IntakeState(step="done")


def open_one(number, short):
    """A matter of this service that is with the officers."""
    return replace(NEW, service=short, service_id=service_id(number, short))


def test_another_service_that_is_named_is_not_taken_back_as_the_open_one():
    found = play("Si Whapik", "yg desil batal aja bu", ticket=open_one("Si Whapik", "pbi"))
    assert keys(found) == ["which"]
    assert found.effects == ()


@pytest.mark.parametrize("text", ["batal aja bu", "kisnya batal bu", "gak jadi"])
def test_the_open_one_is_taken_back_by_its_name_or_without_one(text):
    found = play("Si Whapik", text, ticket=open_one("Si Whapik", "pbi"))
    assert found.effects == (End("withdrawn"),)


def test_a_second_matter_told_beside_a_photo_is_asked_about():
    photo = said("kk", kind="image")
    burst = ("mau bikin surat domisili juga", photo)
    found = play("SI PATAS", *burst, ticket=open_one("SI PATAS", "sktm"), state=DONE)
    assert keys(found) == ["another"]
    assert found.state.held == (1, 2)


def test_a_caption_alone_asks_about_no_second_matter():
    photo = said("domisili juga", kind="image")
    found = play("SI PATAS", photo, ticket=open_one("SI PATAS", "sktm"), state=DONE)
    assert found.replies == ()


@pytest.mark.parametrize("text", ["apa lagi yg kurang", "masih kurang apa kak", "kurang apa lagi?"])
def test_what_is_missing_is_told_until_an_officer_writes(text):
    ticket = open_one("SI PATAS", "sktm")
    state = replace(awaiting("SI PATAS", "sktm"), step="done", files=("ktp",))
    (reply,) = play("SI PATAS", text, ticket=ticket, state=state).replies
    assert reply.params["missing"] == ("Surat pengantar RT", "Fotokopi KK")
    asked = replace(ticket, answered=True)
    assert play("SI PATAS", text, ticket=asked, state=state).replies == ()


def test_time_and_fee_are_told_together():
    (reply,) = play("Validasi NIK", "kk ilang bikinnya brp lama trus bayar brp").replies
    assert (reply.key, reply.params["what"]) == ("promised", "both")


@pytest.mark.parametrize(("fees", "told"), [(("Gratis", "Gratis"), True), (("Gratis", ""), False)])
def test_the_fee_of_all_services_is_told_where_it_is_one(fees, told):
    first, other = fees
    catalogue = at("SI PATAS")
    services = (
        replace(each, fee=first if place else other)
        for place, each in enumerate(catalogue.services)
    )
    catalogue = replace(catalogue, services=tuple(services))
    burst = [said("ngurus di sini dipungut biaya gak")]
    (reply,) = turn(IntakeState(), burst, catalogue, context(), NOW).replies
    assert (reply.params.get("fee") == "Gratis") is told


def test_the_whole_name_of_a_service_outweighs_another_offices_word():
    found = play("KIA dan akta", "syarat akta perkawinan utk yg cerai mati")
    assert chosen(found) == "kawin"


def test_who_was_made_to_pay_is_not_asked_for_the_place():
    found = play("SI PATAS", "pak RT minta 50rb tiap tanda tangan")
    assert (chosen(found), keys(found)) == ("-", ["acknowledged"])
    assert chosen(play("SI PATAS", "lampu jalan depan rumah mati")) == "lingkungan"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("pak RT minta 50rb tiap tanda tangan", Act.COMPLAINT),
        ("eh jadi deng kak", Act.RESUME),
        ("pak rt minta fotokopi kk", None),
    ],
)
def test_what_is_said_in_passing_is_heard(text, act):
    assert (heard(text).act is act) is (act is not None)
    assert key(heard(text).service) != "lingkungan"


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("jl kenari rt 5 rw 2, gak bisa share lokasi", "acknowledged"),
        ("kantornya di mana pak?", "office"),
    ],
)
def test_the_place_that_was_asked_for_is_taken_as_the_answer(text, reply):
    place = service_id("SI PATAS", "lingkungan")
    state = IntakeState(step="extra", service_id=place, told=True, text=True, misunderstandings=1)
    assert keys(play("SI PATAS", text, ticket=INTAKE, state=state)) == [reply]


def test_a_complaint_about_staff_is_handed_in_on_any_number():
    found = play("KIA dan akta", "petugas di loket akta minta uang rokok 50rb, ini pungli")
    assert keys(found) == ["acknowledged"]
    assert Enqueue("complaint") in found.effects
    assert AboutStaff() in found.effects


@pytest.mark.parametrize("caption", ["KTP almarhum", "bukti transfer", "paspor"])
def test_a_caption_alone_asks_for_no_other_office(caption):
    found = play("SI PATAS", said(caption, kind="image"))
    assert "pointer" not in keys(found)


def test_words_beside_a_file_still_ask_for_another_office():
    assert keys(play("SI PATAS", "mau bikin paspor", said("", kind="image"))) == ["pointer"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("sama mau lapor jalan berlubang depan SD pak", ["ask_location"]),
        ("jalan berlubang di depan SD juga pak", ["ask_location"]),
        ("rumah saya dekat SD sogaten pak", []),
    ],
)
def test_what_is_reported_beside_an_application_is_a_matter_of_its_own(text, asked):
    ticket = open_one("SI KoKoM", "domisili")
    assert keys(play("SI KoKoM", text, ticket=ticket, state=DONE)) == asked
    written = replace(ticket, answered=True)  # it may be the answer to what an officer asked
    found = keys(play("SI KoKoM", text, ticket=written, state=DONE))
    assert found == (["another"] if asked else [])
