"""A poll to which nothing is new asks one statement; whatever may change a page or a right is news."""

import datetime as dt
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings as product
from django.core.cache import caches
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from services.models import Membership, Staff
from tests import factories
from tickets import desk
from tickets.models import Attachment, Message, Notification, Ticket
from tickets.together import HOLDS as SIGN_HOLDS
from tickets.together import RENEWS
from tickets.views.quiet_polls import HEALS_AFTER, HOLDS

pytestmark = pytest.mark.django_db
FULL = 5  # statements: session, person with services, numbers, ticket, look
QUIET = 1  # the look alone
Ask = Callable[..., Any]


@pytest.fixture
def pesan(tiket: Ticket, petugas: Staff) -> Message:
    """An answer with a file, on its way."""
    said = factories.MessageFactory(
        ticket=tiket, direction="out", origin="officer", author=petugas, status="sent"
    )
    Attachment.objects.create(message=said, state="pending")
    return said


@pytest.fixture
def ask(masuk: Any, petugas: Staff, tiket: Ticket, pesan: Message, clock: Any) -> Ask:
    """A page of `petugas` that polls; it has asked twice, and nothing was new."""
    browser: Client = masuk(petugas)
    address, known = f"{tiket.get_absolute_url()}perubahan/?terlihat=1", {"HX-Request": "true"}

    def again(query: str = "", **headers: str) -> Any:
        answer = browser.get(f"{address}{query}", headers={**known, **headers})
        if "ETag" in answer.headers:
            known["If-None-Match"] = answer.headers["ETag"]
        return answer

    assert [again().status_code for _ in range(2)] == [200, 304]
    return again


