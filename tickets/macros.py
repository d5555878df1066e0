"""Several verbs by one name, for one ticket: all of them, or none.

`STEPS` is all that a macro can do, in the order in which it is done. Its values are checked when it is
saved, and each step checks again what it needs, with the rights of whoever runs it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.access import Action
from services.models import Agency, Service, Staff
from tickets import waiting_dates
from tickets.content import InvalidContent
from tickets.desk.assigning import take
from tickets.desk.base import Refused, add_data, calendar_for, must_be_able, working_on
from tickets.desk.ending_led import EndLed
from tickets.desk.following import Then, reply_and_wait, reply_then
from tickets.desk.labelling import label
from tickets.desk.opening import choose_service
from tickets.desk.resolving import NEED_SUMMARY, Resolution, conclude
from tickets.desk.waiting import wait_for_citizen
from tickets.models import Label, Macro, Ticket
from tickets.prepared_letters import letter_for
from tickets.prepared_texts import why_refused

Values = Mapping[str, Any]
MOST_DAYS = 30
WAIT = "wait"  # `then` of the last step; all others are outcomes
OUTCOMES = dict(Ticket.Outcome.choices)
# What can follow words of the macro: any other result is told in a sentence of its own.
AFTER_WORDS = (WAIT, Then.FULFILLED, Then.ANSWERED)


@dataclass(frozen=True, kw_only=True)
class Run:
    """By whom, when; `key` tells a second click from a second run."""

    by: Staff
    now: dt.datetime
    key: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a macro may do: why its values cannot be kept ("" when they can), and the deed."""

    why_not: Callable[[Values, Agency], str]
    do: Callable[[Ticket, Values, Run], None]


def why_not_kept(steps: Mapping[str, Values], agency: Agency) -> str:
    """Why a macro with these steps cannot be saved for that office; "" when it can."""
    if not steps:
        return "Isi sedikitnya satu hal yang dilakukan."
    if unknown := {*steps} - {*STEPS}:
        return f"Langkah {min(unknown)} tidak dikenal."
    reasons = (STEPS[name].why_not(values, agency) for name, values in steps.items())
    return next(filter(None, reasons), "")


def run_macro(
    ticket: Ticket, *, by: Staff, now: dt.datetime, macro: Macro, form_key: str
) -> Ticket:
    """Do all of its steps in one transaction; raises Refused, having changed nothing. A repeated form
    does nothing. Where it ends a ticket that leads others, these end too, with the same words.
    """
    if macro.agency_id != ticket.agency_id or macro.owner_id not in (None, by.pk):
        raise Refused("Makro itu bukan untuk tiket ini. Pilih makro yang lain.")
    with working_on(ticket):
        must_be_able(by, Action.TAKE, ticket)
        lines = ticket.events.filter(actor=by)
        if lines.filter(data__macro_key=form_key).exists():
            return ticket
        if why := why_not_kept(macro.steps, ticket.agency):
            raise Refused(f"{why} Perbaiki dahulu makronya.")
        newest = lines.order_by("-pk").values_list("pk", flat=True).first() or 0
        run = Run(by=by, now=now, key=form_key, name=macro.name)
        for name in (one for one in STEPS if one in macro.steps):
            STEPS[name].do(ticket, macro.steps[name], run)
        for event in lines.filter(pk__gt=newest):
            add_data(event, macro=macro.name, macro_key=form_key)
    return ticket


def _why_not_service(values: Values, agency: Agency) -> str:
    here = Service.objects.active().filter(agency=agency)
    known = here.filter(pk=values.get("service") or 0).exists()
    return "" if known else "Layanan yang dipilih sudah tidak ada atau tidak dibuka."


def _choose_service(ticket: Ticket, values: Values, run: Run) -> None:
    service = Service.objects.get(pk=values["service"])
    choose_service(ticket, service=service, by=run.by, now=run.now)


def _why_not_labels(values: Values, agency: Agency) -> str:
    chosen = {*values.get("labels", ())}
    known = Label.objects.filter(agency=agency, pk__in=chosen).count()
    return "" if chosen and known == len(chosen) else "Label yang dipilih sudah tidak ada."


def _label(ticket: Ticket, values: Values, run: Run) -> None:
    label(ticket, by=run.by, now=run.now, add=Label.objects.filter(pk__in=values["labels"]))


def _why_not_said(values: Values, agency: Agency) -> str:
    """Words and what follows them; each may be missing, not both."""
    text, then = values.get("text", ""), values.get("then", "")
    summary, days = values.get("summary", ""), values.get("days")
    checks = (
        (not (text or then), "Tulis balasannya, atau pilih apa yang terjadi sesudahnya."),
        (then not in ("", WAIT, *OUTCOMES), "Pilih hasil dari daftar."),
        (bool(text) and then not in ("", *AFTER_WORDS), _RESULT_ALONE),
        (bool(text and summary), _RESULT_ALONE),
        (
            then in NEED_SUMMARY and not summary,
            "Hasil ini perlu penjelasan. Tulis dalam satu kalimat.",
        ),
        (
            days is not None and not 1 <= days <= MOST_DAYS,
            f"Lama menunggu 1 sampai {MOST_DAYS} hari.",
        ),
    )
    return next((words for wrong, words in checks if wrong), "") or why_refused(text)


_RESULT_ALONE = (
    "Balasan hanya dapat diikuti menunggu, atau selesai dengan hasil dipenuhi atau dijawab tanpa "
    "kalimat lain. Untuk hasil yang lain kosongkan balasannya dan tulis hasilnya dalam satu kalimat."
)


def _say(ticket: Ticket, values: Values, run: Run) -> None:
    text, then, until = values.get("text", ""), values.get("then", ""), _day(ticket, values, run)
    if text:
        _reply(ticket, text, run, then=then, until=until)
        return
    if ticket.is_open and ticket.assignee_id is None:
        take(ticket, by=run.by, now=run.now)
    if then == WAIT:
        wait_for_citizen(ticket, by=run.by, now=run.now, reason=run.name, until=until)
    else:
        summary = values.get("summary", "")
        how = Resolution(outcome=then, summary=summary, form_key=run.key, led=EndLed())
        conclude(ticket, by=run.by, now=run.now, how=how)


def _day(ticket: Ticket, values: Values, run: Run) -> dt.date | None:
    days = values.get("days") if values.get("then") == WAIT else None
    return waiting_dates.working_day(calendar_for(ticket.agency), run.now, days) if days else None


def _reply(ticket: Ticket, text: str, run: Run, *, then: str, until: dt.date | None) -> None:
    letter = letter_for(ticket, text, by=run.by, now=run.now, key=run.key)
    letter = replace(letter, led=EndLed(text=text))
    try:
        if until is not None:
            reply_and_wait(ticket, by=run.by, now=run.now, letter=letter, until=until)
        else:
            reply_then(ticket, by=run.by, now=run.now, letter=letter, then=Then(then))
    except InvalidContent as error:
        raise Refused(str(error)) from error


STEPS: Mapping[str, Step] = {
    "service": Step(why_not=_why_not_service, do=_choose_service),
    "labels": Step(why_not=_why_not_labels, do=_label),
    "say": Step(why_not=_why_not_said, do=_say),
}
