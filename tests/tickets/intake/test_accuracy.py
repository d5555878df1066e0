"""How much of what citizens write is heard right; docs/decisions/0046 has the figures at first sight.

CORPUS=/path/to/dialogues.json measures a corpus outside the project as well.
"""

import os

import pytest

from tests.tickets.intake.measuring import (
    INVENTED,
    NUMBERS,
    ROUNDS,
    VOICES,
    corpus,
    held_out,
    no_matter,
    sentences,
    share,
)
from tests.tickets.intake.offices import offices
from tickets.intake.examples import act_examples, everyday, topics

# The least share of acts and of services; round 3 was seen by nobody who mended, only its figures, and
# round 4 is held to some points less than its first sight.
LEAST = {"1": (0.9, 0.9), "2": (0.9, 0.9), "3": (0.84, 0.9), "4": (0.91, 0.91)}
LEAST_OF_VOICES = {"voices_1": (0.93, 0.94), "voices_2": (0.95, 0.93)}


def measured(sentences):
    return [offices().hear(said) for said in sentences]


@pytest.mark.parametrize("name", ROUNDS)
def test_sentences_that_the_examples_never_saw(name):
    results = measured(held_out(name))
    acts, services = LEAST[name]
    assert len(results) >= 140
    assert share(results, "act_is_right") >= acts
    assert share(results, "service_is_right") >= services


@pytest.mark.parametrize("name", VOICES)
def test_sentences_in_many_voices(name):
    results = measured(sentences(name))
    acts, services = LEAST_OF_VOICES[name]
    assert share(results, "act_is_right") >= acts
    assert share(results, "service_is_right") >= services
    assert sum(bool(each.dangers) for each in results) <= len(results) / 100


@pytest.mark.parametrize("name", ["1", "2"])
def test_no_error_that_a_citizen_would_not_forgive(name):
    results = measured(held_out(name))
    assert [(each.said.text, each.dangers) for each in results if each.dangers] == []


@pytest.mark.parametrize("name", ["3", "4"])
def test_few_such_errors_in_what_nobody_mended_by(name):
    results = measured(held_out(name))
    assert sum(bool(each.dangers) for each in results) <= len(results) / 40


def test_what_concerns_no_office_is_no_matter_of_it_and_nothing_grave():
    results = measured(no_matter())
    assert len(results) >= 80 * len(NUMBERS)
    assert share(results, "service_is_right") >= 0.92
    assert [each.said.text for each in results if each.heard.act in INVENTED] == []


def test_the_held_out_sentences_are_no_examples():
    known = {text for each in act_examples() for text in each.sentences}
    known |= {text for topic in topics() for text in topic.sentences}
    known |= set(everyday())
    voices = (said for name in VOICES for said in sentences(name))
    assert not known & {said.text for said in (*held_out(), *no_matter(), *voices)}


@pytest.mark.skipif(not os.environ.get("CORPUS"), reason="CORPUS names no corpus of dialogues")
def test_a_corpus_outside_the_project():
    results = measured(corpus(os.environ["CORPUS"], offices()))
    told = [each for each in results if each.said.acts != ("any",)]
    assert share(told, "act_is_right") >= 0.95
    assert share(results, "service_is_right") >= 0.95
    assert [each.said.text for each in results if each.dangers] == []
