"""What is asked about the invitation to the survey is answered, and reopens nothing."""

from dataclasses import replace

import pytest

from tests.tickets.intake.offices import heard
from tests.tickets.intake_tools import CATALOGUE, INTAKE, NEW, NOW, chosen, context, keys, run, said
from tickets.intake import End, IntakeState, silence
from tickets.intake.acts import Act

RESOLVED = replace(NEW, state="resolved", outcome="fulfilled")
ASKED = [
    "tautan surveinya error terus bu",
    "surveinya kok gak kebuka ya min",
    "survei ini wajib diisi nggak pak",
    "maaf ini link survei apa ya, takut penipuan",
    "kiriman tadi itu link apa pak? takut penipuan",
    "kuesionernya boleh tidak saya isi?",
]
OTHERS = [
    ("surveinya sudah saya isi pak", Act.THANKS),
    ("petugas survei minta uang bensin", Act.COMPLAINT_STAFF),
    ("tolong berhenti kirim survei", Act.STOP),
    ("suratnya tidak bisa dibuka pak", Act.UNFINISHED),
    ("link lacak permohonan saya tidak bisa dibuka", Act.STATUS),
]


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("number", ["SI PATAS", "Si Whapik", "Validasi NIK"])
def test_a_question_about_the_survey_is_heard(text, number):
    assert heard(text, number).act is Act.SURVEY


@pytest.mark.parametrize(("text", "act"), OTHERS)
def test_what_only_speaks_of_a_survey_is_heard_as_what_it_is(text, act):
    assert heard(text, "SI PATAS").act is act


@pytest.mark.parametrize(
    "text", ["survei wajib tidak tiap tahun?", "link surveinya tidak bisa dibuka"]
)
def test_a_number_that_is_asked_about_surveys_takes_it_as_its_matter(text):
    assert heard(text, "SI-PUTRI").act is Act.CONSULT


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("ticket", [RESOLVED, replace(RESOLVED, state="closed"), NEW])
def test_it_is_answered_and_reopens_nothing(ticket, text):
    found = run(said(text), state=IntakeState(step="done"), ticket=ticket)
    assert (keys(found), found.effects) == (["survey"], ())


def test_asked_by_a_stranger_it_ends_as_answered():
    found = run(said(ASKED[2]), state=chosen(11), ticket=INTAKE)
    assert keys(found) == ["survey"]
    ended = silence(found.state, CATALOGUE, context(INTAKE), NOW)
    assert ended.effects == (End("answered"),)
