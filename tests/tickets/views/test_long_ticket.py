"""A long conversation: the page shows the newest part, and everything older on demand."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Staff
from tests import factories
from tickets.models import Attachment, Message, Ticket, TicketEvent
from tickets.views.thread_page import ABOVE, HISTORY, STEP

LAST = 130  # the conversation of the tests


def address(tiket: Ticket, query: str = "", path: str = "") -> str:
    return f"{tiket.get_absolute_url()}{path}?{query}"


def page(client: Any, tiket: Ticket, query: str = "", path: str = "") -> str:
    answer = client.get(address(tiket, query, path))
    assert answer.status_code == 200
    return answer.content.decode()


def shown(html: str) -> list[int]:
    """The numbers of the messages on the page, in their order."""
    thread = html.split('id="thread"')[1].split("</ol>")[0]
    return [int(number) for number in re.findall(r"Pesan ke-(\d+)", thread)]


def long_talk(tiket: Ticket, count: int, *, by: Staff | None = None) -> list[Message]:
    """A message an hour; every second one is the office's, with its line in the history."""
    begins = tiket.received_at
    rows = [
        factories.MessageFactory.build(
            ticket=tiket,
            channel=tiket.channel,
            conversation=tiket.conversation,
            text=f"Pesan ke-{n}",
            occurred_at=begins + dt.timedelta(hours=n),
            received_at=begins + dt.timedelta(hours=n),
            **({"direction": "out", "origin": "officer", "author": by} if n % 2 else {}),
        )
        for n in range(count)
    ]
    TicketEvent.objects.bulk_create(
        TicketEvent(ticket=tiket, verb="replied", at=row.occurred_at, actor=by)
        for row in rows[1::2]
    )
    return Message.objects.bulk_create(rows)


@pytest.fixture
def talk(tiket: Ticket, petugas: Staff) -> list[Message]:
    return long_talk(tiket, LAST, by=petugas)


def test_the_newest_come_first_and_each_step_brings_older_ones(
    masuk: Any, petugas: Staff, tiket: Ticket, talk: list[Message]
) -> None:
    client = masuk(petugas)
    newest = page(client, tiket)
    assert shown(newest) == list(range(LAST - STEP, LAST))
    assert "Tampilkan pesan sebelumnya" in newest
    earliest = talk[LAST - STEP]
    link = f'href="{tiket.get_absolute_url()}?sebelum={earliest.pk}#m{earliest.pk}"'
    assert link in newest
    step = page(client, tiket, f"sebelum={earliest.pk}")
    assert shown(step) == list(range(LAST - 2 * STEP, LAST))
    assert f'data-since="{talk[LAST - 2 * STEP].pk}"' in step
    last = page(client, tiket, f"sebelum={talk[LAST - 2 * STEP].pk}")
    assert shown(last) == list(range(LAST))
    assert "Tampilkan pesan sebelumnya" not in last


@pytest.mark.parametrize("count", [0, 1, STEP - 1, STEP])
def test_a_short_conversation_is_shown_whole(
    masuk: Any, petugas: Staff, tiket: Ticket, count: int
) -> None:
    long_talk(tiket, count, by=petugas)
    html = page(masuk(petugas), tiket)
    assert shown(html) == list(range(count))
    assert "data-older" not in html


def test_everything_is_shown_to_be_printed(
    masuk: Any, petugas: Staff, tiket: Ticket, talk: list[Message]
) -> None:
    html = page(masuk(petugas), tiket, "sejak=awal", "perubahan/")
    assert shown(html) == list(range(LAST))
    assert html.count("membalas pemohon") == len(talk) / 2
    assert "data-older" not in html


def test_the_history_of_a_long_ticket_begins_with_the_newest(
    masuk: Any, petugas: Staff, tiket: Ticket, talk: list[Message]
) -> None:
    TicketEvent.objects.bulk_create(
        TicketEvent(ticket=tiket, verb="noted", at=talk[-1].occurred_at, actor=petugas)
        for _ in range(HISTORY - 1)
    )
    html = page(masuk(petugas), tiket)
    assert html.count("membalas pemohon") == 1
    assert "Tampilkan percakapan dan riwayat dari awal" in html


