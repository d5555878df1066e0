"""How a matter ends: it is resolved with an outcome, may be reopened, and is closed for good."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q

from services import access
from services.access import Action
from services.models import Staff
from tickets import states
from tickets.desk import clock
from tickets.desk.base import (
    Refused,
    State,
    Verb,
    because,
    cleaned,
    must_be_able,
    must_be_open,
    record,
    tell_queue,
    working_on,
    write,
)
from tickets.desk.checking import ToCheck, hold, is_checked, was_held
from tickets.desk.ending_led import End, EndLed, end_led
from tickets.desk.giving_back import give_back
from tickets.desk.owing import answered, nothing_owed
from tickets.desk.registering import enter
from tickets.desk.telling import Told, is_answer, tell_result
from tickets.desk.unreached import count_answers
from tickets.event_reasons import Why
from tickets.models import ClockSpan, Ticket, TicketEvent

CLOSES_AFTER = dt.timedelta(days=7)
_BATCH = 200
Outcome = Ticket.Outcome
# Outcomes that need a reason in the register.
NEED_SUMMARY = (Outcome.REJECTED, Outcome.FORWARDED)
# Outcomes that need an answer to the citizen, or a line that says how they were served.
NEED_ANSWER = (Outcome.FULFILLED, Outcome.ANSWERED)


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """How a matter ends. `summary` is the result in a sentence: the citizen reads it.

    `form_key`: a repeated form changes nothing. `is_told` False: the citizen was told
    in some other way (example data). `is_approved`: it needs no second pair of eyes (any
    more); it had one, or the sentence is the product's own. `led`: the tickets that follow this one end
    too; without it they go on by themselves.
    """

    outcome: str
    summary: str = ""
    form_key: str = ""
    is_told: bool = True
    is_approved: bool = False
    led: EndLed | None = None

    @property
    def sentence(self) -> str:
        """The summary as it is kept."""
        return self.summary.replace("\x00", "").strip()

    @property
    def end(self) -> End:
        """What the tickets that end too are told."""
        return End(outcome=self.outcome, summary=self.sentence, form_key=self.form_key)


def resolve(
    ticket: Ticket, *, by: Staff | None, now: dt.datetime, outcome: str, summary: str = ""
) -> Ticket:
    """Say that it is done, and how; see `conclude`."""
    return conclude(ticket, by=by, now=now, how=Resolution(outcome=outcome, summary=summary))


def conclude(ticket: Ticket, *, by: Staff | None, now: dt.datetime, how: Resolution) -> Ticket:
    """End the matter: stop the clock and tell the citizen; the survey invites from this event.

    Raises Refused when it is resolved already, for an officer who is neither its holder nor a
    supervisor, and where the summary or an answer is missing. A repeated form changes nothing. Where
    the officer's sentence waits for approval (desk.checking), the matter stays open until then.
    """
    summary = how.sentence
    _must_be_explained(how.outcome, summary)
    with working_on(ticket):
        if _was_done_by(how, ticket, by) or was_held(ticket, by=by, form_key=how.form_key):
            return ticket
        must_be_ones_to_end(ticket, by)
        must_be_open(ticket)
        if how.outcome in NEED_ANSWER and not summary:
            _must_be_answered(ticket, now)
        enter(ticket, now=now, by=by)
        end_led(ticket, how.led, by=by, now=now, end=how.end)
        if _is_held(how, ticket, by, now):
            return ticket
        give_back(ticket, by=by, now=now, why=Why.RESOLVED_MEANWHILE)
        before = ticket.state
        write(
            ticket,
            state=State.RESOLVED,
            outcome=how.outcome,
            outcome_note=summary,
            resolved_at=now,
            resolved_by=by,
            assignee=ticket.assignee or by,
            queued_at=ticket.queued_at or now,
            unread_count=0,
        )
        telling = _told(ticket, by=by, now=now, how=how)
        clock.stop(ticket, now=now)
        if how.outcome in Ticket.SETTLING_OUTCOMES:
            nothing_owed(ticket, now=now)
        data = {"from": before, "to": State.RESOLVED, "outcome": how.outcome, **telling}
        record(ticket, Verb.RESOLVED, by=by, now=now, reason=summary, data=data)
    return ticket


def told(ticket: Ticket) -> Told | None:
    """What became of telling the citizen how this ticket ended; None where it was not recorded."""
    event = ticket.events.filter(verb=Verb.RESOLVED).order_by("-at", "-pk").first()
    code = event.data.get("told") if event else None
    return Told(code) if code in set(Told) else None


def _told(
    ticket: Ticket, *, by: Staff | None, now: dt.datetime, how: Resolution
) -> dict[str, object]:
    """Tell the citizen; returns data for the history. An officer's own text is an answer."""
    if not how.is_told:
        return {}
    key = how.form_key
    found = tell_result(ticket, by=by, now=now, form_key=key, days=CLOSES_AFTER.days)
    data: dict[str, object] = {**found.data, **({"form_key": key} if key else {})}
    if found.told.is_sent and is_answer(ticket, by):
        data |= answered(ticket, by=by, now=now)
    return data


def _was_done_by(how: Resolution, ticket: Ticket, by: Staff | None) -> bool:
    """Whether this very form has ended the ticket already."""
    if not how.form_key:
        return False
    ended = ticket.events.filter(verb=Verb.RESOLVED, actor=by, data__form_key=how.form_key)
    return ended.exists()


