"""Whatever a verb changes on days that are made is counted at once and made again; no verb is forgotten here."""

import ast
import datetime as dt
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services.models import Agency, Staff
from tests.tickets.figures import world, world_more
from tests.tickets.figures.equal import made_to_the_end, must_be_equal, undone
from tests.tickets.figures.world import BY_ITSELF, TO_A_TICKET, World
from tickets import desk
from tickets.figures.counting import MOMENTS, Days, settled
from tickets.figures.marking import FACTS, picture_of
from tickets.figures.people import came_in
from tickets.figures.spreads import spread_over
from tickets.figures.work_rows import acts_of
from tickets.models import FigureChange, Ticket

BEGINS = dt.datetime(2026, 6, 1, 3, 0, tzinfo=dt.UTC)
# Tickets in all states, with words and pauses, of days that are over: (what, which, a choice).
PAST = """
    arrive 0 1, arrive 0 2, arrive 0 3, walk_in 0 0, walk_in 0 1, arrive 0 4, arrive 0 5, intake 0 0, intake 0 1,
    again 0 1, again 1 0, hear 0 0, hear 1 0, later 0 0, take 0 0, reply 1 0, write 2 0, write 0 0, phone 5 1,
    later 0 1, hear 0 0, wait 0 0, hear 2 0, resolve 2 0, staff 3 0, for_another 4 1, open 0 0, ready 1 3,
    later 0 2, follow 6 3, merge 9 0, held 3 0, work 1 0, outage 0 7, later 0 3, made 0 0
"""

# Verbs that World does not carry out, as they change nothing that is counted: (why, which).
NOT_COUNTED = {
    "drafts and what was seen": "mark_seen mark_unread save_draft use_draft",
    "labels, snoozes, whence somebody knows": "end_snoozes label snooze told_source",
    "sentences that the bot learns": (
        "dismiss_sentence forget_sentences settle_sentences teach_act teach_service"
    ),
    "notices": "tell_late_heads tell_new_heads tell_of_outage tell_outages",
    "a part of a verb that is carried out": (
        "auto_assign citizen_wrote conclude keep_as_in messages_left reply_and_wait retry_file share"
        " take_back_held"
    ),
}
# They look, and write nothing.
LOOK = """
    are_one_person can_split can_undo can_undo_collected can_undo_split can_untie colleagues_for
    colleagues_for_any days_offered divisible effects_of end_led_job end_of_wait followers_of held_of held_up_by
    is_asked is_checked is_divisible is_promised is_same_by_row labels_of left_to_pass_on moments_offered
    not_understood of_one_person offers open_escalation outage_text people_to_tell places_for relief_of snooze_of
    told usual_answer_by usual_end was_tied_by_merge was_untied_from who_can_be_mentioned whose_tickets_lie
    why_not_again why_not_quoted wrote_since
"""


def test_each_verb_is_carried_out_by_the_world_or_counts_nothing() -> None:
    verbs = {name for name in desk.__all__ if inspect.isfunction(getattr(desk, name))}
    sources = (Path(one.__file__).read_text() for one in (world, world_more))
    carried_out = {name for text in sources for name in re.findall(r"desk\.(\w+)\(", text)}
    named = {*" ".join(NOT_COUNTED.values()).split(), *LOOK.split()}
    assert verbs - carried_out - named == set()
    assert named <= verbs


@pytest.mark.parametrize("some", range(3))
def test_what_happens_to_tickets_of_days_that_are_made_is_counted(
    offices: list[Agency], super_admin: Staff, some: int
) -> None:
    """Each thing that may happen, to all tickets of the same past; a third of them in each run."""
    with time_machine.travel(BEGINS, tick=False) as clock:
        world = World(list(offices), super_admin, clock)
        for step in PAST.split(","):
            happened, which, choice = step.split()
            world.play(happened, int(which), int(choice))
        made_to_the_end()
        must_be_equal(offices)
        assert not FigureChange.objects.exists()
        today, count = timezone.now(), Ticket.objects.count()
        for what in [*TO_A_TICKET, *BY_ITSELF][some::3]:
            with undone():
                world = World(
                    list(Agency.objects.filter(pk__in=[one.pk for one in offices]).order_by("pk")),
                    Staff.objects.get(pk=super_admin.pk),
                    clock,
                )
                for which in range(count):
                    world.play(what, which, (which * 7 + 1) % 10)
                if what != "zone":  # its days are shown as they were until they are made anew
                    must_be_equal(world.offices, narrow=3)
                clock.shift(dt.timedelta(days=2))
                made_to_the_end()
                must_be_equal(world.offices, narrow=1)
            clock.move_to(today)


def test_nothing_that_is_counted_is_written_past_the_verbs() -> None:
    """The days of the ticket would not be marked."""
    counted = {name.removesuffix("_id") for name in (*FACTS, *MOMENTS, "registered_at", "agency")}
    folders = [Path(one) for one in ("tickets", "siwhapik", "surveys", "services")]
    sources = [one for folder in folders for one in folder.rglob("*.py")]
    found = {
        (one.as_posix(), name)
        for one in sources
        if "migrations" not in one.parts
        for name in _updated(one)
        if name in counted
    }
    assert found == {
        ("tickets/inbound/merging.py", "citizen"),  # marks the days itself
        ("tickets/desk/teaching.py", "service"),  # of sentences, not of tickets
    }


def _updated(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text())):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_call and node.func.attr in ("update", "bulk_update"):
            parts = [part for given in node.args for part in ast.walk(given)]
            yield from (one.arg for one in node.keywords if one.arg)
            yield from (str(one.value) for one in parts if isinstance(one, ast.Constant))


@pytest.mark.skipif(
    connection.vendor == "postgresql", reason="its texts are compared with these queries"
)
def test_each_column_by_which_tickets_are_counted_is_in_the_picture(tiket: Ticket) -> None:
    """A verb that changes one of them marks the days of the ticket."""
    office = tiket.agency
    day = tiket.received_at.astimezone(office.zone).date()
    span = [Days((office.pk,), day, day, office.zone)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for count in (settled, spread_over, came_in, acts_of):
            count(span)
    told = " ".join(one["sql"] for one in asked)
    columns = {*re.findall(r'"tickets_ticket"\."(\w+)"', told)} - {"id"}
    assert {"received_at", "service_id", "leader_id", "citizen_id"} <= columns
    tiket.resolved_at = tiket.received_at
    for name in sorted(columns - {"agency_id"}):
        before, value = picture_of(tiket), getattr(tiket, name)
        another: object = "another" if value is not None else 1
        if isinstance(
            value, dt.datetime
        ):  # of `registered_at` alone whether there is one is counted
            another = None if name == "registered_at" else value + dt.timedelta(hours=1)
        setattr(tiket, name, another)
        assert picture_of(tiket) != before, name
        setattr(tiket, name, value)