def test_what_happened_before_the_shown_part_is_not_between_its_messages(
    masuk: Any, petugas: Staff, tiket: Ticket, talk: list[Message]
) -> None:
    for message in (talk[3], talk[LAST - 3]):
        TicketEvent.objects.create(
            ticket=tiket, verb="taken", at=message.occurred_at, actor=petugas
        )
    thread = page(masuk(petugas), tiket).split('id="thread"')[1].split("</ol>")[0]
    assert thread.count("thread__event") == 1
    days = {message.occurred_at.astimezone(tiket.agency.zone).date() for message in talk[-STEP:]}
    assert thread.count("thread__day") == len(days)


def test_a_quote_leads_to_a_message_that_is_not_on_the_page(
    masuk: Any, petugas: Staff, tiket: Ticket, talk: list[Message]
) -> None:
    Message.objects.filter(pk=talk[-1].pk).update(
        quoted=talk[7], quoted_external_id=talk[7].external_id
    )
    client = masuk(petugas)
    link = f"{tiket.get_absolute_url()}?sejak={talk[7].pk}#m{talk[7].pk}"
    assert f'href="{link}"' in page(client, tiket)
    html = page(client, tiket, f"sejak={talk[7].pk}")
    assert f'id="m{talk[7].pk}"' in html
    assert shown(html)[0] == 7


@pytest.mark.parametrize("is_stale", [True, False])  # over an hour late, and less than that
def test_what_waits_for_a_reply_is_shown_wherever_it_belongs(
    masuk: Any, petugas: Staff, tiket: Ticket, talk: list[Message], *, is_stale: bool
) -> None:
    late = factories.MessageFactory(
        ticket=tiket, text="Pesan ke-1000", occurred_at=talk[20].occurred_at, is_stale=is_stale,
        received_at=talk[-1].received_at,
    )  # fmt: skip
    assert 1000 not in shown(page(masuk(petugas), tiket))
    Ticket.objects.update(unanswered_since=late.occurred_at)
    assert shown(page(masuk(petugas), tiket)) == [20, 1000, *range(21, LAST)]
    since = f"sejak={talk[-1].pk}"
    assert f'id="m{late.pk}"' in page(masuk(petugas), tiket, since, "perubahan/")


def test_a_flood_that_waits_for_a_reply_is_not_shown_whole(
    masuk: Any, petugas: Staff, tiket: Ticket, talk: list[Message]
) -> None:
    Ticket.objects.update(unanswered_since=talk[0].occurred_at)
    assert shown(page(masuk(petugas), tiket))[0] == LAST - STEP


def test_marks_do_not_need_the_message_that_made_them(
    masuk: Any, petugas: Staff, tiket: Ticket, talk: list[Message]
) -> None:
    """An edit, a reaction and a new attempt come after what they are about, so they are known."""
    first = LAST - STEP + 1  # two more messages follow
    for kind, text in (("edit", "Pesan ke-9000"), ("reaction", "👍")):
        factories.MessageFactory(
            ticket=tiket, type=kind, text=text, quoted=talk[first + 1], quoted_external_id="x",
            occurred_at=talk[-1].occurred_at,
        )  # fmt: skip
    Message.objects.filter(pk=talk[first + 1].pk).update(edited_text="Pesan ke-9000", reaction="👍")
    html = page(masuk(petugas), tiket)
    assert shown(html)[:2] == [9000, first + 1]  # its former words below it
    assert "Ditanggapi 👍" in html


