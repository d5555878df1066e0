"""/kelola/: who comes in, what they see, and that nothing of others can be read or changed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import Client

from services.models import (
    Agency,
    Holiday,
    Membership,
    OfficeHours,
    Service,
    ServiceStandard,
    Staff,
)
from tests import factories
from tickets.models import Channel, Ticket, TicketEvent, WebhookEvent

pytestmark = pytest.mark.django_db
LogIn = Callable[[Staff], Client]

PAGES = [
    f"/kelola/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry
]
INLINE = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}


def _prefixed(prefix: str, **values: Any) -> dict[str, Any]:
    return {f"{prefix}-{name}": value for name, value in values.items()}


# --- Who comes in -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("super_admin", 200),
        ("admin_opd", 200),
        ("penyelia", 200),
        ("petugas", 403),
        ("pengamat", 403),
        ("evaluator", 403),
        ("pejabat", 403),
    ],
)
def test_who_comes_in(who: str, status: int, masuk: LogIn, request: pytest.FixtureRequest) -> None:
    client = masuk(request.getfixturevalue(who))
    assert client.get("/kelola/", follow=True).status_code == status


def test_nobody_comes_in_without_log_in(client: Client, db: None) -> None:
    for page in PAGES:
        answer = client.get(page, follow=True)
        assert answer.redirect_chain[-1][0].startswith("/masuk/?next=/kelola/")


def test_flags_open_nothing(masuk: LogIn, db: None) -> None:
    flagged = factories.StaffFactory(is_staff=True, is_superuser=True)
    assert masuk(flagged).get("/kelola/services/staff/", follow=True).status_code == 403


def test_the_first_account_is_a_super_admin(masuk: LogIn, db: None) -> None:
    first = Staff.objects.create_superuser(
        "pertama", "pertama@contoh.invalid", "kata sandi panjang"
    )
    assert masuk(first).get("/kelola/services/agency/").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_every_list_and_form_opens_for_a_super_admin(
    page: str, masuk: LogIn, super_admin: Staff, tiket: Ticket
) -> None:
    client = masuk(super_admin)
    # A super admin reads a matter only with a reason that is logged, and so not here.
    is_matter = page in [
        f"/kelola/tickets/{name}/" for name in ("ticket", "message", "ticketevent", "accesslog")
    ]
    assert client.get(page).status_code == (403 if is_matter else 200)
    assert client.get(f"{page}add/").status_code in (200, 403)


def test_nothing_of_allauth_or_django_is_managed_here() -> None:
    assert {model._meta.app_label for model in admin.site._registry} == {
        "services",
        "tickets",
        "surveys",
    }


# --- Own agency only ----------------------------------------------------------------------------


def test_lists_hold_only_the_own_agency(
    masuk: LogIn, admin_opd: Staff, dinas_wita: Agency, layanan: Service
) -> None:
    factories.ServiceFactory(agency=dinas_wita, name="Layanan Tetangga")
    page = masuk(admin_opd).get("/kelola/services/service/").content.decode()
    assert layanan.name in page
    assert "Layanan Tetangga" not in page
    assert dinas_wita.name not in page, "the filter names no other office either"


def test_an_outsider_finds_nothing_and_changes_nothing(
    masuk: LogIn, admin_opd: Staff, dinas_wita: Agency, orang_luar: Staff
) -> None:
    client = masuk(admin_opd)
    service = factories.ServiceFactory(agency=dinas_wita, name="Layanan Tetangga")
    channel = factories.ChannelFactory(agency=dinas_wita)
    for path in (
        f"services/agency/{dinas_wita.pk}",
        f"services/service/{service.pk}",
        f"services/staff/{orang_luar.pk}",
        f"tickets/channel/{channel.pk}",
    ):
        for what in ("change", "history", "delete"):
            assert client.get(f"/kelola/{path}/{what}/").status_code in (403, 404), path
        assert client.post(f"/kelola/{path}/change/", {"name": "X"}).status_code in (403, 404)
    service.refresh_from_db()
    assert service.name == "Layanan Tetangga"


def test_a_foreign_agency_cannot_be_chosen(
    masuk: LogIn, admin_opd: Staff, dinas: Agency, dinas_wita: Agency
) -> None:
    client = masuk(admin_opd)
    form = {
        "name": "Layanan Baru",
        "short_name": "Baru",
        "slug": "baru",
        "kind": "application",
        "group": "general",
        "order": "10",
        "is_active": "on",
    }
    refused = client.post("/kelola/services/service/add/", form | {"agency": dinas_wita.pk})
    assert refused.status_code == 200
    assert not Service.objects.filter(slug="baru").exists()
    assert (
        client.post("/kelola/services/service/add/", form | {"agency": dinas.pk}).status_code == 302
    )
    assert Service.objects.get(slug="baru").agency == dinas


def test_services_are_switched_off_not_deleted(
    masuk: LogIn, super_admin: Staff, layanan: Service
) -> None:
    client = masuk(super_admin)
    assert (
        client.post(f"/kelola/services/service/{layanan.pk}/delete/", {"post": "yes"}).status_code
        == 403
    )
    client.post(
        "/kelola/services/service/",
        {"action": "delete_selected", "_selected_action": [layanan.pk], "post": "yes"},
    )
    assert Service.objects.filter(pk=layanan.pk).exists()


def test_supervisors_manage_hours_and_roster_only(
    masuk: LogIn, penyelia: Staff, dinas: Agency, dinas_wita: Agency, layanan: Service
) -> None:
    client = masuk(penyelia)
    assert client.get("/kelola/services/service/").status_code == 403
    assert client.get("/kelola/services/staff/").status_code == 403
    assert client.get("/kelola/tickets/channel/").status_code == 403
    form = {"weekday": "5", "opens": "08:00", "closes": "11:00", "valid_from": "2026-01-01"}
    client.post("/kelola/services/officehours/add/", form | {"agency": dinas_wita.pk})
    assert not OfficeHours.objects.filter(weekday=5).exists()
    client.post("/kelola/services/officehours/add/", form | {"agency": dinas.pk})
    assert OfficeHours.objects.get(weekday=5).agency == dinas


def test_national_holidays_are_read_by_all_and_changed_by_the_super_admin(
    masuk: LogIn, admin_opd: Staff, super_admin: Staff, dinas: Agency
) -> None:
    national = Holiday.objects.create(date="2026-08-17", name="Hari Kemerdekaan", kind="national")
    client = masuk(admin_opd)
    assert "Hari Kemerdekaan" in client.get("/kelola/services/holiday/").content.decode()
    form = {"date": "2026-08-17", "name": "Diubah", "kind": "national"}
    url = f"/kelola/services/holiday/{national.pk}/change/"
    assert client.post(url, form).status_code == 403
    assert (
        client.post(f"/kelola/services/holiday/{national.pk}/delete/", {"post": "yes"}).status_code
        == 403
    )
    client.post("/kelola/services/holiday/add/", form | {"date": "2026-12-31", "agency": ""})
    assert Holiday.objects.count() == 1, "an admin of one office closes no other"
    client.post("/kelola/services/holiday/add/", form | {"kind": "local", "agency": dinas.pk})
    assert Holiday.objects.filter(agency=dinas, date="2026-08-17").exists()
    assert masuk(super_admin).post(url, form).status_code == 302
    national.refresh_from_db()
    assert national.name == "Diubah"


# --- Accounts -----------------------------------------------------------------------------------


def _new_staff(agency: Agency | None, role: str, **more: Any) -> dict[str, Any]:
    return {
        "full_name": "Baru Contoh",
        "username": "baru",
        "email": "",
        "new_password": "kata sandi panjang",
        "is_active": "on",
        **_prefixed("memberships", TOTAL_FORMS="1", INITIAL_FORMS="0", MIN_NUM_FORMS="1"),
        **_prefixed("memberships-0", agency=agency.pk if agency else "", role=role, is_active="on"),
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
    form |= _prefixed("memberships", TOTAL_FORMS="2", INITIAL_FORMS="1")
    form |= _prefixed("memberships-0", id=str(held.pk), role="supervisor")
    form |= _prefixed("memberships-1", agency=str(dinas.pk), role="supervisor", is_active="on")
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
        **_prefixed("memberships", TOTAL_FORMS="1", INITIAL_FORMS="1"),
        **_prefixed(
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


# --- Standards ----------------------------------------------------------------------------------


def _act(client: Client, page: str, action: str, *rows: Any) -> None:
    client.post(page, {"action": action, "_selected_action": [row.pk for row in rows]})


def test_a_version_in_force_is_copied_and_then_replaced(
    masuk: LogIn, admin_opd: Staff, standar: ServiceStandard, tiket: Ticket
) -> None:
    client = masuk(admin_opd)
    page = "/kelola/services/servicestandard/"
    assert (
        client.post(f"{page}{standar.pk}/change/", {"turnaround": "selamanya"}).status_code == 403
    )
    _act(client, page, "copy_versions", standar)
    draft = standar.service.standards.get(version=2)
    assert (draft.status, draft.requirements.count(), draft.steps.count()) == ("draft", 2, 2)
    assert standar.requirements.count() == 2
    _act(client, page, "enforce", draft)
    standar.refresh_from_db()
    draft.refresh_from_db()
    tiket.refresh_from_db()
    assert (standar.status, draft.status) == ("revoked", "in_force")
    assert tiket.standard == standar, "an open ticket keeps the version it was opened under"


def test_an_incomplete_version_does_not_come_into_force(
    masuk: LogIn, admin_opd: Staff, layanan: Service
) -> None:
    draft = factories.StandardFactory(service=layanan, status="draft", product="")
    _act(masuk(admin_opd), "/kelola/services/servicestandard/", "enforce", draft)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_another_offices_standard_is_not_copied(
    masuk: LogIn, admin_opd: Staff, dinas_wita: Agency
) -> None:
    foreign = factories.StandardFactory(service__agency=dinas_wita)
    _act(masuk(admin_opd), "/kelola/services/servicestandard/", "copy_versions", foreign)
    assert ServiceStandard.objects.count() == 1


# --- Numbers ------------------------------------------------------------------------------------


def _channel(agency: Agency, **more: Any) -> dict[str, Any]:
    return {
        "agency": agency.pk,
        "name": "Nomor baru",
        "display_phone_number": "+62 811-0000-0099",
        "phone_number_id": "100000000000099",
        "is_simulated": "on",
        "is_active": "on",
        **_prefixed("templates", **INLINE),
        **more,
    }


def test_a_token_goes_in_and_never_comes_out(masuk: LogIn, admin_opd: Staff, dinas: Agency) -> None:
    client = masuk(admin_opd)
    answer = client.post("/kelola/tickets/channel/add/", _channel(dinas, new_token="SANGATRAHASIA"))
    assert answer.status_code == 302, answer.context["errors"]
    channel = Channel.objects.get(phone_number_id="100000000000099")
    assert channel.access_token == "SANGATRAHASIA"
    url = f"/kelola/tickets/channel/{channel.pk}/change/"
    assert "SANGATRAHASIA" not in client.get(url).content.decode()
    assert client.post(url, _channel(dinas, name="Nama lain", new_token="")).status_code == 302
    channel.refresh_from_db()
    assert (channel.name, channel.access_token) == ("Nama lain", "SANGATRAHASIA")
    history = client.get(f"/kelola/tickets/channel/{channel.pk}/history/").content.decode()
    assert "SANGATRAHASIA" not in history


def test_a_real_number_waits_for_a_real_account_and_ends_the_examples(
    masuk: LogIn, dinas: Agency
) -> None:
    example = factories.MembershipFactory(
        agency=dinas, role="agency_admin", staff__is_example=True
    ).staff
    form = _channel(dinas)
    del form["is_simulated"]
    # An officer, or an office's admin, could not let anybody in again.
    real = factories.MembershipFactory(agency=dinas, role="agency_admin").staff
    for person in (example, real):
        refused = masuk(person).post("/kelola/tickets/channel/add/", form)
        assert "super admin yang sungguhan" in refused.content.decode()
    assert not Channel.objects.exists()
    example.refresh_from_db()
    assert example.is_active
    factories.MembershipFactory(agency=None, role="super_admin")
    assert masuk(real).post("/kelola/tickets/channel/add/", form).status_code == 302
    example.refresh_from_db()
    assert not example.is_active


def test_a_new_number_is_a_simulated_one_where_the_simulator_runs(
    masuk: LogIn, super_admin: Staff, settings: Any
) -> None:
    for url, preset in (("http://127.0.0.1:8001", True), ("", False)):
        settings.SIMULATOR_URL = url
        page = masuk(super_admin).get("/kelola/tickets/channel/add/")
        assert page.context["adminform"].form["is_simulated"].value() is preset


def test_office_hours_do_not_overlap(masuk: LogIn, admin_opd: Staff, dinas: Agency) -> None:
    OfficeHours.objects.filter(agency=dinas).delete()
    monday = {"agency": dinas, "weekday": 0, "valid_from": dt.date(2026, 1, 1)}
    OfficeHours.objects.create(opens=dt.time(7, 30), closes=dt.time(12), **monday)
    client = masuk(admin_opd)

    def add(opens: str, closes: str, **changes: Any) -> bool:
        data = {"agency": dinas.pk, "weekday": 0, "opens": opens, "closes": closes}
        data |= {"valid_from": "2026-01-01", **changes}
        before = OfficeHours.objects.count()
        answer = client.post("/kelola/services/officehours/add/", data)
        if answer.status_code == 200:
            assert "Bertumpuk dengan Senin 07.30-12.00" in answer.content.decode()
        return OfficeHours.objects.count() > before

    assert not add("08:00", "10:00")
    assert not add("11:59", "15:00")
    assert add("12:00", "15:00")
    assert add("08:00", "10:00", weekday=1)
    assert add("08:00", "10:00", valid_from="2025-01-01", valid_until="2025-12-31")


# --- Matters are only read ----------------------------------------------------------------------


def test_tickets_messages_and_events_cannot_be_saved(
    masuk: LogIn, admin_opd: Staff, super_admin: Staff, tiket: Ticket
) -> None:
    message = factories.MessageFactory(ticket=tiket, type="contacts", text="Isi pesan pemohon")
    event = TicketEvent.objects.create(ticket=tiket, verb="opened", at=tiket.received_at)
    client = masuk(admin_opd)
    assert "Kartu kontak" in client.get("/kelola/tickets/message/").content.decode()
    for name, row in (("ticket", tiket), ("message", message), ("ticketevent", event)):
        url = f"/kelola/tickets/{name}/{row.pk}/change/"
        page = client.get(url)
        assert page.status_code == 200
        assert "Isi pesan pemohon" not in page.content.decode()
        assert client.post(url, {"state": "closed"}).status_code == 403
        assert client.post(f"/kelola/tickets/{name}/add/", {}).status_code == 403
        assert client.post(url.replace("change", "delete"), {"post": "yes"}).status_code == 403
        assert masuk(super_admin).get(url).status_code in (403, 404), (
            "only with a reason, at the desk"
        )
    tiket.refresh_from_db()
    assert tiket.state == "new"


def test_sensitive_tickets_do_not_show_under_kelola(
    masuk: LogIn, admin_opd: Staff, tiket: Ticket, layanan: Service
) -> None:
    Service.objects.filter(pk=layanan.pk).update(is_sensitive=True)
    client = masuk(admin_opd)
    assert tiket.register_number not in client.get("/kelola/tickets/ticket/").content.decode()
    assert client.get(f"/kelola/tickets/ticket/{tiket.pk}/change/").status_code == 404


def test_parked_items_are_seen_and_settled_by_the_super_admin(
    masuk: LogIn, super_admin: Staff, admin_opd: Staff, now: Any
) -> None:
    event = WebhookEvent.objects.create(
        body=b"{}",
        sha256="0" * 64,
        received_at=now,
        processed_at=now,
        is_parked=True,
        parked=[{"path": "entry[0]", "code": "number_unknown", "number": "123"}],
    )
    page = "/kelola/tickets/webhookevent/"
    assert masuk(admin_opd).get(page).status_code == 403
    client = masuk(super_admin)
    assert "entry[0]: Nomor 123 tidak terdaftar di sini." in client.get(page).content.decode()
    _act(client, page, "settle", event)
    event.refresh_from_db()
    assert event.settled_at is not None


def test_the_first_start_makes_a_super_admin_from_the_command_line(db: None) -> None:
    call_command("createsuperuser", interactive=False, username="kepala", email="k@contoh.invalid")
    assert Staff.objects.get(username="kepala").memberships.get().role == "super_admin"
