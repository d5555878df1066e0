"""Dialogues that the bot had never seen when they were written, of every kind that citizens write."""

from dataclasses import replace

import pytest

from tests.tickets.intake.offices import key, offices
from tests.tickets.intake_tools import INTAKE, NEW, NOW, context, keys, said
from tickets.intake import Enqueue, IntakeState, Urgent, turn
from tickets.intake.emergency_numbers import numbers_for
from tickets.intake.values import ChooseService, End, OpenTicket, Reopen

DONE = IntakeState(step="done")
RESOLVED = replace(NEW, state="resolved", outcome="fulfilled")


def at(number):
    """What a number of the example offices offers; its applications ask for a paper."""
    found = next(each for name, each in offices().catalogues.items() if name[1] == number)
    paper = ("Surat contoh",)
    asked = (
        replace(each, requirements=paper) if each.kind == "application" else each
        for each in found.services
    )
    return replace(found, services=tuple(asked))


def play(number, *messages, ticket=None, state=None):
    """One turn on a number of the example offices; several messages are a burst."""
    burst = [said(text, id=at) for at, text in enumerate(messages, 1)]
    return turn(state or IntakeState(), burst, at(number), context(ticket), NOW)


def chosen(found):
    return next((key(e.service_id) for e in found.effects if isinstance(e, ChooseService)), "-")


def kinds(found):
    return {type(each) for each in found.effects}


def asked_for(found):
    """What each row of a question means."""
    rows = (option.id.partition(":") for option in found.replies[0].options)
    return {key(int(number)) for kind, _, number in rows if kind == "svc"}


@pytest.mark.parametrize(
    ("number", "text", "reply", "service"),
    [
        ("SI KoKoM", "syarate nopo mawon damel surat keterangan tidak mampu", "standard", "sktm"),
        ("Validasi NIK", "ktp jadinya berapa lama kaka?", "promised", "ktp"),
        ("Validasi NIK", "bikin kk baru bayar berapa om", "promised", "kk"),
        ("Validasi NIK", "katong mau biking kartu keluarga baru abis kawin", "standard", "kk"),
        ("SI PATAS", "inyong arep gawe surat domisili kepriwe carane", "standard", "domisili"),
        ("Si Whapik", "bu kulo badhe ngurus kis sing mpun mboten aktif", "standard", "pbi"),
        ("Si Whapik", "mau urus izin operasional ambulans yayasan", "pointer", "-"),
        ("SI PATAS", "urus paspor bisa disini kak?", "pointer", "-"),
        ("SI PATAS", "kartu kuning bikinnya di sini?", "pointer", "-"),
        ("KIA dan akta", "buku nikah saya hilang urus dimana", "pointer", "-"),
        ("SI PATAS", "min minta email kelurahan dong", "contact", "-"),
        ("SI KoKoM", "ada no telp kantor yg bisa dihubungi gak?", "contact", "-"),
        ("Si Whapik", "kantornya sebelah mana ya, deket alun2 bukan?", "office", "-"),
        ("Validasi NIK", "beta pung ktp su jadi ko belom?", "check_none", "-"),
        ("Validasi NIK", "bisa ngomong sama orang beneran ga? jangan robot", "acknowledged", "-"),
        ("Si Whapik", "jgn kirimin wa lagi ya", "stopped", "-"),
    ],
)
def test_a_first_message_is_answered(number, text, reply, service):
    found = play(number, text)
    assert keys(found) == [reply]
    assert chosen(found) == service


@pytest.mark.parametrize(
    ("number", "text", "meant"),
    [
        ("KIA dan akta", "mau buat akta", {"lahir", "mati", "kawin"}),
        ("Validasi NIK", "saya mau urus ktp yg patah terus sekalian kk pecah", {"ktp", "kk"}),
        ("SI KoKoM", "perlu sktm dan surat domisili sekalian ya bu", {"sktm", "domisili"}),
    ],
)
def test_of_several_services_is_asked(number, text, meant):
    found = play(number, text)
    assert asked_for(found) == meant


