"""The person behind a log-in is built anew only where a row changed, and always where one did."""

from collections.abc import Callable
from typing import Any

import pytest

from services import signed_in as module
from services.models import Agency, Membership, Service, Staff
from services.signed_in import signed_in
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def orang() -> Staff:
    """An operator of one service, known to this process already."""
    service = factories.ServiceFactory(name="Layanan contoh")
    staff = factories.StaffFactory()
    factories.MembershipFactory(
        staff=staff, agency=service.agency, role="operator", services=[service]
    )
    signed_in(staff.pk)
    return staff


def facts(staff: Staff | None) -> list[Any]:
    """All that pages and rights read of a person."""
    if staff is None:
        return []
    columns = [getattr(staff, field.attname) for field in Staff._meta.concrete_fields]
    held = [
        (one.pk, one.role, one.capacity, one.service_ids, _row(one.agency))
        for one in staff.memberships_now()
    ]
    return [*columns, held]


def _row(agency: Agency | None) -> list[Any]:
    return [getattr(agency, field.attname) for field in Agency._meta.concrete_fields]


def test_a_person_who_is_known_costs_one_statement_with_all_rights(
    orang: Staff, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        person = signed_in(orang.pk)
        assert person is not None
        assert len(person.memberships_now()[0].service_ids) == 1
        assert str(person.memberships_now()[0].agency)


CHANGES: dict[str, Callable[[Staff], object]] = {
    "name": lambda who: Staff.objects.filter(pk=who.pk).update(full_name="Nama contoh baru"),
    "password": lambda who: Staff.objects.filter(pk=who.pk).update(password="lain"),
    "deactivated": lambda who: Staff.objects.filter(pk=who.pk).update(is_active=False),
    "role": lambda who: Membership.objects.filter(staff=who).update(role="supervisor"),
    "role ended": lambda who: Membership.objects.filter(staff=who).update(is_active=False),
    "role deleted": lambda who: Membership.objects.filter(staff=who).delete(),
    "second role": lambda who: factories.MembershipFactory(staff=who, role="viewer"),
    "service taken": lambda who: Membership.objects.get(staff=who).services.clear(),
    "service given": lambda who: Membership.objects.get(staff=who).services.add(
        factories.ServiceFactory(agency=Membership.objects.get(staff=who).agency)
    ),
    "office": lambda _: Agency.objects.update(short_name="Contoh baru"),
    "zone of the office": lambda _: Agency.objects.update(timezone="Asia/Jayapura"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_each_change_counts_at_once(orang: Staff, change: Callable[[Staff], object]) -> None:
    before = facts(signed_in(orang.pk))
    change(orang)
    now = facts(signed_in(orang.pk))
    assert now == facts(Staff.objects.at_work(orang.pk))
    assert now != before


def test_an_account_that_is_gone_is_nobody(orang: Staff) -> None:
    pk = orang.pk
    orang.delete()
    assert signed_in(pk) is None


def test_what_a_page_does_to_the_person_stays_with_that_page(orang: Staff) -> None:
    person = signed_in(orang.pk)
    assert person is not None
    person.full_name = "diubah"
    person.memberships_now()[0].role = "supervisor"
    again = signed_in(orang.pk)
    assert again is not None
    assert again.full_name == orang.full_name
    assert again.memberships_now()[0].role == "operator"


def test_what_changes_between_the_two_reads_is_not_kept(
    orang: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the account as it was at the second read would be shown once its rows are as at the first."""
    Staff.objects.filter(pk=orang.pk).update(full_name="Sebelum contoh")
    read = module._rows

    def changes_after(pk: int) -> str:
        rows = read(pk)
        Staff.objects.filter(pk=pk).update(full_name="Di antara contoh")
        return rows

    with monkeypatch.context() as patch:
        patch.setattr(module, "_rows", changes_after)
        signed_in(orang.pk)
    Staff.objects.filter(pk=orang.pk).update(full_name="Sebelum contoh")
    person = signed_in(orang.pk)
    assert person is not None
    assert person.full_name == "Sebelum contoh"


def test_services_of_others_do_not_count(orang: Staff, django_assert_num_queries: Any) -> None:
    factories.MembershipFactory(role="operator", services=[Service.objects.get()])
    with django_assert_num_queries(1):
        signed_in(orang.pk)
