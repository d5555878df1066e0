"""A leader that ends by an answer, a macro or as one of many: what follows it is treated alike, and whoever
ends it is told before the click.
"""

import datetime as dt
from typing import Any

import pytest

from services.models import Staff
from tests import factories
from tests.tickets.desk.test_concluding import update_template
from tests.tickets.merging.conftest import H
from tests.tickets.merging.parts import again
from tests.tickets.merging.test_many import results, start
from tickets import bulk, desk, identity
from tickets.macros import run_macro
from tickets.models import BulkItem, BulkJob, Conversation, HeldReply, Macro, Message, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WORDS = "Yth. {nama}, lampunya sudah menyala (contoh)."
BEFORE = "2 tiket yang mengikuti ikut selesai"


@pytest.fixture
def led(lampu: list[Ticket], petugas: Staff, now: dt.datetime) -> list[Ticket]:
    """The lamp's tickets: the first leads, the others follow."""
    desk.follow(lampu[1:], leader=lampu[0], by=petugas, now=now - H / 2)
    return again(*lampu)


def said(ticket: Ticket) -> list[str]:
    found = Message.objects.filter(ticket=ticket, direction="out", author__isnull=False)
    return [one.text for one in found.order_by("pk")]


def makro(agency: Any, **say: str) -> Macro:
    return Macro.objects.create(agency=agency, name="Lampu menyala", steps={"say": say})


def each_was_told(led: list[Ticket], by: Staff) -> None:
    for one in again(*led):
        assert (one.state, one.outcome) == ("resolved", "fulfilled")
        name = identity.of(one, reader=by).name
        assert said(one) == [f"Yth. {name}, lampunya sudah menyala (contoh)."]


