""" "Ini siapa?", "betul ini kantor kelurahan?", "ini robot apa orang?": who answers is told, and no menu."""

import pytest

from tests.tickets.intake.offices import heard
from tests.tickets.intake.played import play
from tests.tickets.intake_tools import INTAKE, NEW, keys, run, said
from tickets.intake import IntakeState
from tickets.intake.acts import Act


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ini siapa ya", "SI PATAS"),
        ("ini robot apa orang?", "SI PATAS"),
        ("bales nya mesin ya ini", "SI PATAS"),
        ("apa ini nomor kelurahan kober?", "SI PATAS"),
        ("ini dengan kelurahan kober ya?", "SI PATAS"),
        ("ini resmi ga sih? takut penipuan", "SI PATAS"),
        ("ini beneran wa kelurahan?", "SI PATAS"),
        ("ini dinsos sidoarjo bukan?", "Si Whapik"),
        ("bener ini dinsos? kok balesnya robot", "Si Whapik"),
        ("betul ini kantor dukcapil kupang?", "Validasi NIK"),
        ("iki sopo", "SI KoKoM"),
    ],
)
def test_who_answers_is_asked(text, number):
    assert heard(text, number).act is Act.WHO
    assert keys(play(number, text)) == ["who"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ini nomor buat urus sktm?", "SI PATAS"),
        ("nomor siapa yang bisa dihubungi", "SI PATAS"),
        ("kelurahan dimana ya", "SI PATAS"),
        ("ini kantor buka?", "SI PATAS"),
        ("apa benar sktm gratis", "SI PATAS"),
        ("apa benar harus ke kelurahan dulu", "SI PATAS"),
        ("apa betul ktp bisa online", "SI PATAS"),
        ("benar ini ada bantuan?", "Si Whapik"),
        ("siapa yang datang memperbaiki lampu", "SI PATAS"),
        ("mau ngobrol sama orang bukan robot", "SI PATAS"),
    ],
)
def test_what_names_the_office_by_the_way_asks_something_else(text, number):
    assert Act.WHO not in heard(text, number).acts


def test_while_papers_are_awaited_the_answer_does_not_begin_anew():
    found = run(said("ini robot apa orang?"), ticket=INTAKE, state=IntakeState(step="menu"))
    (reply,) = found.replies
    assert (reply.key, reply.params["awaits"]) == ("who", True)
    asked = run(said("ini siapa"), ticket=NEW, state=IntakeState(step="done"))
    assert [(each.key, each.params["awaits"]) for each in asked.replies] == [("who", False)]
    assert asked.effects == ()
