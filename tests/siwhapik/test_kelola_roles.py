"""Who may give which role where under /kelola/: the roles table, cell by cell, through POSTs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Membership, Role, Staff

pytestmark = pytest.mark.django_db
LogIn = Callable[[Staff], Client]

OFFICE = {"agency_admin", "supervisor", "operator", "viewer"}
ABOVE = {"super_admin", "evaluator", "official"}
ADD = "/kelola/services/staff/add/"


def _may_give(actor: str, role: str, where: str) -> bool:
    if actor == "admin_opd":
        return role in OFFICE and where == "own"
    if actor == "super_admin":
        return where != "none" if role in OFFICE else where == "none" or role != "super_admin"
    return False


def _memberships(*rows: dict[str, Any], held: int = 0) -> dict[str, Any]:
    form: dict[str, Any] = {
        "memberships-TOTAL_FORMS": len(rows),
        "memberships-INITIAL_FORMS": held,
        "memberships-MIN_NUM_FORMS": 0,
    }
    for number, row in enumerate(rows):
        form |= {f"memberships-{number}-{name}": value for name, value in row.items()}
    return form


def _account(username: str) -> dict[str, Any]:
    password = "kata sandi panjang"
    return {"full_name": "X", "username": username, "new_password": password, "is_active": "on"}


def _cells(own: Agency, other: Agency) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for role in Role.values:
        for where, agency in (("own", own), ("other", other), ("none", None)):
            yield (
                role,
                where,
                {
                    "role": role,
                    "agency": agency.pk if agency else "",
                    "is_active": "on",
                },
            )


def test_all_roles_are_in_the_table() -> None:
    assert set(Role.values) == OFFICE | ABOVE


@pytest.mark.parametrize(
    "actor",
    ["super_admin", "admin_opd", "penyelia", "petugas", "pengamat", "evaluator", "pejabat"],
)
def test_a_new_account_gets_only_what_the_table_allows(
    actor: str,
    masuk: LogIn,
    dinas: Agency,
    dinas_wita: Agency,
    request: pytest.FixtureRequest,
) -> None:
    client = masuk(request.getfixturevalue(actor))
    for role, where, row in _cells(dinas, dinas_wita):
        username = f"{role}-{where}"
        client.post(ADD, _account(username) | _memberships(row))
        made = Staff.objects.filter(username=username)
        assert made.exists() == _may_give(actor, role, where), (role, where)
        if made:
            assert [one.role for one in made.get().memberships.all()] == [role]


def test_an_account_at_hand_gets_no_more_either(
    masuk: LogIn,
    admin_opd: Staff,
    petugas: Staff,
    dinas: Agency,
    dinas_wita: Agency,
    settings: Any,
) -> None:
    # Each row of a form set looks its agency up: Django's doing.
    settings.ZEAL_ALLOWLIST = [*settings.ZEAL_ALLOWLIST, {"model": "services.Agency"}]
    client = masuk(admin_opd)
    held = petugas.memberships.get()
    url = f"/kelola/services/staff/{petugas.pk}/change/"
    for role, where, row in _cells(dinas, dinas_wita):
        account = _account("petugas") | {"new_password": ""}
        client.post(url, account | _memberships(row | {"id": held.pk}, held=1))
        held.refresh_from_db()
        given = held.role == role and held.agency_id == (row["agency"] or None)
        assert given == _may_give("admin_opd", role, where), (role, where)
        Membership.objects.filter(pk=held.pk).update(role="operator", agency=dinas, is_active=True)
    for role, where, row in _cells(dinas, dinas_wita):
        account = _account("petugas") | {"new_password": ""}
        keeps = {"id": held.pk, "role": "operator", "agency": dinas.pk, "is_active": "on"}
        client.post(url, account | _memberships(keeps, row, held=1))
        added = petugas.memberships.exclude(pk=held.pk)
        # The same role twice at one office is refused by the row itself.
        allowed = _may_give("admin_opd", role, where) and role != "operator"
        assert added.exists() == allowed, (role, where)
        added.delete()


@pytest.mark.parametrize("actor", ["super_admin", "admin_opd"])
def test_nobody_changes_their_own_roles(
    actor: str,
    masuk: LogIn,
    dinas: Agency,
    dinas_wita: Agency,
    request: pytest.FixtureRequest,
) -> None:
    me = request.getfixturevalue(actor)
    client, held = masuk(me), me.memberships.get()
    url = f"/kelola/services/staff/{me.pk}/change/"
    before = list(Membership.objects.order_by("pk").values())
    assert client.get(url).status_code == 200
    for _, _, row in _cells(dinas, dinas_wita):
        keeps = {"id": held.pk, "role": held.role, "agency": held.agency_id or "", "is_active": ""}
        account = _account(actor) | {"new_password": ""}
        client.post(url, account | _memberships(row | {"id": held.pk}, held=1))
        client.post(url, account | _memberships(keeps, row, held=1))
        client.post(url, account | _memberships(row))
        assert list(Membership.objects.order_by("pk").values()) == before
    assert Staff.objects.get(pk=me.pk).full_name == "X", "the rest of the account is one's own"


def test_a_super_admin_is_changed_by_another(
    masuk: LogIn, super_admin: Staff, dinas: Agency
) -> None:
    other = Staff.objects.create_superuser("kedua", "kedua@contoh.invalid", "kata sandi panjang")
    held = super_admin.memberships.get()
    row = {"id": held.pk, "role": "super_admin", "agency": ""}
    form = _account("super_admin") | {"new_password": ""} | _memberships(row, held=1)
    masuk(other).post(f"/kelola/services/staff/{super_admin.pk}/change/", form)
    held.refresh_from_db()
    assert not held.is_active


@pytest.mark.parametrize("who", ["super_admin", "evaluator", "pejabat", "orang_luar"])
def test_an_agency_admin_changes_no_account_above_or_elsewhere(
    who: str, masuk: LogIn, admin_opd: Staff, dinas: Agency, request: pytest.FixtureRequest
) -> None:
    """Setting the password of such a person would be as good as their role."""
    them = request.getfixturevalue(who)
    before = Staff.objects.values().get(pk=them.pk)
    row = {"role": "viewer", "agency": dinas.pk, "is_active": "on"}
    client, url = masuk(admin_opd), f"/kelola/services/staff/{them.pk}/change/"
    assert client.post(url, _account("dicuri") | _memberships(row)).status_code in (403, 404)
    assert Staff.objects.values().get(pk=them.pk) == before
    assert them.memberships.count() == 1
