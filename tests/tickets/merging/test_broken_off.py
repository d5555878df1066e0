"""Broken off at any statement, putting together and taking apart is either done, or can be gone on with."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from services.models import Staff
from tests.tickets.merging.parts import again, notices, rows
from tickets import desk
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class Killed(BaseException):
    """The process ends here: no code of ours catches it."""


class AtWrite:
    """Breaks off before the n-th statement that writes."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            self.left -= 1
            if self.left < 0:
                raise Killed
        return execute(sql, *rest)


def broken_off_everywhere(do: Callable[[], object]) -> int:
    """Break it off before each of its writes, nothing of it may stay; then let it be done. Returns how
    many writes there were.
    """
    before, number = rows(), 0
    while True:
        try:
            with connection.execute_wrapper(AtWrite(number)):
                do()
        except Killed:
            assert rows() == before
            number += 1
        else:
            return number


def test_a_merge_and_its_undoing(
    pertama: Ticket, ganda: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    def merge() -> None:
        first, second = again(pertama, ganda)
        desk.merge([second], into=first, by=petugas, now=now)

    def undo() -> None:
        desk.undo_merge(again(ganda)[0], by=petugas, now=now)

    assert broken_off_everywhere(merge) > 10
    done = rows()
    merge()
    assert rows() == done
    assert len(notices()) == 1
    assert broken_off_everywhere(undo) > 8
    assert again(ganda)[0].messages.count() == 4


def test_following_and_letting_go(lampu: list[Ticket], petugas: Staff, now: dt.datetime) -> None:
    def follow() -> None:
        leader, *others = again(*lampu)
        desk.follow(others, leader=leader, by=petugas, now=now)

    assert broken_off_everywhere(follow) > 6
    desk.resolve(again(lampu[0])[0], by=petugas, now=now, outcome="fulfilled", summary="Sudah.")
    for _ in lampu[1:]:  # each follower is let go of by itself: what was done before it stays

        def let_one_go() -> None:
            left = Ticket.objects.filter(leader=lampu[0]).order_by("pk").first()
            assert left is not None
            desk.let_go(left, by=None, now=now)

        assert broken_off_everywhere(let_one_go) > 3
    assert desk.let_go_left(now) == 0
