"""A message without a word: only an emoji that thanks is thanked for."""

from dataclasses import replace

import pytest

from tests.tickets.intake_tools import (
    CATALOGUE,
    INTAKE,
    NEW,
    NOW,
    chosen,
    context,
    keys,
    run,
    said,
)
from tickets.intake import silence
from tickets.intake.marks import is_warm
from tickets.intake.values import End

RESOLVED = replace(NEW, state="resolved")
CLOSED = replace(NEW, state="closed")
STICKER = said(kind="sticker")


@pytest.mark.parametrize("text", ["👍", "👍🏽", "🙏🙏", "❤️", "❤", "☺️👌", "👍 🙏."])
def test_an_emoji_that_thanks_is_thanked_for(text):
    assert is_warm(text)
    assert keys(run(said(text))) == ["thank_back"]


@pytest.mark.parametrize("text", ["😭", "😡😡", "😭🙏", "💔", ".", "…", "!!", "👍😡"])
def test_no_other_mark_is_answered_with_you_are_welcome(text):
    assert not is_warm(text)
    assert keys(run(said(text))) == ["greeting"]


def test_a_strangers_sticker_is_greeted_once():
    first = run(STICKER)
    assert keys(first) == ["greeting"]
    assert keys(run(STICKER, state=first.state, ticket=INTAKE)) == []


@pytest.mark.parametrize("message", [STICKER, said("😭"), said(".")])
@pytest.mark.parametrize("ticket", [NEW, RESOLVED, CLOSED])
def test_a_mark_changes_nothing_where_there_was_a_matter(message, ticket):
    found = run(message, ticket=ticket)
    assert (found.replies, found.effects) == ((), ())


def test_a_mark_between_files_is_no_reason_to_ask_again():
    assert keys(run(said("😭"), state=chosen(11), ticket=INTAKE)) == []


def test_a_question_mark_asks_but_is_no_matter():
    first = run(said("?"))
    assert keys(first) == ["greeting"]
    assert not first.replies[0].params["noted"]
    assert _ends(first) == (End("no_request"),)
    assert keys(run(said("?"), ticket=RESOLVED)) == ["follow_up"]


def test_thanks_twice_are_thanked_for_once():
    first = run(said("👍"))
    assert keys(first) == ["thank_back"]
    assert keys(run(said("🙏"), state=first.state, ticket=INTAKE)) == []


def _ends(found):
    return silence(found.state, CATALOGUE, context(INTAKE), NOW).effects