def test_a_burst_is_about_what_one_of_its_lines_names():
    found = play(
        "Validasi NIK", "malam kaka", "kk saya sobek", "kena air hujan", "masih bs dicetak lagi ko"
    )
    assert keys(found) == ["standard"]
    assert chosen(found) == "kk"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("tulung pak omahe tonggoku kobong", "113"),
        ("suami sy pegang pisau mau bunuh sy, tlg", "110"),
        ("kok ada asap tebal dari rumah kosong sebelah ya, kayaknya kebakar", "113"),
        ("butuh ambulans cepat bapak pingsan ga bangun2 di jalan mawar", "119"),
    ],
)
def test_danger_is_told_its_number_at_once(text, number):
    found = play("SI PATAS", text)
    assert keys(found) == ["emergency"]
    assert {Urgent, Enqueue} <= kinds(found)
    assert found.replies[0].params["numbers"][0]["number"] == number


@pytest.mark.parametrize(
    "text", ["tetangga saya gantung diri", "ada orang mau bunuh diri di jembatan"]
)
def test_who_tells_of_somebody_else_is_told_no_counsel(text):
    assert [each.number for each in numbers_for(text)] == ["119", "112"]


def test_who_tells_it_of_himself_is_spoken_to_kindly():
    assert numbers_for("suami saya selingkuh, saya mau mati saja")[0].lead


def test_an_address_behind_a_complaint_makes_no_story_of_it():
    found = play("SI KoKoM", "got depan rumah mampet seminggu bau banget, rt 5 jalan melati")
    assert chosen(found) == "lingkungan"


def test_who_only_wishes_to_stay_unnamed_is_asked_what_happened():
    text = "mau ngadu tapi takut ketahuan, bisa dirahasiain ga nama saya?"
    found = play("Pengaduan", text)
    assert keys(found) == ["ask_story"]
    assert found.state.unnamed


@pytest.mark.parametrize(
    "text",
    ["ga usah deh kak, saya urus sendiri ke kantor aja", "gak usah, nanti saya datang sendiri"],
)
def test_who_does_it_without_us_withdraws(text):
    found = play("SI PATAS", text, ticket=NEW, state=DONE)
    assert keys(found) == ["withdrawn"]
    assert End in kinds(found)


@pytest.mark.parametrize(
    "text",
    [
        "wah cepet banget, makasih ya mbak, sehat selalu",
        "5 bintang deh buat pelayanannya",
        "oke nanti saya ambil hari kamis kaka",
    ],
)
def test_nothing_is_reopened_by_a_kind_word(text):
    found = play("SI PATAS", text, ticket=RESOLVED, state=DONE)
    assert not kinds(found) & {Reopen, OpenTicket}


@pytest.mark.parametrize(
    "text",
    [
        "lho kok namanya masih salah bu, kurang huruf h",
        "tadi di puskesmas katanya masih nonaktif pak",
    ],
)
def test_what_is_still_wrong_is_worked_again(text):
    assert Reopen in kinds(play("Si Whapik", text, ticket=RESOLVED, state=DONE))


@pytest.mark.parametrize("text", ["baru", "urusan baru ya kak", "1", "yg satunya lagi gimana"])
def test_another_matter_beside_the_officers_begins_by_its_word(text):
    open_one = replace(NEW, service_id=9999, service="Layanan contoh")
    asked = play("SI PATAS", "mau bikin sktm kak", ticket=open_one, state=DONE)
    assert keys(asked) == ["another"]
    found = play("SI PATAS", text, ticket=open_one, state=asked.state)
    assert chosen(found) == "sktm"


@pytest.mark.parametrize(
    "text", ["ini yang baru saya kirim tadi", "kk yang satunya lagi di rumah mertua"]
)
def test_a_new_sentence_with_that_word_is_for_the_officers(text):
    open_one = replace(NEW, service_id=9999, service="Layanan contoh")
    asked = play("SI PATAS", "mau bikin sktm kak", ticket=open_one, state=DONE)
    found = play("SI PATAS", text, ticket=open_one, state=asked.state)
    assert not found.replies
    assert OpenTicket not in kinds(found)


def test_a_javanese_no_takes_it_back():
    sktm = replace(INTAKE, service="SKTM")
    begun = play("SI KoKoM", "mau sktm")
    assert keys(play("SI KoKoM", "eh urung wae mas", ticket=sktm, state=begun.state)) == [
        "withdrawn"
    ]
