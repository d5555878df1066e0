"""/piket/alihkan/: tickets of those who are away or have left go to colleagues."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Absence, Agency, Membership, Service, Staff
from tests import factories
from tests.reading import flat
from tickets import desk
from tickets.models import Conversation, Notification, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def one_by_one(settings: Any) -> None:
    """Each ticket is passed on in a transaction of its own, so locks and rights are read anew."""
    settings.ZEAL_ALLOWLIST = [
        *settings.ZEAL_ALLOWLIST,
        *({"model": f"{app}.*"} for app in ("tickets", "services")),
    ]


@pytest.fixture
def sepuluh(
    percakapan: Conversation, layanan: Service, petugas: Staff, now: dt.datetime
) -> list[Ticket]:
    """Ten tickets that `petugas` holds."""
    made = [factories.TicketFactory(conversation=percakapan, service=layanan) for _ in range(10)]
    return [desk.take(one, by=petugas, now=now - dt.timedelta(hours=2)) for one in made]


def third(dinas: Agency, layanan: Service, **more: Any) -> Staff:
    """One more operator of the service."""
    return factories.MembershipFactory(agency=dinas, services=[layanan], **more).staff


def held_by(staff: Staff) -> int:
    return Ticket.objects.open().filter(assignee=staff).count()


def sent_back(answer: Any) -> dict[str, Any]:
    """The form as the page shows it, to be posted unchanged."""
    form = answer.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_a_sick_officers_ten_tickets_are_shared_out_by_open_work(
    masuk: Any, sepuluh: list[Ticket], petugas: Staff, petugas_lain: Staff, penyelia: Staff,
    dinas: Agency, layanan: Service, percakapan: Conversation, now: dt.datetime,
) -> None:  # fmt: skip
    one_more = third(dinas, layanan)
    for _ in range(4):
        busy = factories.TicketFactory(conversation=percakapan, service=layanan)
        desk.take(busy, by=petugas_lain, now=now)
    client = masuk(penyelia)
    sick = {"staff": petugas.pk, "kind": "sick", "starts_on": "2026-06-09", "ends_on": "2026-06-10"}
    leads_to = client.post(f"/piket/kantor/{dinas.pk}/cuti/", sick)["Location"]
    assert leads_to == f"/piket/alihkan/{petugas.pk}/?instansi={dinas.pk}"
    page = client.get(leads_to)
    assert "10 dari 10 tiket sudah dibagi" in flat(page)
    data = sent_back(page)
    assert data["note"] == "Rina Petugas tidak bertugas sampai 10 Juni 2026."
    answer = client.post(leads_to, data, follow=True)
    assert "10 tiket dialihkan" in flat(answer)
    assert [held_by(one) for one in (petugas, petugas_lain, one_more)] == [0, 7, 7]
    event = sepuluh[0].events.last()
    assert event is not None
    assert (event.verb, event.actor, event.reason) == ("assigned", penyelia, data["note"])
    assert Notification.objects.filter(staff=one_more).count() == 7


def test_by_hand_each_to_whom_the_supervisor_chooses(
    masuk: Any, sepuluh: list[Ticket], petugas: Staff, petugas_lain: Staff, penyelia: Staff
) -> None:
    client, path = masuk(penyelia), f"/piket/alihkan/{petugas.pk}/"
    first, second = sepuluh[:2]
    data = {"note": "Tolong dilanjutkan", f"ke_{first.pk}": penyelia.pk, f"ke_{second.pk}": ""}
    answer = client.post(path, data, follow=True)
    assert "1 tiket dialihkan" in flat(answer)
    assert (held_by(penyelia), held_by(petugas)) == (1, 9)
    client.post(path, {"note": "x", "all_to": petugas_lain.pk})
    assert (held_by(petugas_lain), held_by(petugas)) == (9, 0)


def test_nobody_absent_full_or_of_other_services_is_proposed(
    masuk: Any, sepuluh: list[Ticket], petugas: Staff, petugas_lain: Staff, penyelia: Staff,
    dinas: Agency, layanan: Service, layanan_lain: Service, now: dt.datetime,
) -> None:  # fmt: skip
    away, other = third(dinas, layanan), third(dinas, layanan_lain)
    Absence.objects.create(staff=away, starts_on=now.date(), ends_on=now.date())
    Membership.objects.filter(staff=petugas_lain).update(capacity=3)
    client, path = masuk(penyelia), f"/piket/alihkan/{petugas.pk}/"
    page = client.get(path)
    assert "3 dari 10 tiket sudah dibagi" in flat(page)
    offered = {
        str(value) for value, _ in page.context["form"].fields[f"ke_{sepuluh[0].pk}"].choices
    }
    assert offered == {"", str(petugas_lain.pk), str(penyelia.pk)}
    for person, field in ((away, "all_to"), (other, f"ke_{sepuluh[0].pk}")):
        answer = client.post(path, {"note": "x", field: person.pk})
        assert answer.status_code == 422
    assert held_by(petugas) == 10


def test_tickets_of_a_deactivated_officer_are_listed_until_somebody_has_them(
    masuk: Any, sepuluh: list[Ticket], petugas: Staff, petugas_lain: Staff, penyelia: Staff,
    dinas: Agency, now: dt.datetime,
) -> None:  # fmt: skip
    Staff.objects.filter(pk=petugas.pk).update(is_active=False)
    client = masuk(penyelia)
    target = f"/piket/alihkan/{petugas.pk}/?instansi={dinas.pk}"
    assert client.get("/piket/alihkan/")["Location"] == target  # before the sweep
    assert desk.take_back_everywhere(now) == 10
    assert client.get("/piket/alihkan/")["Location"] == target  # and after it
    assert "10 tiket petugas yang tidak bertugas belum ada pemegangnya" in flat(
        client.get("/piket/")
    )
    desk.take(sepuluh[0], by=petugas_lain, now=now)
    page = client.get(target)
    assert "Alihkan 9 tiket" in flat(page)
    assert sent_back(page)["note"] == "Rina Petugas tidak lagi bertugas di sini."
    client.post(target, sent_back(page))
    assert held_by(petugas_lain) == 10
    assert "belum ada pemegangnya" not in flat(client.get("/piket/"))
    assert "Tidak ada yang perlu dialihkan" in flat(client.get("/piket/alihkan/"))


def test_several_officers_are_a_list(
    masuk: Any,
    sepuluh: list[Ticket],
    petugas: Staff,
    petugas_lain: Staff,
    penyelia: Staff,
    now: Any,
) -> None:
    desk.assign(sepuluh[0], by=penyelia, now=now, to=petugas_lain)
    for one in (petugas, petugas_lain):
        Absence.objects.create(staff=one, starts_on=now.date(), ends_on=now.date())
    rows = masuk(penyelia).get("/piket/alihkan/").context["rows"]
    assert [(row["name"], row["count"]) for row in rows] == [
        ("Budi Petugas", 1),
        ("Rina Petugas", 9),
    ]


@pytest.mark.parametrize("who", ["petugas_lain", "admin_opd", "orang_luar"])
def test_only_supervisors_of_the_office_pass_tickets_on(
    masuk: Any, sepuluh: list[Ticket], petugas: Staff, petugas_lain: Staff, who: str,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    client = masuk(request.getfixturevalue(who))
    assert client.get("/piket/alihkan/").status_code == (200 if who == "admin_opd" else 403)
    answer = client.post(f"/piket/alihkan/{petugas.pk}/", {"note": "x", "all_to": petugas_lain.pk})
    assert answer.status_code == 404
    assert held_by(petugas) == 10


def test_one_that_changed_hands_meanwhile_is_told_and_the_others_go(
    masuk: Any,
    sepuluh: list[Ticket],
    petugas: Staff,
    petugas_lain: Staff,
    penyelia: Staff,
    now: Any,
) -> None:
    chosen = dict.fromkeys(sepuluh, petugas_lain)
    desk.assign(Ticket.objects.get(pk=sepuluh[3].pk), by=penyelia, now=now, to=penyelia)
    refused = desk.pass_on(chosen, by=penyelia, now=now, note="x")
    assert list(refused) == [sepuluh[3]]
    assert "berubah menjadi Wati Penyelia" in refused[sepuluh[3]]
    assert held_by(petugas_lain) == 9


def queries(client: Any, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_the_queries_of_the_list_do_not_grow_with_officers(
    masuk: Any, percakapan: Conversation, layanan: Service, dinas: Agency, penyelia: Staff, now: Any
) -> None:
    client = masuk(penyelia)

    def add(count: int) -> None:
        for number in range(count):
            staff = third(dinas, layanan)
            made = factories.TicketFactory(conversation=percakapan, service=layanan)
            desk.take(made, by=staff, now=now)
            if number % 2:
                Staff.objects.filter(pk=staff.pk).update(is_active=False)
            else:
                Absence.objects.create(staff=staff, starts_on=now.date(), ends_on=now.date())

    add(2)
    queries(client, "/piket/alihkan/")
    few = queries(client, "/piket/alihkan/")
    add(48)
    assert queries(client, "/piket/alihkan/") == few <= 14
    assert len(client.get("/piket/alihkan/").context["rows"]) == 50


def test_the_queries_do_not_grow_with_tickets(
    masuk: Any,
    percakapan: Conversation,
    layanan: Service,
    petugas: Staff,
    penyelia: Staff,
    now: Any,
) -> None:
    client, path = masuk(penyelia), f"/piket/alihkan/{petugas.pk}/"

    def add(count: int) -> None:
        for number in range(count):
            service = layanan if number % 2 else None
            made = factories.TicketFactory(conversation=percakapan, service=service)
            desk.take(made, by=petugas, now=now)

    add(2)
    queries(client, path)
    few = queries(client, path)
    add(48)
    assert queries(client, path) == few <= 18


def test_a_role_that_moved_to_another_office_leaves_tickets_that_can_be_passed_on(
    masuk: Any, sepuluh: list[Ticket], petugas: Staff, petugas_lain: Staff, penyelia: Staff,
    orang_luar: Staff, dinas: Agency, dinas_wita: Agency,
) -> None:  # fmt: skip
    Membership.objects.filter(staff=petugas).update(agency=dinas_wita)
    client = masuk(penyelia)
    target = client.get("/piket/alihkan/")["Location"]
    assert target == f"/piket/alihkan/{petugas.pk}/?instansi={dinas.pk}"
    page = client.get(target)
    assert "Rina Petugas tidak lagi bertugas di sini" in flat(page)
    client.post(target, {"note": "x", "all_to": petugas_lain.pk})
    assert (held_by(petugas_lain), held_by(petugas)) == (10, 0)
    assert masuk(orang_luar).get(target).status_code == 404


def test_an_admin_who_ended_a_role_reads_who_passes_the_tickets_on(
    masuk: Any,
    sepuluh: list[Ticket],
    petugas: Staff,
    penyelia: Staff,
    admin_opd: Staff,
    dinas: Agency,
) -> None:
    Membership.objects.filter(staff=petugas).update(is_active=False)
    client, path = masuk(admin_opd), f"/piket/alihkan/{petugas.pk}/"
    page = client.get(path, follow=True)
    assert page.status_code == 200
    assert "Rina Petugas tidak lagi bertugas di sini" in flat(page)
    assert "10 tiket, dialihkan penyelia: Wati Penyelia" in flat(page)
    assert "Alihkan 10 tiket" not in flat(page)
    data = {"note": "x", "all_to": penyelia.pk}
    assert client.post(path, data).status_code == 404
    assert held_by(petugas) == 10
    Membership.objects.filter(staff=penyelia).update(is_active=False)
    assert "beri seseorang peran penyelia" in flat(client.get("/piket/alihkan/"))


def test_admins_of_other_offices_and_readers_find_nothing(
    masuk: Any, sepuluh: list[Ticket], petugas: Staff, pengamat: Staff, dinas_wita: Agency
) -> None:
    other = factories.MembershipFactory(agency=dinas_wita, role="agency_admin").staff
    path = f"/piket/alihkan/{petugas.pk}/"
    assert [masuk(one).get(path).status_code for one in (other, pengamat)] == [404, 404]
    assert "Rina" not in flat(masuk(other).get("/piket/alihkan/"))
    assert masuk(pengamat).get("/piket/alihkan/").status_code == 403
