"""What each deed is to one ticket: the desk's own verbs, with the rights of this moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.models import Service, Staff
from tickets import desk
from tickets.bulk.together import Beside, beside_of, jobs_of_one_click
from tickets.bulk.undoing import take_back
from tickets.desk.base import Refused, add_data, working_on_all
from tickets.macros import run_macro
from tickets.models import BulkItem, BulkJob, Label, Macro, Message, Ticket
from tickets.prepared_letters import letter_for

Deed = BulkJob.Deed
State = BulkItem.State
# Who speaks to citizens or ends their matters has read what they wrote.
_MUST_HAVE_READ = frozenset({Deed.REPLY, Deed.RESOLVE, Deed.MACRO})
WAITS_FOR_APPROVAL = "Menunggu persetujuan penyelia; baru dikirim sesudah disetujui."
LED = "{} tiket yang mengikutinya ikut diselesaikan; hasilnya di daftar pekerjaan bersama."


@dataclass(frozen=True, kw_only=True)
class Task:
    """One ticket's part: what was given, by whose rights, when; `key` tells a second try from a second deed;
    `beside`: the tickets that are worked together with it.
    """

    item: BulkItem
    by: Staff
    now: dt.datetime
    beside: Beside

    @property
    def given(self) -> Mapping[str, Any]:
        given: Mapping[str, Any] = self.item.job.given
        return given

    @property
    def key(self) -> str:
        return self.item.key

    def note(self, words: str) -> None:
        """Add to what the person reads of this ticket."""
        self.item.why = f"{self.item.why} {words}".strip()


def carry_out(item: BulkItem, *, now: dt.datetime) -> None:
    """Do the job's deed to this ticket; call it in the transaction that settles the item.

    Raises Refused, having changed nothing.
    """
    by = Staff.objects.get(pk=item.job.started_by_id)  # with the rights of now
    readable = Ticket.objects.visible_to(by).filter(pk=item.ticket_id)
    ticket = readable.select_related("citizen", "service", "conversation").first()
    if not by.is_active or ticket is None:
        raise Refused("Tiket ini tidak lagi dapat Anda buka; mungkin sudah diteruskan.")
    beside = beside_of(item, ticket, by=by)
    with working_on_all([ticket, *beside.all]):
        _must_be_as_seen(item, ticket, by)
        item.before = {"assignee": ticket.assignee_id, "service": ticket.service_id}
        newest = ticket.events.order_by("-pk").values_list("pk", flat=True).first() or 0
        DEEDS[Deed(item.job.deed)](ticket, Task(item=item, by=by, now=now, beside=beside))
        for event in ticket.events.filter(pk__gt=newest):
            add_data(event, bulk=str(item.job_id))


def _must_be_as_seen(item: BulkItem, ticket: Ticket, by: Staff) -> None:
    """Raise Refused when a colleague got it, or the citizen wrote, since the person saw it."""
    if item.job.deed == Deed.UNDO:
        return
    if ticket.assignee_id not in (item.holder_id, by.pk):
        holder = ticket.assignee or "tidak ada petugas"
        raise Refused(f"Sementara itu pemegang tiket berubah menjadi {holder}. Periksa lagi.")
    if item.job.deed not in _MUST_HAVE_READ:
        return
    theirs = Message.objects.filter(ticket=ticket, direction=Message.Direction.IN)
    if theirs.filter(received_at__gt=item.job.seen_at).exists():
        raise Refused("Pemohon menulis lagi sejak tiket ini Anda pilih. Baca dahulu.")


def _take(ticket: Ticket, task: Task) -> None:
    desk.take(ticket, by=task.by, now=task.now)


def _assign(ticket: Ticket, task: Task) -> None:
    desk.assign(ticket, by=task.by, now=task.now, to=_person(task), note=task.given["note"])


def _hand_over(ticket: Ticket, task: Task) -> None:
    desk.hand_over(ticket, by=task.by, now=task.now, to=_person(task), note=task.given["note"])


def _person(task: Task) -> Staff:
    return Staff.objects.get(pk=task.given["to"])


def _reply(ticket: Ticket, task: Task) -> None:
    _must_be_the_first_told(ticket, task)
    ends = task.given["then"] == "end"
    then = desk.usual_end(ticket) if ends else desk.Then(task.given["then"])
    _answer(ticket, task, then=then)


def _answer(ticket: Ticket, task: Task, *, then: desk.Then) -> None:
    text = task.given["text"]
    letter = letter_for(ticket, text, by=task.by, now=task.now, key=task.key)
    letter = replace(letter, led=desk.EndLed(text=text))
    if not desk.reply_then(ticket, by=task.by, now=task.now, letter=letter, then=then):
        task.note(WAITS_FOR_APPROVAL)
    _note_led(ticket, task)


def _must_be_the_first_told(ticket: Ticket, task: Task) -> None:
    """Raise Refused when the same click has answered the same citizen on another ticket; the
    conversation is locked, so two workers do not answer at once.
    """
    if ticket.conversation_id is None:
        return
    answered = BulkItem.objects.filter(job__in=jobs_of_one_click(task.item.job), state=State.DONE)
    same = answered.filter(ticket__conversation=ticket.conversation_id).exclude(ticket=ticket.pk)
    if (told := same.select_related("ticket").first()) is not None:
        raise Refused(
            f"Pemohon yang sama sudah dibalas lewat tiket {told.ticket}. Buka tiket ini sendiri."
        )


def _resolve(ticket: Ticket, task: Task) -> None:
    _take_if_free(ticket, task)
    outcome, summary = task.given["outcome"], task.given["summary"]
    how = desk.Resolution(outcome=outcome, summary=summary, form_key=task.key, led=desk.EndLed())
    if desk.conclude(ticket, by=task.by, now=task.now, how=how).is_open:
        task.note(WAITS_FOR_APPROVAL)
    _note_led(ticket, task)


def _note_led(ticket: Ticket, task: Task) -> None:
    """Say in this ticket's result that others end with it, each with a result of its own."""
    job = desk.end_led_job(ticket, by=task.by, form_key=task.key)
    if job is not None:
        task.note(LED.format(job.items.count()))


