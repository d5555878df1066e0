"""What citizens are offered: a service of the number's own office, with a standard that holds."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.models import Agency, Service, ServiceStandard, Staff
from services.publishing import put_in_force, why_not_offered
from tests import factories
from tickets.inbound.catalogue import catalogue_of
from tickets.models import Channel, QuickReply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LogIn = Callable[[Staff], Client]
TODAY = dt.date(2026, 6, 9)


def offered(kanal: Channel, now: dt.datetime) -> set[int]:
    """What the bot, the list, the page and the rule in words say, which is the same."""
    page = Client().get("/layanan/").content.decode()
    bot = {service.id for service in catalogue_of(kanal, now).services}
    for service in Service.objects.select_related("agency").filter(channels=kanal):
        open_page = Client().get(f"/layanan/{service.slug}/").status_code == 200
        in_words = why_not_offered(service, now=now) == ""
        assert (service.pk in bot) == open_page == in_words, service
        assert (f"/layanan/{service.slug}/" in page) == open_page
    return bot


@pytest.mark.parametrize(
    ("changes", "is_offered"),
    [
        ({}, True),
        ({"status": "draft"}, False),
        ({"status": "consulted"}, False),
        ({"status": "decreed"}, False),
        ({"status": "revoked"}, False),
        ({"valid_until": TODAY}, True),
        ({"valid_until": TODAY - dt.timedelta(days=1)}, False),
        ({"valid_until": TODAY + dt.timedelta(days=1)}, True),
    ],
)
def test_only_a_standard_that_holds_today_is_offered(
    kanal: Channel,
    standar: ServiceStandard,
    now: dt.datetime,
    changes: dict[str, Any],
    is_offered: bool,
) -> None:
    ServiceStandard.objects.update(**changes)
    assert offered(kanal, now) == ({standar.service_id} if is_offered else set())


def test_a_day_ends_where_the_office_is(kanal: Channel, standar: ServiceStandard) -> None:
    ServiceStandard.objects.update(valid_until=TODAY)
    late = dt.datetime(2026, 6, 9, 16, 30, tzinfo=dt.UTC)  # 23.30 WIB, 00.30 WITA the day after
    services = Service.objects.filter(pk=standar.service_id)
    assert services.offered(late).exists()
    Agency.objects.update(timezone=Agency.Zone.MAKASSAR)
    assert not services.offered(late).exists()


def test_without_a_standard_nothing_is_offered(
    kanal: Channel, layanan: Service, now: dt.datetime
) -> None:
    assert offered(kanal, now) == set()


def _service_form(service: Service, **changes: Any) -> dict[str, Any]:
    names = ("name", "short_name", "slug", "kind", "group", "order")
    form = {name: getattr(service, name) for name in names}
    return {name: value for name, value in (form | changes).items() if value}


def test_a_new_service_begins_closed(masuk: LogIn, admin_opd: Staff, dinas: Agency) -> None:
    page = masuk(admin_opd)
    form = _service_form(factories.ServiceFactory.build(), is_active="on") | {"agency": dinas.pk}
    form |= {"kind": "application", "group": "general", "order": "1"}
    assert "berlakukan standarnya" in page.get("/kelola/services/service/add/").content.decode()
    assert page.post("/kelola/services/service/add/", form).status_code == 302
    assert not Service.objects.get(slug=form["slug"]).is_active


@pytest.mark.parametrize("status", ["", "draft", "revoked", "ended"])
def test_a_service_is_not_opened_without_a_standard(
    masuk: LogIn, admin_opd: Staff, layanan: Service, status: str
) -> None:
    if status == "ended":
        ended = TODAY - dt.timedelta(days=1)
        factories.StandardFactory(service=layanan, valid_until=ended)
    elif status:
        factories.StandardFactory(service=layanan, status=status)
    page, url = masuk(admin_opd), f"/kelola/services/service/{layanan.pk}/change/"
    # What is open and has lost its standard is shown, and the rest of it can be changed.
    assert "Tidak: " in page.get("/kelola/services/service/").content.decode()
    assert page.post(url, _service_form(layanan, summary="A", is_active="on")).status_code == 302
    assert page.post(url, _service_form(layanan, summary="B")).status_code == 302
    refused = page.post(url, _service_form(layanan, summary="C", is_active="on"))
    assert refused.status_code == 200
    assert "Layanan ini belum dapat dibuka: " in refused.content.decode()
    assert 'value="C"' in refused.content.decode()
    layanan.refresh_from_db()
    assert (layanan.summary, layanan.is_active) == ("B", False)


def test_a_service_with_a_standard_is_opened(
    masuk: LogIn, admin_opd: Staff, standar: ServiceStandard
) -> None:
    Service.objects.update(is_active=False)
    url = f"/kelola/services/service/{standar.service_id}/change/"
    form = _service_form(standar.service, is_active="on")
    assert masuk(admin_opd).post(url, form).status_code == 302
    assert Service.objects.get().is_active


def _number(channel: Channel, *services: Service) -> dict[str, Any]:
    inline = {"templates-TOTAL_FORMS": "0", "templates-INITIAL_FORMS": "0"}
    known = {"name": channel.name, "display_phone_number": channel.display_phone_number}
    flags = {"is_simulated": "on", "is_active": "on"}
    return known | flags | inline | {"services": [service.pk for service in services]}


def test_another_offices_service_is_not_put_on_a_number(
    masuk: LogIn,
    super_admin: Staff,
    admin_opd: Staff,
    kanal: Channel,
    standar: ServiceStandard,
    dinas: Agency,
    dinas_wita: Agency,
    now: dt.datetime,
) -> None:
    foreign = factories.StandardFactory(service__agency=dinas_wita).service
    both = factories.MembershipFactory(agency=dinas, role="agency_admin").staff
    factories.MembershipFactory(staff=both, agency=dinas_wita, role="agency_admin")
    url = f"/kelola/tickets/channel/{kanal.pk}/change/"
    for person in (super_admin, both, admin_opd):
        answer = masuk(person).post(url, _number(kanal, standar.service, foreign))
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors["services"]
        assert set(kanal.services.all()) == {standar.service}
    add = _number(kanal, foreign) | {"agency": dinas.pk, "phone_number_id": "100000000000077"}
    answer = masuk(super_admin).post("/kelola/tickets/channel/add/", add)
    assert "bukan layanan Dinsos Contoh" in answer.content.decode()
    # However services were linked before, a citizen is never sent to another office.
    kanal.services.add(foreign)
    assert {one.id for one in catalogue_of(kanal, now).services} == {standar.service_id}
    assert kanal.display_phone_number not in (
        Client().get(f"/layanan/{foreign.slug}/").content.decode()
    )


def test_a_service_without_a_standard_is_not_put_on_a_number(
    masuk: LogIn, admin_opd: Staff, kanal: Channel, layanan: Service, layanan_lain: Service
) -> None:
    page, url = masuk(admin_opd), f"/kelola/tickets/channel/{kanal.pk}/change/"
    refused = page.post(url, _number(kanal, layanan, layanan_lain))
    assert "Legalisasi Contoh belum dapat dipasang" in refused.content.decode()
    assert page.post(url, _number(kanal, layanan)).status_code == 302, "it was there before"
    factories.StandardFactory(service=layanan_lain)
    assert page.post(url, _number(kanal, layanan, layanan_lain)).status_code == 302
    assert kanal.services.count() == 2


def test_a_quick_reply_is_for_a_service_of_its_office(
    masuk: LogIn, super_admin: Staff, dinas: Agency, dinas_wita: Agency
) -> None:
    foreign = factories.ServiceFactory(agency=dinas_wita)
    form = {"agency": dinas.pk, "service": foreign.pk, "shortcut": "x", "title": "X", "text": "X"}
    answer = masuk(super_admin).post("/kelola/tickets/quickreply/add/", form)
    assert "bukan layanan Dinsos Contoh" in answer.content.decode()
    assert not QuickReply.objects.exists()


def test_choices_and_lists_of_services_name_the_office(
    masuk: LogIn, super_admin: Staff, admin_opd: Staff, standar: ServiceStandard, dinas_wita: Agency
) -> None:
    twin = factories.ServiceFactory(agency=dinas_wita, name=standar.service.name)
    factories.StandardFactory(service=twin)
    pages = ("services/servicestandard/add/", "tickets/channel/add/", "tickets/quickreply/add/")
    for path in (*pages, "services/servicestandard/", "services/staff/add/"):
        text = masuk(super_admin).get(f"/kelola/{path}").content.decode()
        for agency in (standar.service.agency, dinas_wita):
            assert f"{twin.name} ({agency.short_name})" in text, path
    listed = masuk(super_admin).get("/kelola/services/servicestandard/").content.decode()
    assert dinas_wita.name in listed
    own = masuk(admin_opd).get("/kelola/tickets/channel/add/").content.decode()
    assert f"{twin.name} (" not in own, "one office needs no name"


def test_a_standard_does_not_end_before_it_begins(
    masuk: LogIn, admin_opd: Staff, layanan: Service
) -> None:
    form = {
        "service": layanan.pk, "status": "draft", "turnaround": "1 hari", "product": "Surat",
        "fee": "Gratis", "first_response_amount": "24", "first_response_basis": "calendar_hours",
        "deadline_amount": "24", "deadline_basis": "calendar_hours", "clock_start": "received",
        "valid_from": "2026-06-09", "valid_until": "2026-06-08",
    }  # fmt: skip
    for prefix in ("requirements", "steps"):
        form |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    page = masuk(admin_opd)
    refused = page.post("/kelola/services/servicestandard/add/", form)
    assert "Tidak boleh sebelum tanggal berlaku sejak." in refused.content.decode()
    assert refused.context["adminform"].form.errors["valid_until"]
    same_day = form | {"valid_until": "2026-06-09"}
    assert page.post("/kelola/services/servicestandard/add/", same_day).status_code == 302
    standard = ServiceStandard.objects.get()
    standard.valid_until = dt.date(2026, 6, 8)
    with pytest.raises(ValidationError):
        standard.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        standard.save()


def test_what_ended_before_it_was_replaced_keeps_its_last_day(standar: ServiceStandard) -> None:
    ServiceStandard.objects.update(valid_until=dt.date(2026, 5, 1))
    later = factories.StandardFactory(service=standar.service, version=2, status="draft")
    factories.StepFactory(standard=later)
    put_in_force(later, today=TODAY)
    standar.refresh_from_db()
    assert (standar.status, standar.valid_until) == ("revoked", dt.date(2026, 5, 1))


def test_the_list_of_services_costs_the_same_for_many(
    masuk: LogIn, super_admin: Staff, standar: ServiceStandard
) -> None:

    page = masuk(super_admin)
    page.get("/kelola/services/service/")
    costs = []
    for more in (0, 49):
        factories.StandardFactory.create_batch(more)
        with CaptureQueriesContext(connection) as asked:
            assert page.get("/kelola/services/service/").status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]
