"""Explains the due times of a ticket; writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from services.calendars import calendar_of
from services.workdays import NoOfficeHours, WorkCalendar
from tickets import collecting, sla, states
from tickets.desk import promises
from tickets.models import Ticket
from tickets.words import weekday_words


def explanation(
    ticket: Ticket,
    now: dt.datetime,
    *,
    first: bool = False,
    calendar: WorkCalendar | None = None,
) -> sla.Explanation:
    """How the due time was computed, in sentences ("mengapa?"); `first`: the first response.

    It computes the due time as the stored one was computed, so the two can be compared.
    """
    calendar = calendar or calendar_of(ticket.agency)
    of = promises.first_response_promise if first else promises.completion_promise
    told, notes = _told(of(ticket), calendar)
    if ticket.standard is None:
        notes.append("Layanan belum dipilih, maka berlaku janji umum 1x24 jam")
    if not first and promises.started_at(ticket) is None:
        notes.append(
            "Berkas belum lengkap. Sesuai standarnya, tenggat dihitung ulang begitu berkas lengkap; "
            "sampai saat itu waktu ini hanya perkiraan"
        )
    if not first and ticket.paused_since is not None and now >= ticket.paused_since:
        notes.append("Sedang dijeda: tenggat bergeser selama jeda")
    return sla.Explanation((*notes, *told.sentences), told.due)


def look_explanation(ticket: Ticket, calendar: WorkCalendar) -> sla.Explanation | None:
    """By when an officer looks at what the citizen sent, and why; None where none has to.

    It is not part of the standard: the office set this time itself.
    """
    promise = promises.look_promise(ticket)
    if promise is None:
        return None
    told, notes = _told(promise, calendar)
    length = f"{sla.target_words(promise.target)} sesudahnya"
    sentences = (*notes, f"Janji melihat kiriman baru: {length}", *told.sentences)
    own = (one for one in sentences if not one.startswith("Standar: "))
    return sla.Explanation(tuple(own), told.due)


def _told(promise: promises.Promise, calendar: WorkCalendar) -> tuple[sla.Explanation, list[str]]:
    try:
        return promises.explain(promise, calendar), []
    except NoOfficeHours:
        told = promises.explain(promises.by_the_clock(promise), calendar)
        return told, ["Jam pelayanan instansi belum diatur, maka dihitung menurut jam biasa"]


def counted_from_files(ticket: Ticket) -> str:
    """ "3 hari kerja sejak berkas lengkap" while that time has not begun, else "".

    For citizens: until then the stored due time is provisional, not a promise.
    """
    if ticket.standard is None or promises.started_at(ticket) is not None:
        return ""
    turnaround = ticket.standard.turnaround.strip()
    return turnaround if "lengkap" in turnaround else f"{turnaround} sejak berkas lengkap".strip()


def promised_to_citizen(
    ticket: Ticket, *, say: Callable[[dt.datetime], str]
) -> tuple[str, str] | None:
    """By when it is done, as a name and words for the citizen; None where no time runs. `say`
    writes the moment: relative on a page, in full on paper.
    """
    if not ticket.is_open or ticket.registered_at is None:
        return None
    if from_files := counted_from_files(ticket):
        return "Selesai", from_files
    return None if ticket.paused_since else ("Paling lambat selesai", say(ticket.due_at))


def awaited_until(ticket: Ticket, *, now: dt.datetime) -> str:
    """ "Senin, 30 November 2026" while the citizen is awaited until that day, else ""."""
    ends = ticket.waits_until
    if ends is None or ends <= now or ticket.state not in states.WAITING_FOR_CITIZEN:
        return ""
    return weekday_words(ends.astimezone(ticket.agency.zone).date())


def last_day_to_collect(ticket: Ticket) -> str:
    """ "Senin, 30 November 2026" while a result waits to be fetched, else ""."""
    if ticket.collect_by is None:
        return ""
    return weekday_words(collecting.last_day(ticket.collect_by, ticket.agency.zone))


def where_to_collect(ticket: Ticket) -> str:
    """For citizens: "di Loket 2, paling lambat Senin, 30 November 2026"; "" where nothing waits."""
    until = last_day_to_collect(ticket)
    return f"di {ticket.collect_place}, paling lambat {until}" if until else ""
