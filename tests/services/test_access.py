"""The table of roles, cell by cell."""

import pytest
from django.db.models import Q

from services.access import WORK, Action, agencies_where, can, people_who_can, tickets_where
from services.models import Agency, Service, Staff
from tests import factories
from tickets.models import Ticket

PEOPLE = (
    "super_admin",
    "evaluator",
    "pejabat",
    "admin_opd",
    "penyelia",
    "petugas",
    "pengamat",
    "orang_luar",
)
# At `dinas`, in the order of PEOPLE: y may, . may not.
AT_THE_AGENCY = {
    Action.MANAGE_AGENCIES: "y.......",
    Action.MANAGE_CATALOGUE: "y..y....",
    Action.TEACH_BOT: "y..yy...",
    Action.SHARE_MACROS: "...yy...",
    Action.MANAGE_STAFF: "y..y....",
    Action.MANAGE_NUMBERS: "y..y....",
    Action.MANAGE_HOURS: "y..yy...",
    Action.MANAGE_ROSTER: "y..yy...",
    Action.SEE_ROSTER: "y..yyy..",
    Action.SEE_OUTAGES: "y..yyy..",
    Action.RECORD_OUTAGE: "...yy...",
    Action.SEE_RECORDS: "y..yyy..",
    Action.KEEP_RECORDS: "...yy...",
    Action.SEE_FIGURES: "y..yyyy.",
    Action.SEE_SUBORDINATES: "...yy...",
    Action.SEE_LOGS: "y..yy...",
    Action.KEEP_BASELINE: "y..yy...",
    Action.SEE_EVALUATION: "y..yy...",
    Action.SEE_OFFICERS: "y..yy...",
    Action.WRITE_EVALUATION: "...yy...",
    Action.SIGN_EVALUATION: "...y....",
    Action.SEE_IKM: "yyyyyyy.",
    Action.SEE_COMMENTS: "yyyyy...",
    Action.RECOMMEND: "yyy.....",
    Action.SEE_RECOMMENDATIONS: "yyyyy...",
    Action.FOLLOW_UP: "...y....",
    Action.COORDINATE: "y..y....",
    Action.LEAD_COORDINATION: "y.......",
    Action.SEE_PERIODS: "yyyyy...",
    Action.RUN_PERIODS: "y..y....",
    Action.REOPEN_PERIODS: "y..y....",
    Action.ENTER_PAPER: "y..yy...",
    Action.REGISTER_WALK_IN: "....yy..",
    Action.ASSIGN: "....y...",
    Action.HAND_BACK: "....yy..",
    Action.HAND_OVER: "....yy..",
}
# Per ticket of `dinas`: of the operator's service, of another one, of a sensitive one, without
# a service yet, and of another service but assigned to the operator.
KINDS = ("own", "other", "sensitive", "without", "assigned")
ON_TICKETS = {
    Action.READ_TICKET: {
        "own": "...yyy..",
        "other": "...yy...",
        "sensitive": "....y...",
        "without": "...yyy..",
        "assigned": "...yyy..",
    },
    Action.OPEN_TICKET: {
        "own": "y..yyy..",
        "other": "y..yy...",
        "sensitive": "y..yy...",
        "without": "y..yyy..",
        "assigned": "y..yyy..",
    },
    Action.SEE_REGISTER: {
        "own": "y..yyy..",
        "other": "y..yy...",
        "sensitive": "y..yy...",
        "without": "y..yyy..",
        "assigned": "y..yyy..",
    },
    Action.SEE_FULL_PHONE: {
        "own": "...yy...",
        "other": "...yy...",
        "sensitive": "...yy...",
        "without": "...yy...",
        "assigned": "...yyy..",
    },
    **{
        verb: {
            "own": "....yy..",
            "other": "....y...",
            "sensitive": "....y...",
            "without": "....yy..",
            "assigned": "....yy..",
        }
        for verb in WORK
    },
    Action.MARK_ABOUT_STAFF: {
        "own": "....yy..",
        "other": "....y...",
        "sensitive": "....y...",
        "without": "....yy..",
        "assigned": "....yy..",
    },
    Action.UNMARK_ABOUT_STAFF: dict.fromkeys(KINDS, "....y..."),
    Action.KEEP_ANONYMOUS: {**dict.fromkeys(KINDS, "....y..."), "assigned": "....yy.."},
    Action.APPROVE_REPLY: dict.fromkeys(KINDS, "....y..."),
    Action.LIFT_ANONYMITY: dict.fromkeys(KINDS, "........"),
    Action.ANSWER_ESCALATION: dict.fromkeys(KINDS, "........"),
    Action.RESOLVE: {**dict.fromkeys(KINDS, "....y..."), "assigned": "....yy.."},
    Action.ASSIGN: dict.fromkeys(KINDS, "....y..."),
    Action.HAND_BACK: {**dict.fromkeys(KINDS, "....y..."), "assigned": "....yy.."},
    Action.HAND_OVER: {**dict.fromkeys(KINDS, "....y..."), "assigned": "....yy.."},
}


