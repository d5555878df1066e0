"""How the clocks of a ticket stand and why, for those who look at it; nothing is written here."""

from __future__ import annotations

import datetime as dt

from services.calendars import calendar_of
from services.workdays import NoOfficeHours, WorkCalendar
from tickets import sla
from tickets.desk import promises
from tickets.models import Ticket


def explanation(
    ticket: Ticket,
    now: dt.datetime,
    *,
    first: bool = False,
    calendar: WorkCalendar | None = None,
) -> sla.Explanation:
    """Why the ticket is due when it is, in sentences ("mengapa?"); `first`: the first response.

    The due time is that of the row's own computation, so the two can be compared.
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

    It is no standard: the office promises it to itself.
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
    """ "3 hari kerja sejak berkas lengkap" while that time has not begun; "" where a date holds.

    For citizens: until then the stored due time is provisional, and no promise.
    """
    if ticket.standard is None or promises.started_at(ticket) is not None:
        return ""
    turnaround = ticket.standard.turnaround.strip()
    return turnaround if "lengkap" in turnaround else f"{turnaround} sejak berkas lengkap".strip()
