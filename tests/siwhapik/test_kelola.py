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
    OfficeHours,
    Service,
    Staff,
)
from tests import factories
from tickets.models import Ticket, TicketEvent

pytestmark = pytest.mark.django_db


LogIn = Callable[[Staff], Client]


PAGES = [
    f"/kelola/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry
]


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


def test_supervisors_manage_hours_and_roster_and_teach_the_bot(
    masuk: LogIn, penyelia: Staff, dinas: Agency, dinas_wita: Agency, layanan: Service
) -> None:
    client = masuk(penyelia)
    assert client.get("/kelola/services/service/add/").status_code == 403
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


def test_the_first_start_makes_a_super_admin_from_the_command_line(db: None) -> None:
    call_command("createsuperuser", interactive=False, username="kepala", email="k@contoh.invalid")
    assert Staff.objects.get(username="kepala").memberships.get().role == "super_admin"
