"""Writes what super admins and offices tell each other, and tells the other side.

Who may open which thread, and where it may be moved, is said by `kinds_for` and `moves_for`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from services import access
from services.access import Action
from services.models import (
    Agency,
    CoordinationFile,
    CoordinationPost,
    CoordinationThread,
    Staff,
)
from services.recording import CheckedFile
from tickets.notifications import Kind as Notice
from tickets.notifications import Occasion, Place, cause_of, tell_at

Kind = CoordinationThread.Kind
State = CoordinationThread.State
_LED = (Kind.MESSAGE, Kind.TASK)
_ASKED = (Kind.MESSAGE, Kind.FEATURE, Kind.REPAIR)


class MovedMeanwhile(Exception):
    """The thread is not where this person's form was made from; it was moved by somebody else."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What one form says: its text, its files, where it moves the thread (""), and its key."""

    text: str
    files: Sequence[CheckedFile] = ()
    move: str = ""
    form_key: str


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a new thread is about."""

    kind: str
    subject: str
    due_on: dt.date | None = None


def leads(staff: Staff) -> bool:
    """Whether this person writes as super admin."""
    return access.can(staff, Action.LEAD_COORDINATION)


def kinds_for(staff: Staff) -> tuple[Kind, ...]:
    """What this person may open."""
    return _LED if leads(staff) else _ASKED


def moves_for(thread: CoordinationThread, staff: Staff) -> tuple[State, ...]:
    """Where this person may move it: tasks are done by the office, requests are answered by super admins."""
    leading = access.can(staff, Action.LEAD_COORDINATION, thread.agency)
    if thread.kind == Kind.TASK:
        if thread.state == State.ASKED:
            return (State.DONE, State.REFUSED) if leading else (State.DONE,)
        return (State.ASKED,) if leading else ()
    if thread.kind == Kind.MESSAGE or not leading:
        return ()
    return tuple(one for one in State if one not in (State.OPEN, thread.state))


@transaction.atomic
def open_threads(
    agencies: Sequence[Agency], *, about: Subject, words: Words, by: Staff, now: dt.datetime
) -> list[CoordinationThread]:
    """A thread with each office; the same form sent twice finds what the first made."""
    Staff.objects.select_for_update(no_key=True).get(pk=by.pk)
    before = CoordinationThread.objects.filter(opened_by=by, form_key=words.form_key)
    known = {one.agency_id: one for one in before}
    for agency in agencies:
        if agency.pk in known:
            continue
        known[agency.pk] = thread = CoordinationThread.objects.create(
            agency=agency,
            kind=about.kind,
            subject=about.subject,
            due_on=about.due_on,
            state=State.OPEN if about.kind == Kind.MESSAGE else State.ASKED,
            opened_by=by,
            opened_at=now,
            written_at=now,
            form_key=words.form_key,
        )
        _post(thread, words=words, by=by, now=now)
    return list(known.values())


@transaction.atomic
def answer(thread: CoordinationThread, *, words: Words, by: Staff, now: dt.datetime) -> None:
    """Write in it, and move it where the words say so. Raises MovedMeanwhile, and changes nothing."""
    held = CoordinationThread.objects.select_for_update(no_key=True, of=("self",))
    thread = held.select_related("agency").get(pk=thread.pk)
    if thread.posts.filter(by=by, form_key=words.form_key).exists():
        return
    if words.move and words.move not in moves_for(thread, by):
        raise MovedMeanwhile
    thread.state, thread.written_at = words.move or thread.state, now
    thread.save(update_fields=["state", "written_at"])
    _post(thread, words=words, by=by, now=now)


def _post(thread: CoordinationThread, *, words: Words, by: Staff, now: dt.datetime) -> None:
    post = CoordinationPost.objects.create(
        thread=thread, text=words.text, moved_to=words.move, by=by, at=now, form_key=words.form_key
    )
    for given in words.files:
        # The bytes of one upload are stored once for each office that is addressed.
        given.file.seek(0)
        row = CoordinationFile(
            post=post,
            filename=given.filename[:255],
            mime_type=given.mime_type,
            size=given.file.size or 0,
            sha256=given.sha256,
        )
        row.file.save(given.filename, given.file, save=False)
        row.save()
    path = reverse("coordination:thread", args=[thread.pk])
    occasion = Occasion(
        kind=Notice.COORDINATED,
        cause=cause_of(post),
        people=_other_side(thread, by),
        values={"subject": thread.subject},
    )
    tell_at(Place(agency=thread.agency, path=path), occasion, by=by, now=now)


def _other_side(thread: CoordinationThread, by: Staff) -> list[Staff]:
    """Super admins for the office, the office's admins for a super admin."""
    leading = access.people_at(Action.LEAD_COORDINATION, thread.agency)
    if not leading.filter(pk=by.pk).exists():
        return list(leading)
    people = access.people_at(Action.COORDINATE, thread.agency)
    return list(people.exclude(pk__in=leading.values("pk")))