def test_by_a_macro_each_hears_it_under_its_own_name(
    led: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    macro = makro(led[0].agency, text=WORDS, then="fulfilled")
    for _ in range(2):  # a doubled click
        run_macro(again(led[0])[0], by=petugas, now=now, macro=macro, form_key="kunci-makro-1")
    assert results(BulkJob.objects.get()) == ["waiting", "waiting"]
    assert desk.let_go_left(now) == 0
    bulk.work_jobs(now)
    assert results(BulkJob.objects.get()) == ["done", "done"]
    each_was_told(led, petugas)


def test_a_macro_that_only_waits_ends_nothing(
    led: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    macro = makro(led[0].agency, text=WORDS, then="wait")
    run_macro(led[0], by=petugas, now=now, macro=macro, form_key="kunci-makro-1")
    assert not BulkJob.objects.exists()
    assert [one.is_following for one in again(*led)] == [False, True, True]


def test_a_macro_with_a_result_in_a_sentence(
    led: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    macro = makro(led[0].agency, then="rejected", summary="Bukan jalan kota (contoh).")
    run_macro(led[0], by=petugas, now=now, macro=macro, form_key="kunci-makro-1")
    bulk.work_jobs(now)
    for one in again(*led):
        assert (one.outcome, one.outcome_note) == ("rejected", "Bukan jalan kota (contoh).")


@pytest.mark.parametrize(
    ("deed", "given"),
    [
        ("reply", {"text": WORDS, "then": "end"}),
        ("resolve", {"outcome": "fulfilled", "summary": "Lampu menyala (contoh)."}),
        ("macro", {}),
    ],
)
@pytest.mark.parametrize("beside", [0, 1, 2], ids=["alone", "with one", "with all"])
def test_as_one_of_many_each_has_a_result_of_its_own(
    led: list[Ticket], petugas: Staff, now: dt.datetime, deed: str, given: dict[str, Any],
    beside: int,
) -> None:  # fmt: skip
    """Those that were chosen themselves are worked once, whatever follows whom."""
    if deed == "macro":
        given = {"macro": makro(led[0].agency, text=WORDS, then="fulfilled").pk}
    Ticket.objects.filter(pk__in=[one.pk for one in led]).update(kind="application")
    job = start(deed, led[: beside + 1], by=petugas, now=now, **given)
    while bulk.work_jobs(now):
        pass
    assert results(job) == ["done"] * (beside + 1)
    others = BulkJob.objects.filter(deed="end_led")
    left = 2 - beside
    assert [results(one) for one in others] == ([["done"] * left] if left else [])
    why = job.items.get(ticket=led[0]).why
    assert why == (bulk.deeds.LED.format(left) if left else "")
    assert [one.state for one in again(*led)] == ["resolved"] * 3
    assert [len(said(one)) for one in led] == [1, 1, 1]


def own_of(follower: Ticket) -> Ticket:
    """Another ticket of the follower's citizen, in the same conversation."""
    ticket = factories.TicketFactory(
        conversation=follower.conversation,
        service=follower.service,
        standard=follower.standard,
        register_number="DINSOS-2026-000099",
    )
    factories.MessageFactory(ticket=ticket, text="Lampu juga padam")
    return Ticket.objects.get(pk=ticket.pk)


@pytest.mark.parametrize("deed", ["reply", "macro"])
@pytest.mark.parametrize("order", ["leader first", "own first"])
def test_one_citizen_hears_the_words_of_one_click_once(
    led: list[Ticket], petugas: Staff, now: dt.datetime, deed: str, order: str
) -> None:
    """The selection holds a leader, and another ticket of who follows it."""
    given: dict[str, Any] = {"text": WORDS, "then": "end"}
    if deed == "macro":
        given = {"macro": makro(led[0].agency, text=WORDS, then="fulfilled").pk}
    own = own_of(led[1])
    chosen = [led[0], own] if order == "leader first" else [own, led[0]]
    job = start(deed, chosen, by=petugas, now=now, **given)
    while bulk.work_jobs(now):
        pass
    assert len(said(led[1])) + len(said(own)) == 1
    assert [len(said(one)) for one in (led[0], led[2])] == [1, 1]
    refused = BulkItem.objects.get(state="refused")
    other = own if refused.ticket == led[1] else led[1]
    assert refused.why == (
        f"Pemohon yang sama sudah dibalas lewat tiket {other}. Buka tiket ini sendiri."
    )
    assert again(refused.ticket)[0].is_open
    # Another click answers them: it was started for that.
    once_more = bulk.Order(
        deed="reply",
        tickets=again(refused.ticket),
        form_key="kunci-kedua",
        seen_at=now + H,
        given={"text": "Kabar lain.", "then": ""},
    )
    bulk.start(once_more, by=petugas, now=now + H)
    bulk.work_jobs(now + H)
    assert said(refused.ticket) == ["Kabar lain."]
    assert job.items.count() == 2


def test_followers_of_two_leaders_are_one_citizen(
    led: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    own = own_of(led[1])
    second = factories.TicketFactory(
        conversation=factories.ConversationFactory(channel=led[0].channel),
        service=led[0].service,
        standard=led[0].standard,
        register_number="DINSOS-2026-000098",
    )
    desk.take(second, by=petugas, now=now - H)
    desk.follow([own], leader=Ticket.objects.get(pk=second.pk), by=petugas, now=now - H / 2)
    start("reply", again(led[0], second), by=petugas, now=now, text=WORDS, then="end")
    while bulk.work_jobs(now):
        pass
    assert len(said(led[1])) + len(said(own)) == 1
    assert BulkJob.objects.filter(deed="end_led").count() == 2


def send(masuk: Any, ticket: Ticket, by: Staff, *, led: str, then: str = "fulfilled") -> Any:
    data = {"text": "Lampunya sudah menyala (contoh).", "then": then, "led": led}
    data |= {"form_key": "kunci-balasan-contoh"}
    return masuk(by).post(f"{ticket.get_absolute_url()}balas/", data)


def test_an_answer_that_ends_takes_them_along_where_that_is_chosen(
    masuk: Any, led: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    answer = send(masuk, led[0], petugas, led="selesai")
    job = BulkJob.objects.get()
    assert answer["Location"] == job.get_absolute_url()
    send(masuk, led[0], petugas, led="selesai")  # a second click
    bulk.work_jobs(now)
    for one in again(*led):
        assert (one.state, one.outcome) == ("resolved", "fulfilled")
        assert said(one) == ["Lampunya sudah menyala (contoh)."]


@pytest.mark.parametrize(
    ("chosen", "then"), [("", "fulfilled"), ("selesai", ""), ("selesai", "wait")]
)
def test_an_answer_leaves_them_else(
    masuk: Any, led: list[Ticket], petugas: Staff, chosen: str, then: str
) -> None:
    assert send(masuk, led[0], petugas, led=chosen, then=then).status_code == 302
    assert not BulkJob.objects.exists()
    assert [len(said(one)) for one in led] == [1, 0, 0]


def test_outside_the_window_the_update_is_sent_to_each(
    masuk: Any, led: list[Ticket], petugas: Staff, now: dt.datetime
) -> None:
    update = update_template(led[0])
    plain = update_template(led[0], name="salam", purpose="other", body="Halo", parameter_count=0)
    Conversation.objects.update(window_expires_at=now - H)
    path = f"{led[0].get_absolute_url()}templat/"
    data = {"template": plain.pk, "then": "fulfilled", "led": "selesai"}
    data |= {"form_key": "kunci-templat-contoh"}
    assert masuk(petugas).post(path, data).status_code == 422  # its words are not for others
    assert said(led[0]) == []
    words = {"template": update.pk, f"blank_{update.pk}_2": "Lampu menyala (contoh)."}
    assert masuk(petugas).post(path, {**data, **words}).status_code == 302
    bulk.work_jobs(now)
    assert results(BulkJob.objects.get()) == ["done", "done"]
    for one in again(*led):
        assert one.state == "resolved"
        assert one.register_number in said(one)[0]
        assert "Lampu menyala (contoh)." in said(one)[0]


def test_where_answers_are_checked_each_waits_for_its_own(
    masuk: Any, led: list[Ticket], petugas: Staff, penyelia: Staff, now: dt.datetime
) -> None:
    service = led[0].service
    assert service is not None
    service.checks_replies = True
    service.save()
    for _ in range(2):
        send(masuk, led[0], petugas, led="selesai")
    bulk.work_jobs(now)
    assert BulkJob.objects.count() == 1
    assert HeldReply.objects.waiting().count() == 3
    assert [said(one) for one in led] == [[], [], []]


def test_it_is_said_before_the_click(masuk: Any, led: list[Ticket], petugas: Staff) -> None:
    client, leader = masuk(petugas), led[0]
    makro(leader.agency, then="answered")
    ticks = "selesaikan juga 2 tiket yang mengikuti"
    assert ticks in client.get(leader.get_absolute_url()).content.decode()
    assert ticks not in client.get(led[1].get_absolute_url()).content.decode()
    assert BEFORE in client.get(f"{leader.get_absolute_url()}makro/").content.decode()
    assert BEFORE not in client.get(f"{led[1].get_absolute_url()}makro/").content.decode()
    for deed in ("balas", "selesaikan", "makro"):
        page = f"/tiket/bersama/baru/?perbuatan={deed}"
        assert BEFORE in client.get(f"{page}&t={leader.pk}").content.decode()
        both = f"{page}&t={leader.pk}&t={led[1].pk}"
        assert "1 tiket yang mengikuti ikut" in client.get(both).content.decode()
        assert "yang mengikuti" not in client.get(f"{page}&t={led[1].pk}").content.decode()
    label = f"/tiket/bersama/baru/?perbuatan=label&t={leader.pk}"
    assert "yang mengikuti" not in client.get(label).content.decode()