def _is_held(how: Resolution, ticket: Ticket, by: Staff | None, now: dt.datetime) -> bool:
    """Hold it where the citizen would read this officer's own sentence, and somebody else reads it
    first.
    """
    summary = how.sentence
    is_told = how.is_told and bool(summary) and how.outcome not in Ticket.UNASKED_OUTCOMES
    if by is None or not is_told or how.is_approved or not is_checked(ticket, by):
        return False
    words = ToCheck(text=summary, outcome=how.outcome, form_key=how.form_key)
    hold(ticket, by=by, now=now, words=words)
    return True


def _must_be_explained(outcome: str, summary: str) -> None:
    if outcome not in Outcome.values:
        raise Refused("Pilih hasilnya dahulu.", field="outcome")
    if outcome in NEED_SUMMARY and not summary:
        label = Outcome(outcome).label.lower()
        raise Refused(
            f'Hasil "{label}" perlu penjelasan. Tulis dalam satu kalimat.', field="summary"
        )


def must_be_ones_to_end(ticket: Ticket, by: Staff | None) -> None:
    """Its holder or a supervisor ends it; `by` None is the system itself."""
    if by is None or access.can(by, Action.RESOLVE, ticket):
        return
    must_be_able(by, Action.TAKE, ticket)  # without the right to take it, the refusal says so
    if ticket.assignee is None:
        raise Refused("Ambil dulu tiket ini, baru dapat Anda selesaikan.")
    raise Refused(
        f"Tiket ini dipegang {ticket.assignee}. Yang menyelesaikannya pemegangnya atau penyelia."
    )


def _must_be_answered(ticket: Ticket, now: dt.datetime) -> None:
    count_answers(ticket, now=now)  # the last one may have been refused a moment ago
    if ticket.first_responded_at is None:
        raise Refused(
            "Belum ada balasan yang sampai kepada pemohon. Balas dahulu, atau tulis hasilnya "
            "dalam satu kalimat.",
            field="summary",
        )


def reopen(
    ticket: Ticket,
    *,
    by: Staff | None,
    now: dt.datetime,
    reason: str = "",
    why: Why | None = None,
) -> Ticket:
    """Open it again; the time while it was resolved does not count. `by` None: the citizen.

    An officer gives a reason, the bot a code. Raises Refused for a ticket that is open,
    or closed for good.
    """
    if why is None:
        reason = cleaned(reason, what="Alasan membuka kembali")
    with working_on(ticket):
        must_be_able(by, Action.REOPEN, ticket)
        if ticket.state in states.FINAL:
            raise Refused(
                "Tiket ini sudah ditutup dan tidak dapat dibuka kembali. Buat tiket baru."
            )
        if ticket.state not in states.ENDED:
            raise Refused("Tiket ini masih terbuka.")
        enter(ticket, now=now, by=by)
        count_out(ticket, by=by, now=now, reason=reason, why=why)
        state = states.at_work(is_held=ticket.assignee_id is not None)
        data = {"from": ticket.state, "to": state, "outcome": ticket.outcome}
        write(ticket, state=state, outcome="", outcome_note="", resolved_at=None, resolved_by=None)
        if ticket.leader_id is not None:
            write(ticket, leader=None)  # it waits for no other any more
        data["by"] = "" if by else "citizen"
        record(ticket, Verb.REOPENED, by=by, now=now, reason=reason, data=data | because(why))
        clock.restart(ticket, by=by, now=now, why=Why.REOPENED)
        clock.stand_still_without_files(ticket, by=by, now=now)
        clock.stand_still_until_collected(ticket, by=by, now=now)
    return ticket


def count_out(
    ticket: Ticket, *, by: Staff | None, now: dt.datetime, why: Why | None, reason: str = ""
) -> None:
    """The time since it ended counts for no promise; call it before the ticket is open again."""
    ClockSpan.objects.create(
        ticket=ticket,
        kind=ClockSpan.Kind.RESOLVED,
        reason=reason[:300],
        why=why or "",
        starts_at=ticket.resolved_at or now,
        ends_at=now,
        started_by=by,
    )


def close_due(now: dt.datetime, *, limit: int = 2000) -> int:
    """Close tickets that were resolved a week ago and not reopened; returns how many."""
    closed = 0
    while closed < limit and (moved := _close_some(now)):
        closed += moved
    return closed


def _close_some(now: dt.datetime) -> int:
    due = Ticket.objects.filter(state=State.RESOLVED, resolved_at__lte=now - CLOSES_AFTER)
    # Not while the bot waits for an answer: the citizen could not get a reply on a closed ticket.
    due = due.filter(Q(conversation=None) | Q(conversation__silent_at=None))
    # Nor with newer messages that ask for a reply: on a closed ticket officers cannot reply.
    due = due.filter(Q(unanswered_since=None) | Q(unanswered_since__lte=F("resolved_at")))
    if not due.exists():
        return 0
    with transaction.atomic():
        # Skip a locked ticket (the citizen may be reopening it) until the next sweep.
        rows = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:_BATCH])
        for ticket in rows:
            ticket.state = State.CLOSED
            ticket.closed_at = now
            ticket.version += 1
        Ticket.objects.bulk_update(rows, ["state", "closed_at", "version"])
        data = {"from": State.RESOLVED, "to": State.CLOSED, "by": "sweep"}
        TicketEvent.objects.bulk_create(
            [TicketEvent(ticket=row, verb=Verb.CLOSED, at=now, data=data) for row in rows]
        )
        for agency_id in {row.agency_id for row in rows}:
            tell_queue(agency_id)
    return len(rows)
