"""What the filters in an address are called and what their codes mean, as the forms say that ask for them. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django_filters import DateFilter

from services.record_kinds import KINDS
from siwhapik.period_form import BELOW, INCLUDED
from siwhapik.reports import forms
from siwhapik.reports.register_filters import RegisterFilter
from tickets.filters import NONE_YET
from tickets.words import day_words

_FIELDS = RegisterFilter.base_filters
# What only other lists ask for.
_OTHERS = {
    BELOW: "Cakupan",
    "banding": "Dibandingkan dengan rentang sebelumnya",
    "arsip": "Arsip",
    "kata": "Kata",
    "periode": "Periode",
    "telaah": "Telaah",
}
_LABELS = {**{name: str(one.label) for name, one in _FIELDS.items()}, **forms.LABELS, **_OTHERS}
_DAYS = {name for name, one in _FIELDS.items() if isinstance(one, DateFilter)}
_CAN_BE_NONE = {name for name, one in _FIELDS.items() if one.extra.get("null_value") == NONE_YET}


def _words_of(choices: Iterable[tuple[object, object]]) -> dict[str, str]:
    return {str(code): str(words) for code, words in choices}


_CODES: Mapping[str, Mapping[str, str]] = {
    **{name: _words_of(one.extra.get("choices", ())) for name, one in _FIELDS.items()},
    # Records of an office have kinds of their own.
    "jenis": _words_of(
        (*_FIELDS["jenis"].extra["choices"], *((code, one.name) for code, one in KINDS.items()))
    ),
    BELOW: {INCLUDED: "Termasuk instansi di bawah"},
    "arsip": {"1": "ya"},
}


def label_of(name: str) -> str:
    """What a filter is called; its name, where no form knows it."""
    return _LABELS.get(name, name)


def meaning_of(name: str, value: str) -> str:
    """What a code means, or which day it is; "" where it is neither."""
    if value == NONE_YET and name in _CAN_BE_NONE:
        return "belum ada"
    if name in _DAYS:
        return _day(value)
    return _CODES.get(name, {}).get(value, "")


def _day(value: str) -> str:
    try:
        return day_words(dt.date.fromisoformat(value))
    except ValueError:
        return ""
