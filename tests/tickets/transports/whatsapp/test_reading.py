"""Bytes as JSON: deep nesting and endless numbers cost nothing but themselves."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.transports.whatsapp.reading import DEEPEST, _shallow, read_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def deep(levels: int, begin: str = "[", end: str = "]") -> str:
    return begin * levels + "1" + end * levels


@pytest.mark.parametrize(("begin", "end"), [("[", "]"), ('{"a":', "}"), ('[{"]}":', "}]")])
def test_what_lies_too_deep_is_left_out_and_its_siblings_are_read(begin, end):
    text = f'{{"before": "[{{\\"", "deep": {deep(5000, begin, end)}, "after": [1, "}}]"]}}'
    found = read_json(text.encode())
    assert (found["before"], found["after"]) == ('[{"', [1, "}]"])
    assert isinstance(found["deep"], list | dict)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "utf-8-sig"])
def test_in_every_encoding_of_json(encoding):
    text = f'{{"a": "é", "deep": {deep(5000)}}}'
    assert read_json(text.encode(encoding))["a"] == "é"


@pytest.mark.parametrize(
    "text", ["", "{", deep(5000)[:-1], "]" * 5000, "[" * 100_000 + '"' * 101, deep(5000) + "x"]
)
def test_what_is_no_json_is_said_to_be_none(text):
    with pytest.raises(ValueError):  # noqa: PT011  # whatever the parser says of it
        read_json(text.encode())


def test_a_number_of_thousands_of_digits_is_none():
    assert read_json(b"[1, " + b"9" * 9000 + b"]") == [1, None]


@given(VALUES)
def test_what_is_shallow_stays_as_it_is(value):
    text = json.dumps(value, ensure_ascii=False)
    assert _shallow(text) == text


@given(VALUES, st.integers(DEEPEST + 1, DEEPEST + 9))
def test_only_what_is_deep_is_cut(value, levels):
    wrapped = f"[{json.dumps(value)}, {deep(levels)}]"
    found = json.loads(_shallow(wrapped))
    assert found[0] == value
    inner = found[1]
    while isinstance(inner, list):
        inner = inner[0]
    assert inner is None