@pytest.fixture
def people(request: pytest.FixtureRequest) -> list[Staff]:
    return [request.getfixturevalue(name) for name in PEOPLE]


@pytest.fixture
def tickets(
    dinas: Agency, layanan: Service, layanan_lain: Service, layanan_khusus: Service, petugas: Staff
) -> dict[str, Ticket]:
    channel = factories.ChannelFactory(agency=dinas)
    given = {
        "own": {"service": layanan},
        "other": {"service": layanan_lain},
        "sensitive": {"service": layanan_khusus},
        "without": {"service": None},
        "assigned": {"service": layanan_lain, "assignee": petugas},
    }
    return {
        name: factories.TicketFactory(conversation__channel=channel, **values)
        for name, values in given.items()
    }


def _row(answers: list[bool]) -> str:
    return "".join("y" if answer else "." for answer in answers)


@pytest.mark.parametrize("action", AT_THE_AGENCY, ids=lambda action: action.name)
def test_rights_at_an_agency(action: Action, people: list[Staff], dinas: Agency) -> None:
    assert _row([can(person, action, dinas) for person in people]) == AT_THE_AGENCY[action]


@pytest.mark.parametrize("action", ON_TICKETS, ids=lambda action: action.name)
def test_rights_on_a_ticket(
    action: Action, people: list[Staff], tickets: dict[str, Ticket]
) -> None:
    found = {
        name: _row([can(person, action, ticket) for person in people])
        for name, ticket in tickets.items()
    }
    assert found == ON_TICKETS[action]


def test_every_action_stands_in_a_table() -> None:
    assert set(Action) == {*AT_THE_AGENCY, *ON_TICKETS}


def test_the_querysets_say_the_same(people: list[Staff], tickets: dict[str, Ticket]) -> None:
    """What `visible_to` and `openable_by` list is what `can` allows, ticket by ticket."""
    for person in people:
        read = {one.pk for one in tickets.values() if can(person, Action.READ_TICKET, one)}
        opened = {one.pk for one in tickets.values() if can(person, Action.OPEN_TICKET, one)}
        assert set(Ticket.objects.visible_to(person).values_list("pk", flat=True)) == read
        assert set(Ticket.objects.openable_by(person).values_list("pk", flat=True)) == opened


@pytest.mark.parametrize("action", ON_TICKETS, ids=lambda action: action.name)
def test_the_people_who_can_are_those_for_whom_can_says_yes(
    action: Action, people: list[Staff], tickets: dict[str, Ticket]
) -> None:
    for ticket in tickets.values():
        able = {person for person in people if can(person, action, ticket)}
        assert set(people_who_can(action, ticket)) == able


