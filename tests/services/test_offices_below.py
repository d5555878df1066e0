"""The offices of a page of figures come with the roles, and are those that the roles say."""

from typing import Any

import pytest

from services.access import Action, agencies_where
from services.models import Agency, Role, Staff
from services.offices_below import offices_where
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kantor() -> list[Agency]:
    """The second is below the first, the third is closed, and nobody belongs to the last."""
    names = ("Dinas C contoh", "Dinas A contoh", "Dinas B contoh", "Dinas D contoh")
    first, second, third, last = (factories.AgencyFactory(name=name) for name in names)
    Agency.objects.filter(pk=second.pk).update(parent=first)
    Agency.objects.filter(pk=third.pk).update(is_active=False)
    return [first, second, third, last]


def same(staff: Staff) -> list[tuple[str, list[str]]]:
    """By action, what both say; that it is the same is looked at here."""
    found = []
    for action in Action:
        told = offices_where(staff, action)
        assert told == [*agencies_where(staff, action).order_by("name")], action
        found.append((action.name, [one.name for one in told]))
    return found


@pytest.mark.parametrize("role", Role.values)
def test_offices_of_every_role_are_those_where_it_may(role: str, kantor: list[Agency]) -> None:
    staff: Any = factories.StaffFactory()
    first, second, third, _ = kantor
    is_of_all = role in {Role.SUPER_ADMIN, Role.EVALUATOR, Role.OFFICIAL}
    for agency in [None] if is_of_all else [first, second, third]:
        factories.MembershipFactory(staff=staff, role=role, agency=agency)
    assert any(names for _, names in same(Staff.objects.get(pk=staff.pk)))


def test_of_a_role_that_has_ended_nothing_is_left(kantor: list[Agency]) -> None:
    held = factories.MembershipFactory(role=Role.SUPERVISOR, agency=kantor[0])
    factories.MembershipFactory(staff=held.staff, role=Role.OPERATOR, agency=kantor[1])
    held.is_active = False
    held.save()
    told = {name for _, names in same(Staff.objects.get(pk=held.staff.pk)) for name in names}
    assert told == {"Dinas A contoh"}
