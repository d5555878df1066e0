"""Labels: an office's words on its tickets, in the row, in a filter, counted, and for many at once."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from services.models import Agency, Staff
from siwhapik.data_dir import BASE_DIR
from tests import factories
from tests.reading import flat
from tickets import desk
from tickets.bulk import Order, start, undo, work_jobs
from tickets.models import BulkItem, BulkJob, Label, Ticket, TicketLabel
from tickets.views.tabs import LABEL

TOKENS = Path(BASE_DIR, "siwhapik/static/css/tokens.css").read_text()


@pytest.fixture
def banjir(dinas: Agency) -> Label:
    return Label.objects.create(agency=dinas, name="Banjir", tone="info")


@pytest.fixture
def ulang(dinas: Agency) -> Label:
    return Label.objects.create(agency=dinas, name="Berulang", tone="warn")


def shown(ticket: Ticket) -> list[list[str]]:
    ticket.refresh_from_db()
    return list(ticket.labels)


def put(ticket: Ticket, by: Staff, *labels: Label) -> None:
    desk.label(ticket, by=by, now=timezone.now(), add=labels)


def test_a_label_is_put_on_and_taken_off_by_the_form(
    masuk: Any, petugas: Staff, tiket: Ticket, banjir: Label, ulang: Label
) -> None:
    client, address = masuk(petugas), f"{tiket.get_absolute_url()}label/"
    assert "Banjir" in flat(client.get(address))
    client.post(address, {"labels": [banjir.pk, ulang.pk]})
    assert shown(tiket) == [["Banjir", "info"], ["Berulang", "warn"]]
    client.post(address, {"labels": [ulang.pk]})
    assert shown(tiket) == [["Berulang", "warn"]]
    page = client.get(tiket.get_absolute_url()).content.decode()
    assert '<span class="label label--warn">Berulang</span>' in page
    assert "memberi label Banjir, Berulang" in page
    assert "melepas label Banjir" in page
    client.post(address, {"labels": [ulang.pk]})  # nothing new: no line in the history
    assert tiket.events.filter(verb="labelled").count() == 2


def test_another_offices_label_is_refused(
    tiket: Ticket, petugas: Staff, masuk: Any, dinas_wita: Agency
) -> None:
    foreign = Label.objects.create(agency=dinas_wita, name="Lain")
    with pytest.raises(desk.Refused):
        put(tiket, petugas, foreign)
    answer = masuk(petugas).post(f"{tiket.get_absolute_url()}label/", {"labels": [foreign.pk]})
    assert (answer.status_code, shown(tiket)) == (422, [])


def test_rights(
    masuk: Any, tiket: Ticket, orang_luar: Staff, admin_opd: Staff, banjir: Label
) -> None:
    address = f"{tiket.get_absolute_url()}label/"
    assert masuk(orang_luar).post(address, {"labels": [banjir.pk]}).status_code == 404
    assert masuk(admin_opd).post(address, {"labels": [banjir.pk]}).status_code == 403
    assert shown(tiket) == []


def test_the_queue_shows_filters_and_counts(
    masuk: Any, petugas: Staff, tiket: Ticket, banjir: Label
) -> None:
    other = factories.TicketFactory(conversation__channel=tiket.channel, service=tiket.service)
    put(tiket, petugas, banjir)
    client = masuk(petugas)
    page = client.get("/antrean/").content.decode()
    assert f'data-count="{LABEL}{banjir.pk}">1<' in page
    assert '<span class="label label--info">Banjir</span>' in page
    page = flat(client.get(f"/antrean/?label={banjir.pk}"))
    assert tiket.register_number in page
    assert other.register_number not in page


def test_labels_cost_the_queue_no_query(
    masuk: Any, petugas: Staff, tiket: Ticket, banjir: Label, django_assert_num_queries: Any
) -> None:
    client = masuk(petugas)
    for _ in range(3):
        one = factories.TicketFactory(conversation__channel=tiket.channel, service=tiket.service)
        put(one, petugas, banjir)
    with django_assert_num_queries(11):  # as in views/test_queue.py
        assert "Banjir" in client.get("/antrean/").content.decode()


def test_what_others_may_not_see_is_not_counted(
    masuk: Any, petugas: Staff, orang_luar: Staff, tiket: Ticket, banjir: Label
) -> None:
    put(tiket, petugas, banjir)
    assert "Banjir" not in masuk(orang_luar).get("/antrean/").content.decode()


def test_a_renamed_label_is_renamed_on_its_tickets_and_a_deleted_one_goes(
    masuk: Any, admin_opd: Staff, petugas: Staff, tiket: Ticket, banjir: Label, ulang: Label
) -> None:
    put(tiket, petugas, banjir, ulang)
    version = tiket.version
    admin = masuk(admin_opd)
    form = {"agency": banjir.agency_id, "name": "Banjir besar", "tone": "danger"}
    admin.post(f"/kelola/tickets/label/{banjir.pk}/change/", form)
    assert shown(tiket) == [["Banjir besar", "danger"], ["Berulang", "warn"]]
    assert tiket.version > version  # pages that are open show it
    admin.post(f"/kelola/tickets/label/{ulang.pk}/delete/", {"post": "yes"})
    assert shown(tiket) == [["Banjir besar", "danger"]]


def test_a_ticket_leaves_its_labels_with_its_office(
    tiket: Ticket, petugas: Staff, banjir: Label, dinas_wita: Agency
) -> None:
    put(tiket, petugas, banjir)
    desk.transfer(
        tiket, by=petugas, now=timezone.now(), to_agency=dinas_wita, reason="Bukan di sini"
    )
    assert (shown(tiket), TicketLabel.objects.count()) == ([], 0)


def test_many_are_labelled_and_it_is_taken_back(
    tiket: Ticket, petugas: Staff, banjir: Label, ulang: Label
) -> None:
    now = timezone.now()
    other = factories.TicketFactory(conversation__channel=tiket.channel, service=tiket.service)
    put(tiket, petugas, ulang)
    put(other, petugas, banjir)
    order = Order(
        deed=BulkJob.Deed.LABEL,
        tickets=[tiket, other],
        given={"add": [banjir.pk], "remove": [ulang.pk]},
        form_key="form-key-1",
        seen_at=now,
    )
    job = start(order, by=petugas, now=now)
    work_jobs(now)
    assert set(job.items.values_list("state", flat=True)) == {BulkItem.State.DONE}
    assert shown(tiket) == shown(other) == [["Banjir", "info"]]
    undo(job, now=now)
    work_jobs(now)
    assert shown(tiket) == [["Berulang", "warn"]]
    assert shown(other) == [["Banjir", "info"]]  # it had that before


def test_the_form_for_many(masuk: Any, petugas: Staff, tiket: Ticket, banjir: Label) -> None:
    client = masuk(petugas)
    address = f"/tiket/bersama/baru/?perbuatan=label&t={tiket.pk}"
    assert "Banjir" in flat(client.get(address))
    sent = {"t": tiket.pk, "form_key": "form-key-1", "seen": timezone.now().timestamp()}
    assert "Pilih labelnya dahulu." in flat(client.post(address, sent))
    assert client.post(address, {**sent, "add": banjir.pk}).status_code == 302
    work_jobs(timezone.now())
    assert shown(tiket) == [["Banjir", "info"]]


@pytest.mark.parametrize("tone", Label.Tone.values)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_can_be_read(tone: str, scheme: str) -> None:
    values = re.findall(rf"--{tone}(-soft)?: (#\w{{6}})", TOKENS)
    text = [value for soft, value in values if not soft]
    soft = [value for is_soft, value in values if is_soft]
    at = 0 if scheme == "light" else 1
    assert contrast(text[at], soft[at]) >= 4.5


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
