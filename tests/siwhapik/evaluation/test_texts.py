"""What a report reads by texts is what the querysets of the same rules say."""

import datetime as dt
from typing import Any

import pytest
from django.test import RequestFactory

from services import rows
from services.models import Agency, OfficeRecord, Service, Staff, VisitAssumption
from siwhapik.evaluation import reaching
from siwhapik.reports import naming
from siwhapik.reports.asking import Question
from tests.siwhapik.evaluation.test_activities import noted
from tests.siwhapik.evaluation.tools import beside
from tickets.figures.acts import happened
from tickets.models import AccessLog, Escalation, Outage, Ticket

BORDERS = (dt.datetime(2026, 5, 31, 17, tzinfo=dt.UTC), dt.datetime(2026, 6, 30, 17, tzinfo=dt.UTC))
SECOND = dt.timedelta(seconds=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def question(juli: list[Ticket], penyelia: Staff) -> Question:
    request: Any = RequestFactory().get("/")
    request.user = penyelia
    return reaching.wanted(request, "dinsos-contoh", "2026-06").question()


def asked_of_the_head(ticket: Ticket, by: Staff, at: dt.datetime) -> None:
    Escalation.objects.create(
        ticket=ticket, agency=ticket.agency, asked_by=by, asked_at=at, due_at=at, reason="contoh",
        is_void=True,
    )  # fmt: skip


def test_what_stands_beside_the_figures(
    question: Question, penyelia: Staff, dinas: Agency, dinas_wita: Agency
) -> None:
    assert beside(question).assumed is None
    for day in ("2026-05-31", "2026-06-01", "2026-06-30", "2026-06-30", "2026-07-01"):
        noted(dinas, penyelia, day, f"{day} {OfficeRecord.objects.count()}")
    noted(dinas, penyelia, "2026-06-06", "arsip", archived_at=BORDERS[1])
    noted(dinas_wita, penyelia, "2026-06-05", "lain")
    begins, ends = BORDERS
    first = Ticket.objects.filter(agency=dinas).earliest("pk")
    for at in (begins - SECOND, begins, ends - SECOND, ends):
        asked_of_the_head(first, penyelia, at)
    assumed = VisitAssumption.objects.create(
        agency=dinas, trips=2, minutes=30, rupiah=1000, origin="contoh", edited_at=begins,
        edited_by=penyelia,
    )  # fmt: skip
    found = beside(question)
    records = OfficeRecord.objects.of_offices([dinas]).kept()
    assert found.records == [*records.of_span(question.period.first, question.period.last)]
    asked = Escalation.objects.filter(happened(question.asked.spans, "asked_at"))
    assert {*found.asked} == {*asked}
    assert (len(found.records), len(found.asked), found.assumed) == (3, 2, assumed)


@pytest.mark.parametrize("withdrawn", [None, BORDERS[0]])
@pytest.mark.parametrize(
    "lasted",
    [
        (BORDERS[0] - SECOND, BORDERS[0]),
        (BORDERS[0] - SECOND, BORDERS[0] + SECOND),
        (BORDERS[1] - SECOND, None),
        (BORDERS[1], None),
    ],
)
def test_whether_anything_was_out_of_order(
    question: Question, penyelia: Staff, dinas: Agency, lasted: Any, withdrawn: Any
) -> None:
    starts, ends = lasted
    Outage.objects.create(
        agency=dinas, kind="internet", starts_at=starts, ends_at=ends, recorded_by=penyelia,
        recorded_at=starts, form_key="a", withdrawn_at=withdrawn,
    )  # fmt: skip
    rule = Outage.objects.filter(agency=dinas).within(*BORDERS)
    assert beside(question).outages == [*rule]


def test_special_looks(question: Question, penyelia: Staff, dinas: Agency, clock: Any) -> None:
    """At tickets of the office, in the span, of the kinds that the index over them holds."""
    first = Ticket.objects.filter(agency=dinas).earliest("pk")
    begins, ends = BORDERS
    for at in (begins - SECOND, begins, ends - SECOND, ends):
        clock.move_to(at)
        for action in AccessLog.Action:
            AccessLog.objects.create(staff=penyelia, ticket=first, action=action)
    assert beside(question).special_looks == 2 * len(AccessLog.SPECIAL)
    (index,) = [one for one in AccessLog._meta.indexes if one.name == "access_log_special"]
    assert {*dict(index.condition.children)["action__in"]} == {*AccessLog.SPECIAL}


def test_names_of_services_and_people(
    question: Question,
    dinas: Agency,
    orang_luar: Staff,
    penyelia: Staff,
    django_assert_num_queries: Any,
) -> None:
    asked = [orang_luar.pk, penyelia.pk]
    people = Staff.objects.filter(pk__in=asked).order_by("full_name", "pk")
    named = dict(people.values_list("pk", "full_name"))
    assert naming.names_with(question, asked) == named
    with django_assert_num_queries(0):  # came with them
        names = naming.names_of(question)
    services = Service.objects.filter(agency=dinas)
    assert dict(names.services) == dict(services.values_list("pk", "name"))
    assert dict(names.groups) == dict(services.values_list("pk", "group"))
    assert rows.values([naming.people_named(asked), naming.people_named([])]) == [
        [*named.items()],
        [],
    ]
