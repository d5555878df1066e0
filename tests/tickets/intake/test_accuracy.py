"""How much of what citizens write is heard right; docs/decisions/0046 has the figures.

CORPUS=/path/to/dialogues.json measures a corpus outside the project as well.
"""

import os

import pytest

from tests.tickets.intake.measuring import corpus, held_out, share
from tests.tickets.intake.offices import offices
from tickets.intake.examples import act_examples, topics


def measured(sentences):
    return [offices().hear(said) for said in sentences]


def test_sentences_that_the_examples_never_saw():
    results = measured(held_out())
    assert len(results) >= 150
    assert share(results, "act_is_right") >= 0.88
    assert share(results, "service_is_right") >= 0.88


def test_the_held_out_sentences_are_no_examples():
    known = {text for each in act_examples() for text in each.sentences}
    known |= {text for topic in topics() for text in topic.sentences}
    assert not known & {said.text for said in held_out()}


@pytest.mark.skipif(not os.environ.get("CORPUS"), reason="CORPUS names no corpus of dialogues")
def test_a_corpus_outside_the_project():
    results = measured(corpus(os.environ["CORPUS"], offices()))
    told = [each for each in results if each.said.acts != ("any",)]
    assert share(told, "act_is_right") >= 0.95
    assert share(results, "service_is_right") >= 0.95