@pytest.mark.parametrize(
    ("mark", "read", "opened"),
    [
        ({}, "", ""),
        ({"is_anonymous": True}, "own", "all"),
        ({"is_about_staff": True}, "own", "all"),
    ],
)
def test_the_head_of_an_office_reads_what_is_confided_there(
    kepala: Staff,
    dinas_wita: Agency,
    tickets: dict[str, Ticket],
    mark: dict[str, bool],
    read: str,
    opened: str,
) -> None:
    """Specific data with a reason; nothing of another office."""
    Ticket.objects.update(**mark)
    elsewhere = factories.TicketFactory(conversation__channel__agency=dinas_wita, **mark)
    Ticket.objects.filter(pk__in=[one.pk for one in tickets.values()]).update(**mark)
    for ticket in tickets.values():
        ticket.refresh_from_db()
    all_of_them = {one.pk for one in tickets.values()}
    ordinary = all_of_them - {tickets["sensitive"].pk}
    may_read, may_open = ordinary if read else set(), all_of_them if opened else set()
    for action, which in ((Action.READ_TICKET, may_read), (Action.OPEN_TICKET, may_open)):
        can_do = {one.pk for one in tickets.values() if can(kepala, action, one)}
        listed = tickets_where(kepala, action, came_to=lambda _: Q())
        assert can_do == which
        assert set(Ticket.objects.filter(listed).values_list("pk", flat=True)) == which
        assert not can(kepala, action, elsewhere)
        for ticket in tickets.values():
            assert (kepala in people_who_can(action, ticket)) == (ticket.pk in which)


@pytest.mark.parametrize("action", AT_THE_AGENCY, ids=lambda action: action.name)
def test_the_agencies_are_those_for_which_can_says_yes(
    action: Action, people: list[Staff], dinas: Agency
) -> None:
    for person in people:
        assert (dinas in agencies_where(person, action)) == can(person, action, dinas)


@pytest.mark.parametrize("action", ON_TICKETS, ids=lambda action: action.name)
def test_each_right_on_tickets_is_a_list_too(
    action: Action, people: list[Staff], tickets: dict[str, Ticket]
) -> None:
    for person in people:
        where = tickets_where(person, action, came_to=lambda _: Q())
        listed = set(Ticket.objects.filter(where))
        assert listed == {one for one in tickets.values() if can(person, action, one)}


def test_a_role_for_all_is_not_narrowed_by_one_at_an_office(
    super_admin: Staff, dinas: Agency, tickets: dict[str, Ticket]
) -> None:
    """However the roles are put together: "or" forgets a condition that is empty."""
    factories.MembershipFactory(staff=super_admin, agency=dinas, role="supervisor")
    factories.MembershipFactory(staff=super_admin, agency=dinas, role="official")
    both = Staff.objects.get(pk=super_admin.pk)
    for _ in (1, 2):
        where = tickets_where(both, Action.OPEN_TICKET, came_to=lambda _: Q())
        assert set(Ticket.objects.filter(where)) == set(tickets.values())
        assert set(Ticket.objects.openable_by(both)) == set(tickets.values())
        both.memberships_now().reverse()


def test_agencies_where(
    super_admin: Staff, admin_opd: Staff, petugas: Staff, dinas: Agency, dinas_wita: Agency
) -> None:
    assert set(agencies_where(super_admin, Action.MANAGE_STAFF)) == {dinas, dinas_wita}
    assert set(agencies_where(admin_opd, Action.MANAGE_STAFF)) == {dinas}
    assert not agencies_where(petugas, Action.MANAGE_STAFF)


def test_rights_end_with_the_membership_and_with_the_account(dinas: Agency) -> None:
    ended = factories.MembershipFactory(agency=dinas, role="supervisor", is_active=False).staff
    gone = factories.MembershipFactory(
        agency=dinas, role="supervisor", staff__is_active=False
    ).staff
    assert not can(ended, Action.ASSIGN, dinas)
    assert not can(gone, Action.ASSIGN, dinas)


def test_is_staff_and_is_superuser_give_nothing(dinas: Agency) -> None:
    nobody = factories.StaffFactory(is_staff=True, is_superuser=True)
    assert not any(can(nobody, action, dinas) for action in Action)
