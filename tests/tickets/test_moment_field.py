"""A moment in a form is one on the office's clock, not on the server's."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django import forms

from tickets.escalation_forms import EscalateForm
from tickets.form_fields import MomentField, on_clock_of
from tickets.outage_forms import EndForm

NOON = dt.datetime(2026, 6, 9, 5, 0, tzinfo=dt.UTC)  # 12.00 WIB
ZONES = {"Asia/Jakarta": "12:00", "Asia/Makassar": "13:00", "Asia/Jayapura": "14:00"}


class OneMoment(forms.Form):
    at = MomentField(label="Waktu")

    def __init__(self, *args: object, zone: ZoneInfo, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as a form takes them
        on_clock_of(self, zone)


@pytest.mark.parametrize(("zone", "shown"), ZONES.items())
@pytest.mark.parametrize(
    ("kind", "name"), [(OneMoment, "at"), (EndForm, "ends_at"), (EscalateForm, "until")]
)
def test_what_is_shown_is_read_as_the_same_moment(
    kind: type[forms.Form], name: str, zone: str, shown: str
) -> None:
    clock = ZoneInfo(zone)
    form = kind(initial={name: NOON}, zone=clock)  # type: ignore[call-arg]  # each of them takes it
    assert f'value="2026-06-09T{shown}"' in str(form[name])
    sent = kind({name: f"2026-06-09T{shown}", "reason": "Contoh"}, zone=clock)  # type: ignore[call-arg]  # as above
    assert sent.is_valid(), sent.errors
    assert sent.cleaned_data[name] == NOON


@pytest.mark.parametrize("typed", ["", "besok", "2026-02-30T10:00", "0000-01-01T00:00"])
def test_what_is_no_moment_is_refused_and_shown_again(typed: str) -> None:
    form = OneMoment({"at": typed}, zone=ZoneInfo("Asia/Makassar"))
    assert not form.is_valid()
    assert form["at"].value() == typed
    assert form.errors["at"][0] in (
        "Isi waktunya.",
        "Waktu itu tidak dikenali. Pilih dari kalender.",
    )
