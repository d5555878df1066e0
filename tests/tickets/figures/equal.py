"""What the product says of days, however it is read, beside a count by hand (`direct`)."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from services.calendars import calendar_of
from services.models import Agency, Service, Staff
from services.workdays import is_open
from tests.tickets.figures import direct
from tickets.figures.asked import Asked
from tickets.figures.people import people_of
from tickets.figures.rebuilding import rebuild_figures
from tickets.figures.work import work_of
from tickets.models import Channel

DAY = dt.timedelta(days=1)


def must_be_equal(offices: list[Agency], *, narrow: int = 0) -> None:
    """Counts, lengths, hours, people, and work: of all of it, and of a part."""
    calendars = {one.pk: calendar_of(one) for one in offices}

    def is_open_at(office: Agency, at: dt.datetime) -> bool:
        return is_open(calendars[office.pk], at)

    for asked in (whole(offices), part(offices, narrow)):
        assert direct.kept(asked) == direct.counted(asked, now=timezone.now())
        assert direct.kept_spread(asked) == direct.spread(asked, is_open=is_open_at)
        people = people_of(asked)
        found = (people.total, {code: count for code, count in people.in_month.items() if count})
        assert found == direct.people(asked)
        if asked.only.get("assignee_id", ...) is not None:  # work is always somebody's
            assert direct.told(work_of(asked)) == direct.work(asked, is_open=is_open_at)


def whole(offices: list[Agency]) -> Asked:
    today = timezone.now().date()
    return Asked(agencies=offices, first=today - 75 * DAY, last=today + 45 * DAY)


def part(offices: list[Agency], narrow: int) -> Asked:
    """Some days of one office or both, and of them one slice."""
    service, channel = (
        Service.objects.order_by("pk").first(),
        Channel.objects.order_by("pk").first(),
    )
    slices: list[dict[str, Any]] = [
        {"service_id": service.pk if service else None},
        {"service_id": None},
        {"kind": "complaint"},
        {"source": "walk_in"},
        {"channel_id": channel.pk if channel else None},
        {"channel_id": None, "kind": "information"},
        {"assignee_id": Staff.objects.order_by("-pk").values_list("pk", flat=True)[0]},
        {"assignee_id": None},
        {"assignee_id": Staff.objects.order_by("pk").values_list("pk", flat=True)[0]},
        {},
    ]
    today = timezone.now().date()
    return Asked(
        agencies=offices[: 1 + narrow % 2],
        first=today - (narrow + 1) * 3 * DAY,
        last=today + DAY,
        only=slices[narrow],
    )


def made_to_the_end() -> int:
    total = 0
    while count := rebuild_figures(timezone.now()):
        total += count
    return total


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