def test_words_that_the_window_kept_back_are_offered_after_many_messages(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    values = {"direction": "out", "origin": "officer", "status": "failed", "error_code": 131047}
    at = tiket.received_at - dt.timedelta(days=1)
    factories.MessageFactory(ticket=tiket, text="Sudah jadi, Bu", occurred_at=at, **values)
    rows = long_talk(tiket, LAST)
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(direction="in", origin="citizen")
    tiket.conversation.window_expires_at = tiket.received_at
    tiket.conversation.save()
    html = page(masuk(petugas), tiket)
    assert shown(html)[0] == LAST - STEP
    assert 'data-unsent="Sudah jadi, Bu"' in html


@pytest.mark.parametrize("junk", ["", "x", "-1", "0", "१", "1" * 40, "%00", "1.5"])
@pytest.mark.parametrize("name", ["sejak", "sebelum"])
def test_junk_in_the_address_shows_the_newest(
    masuk: Any, petugas: Staff, tiket: Ticket, talk: list[Message], name: str, junk: str
) -> None:
    assert shown(page(masuk(petugas), tiket, f"{name}={junk}"))[0] == LAST - STEP


def test_a_message_of_another_ticket_opens_nothing(
    masuk: Any, petugas: Staff, tiket: Ticket, talk: list[Message]
) -> None:
    other = factories.MessageFactory(occurred_at=tiket.received_at - dt.timedelta(days=9))
    for name in ("sejak", "sebelum"):
        assert shown(page(masuk(petugas), tiket, f"{name}={other.pk}"))[0] == LAST - STEP


def test_a_poll_tells_of_changes_in_all_that_is_shown(
    masuk: Any, petugas: Staff, tiket: Ticket, talk: list[Message], clock: Any
) -> None:
    client, query = masuk(petugas), f"sejak={talk[10].pk}"
    polled = address(tiket, query, "perubahan/")
    same = {"If-None-Match": client.get(polled).headers["ETag"]}
    assert client.get(polled, headers=same).status_code == 304
    Message.objects.filter(pk=talk[9].pk).update(status="failed")
    assert client.get(polled, headers=same).status_code == 304
    Message.objects.filter(pk=talk[11].pk).update(status="read")
    assert client.get(polled, headers=same).status_code == 200
    same = {"If-None-Match": client.get(polled).headers["ETag"]}
    Attachment.objects.create(message=talk[12], state="ready")
    assert client.get(polled, headers=same).status_code == 200
    assert client.get(address(tiket, f"sebelum={talk[10].pk}", "perubahan/"), headers=same)


@pytest.mark.parametrize(("count", "queries"), [(10, 17), (STEP, 17), (1000, 19)])
def test_a_thousand_messages_cost_as_many_queries_as_ten(
    masuk: Any,
    petugas: Staff,
    tiket: Ticket,
    count: int,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    rows = long_talk(tiket, count, by=petugas)
    # A quote of a message that is not on the page costs one more, files that it does not show another.
    Message.objects.filter(pk=rows[-1].pk).update(type="document", quoted=rows[0])
    client = masuk(petugas)
    with django_assert_num_queries(queries):
        html = page(client, tiket)
    assert len(shown(html)) >= min(count, STEP)


@pytest.mark.parametrize(("back", "more"), [(1, 0), (ABOVE, 0), (ABOVE + 1, 1)])
def test_a_quote_of_what_stands_just_above_costs_no_query(
    masuk: Any, petugas: Staff, tiket: Ticket, talk: list[Message], back: int, more: int
) -> None:
    client, quoted = masuk(petugas), talk[-STEP - back]
    page(client, tiket)  # what is remembered for some seconds
    counts = []
    for quotes in (None, quoted):
        Message.objects.filter(pk=talk[-STEP].pk).update(quoted=quotes)
        with CaptureQueriesContext(connection) as asked:
            html = page(client, tiket)
        counts.append(len(asked))
    assert counts[1] - counts[0] == more
    assert f"?sejak={quoted.pk}#m{quoted.pk}" in html
    assert len(shown(html)) == STEP + 1  # what is quoted is named in the bubble, and not shown


def test_the_history_is_the_newest_lines_however_few_stand_between_the_messages(
    masuk: Any, petugas: Staff, tiket: Ticket, talk: list[Message]
) -> None:
    between = talk[-STEP].occurred_at
    TicketEvent.objects.filter(at__gte=between).delete()
    TicketEvent.objects.create(ticket=tiket, verb="taken", at=talk[-1].occurred_at, actor=petugas)
    html = page(masuk(petugas), tiket)
    lines = html.split("case__history")[1].split("</ol>")[0]
    assert lines.count("<time") == HISTORY
    assert lines.count("mengambil") == 1


def test_no_message_is_read_once_more_for_a_column_that_was_left_out(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    for status in Message.Status.values:
        for direction, origin in (("in", "citizen"), ("out", "officer"), ("out", "survey")):
            factories.MessageFactory(
                ticket=tiket, direction=direction, origin=origin, status=status
            )
    client = masuk(petugas)
    with CaptureQueriesContext(connection) as asked:
        page(client, tiket)
    again = 'FROM "tickets_message" WHERE "tickets_message"."id" ='
    assert not [one for one in asked if again in one["sql"]]
