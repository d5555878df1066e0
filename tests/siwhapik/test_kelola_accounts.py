"""Accounts under /kelola/: made, given rights, changed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import (
    Agency,
    Membership,
    Service,
    Staff,
)
from tests import factories
from tests.siwhapik.kelola_tools import prefixed

pytestmark = pytest.mark.django_db


LogIn = Callable[[Staff], Client]


# --- Accounts -----------------------------------------------------------------------------------


def _new_staff(agency: Agency | None, role: str, **more: Any) -> dict[str, Any]:
    return {
        "full_name": "Baru Contoh",
        "username": "baru",
        "email": "",
        "new_password": "kata sandi panjang",
        "is_active": "on",
        **prefixed("memberships", TOTAL_FORMS="1", INITIAL_FORMS="0", MIN_NUM_FORMS="1"),
        **prefixed("memberships-0", agency=agency.pk if agency else "", role=role, is_active="on"),
        **more,
    }


def test_an_admin_makes_an_account_for_the_own_agency(
    masuk: LogIn, admin_opd: Staff, dinas: Agency, layanan: Service, client: Client
) -> None:
    form = _new_staff(dinas, "operator") | {"memberships-0-services": [layanan.pk]}
    answer = masuk(admin_opd).post("/kelola/services/staff/add/", form)
    assert answer.status_code == 302, answer.context["errors"]
    made = Staff.objects.get(username="baru")
    assert made.password != "kata sandi panjang"
    assert list(made.memberships.get().services.all()) == [layanan]
    client.post("/masuk/", {"login": "baru", "password": "kata sandi panjang"})
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("where", "role"),
    [("other", "operator"), ("none", "super_admin"), ("own", "super_admin"), ("own", "evaluator")],
)
def test_an_admin_cannot_give_what_is_above_or_elsewhere(
    where: str, role: str, masuk: LogIn, admin_opd: Staff, dinas: Agency, dinas_wita: Agency
) -> None:
    agency = {"other": dinas_wita, "none": None, "own": dinas}[where]
    before = Membership.objects.count()
    answer = masuk(admin_opd).post("/kelola/services/staff/add/", _new_staff(agency, role))
    assert answer.status_code == 200
    assert not Staff.objects.filter(username="baru").exists()
    assert Membership.objects.count() == before


def test_an_account_needs_a_role_and_a_good_password(
    masuk: LogIn, admin_opd: Staff, dinas: Agency
) -> None:
    client = masuk(admin_opd)
    bare = _new_staff(dinas, "viewer")
    bare |= {"memberships-TOTAL_FORMS": "0"}
    assert client.post("/kelola/services/staff/add/", bare).status_code == 200
    weak = _new_staff(dinas, "viewer") | {"new_password": "12345"}
    assert client.post("/kelola/services/staff/add/", weak).status_code == 200
    assert not Staff.objects.filter(username="baru").exists()


def test_services_of_another_agency_are_not_given(
    masuk: LogIn, super_admin: Staff, dinas: Agency, dinas_wita: Agency
) -> None:
    foreign = factories.ServiceFactory(agency=dinas_wita)
    form = _new_staff(dinas, "operator") | {"memberships-0-services": [foreign.pk]}
    answer = masuk(super_admin).post("/kelola/services/staff/add/", form)
    assert "bukan layanan instansi itu" in answer.content.decode()
    assert not Staff.objects.filter(username="baru").exists()


def test_an_account_with_a_role_elsewhere_is_not_changed_here(
    masuk: LogIn,
    admin_opd: Staff,
    petugas: Staff,
    super_admin: Staff,
    dinas: Agency,
    dinas_wita: Agency,
) -> None:
    """Setting the password of such an account would be a way into the other office."""
    factories.MembershipFactory(staff=petugas, agency=dinas_wita, role="viewer")
    factories.MembershipFactory(staff=super_admin, agency=dinas, role="viewer")
    client = masuk(admin_opd)
    for staff in (petugas, super_admin):
        before = staff.password
        url = f"/kelola/services/staff/{staff.pk}/change/"
        assert client.get(url).status_code == 200
        assert client.post(url, {"new_password": "kata sandi panjang"}).status_code == 403
        staff.refresh_from_db()
        assert staff.password == before


def test_an_admin_does_not_widen_the_own_rights(
    masuk: LogIn, admin_opd: Staff, dinas: Agency
) -> None:
    """A supervisor reads tickets on health and children without giving a reason."""
    held = admin_opd.memberships.get()
    form = _new_staff(dinas, "supervisor") | {
        "full_name": "Anwar Berganti Nama",
        "username": admin_opd.username,
        "new_password": "",
    }
    form |= prefixed("memberships", TOTAL_FORMS="2", INITIAL_FORMS="1")
    form |= prefixed("memberships-0", id=str(held.pk), role="supervisor")
    form |= prefixed("memberships-1", agency=str(dinas.pk), role="supervisor", is_active="on")
    answer = masuk(admin_opd).post(f"/kelola/services/staff/{admin_opd.pk}/change/", form)
    assert answer.status_code == 302
    admin_opd.refresh_from_db()
    assert admin_opd.full_name == "Anwar Berganti Nama"
    assert [one.role for one in admin_opd.memberships.all()] == ["agency_admin"]


def test_a_password_is_changed_or_left(masuk: LogIn, admin_opd: Staff, petugas: Staff) -> None:
    client = masuk(admin_opd)
    membership = petugas.memberships.get()
    form = {
        "full_name": "Nama Baru",
        "username": "petugas",
        "new_password": "",
        "is_active": "on",
        **prefixed("memberships", TOTAL_FORMS="1", INITIAL_FORMS="1"),
        **prefixed(
            "memberships-0",
            id=membership.pk,
            staff=petugas.pk,
            agency=membership.agency_id,
            role="operator",
            is_active="on",
        ),
    }
    url = f"/kelola/services/staff/{petugas.pk}/change/"
    assert client.post(url, form).status_code == 302
    petugas.refresh_from_db()
    assert (petugas.full_name, petugas.check_password("rahasia-contoh")) == ("Nama Baru", True)
    client.post(url, form | {"new_password": "kambing makan rumput"})
    petugas.refresh_from_db()
    assert petugas.check_password("kambing makan rumput")
    assert "pbkdf2" not in client.get(url).content.decode()


def test_whoever_is_switched_off_leads_to_where_the_tickets_are_passed_on(
    masuk: LogIn, admin_opd: Staff, petugas: Staff
) -> None:
    role = petugas.memberships.get()
    form = {
        "full_name": petugas.full_name,
        "username": petugas.username,
        "email": petugas.email,
        "new_password": "",
        **prefixed("memberships", TOTAL_FORMS="1", INITIAL_FORMS="1", MIN_NUM_FORMS="0"),
        **prefixed("memberships-0", id=role.pk, staff=petugas.pk, agency=role.agency_id),
        **prefixed("memberships-0", role=role.role, is_active="on"),
        "memberships-0-services": [one.pk for one in role.services.all()],
    }
    client, path = masuk(admin_opd), f"/kelola/services/staff/{petugas.pk}/change/"
    kept = client.post(path, form | {"is_active": "on"}, follow=True)
    assert "Perlu dialihkan" not in kept.content.decode()
    answer = client.post(path, form, follow=True)
    petugas.refresh_from_db()
    assert not petugas.is_active
    assert f'href="/piket/alihkan/{petugas.pk}/"' in answer.content.decode()
    assert answer.content.decode().count("Perlu dialihkan") == 1


@pytest.mark.parametrize("change", [{"is_active": ""}, {"role": "viewer"}])
def test_whoever_loses_a_role_leads_there_too(
    masuk: LogIn, admin_opd: Staff, petugas: Staff, change: dict[str, str]
) -> None:
    role = petugas.memberships.get()
    form = {
        "full_name": petugas.full_name,
        "username": petugas.username,
        "is_active": "on",
        **prefixed("memberships", TOTAL_FORMS="1", INITIAL_FORMS="1", MIN_NUM_FORMS="0"),
        **prefixed("memberships-0", id=role.pk, staff=petugas.pk, agency=role.agency_id),
        **prefixed("memberships-0", **{"role": role.role, "is_active": "on"} | change),
    }
    client, path = masuk(admin_opd), f"/kelola/services/staff/{petugas.pk}/change/"
    answer = client.post(path, form, follow=True)
    page = answer.content.decode()
    assert "Rina Petugas tidak lagi mengerjakan tiket di Dinas Sosial Contoh" in page
    link = f"/piket/alihkan/{petugas.pk}/?instansi={role.agency_id}"
    assert f'href="{link}"' in page
    assert client.get(link, follow=True).status_code == 200