def test_it_asks_one_statement_and_is_no_more_to_be_kept_than_a_page(
    ask: Ask, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(QUIET):
        answer = ask()
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["Cache-Control"] == "private, no-store"
    with django_assert_num_queries(QUIET):
        assert ask("&mengetik=1").status_code == 304


def test_after_half_a_minute_all_is_read_again(
    ask: Ask, clock: Any, django_assert_num_queries: Any
) -> None:
    clock.shift(HOLDS)
    with django_assert_num_queries(FULL + 1):  # the number, which is remembered for ten seconds
        assert ask().status_code == 304
    with django_assert_num_queries(QUIET):
        assert ask().status_code == 304
    clock.shift(HEALS_AFTER - HOLDS)
    assert ask().status_code == 200


def _wrote(tiket: Ticket, petugas: Staff) -> None:
    desk.note(tiket, by=petugas, now=timezone.now(), text="Catatan")


def _told(tiket: Ticket, petugas: Staff) -> None:
    now = timezone.now()
    Notification.objects.create(
        ticket=tiket, staff=petugas, kind="noted", due_at=now, created_at=now
    )


CHANGES: dict[str, Callable[[Ticket, Staff], object]] = {
    "tick": lambda tiket, _: tiket.messages.update(status="read"),
    "error": lambda tiket, _: tiket.messages.update(error={"code": "x"}),
    "reaction": lambda tiket, _: tiket.messages.update(reaction="👍"),
    "edited": lambda tiket, _: tiket.messages.update(edited_text="Lain"),
    "withdrawn": lambda tiket, _: tiket.messages.update(withdrawn_at=timezone.now()),
    "message": lambda tiket, _: factories.MessageFactory(ticket=tiket),
    "file": lambda tiket, _: Attachment.objects.update(state="ready"),
    "preview": lambda tiket, _: Attachment.objects.update(preview="x.webp"),
    "note": _wrote,
    "taken": lambda tiket, petugas: desk.take(tiket, by=petugas, now=timezone.now()),
    "state": lambda tiket, _: Ticket.objects.update(state="resolved"),
    "version": lambda tiket, _: Ticket.objects.update(version=99),
    "window": lambda tiket, _: Ticket.objects.update(window_expires_at=timezone.now()),
    "told": _told,
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_the_page_is_told_by_the_next_poll(
    ask: Ask, tiket: Ticket, petugas: Staff, name: str
) -> None:
    CHANGES[name](tiket, petugas)
    assert ask().status_code == 200


def _elsewhere(tiket: Ticket, petugas: Staff) -> None:
    service = factories.ServiceFactory(agency=tiket.agency)
    Membership.objects.get(staff=petugas).services.set([service])


RIGHTS: dict[str, tuple[Callable[[Ticket, Staff], object], int]] = {
    "role ended": (lambda _, petugas: petugas.memberships.update(is_active=False), 404),
    "role lost": (lambda _, petugas: petugas.memberships.all().delete(), 404),
    "another role": (lambda _, petugas: petugas.memberships.update(role="viewer"), 404),
    "other services": (_elsewhere, 404),
    "ticket to another office": (
        lambda tiket, _: Ticket.objects.update(agency=factories.AgencyFactory()),
        404,
    ),
    "deactivated": (lambda _, petugas: Staff.objects.update(is_active=False), 401),
    "new password": (lambda _, petugas: Staff.objects.update(password="!"), 401),
}


@pytest.mark.parametrize("name", RIGHTS)
def test_who_may_no_longer_see_it_is_told_so_by_the_next_poll(
    ask: Ask, tiket: Ticket, petugas: Staff, name: str
) -> None:
    change, status = RIGHTS[name]
    change(tiket, petugas)
    assert ask().status_code == status


def test_an_ended_session_is_told_by_the_next_poll(ask: Ask, clock: Any) -> None:
    engine = import_module(product.SESSION_ENGINE)
    engine.SessionStore.get_model_class().objects.update(expire_date=timezone.now())
    assert ask().status_code == 401


def test_a_page_drawn_for_another_person_is_refused(ask: Ask, petugas_lain: Staff) -> None:
    assert ask(**{"X-Drawn-For": str(petugas_lain.pk)}).status_code == 409


def test_nobody_is_answered_from_what_another_one_was(
    ask: Ask, masuk: Any, tiket: Ticket, petugas_lain: Staff, orang_luar: Staff
) -> None:
    tag = ask().headers["ETag"]
    address = f"{tiket.get_absolute_url()}perubahan/?terlihat=1"
    headers = {"HX-Request": "true", "If-None-Match": tag}
    found = [
        masuk(one).get(address, headers=headers).status_code for one in (petugas_lain, orang_luar)
    ]
    assert found == [200, 404]
    assert Client().get(address, headers=headers).status_code == 401


def test_signs_of_presence_go_on_by_quiet_polls(
    ask: Ask, masuk: Any, tiket: Ticket, petugas_lain: Staff, clock: Any
) -> None:
    for _ in range(5):
        clock.shift(5)
        ask()
    clock.shift(SIGN_HOLDS - RENEWS - 1)
    page = masuk(petugas_lain).get(tiket.get_absolute_url()).content.decode()
    assert "juga membuka tiket ini" in page
    assert ask().status_code == 200


def test_with_the_database_gone_the_view_is_asked(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    def away(*_: Any, **__: Any) -> str:
        raise OperationalError

    monkeypatch.setattr("tickets.views.quiet_polls.look", away)
    with django_assert_num_queries(FULL):
        assert ask().status_code == 304


def test_a_process_that_knows_nothing_asks_the_view_and_finds_the_same(ask: Ask) -> None:
    caches["moment"].clear()  # another process
    assert ask().status_code == 304


def test_a_long_conversation_asks_as_little(
    masuk: Any, petugas: Staff, tiket: Ticket, clock: Any, django_assert_num_queries: Any
) -> None:
    at = tiket.received_at
    rows = [
        factories.MessageFactory(ticket=tiket, occurred_at=at + dt.timedelta(minutes=n))
        for n in range(60)
    ]
    browser, address = masuk(petugas), f"{tiket.get_absolute_url()}perubahan/?sejak={rows[10].pk}"
    same = {"If-None-Match": browser.get(address).headers["ETag"]}
    with django_assert_num_queries(QUIET):
        assert browser.get(address, headers=same).status_code == 304
    Message.objects.filter(pk=rows[9].pk).update(status="failed")
    assert browser.get(address, headers=same).status_code == 304
    Message.objects.filter(pk=rows[10].pk).update(status="failed")
    assert browser.get(address, headers=same).status_code == 200
