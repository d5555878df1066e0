"""Ordinary sentences in which a rule's words are said of something else."""

from dataclasses import replace

import pytest

from tests.tickets.intake.offices import heard
from tests.tickets.intake.played import at, awaiting, chosen, kinds, play, service_id
from tests.tickets.intake_tools import NEW, NOW, context, keys, said
from tickets.intake import End, IntakeState, OpenTicket, turn
from tickets.intake.acts import Act
from tickets.intake.reading import read_by
from tickets.intake.requirements import asked
from tickets.intake.values import AboutStaff

DONE = IntakeState(step="done")


def open_one(number="SI PATAS", short="sktm", **changes):
    """A matter with the officers, and the bot's memory of taking it in."""
    ticket = replace(NEW, service=short, service_id=service_id(number, short), **changes)
    return {"ticket": ticket, "state": replace(awaiting(number, short), step="done")}


@pytest.mark.parametrize(
    "text",
    [
        "beda tiap orang tergantung kelurahannya ya?",
        "hidup bapak saya tergantung obat",
        "selamat tinggal semuanya, saya pindah ke surabaya",
        "mau hilang selamanya nomor saya dihapus",
        "marak penculikan anak, mohon patroli",
        "motor anak saya hilang",
    ],
)
def test_a_grave_word_of_something_else_raises_no_alarm(text):
    assert Act.EMERGENCY not in heard(text).acts


@pytest.mark.parametrize(
    "text",
    [
        "anak saya hilang pakai motor beat",
        "anak saya tidak pulang dari kemarin, hp mati",
        "adik saya hilang dibawa orang naik mobil putih",
        "ada orang tergantung di tiang lampu",
        "tetangga ditemukan tergantung pakai kabel",
    ],
)
def test_a_thing_beside_a_person_in_danger_hides_nothing(text):
    assert Act.EMERGENCY in heard(text).acts


@pytest.mark.parametrize(
    "text", ["petugas mana yang minta uang saya", "petugas mana yang kasar kemarin itu"]
)
def test_who_asks_which_officer_did_it_complains(text):
    assert AboutStaff in kinds(play("SI PATAS", text))


@pytest.mark.parametrize("text", ["petugas loket ada?", "petugasnya ada di tempat tidak pak"])
def test_who_asks_whether_an_officer_is_there_does_not(text):
    assert AboutStaff not in kinds(play("SI PATAS", text))


@pytest.mark.parametrize(
    "text",
    [
        "gak jadi masalah pak",
        "puasa saya batal",
        "acaranya batal pak",
        "gak jadi dikirim lewat pos, saya ambil",
        "ga jadi jam 10 ya pak jam 1",
    ],
)
def test_what_else_does_not_come_about_withdraws_nothing(text):
    assert End not in kinds(play("SI PATAS", text, **open_one()))


@pytest.mark.parametrize(
    "text",
    ["gak jadi hari ini diurus, batalkan permohonannya", "permohonan saya dibatalkan saja pak"],
)
def test_the_matter_that_is_named_beside_it_is_withdrawn(text):
    assert End("withdrawn") in play("SI PATAS", text, **open_one()).effects


@pytest.mark.parametrize(
    "text", ["yang satunya lagi gak jadi", "urusan kedua batal aja", "yang satunya nyusul ya"]
)
def test_the_second_matter_is_begun_by_who_wants_it_only(text):
    asked_about = play("SI PATAS", "mau bikin skck kak", **open_one())
    assert keys(asked_about) == ["another"]
    turned = play("SI PATAS", text, ticket=open_one()["ticket"], state=asked_about.state)
    assert OpenTicket not in kinds(turned)


def test_while_an_officer_writes_a_report_may_be_the_answer():
    opened = open_one(answered=True)
    found = play("SI PATAS", "sudah lapor pak rw, rumah yang dekat lampu mati", **opened)
    assert OpenTicket not in kinds(found)


@pytest.mark.parametrize(
    "text",
    [
        "KTP saya hilang tahun lalu, mau bikin baru",
        "anak saya lahir bulan lalu, mau bikin akta lahir",
    ],
)
def test_a_wish_with_a_time_in_it_is_no_complaint(text):
    assert chosen(play("Pengaduan", text)) == "-"


@pytest.mark.parametrize(
    "text", ["gak jadi sktm, pengantar rt nya belum ada", "gak jadi, pengantar rt susah"]
)
def test_a_paper_that_lacks_is_no_other_matter(text):
    ticket = replace(NEW, state="intake", service_id=service_id("SI PATAS", "sktm"))
    found = play("SI PATAS", text, ticket=ticket, state=awaiting("SI PATAS", "sktm"))
    assert chosen(found) == "-"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("tolong kasih tau pelayanan ada hari sabtu?", Act.PERSON),
        ("surat dari camat ada tidak syaratnya", Act.PERSON),
    ],
)
def test_who_does_not_look_for_the_head_is_not_handed_over(text, act):
    assert act not in read_by([said(text)], at("SI PATAS")).acts


def test_time_and_validity_are_both_heard():
    assert Act.DURATION in heard("domisili jadinya berapa lama dan berlaku berapa bulan").acts


@pytest.mark.parametrize(
    "papers",
    [
        ("KTP asli dan fotokopi", "Kartu Keluarga asli dan fotokopi"),
        ("Keterangan lahir dari bidan",),
    ],
)
def test_papers_that_can_be_sent_are_asked_for(papers):
    assert asked(papers).papers == papers


def test_a_complaint_has_no_papers_that_are_checked():
    ticket = replace(NEW, service="x", service_id=service_id("Pengaduan", "aduan-dukcapil"))
    found = play("Pengaduan", "berkas saya kurang apa?", ticket=ticket, state=DONE)
    assert not any(reply.params.get("checked") for reply in found.replies)


@pytest.mark.parametrize(
    ("office", "told"), [("Kelurahan Contoh", "acknowledged"), ("Dinas Contoh", "pointer")]
)
def test_a_village_sends_nobody_to_a_village(office, told):
    offered = replace(at("SI PATAS"), office=office)
    words = [said("mau urus surat keterangan usaha")]
    assert keys(turn(IntakeState(), words, offered, context(), NOW)) == [told]