def _choose_service(ticket: Ticket, task: Task) -> None:
    service = Service.objects.get(pk=task.given["service"])
    desk.choose_service(ticket, service=service, by=task.by, now=task.now)


def _wait(ticket: Ticket, task: Task) -> None:
    _take_if_free(ticket, task)
    reason, until = task.given["reason"], task.given.get("until")
    if task.given["other"]:
        desk.wait_for_other(ticket, by=task.by, now=task.now, reason=reason)
        return
    day = dt.date.fromisoformat(until) if until else None
    desk.wait_for_citizen(ticket, by=task.by, now=task.now, reason=reason, until=day)


def _label(ticket: Ticket, task: Task) -> None:
    before = {one.pk for one in desk.labels_of(ticket)}
    task.item.before |= {"labels": sorted(before)}
    add, remove = (Label.objects.filter(pk__in=task.given[key]) for key in ("add", "remove"))
    desk.label(ticket, by=task.by, now=task.now, add=add, remove=remove)


def _macro(ticket: Ticket, task: Task) -> None:
    macro = Macro.objects.for_reader(task.by).filter(pk=task.given["macro"]).first()
    if macro is None:
        raise Refused("Makro itu sudah tidak ada.")
    if macro.steps.get("say", {}).get("text"):
        _must_be_the_first_told(ticket, task)
    run_macro(ticket, by=task.by, now=task.now, macro=macro, form_key=task.key)
    if ticket.approval_asked_at is not None:
        task.note(WAITS_FOR_APPROVAL)
    _note_led(ticket, task)


def _merge(ticket: Ticket, task: Task) -> None:
    """Those of the leader's citizen end together, so that the citizen is told once of all of them."""
    leader = task.beside.leader
    if leader is None:
        raise Refused("Tiket yang memimpin tidak lagi dapat Anda buka; mungkin sudah diteruskan.")
    if desk.are_one_person(ticket, leader):
        doubles = [ticket, *task.beside.doubles]
        desk.merge(doubles, into=leader, by=task.by, now=task.now)
    else:
        desk.follow([ticket], leader=leader, by=task.by, now=task.now)


def _end_led(ticket: Ticket, task: Task) -> None:
    """The leader has ended: so does this one, unless its citizen has said more meanwhile."""
    if not ticket.is_following or ticket.leader_id != task.given["leader"]:
        raise Refused("Tiket ini tidak lagi mengikuti tiket itu.")
    if desk.wrote_since(ticket):
        raise Refused(
            "Pemohon menulis lagi sejak tiket ini diikutkan. Baca dahulu, lalu selesaikan sendiri."
        )
    if task.given.get("text"):
        _must_be_the_first_told(ticket, task)
        _answer(ticket, task, then=desk.Then(task.given["outcome"]))
    else:
        _resolve(ticket, task)


def _take_if_free(ticket: Ticket, task: Task) -> None:
    if ticket.is_open and ticket.assignee_id is None:
        desk.take(ticket, by=task.by, now=task.now)


def _undo(ticket: Ticket, task: Task) -> None:
    was = BulkItem.objects.select_related("job").get(job=task.item.job.undoes, ticket=ticket)
    take_back(ticket, was, by=task.by, now=task.now)


DEEDS: Mapping[BulkJob.Deed, Callable[[Ticket, Task], None]] = {
    Deed.TAKE: _take,
    Deed.ASSIGN: _assign,
    Deed.HAND_OVER: _hand_over,
    Deed.REPLY: _reply,
    Deed.RESOLVE: _resolve,
    Deed.SERVICE: _choose_service,
    Deed.WAIT: _wait,
    Deed.LABEL: _label,
    Deed.MACRO: _macro,
    Deed.MERGE: _merge,
    Deed.END_LED: _end_led,
    Deed.UNDO: _undo,
}
