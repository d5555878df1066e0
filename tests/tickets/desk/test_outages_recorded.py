"""An outage is recorded once for an office, by who may; citizens who wait are told once."""

import datetime as dt
from typing import Any

import pytest

from services.models import Agency, Service, Staff
from tests import factories
from tests.tickets.desk.outage_tools import H, M, Office, fresh, plan
from tests.tickets.desk.outage_tools import matter as matter
from tests.tickets.desk.outage_tools import office as office
from tickets import desk
from tickets.models import Conversation, Message, Outage, OutageNotice, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_it_is_recorded_once(
    office: Office, dinas: Agency, penyelia: Staff, admin_opd: Staff, now: dt.datetime
) -> None:
    given = {"plan": plan(now - H), "by": penyelia, "now": now, "form_key": "twice"}
    first = desk.record_outage(dinas, **given)
    assert desk.record_outage(dinas, **given) == first
    with pytest.raises(desk.Refused, match=r"Gangguan SIAK sejak 09\.00 WIB sudah dicatat"):
        desk.record_outage(dinas, plan=plan(now), by=admin_opd, now=now, form_key="other")
    desk.record_outage(
        dinas, plan=plan(now - 3 * H, ends_at=now - 2 * H), by=admin_opd, now=now, form_key="before"
    )
    assert Outage.objects.count() == 2
    assert [line.verb for line in first.changes.all()] == ["recorded"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"starts_at": 1 * H}, "belum lewat"),
        ({"ends_at": 1 * H}, "masih berlangsung"),
        ({"ends_at": -2 * H}, "sesudah waktu mulai"),
        ({"starts_at": -900 * H}, "31 hari"),
        ({"kind": "other", "name": " "}, "apa yang terganggu"),
        ({"services": "elsewhere"}, "bukan milik"),
    ],
)
def test_what_cannot_be_is_refused(
    dinas: Agency, dinas_wita: Agency, penyelia: Staff, now: dt.datetime, more: Any, words: str
) -> None:
    moments = {key: now + value for key, value in more.items() if isinstance(value, dt.timedelta)}
    if "services" in more:
        more = {"services": [factories.ServiceFactory(agency=dinas_wita)]}
    values = {"starts_at": now - H, **more, **moments}
    with pytest.raises(desk.Refused, match=words):
        desk.record_outage(
            dinas,
            plan=desk.OutagePlan(**{"kind": "siak", **values}),
            by=penyelia,
            now=now,
            form_key="k",
        )
    assert not Outage.objects.exists()


@pytest.mark.parametrize("who", ["petugas", "pengamat", "super_admin", "kepala", "orang_luar"])
def test_who_may_not_is_refused(
    office: Office, dinas: Agency, now: dt.datetime, who: str, request: pytest.FixtureRequest
) -> None:
    outage = office.record(now, now - H)
    by = request.getfixturevalue(who)
    verbs = [
        lambda: desk.record_outage(
            dinas, plan=plan(now, kind="power"), by=by, now=now, form_key="k"
        ),
        lambda: desk.correct_outage(outage, plan=plan(now - 2 * H), by=by, now=now),
        lambda: desk.end_outage(outage, at=now, by=by, now=now),
        lambda: desk.withdraw_outage(outage, reason="x", by=by, now=now),
        lambda: desk.tell_of_outage(outage, by=by, now=now),
    ]
    for verb in verbs:
        with pytest.raises(desk.Refused, match="tidak berhak"):
            verb()
    assert Outage.objects.get().version == 1


def test_the_trace_keeps_what_was_before(office: Office, penyelia: Staff, now: dt.datetime) -> None:
    outage = office.record(now, now - H, note="Pusat data")
    office.correct(outage, now, now - 2 * H)
    line = outage.changes.last()
    assert line is not None
    assert (line.verb, line.by) == ("corrected", penyelia)
    assert line.before["starts_at"] == (now - H).isoformat()
    assert line.before["note"] == "Pusat data"


def told() -> list[str]:
    return list(Message.objects.filter(origin="system").values_list("text", flat=True))


def test_those_who_wait_are_told_once(
    office: Office, matter: Ticket, penyelia: Staff, now: dt.datetime
) -> None:
    outage = office.record(now, now - H)
    assert desk.tell_outages(now) == 0  # nobody asked for it
    desk.tell_of_outage(outage, by=penyelia, now=now)
    assert [desk.tell_outages(now) for _ in range(3)] == [1, 0, 0]
    [text] = told()
    assert text.startswith(
        "Bapak/Ibu, penanganan nomor DINSOS-2026-000001 tertunda karena gangguan SIAK sejak hari ini 09.00 WIB."
    )
    desk.tell_of_outage(outage, by=penyelia, now=now, on=False)
    desk.tell_of_outage(outage, by=penyelia, now=now)
    assert desk.tell_outages(now) == 0
    assert OutageNotice.objects.count() == 1


def test_two_matters_of_one_citizen_are_told_of_in_one_message(
    office: Office, matter: Ticket, penyelia: Staff, layanan: Service, now: dt.datetime
) -> None:
    second = factories.TicketFactory(
        conversation=matter.conversation, service=layanan, register_number="DINSOS-2026-000002"
    )
    outage = office.record(now, now - M)
    desk.tell_of_outage(outage, by=penyelia, now=now)
    assert desk.tell_outages(now) == 1
    [text] = told()
    assert f"{matter} dan {second}" in text


@pytest.mark.parametrize(
    "why", ["awaited", "collect", "no more", "no chat", "ended", "withdrawn", "night"]
)
def test_who_does_not_wait_for_it_is_not_told(
    office: Office, matter: Ticket, petugas: Staff, penyelia: Staff, now: dt.datetime, why: str
) -> None:
    outage = office.record(now, now - M)
    desk.tell_of_outage(outage, by=penyelia, now=now)
    at = now
    if why == "awaited":
        desk.take(fresh(matter), by=petugas, now=now)
        desk.wait_for_citizen(fresh(matter), by=petugas, now=now, reason="Foto KK")
    elif why == "collect":
        Ticket.objects.filter(pk=matter.pk).update(collect_by=now + 48 * H)
    elif why == "no more":
        Conversation.objects.update(no_more_since=now)
    elif why == "no chat":
        Ticket.objects.filter(pk=matter.pk).update(conversation=None)
    elif why == "ended":
        office.end(outage, now + M)
    elif why == "withdrawn":
        office.withdraw(outage, now)
    else:
        at = now + 12 * H
    desk.tell_outages(at)
    assert told() == []


def test_outside_the_window_it_is_the_update_or_nothing(
    office: Office, matter: Ticket, penyelia: Staff, now: dt.datetime
) -> None:
    Conversation.objects.update(window_expires_at=now - H)
    outage = office.record(now, now - M)
    desk.tell_of_outage(outage, by=penyelia, now=now)
    desk.tell_outages(now)
    assert OutageNotice.objects.get().told == "no_template"
    assert told() == []
