"""A question or a complaint about the matter at hand never turns it into another one."""

from dataclasses import replace

import pytest

from tests.tickets.intake.played import awaiting, chosen, play, service_id
from tests.tickets.intake_tools import INTAKE, NEW, keys, said
from tickets.intake import Enqueue, IntakeState, Reopen
from tickets.intake.values import ChooseService

RESOLVED = replace(NEW, state="resolved", outcome="fulfilled")
DONE = IntakeState(step="done")


@pytest.mark.parametrize(
    "text",
    [
        "bisa diwakilkan?",
        "foto copy aja boleh ga",
        "harus diprint warna?",
        "berlaku sampai kapan?",
        "bawa berkas asli ga",
        "kalau kk saya masih kk lama gimana?",
        "kalo rt nya lagi ga ada gimana pak",
        "ambil di kantor atau dikirim",
        "tandatangan basah atau elektronik",
        "bisa dikirim ke rumah?",
    ],
)
def test_a_detail_is_a_question_for_a_person(text):
    found = play("SI PATAS", text, ticket=INTAKE, state=awaiting("SI PATAS", "sktm"))
    assert keys(found) == ["acknowledged"]
    assert Enqueue("question") in found.effects
    assert chosen(found) == "-"


@pytest.mark.parametrize(
    "text", ["kok namanya beda", "datanya bukan data saya", "stempelnya ga ada"]
)
def test_what_resembles_another_matter_changes_nothing(text):
    found = play("SI PATAS", text, ticket=INTAKE, state=awaiting("SI PATAS", "sktm"))
    assert not any(isinstance(each, ChooseService) for each in found.effects)
    assert keys(found) == ["waiting"]


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("eh mau domisili aja", "domisili"),
        ("ganti, legalisir saja", "legalisasi"),
    ],
)
def test_another_one_that_is_named_still_takes_over(text, service):
    state = awaiting("SI PATAS", "sktm")
    assert chosen(play("SI PATAS", text, ticket=INTAKE, state=state)) == service


@pytest.mark.parametrize(
    "text",
    [
        "suratnya punya siapa ini",
        "kok namanya beda",
        "ttd nya mana",
        "stempelnya ga ada",
        "lho ini bukan punya saya",
        "filenya salah orang",
        "pak ini kok punya orang lain",
        "ini kan nama orang lain",
        "kok atas nama orang lain",
        "alamatnya beda dengan ktp",
        "fotonya kebalik",
    ],
)
def test_a_result_that_is_not_right_is_worked_again(text):
    found = play("SI PATAS", text, ticket=RESOLVED, state=DONE)
    assert keys(found) == ["reopened"]
    assert found.effects == (Reopen("unfinished"),)


@pytest.mark.parametrize(
    "text",
    [
        "boleh diambil orang lain?",
        "ktp saya dipinjam orang lain",
        "maaf salah orang",
        "suratnya sudah diambil makasih",
    ],
)
def test_other_people_are_no_wrong_result(text):
    found = play("SI PATAS", text, ticket=RESOLVED, state=DONE)
    assert not any(isinstance(each, Reopen) for each in found.effects)


def shown(number, text):
    """What the bot asked, and the state in which it waits for the answer."""
    asked = play(number, text)
    return asked.replies[0], asked.state


def test_papers_that_come_for_the_one_service_asked_about_are_a_yes():
    state = IntakeState(step="menu", options=(f"svc:{service_id('SI PATAS', 'sktm')}", "petugas"))
    found = play("SI PATAS", said("", kind="image"), ticket=INTAKE, state=state)
    assert (chosen(found), keys(found)) == ("sktm", ["acknowledged"])


def test_papers_that_come_for_one_of_a_few_are_asked_about_among_these():
    reply, state = shown("KIA dan akta", "mau bikin akta")
    found = play("KIA dan akta", said("", kind="image"), ticket=INTAKE, state=state)
    assert keys(found) == ["which_for_files"]
    assert found.replies[0].options == reply.options


def test_who_answers_the_officer_about_what_was_sent_is_told_no_status():
    asked = replace(NEW, answered=True, service_id=service_id("SI PATAS", "sktm"))
    for text in ("namanya salah pak, kurang huruf a", "kok nama orang lain"):
        assert play("SI PATAS", text, ticket=asked, state=DONE).replies == ()
    assert keys(play("SI PATAS", "sudah sampai mana pak", ticket=asked, state=DONE)) == ["check"]
    assert keys(play("SI PATAS", "belum beres", ticket=NEW, state=DONE)) == ["check"]
