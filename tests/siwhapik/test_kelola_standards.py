"""Standards, numbers and parked items under /kelola/."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import (
    Agency,
    Service,
    ServiceStandard,
    Staff,
)
from tests import factories
from tests.siwhapik.kelola_tools import prefixed
from tickets.models import Channel, Ticket, WebhookEvent

pytestmark = pytest.mark.django_db


LogIn = Callable[[Staff], Client]


INLINE = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}


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
        **prefixed("templates", **INLINE),
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
