"""Macros on pages: made without jargon, run from the ticket and for many tickets."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.models import Agency, Service, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.views.conftest import post
from tickets.bulk_forms import BulkMacroForm
from tickets.models import BulkJob, Label, Macro, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LogIn = Callable[[Staff], Client]
FILLED = {"name": "Minta KK lagi", "text": "Mohon kirim KK, {nama}.", "then": "wait", "days": "3"}


@pytest.fixture(autouse=True)
def _several_verbs(settings: Any) -> None:
    names = ("tickets.Conversation", "tickets.Ticket", "services.Agency")
    settings.ZEAL_ALLOWLIST = [*settings.ZEAL_ALLOWLIST, *({"model": name} for name in names)]


@pytest.fixture
def makro(dinas: Agency) -> Macro:
    """The office's."""
    steps = {"say": {"text": "Mohon kirim KK, {nama}.", "then": "wait", "days": 3}}
    return Macro.objects.create(agency=dinas, name="Minta KK lagi", steps=steps)


def test_one_is_made_changed_and_deleted(
    dinas: Agency, layanan: Service, petugas: Staff, petugas_lain: Staff, masuk: LogIn
) -> None:
    label = Label.objects.create(agency=dinas, name="Kurang", tone=0)
    client = masuk(petugas)
    given = {**FILLED, "agency": dinas.pk, "service": layanan.pk, "labels": [label.pk]}
    assert client.post("/makro/baru/", given).status_code == 302
    one = Macro.objects.get()
    assert one.owner == petugas
    assert one.steps == {
        "service": {"service": layanan.pk},
        "labels": {"labels": [label.pk]},
        "say": {"text": "Mohon kirim KK, {nama}.", "then": "wait", "days": 3},
    }
    shown = flat(client.get("/makro/"))
    assert "atur layanan Surat Keterangan Contoh, beri label Kurang, balas" in shown
    assert "lalu tunggu pemohon 3 hari kerja" in shown
    address = f"/makro/{one.pk}/"
    assert "Mohon kirim KK" in client.get(address).content.decode()
    client.post(address, {"name": "Selesai", "agency": dinas.pk, "text": "Ya.", "then": "answered"})
    one.refresh_from_db()
    assert (one.name, one.steps) == ("Selesai", {"say": {"text": "Ya.", "then": "answered"}})
    other = masuk(petugas_lain)
    assert other.get(address).status_code == 404
    assert other.post(f"{address}hapus/").status_code == 404
    assert "Selesai" not in flat(other.get("/makro/"))
    client.post(f"{address}hapus/")
    assert not Macro.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Beri nama dahulu"),
        ({"text": "", "then": "", "days": ""}, "sedikitnya satu hal"),
        ({"text": "Halo {siapa}"}, "Isian {siapa} tidak dikenal"),
        ({"then": "rejected"}, "hanya dapat diikuti"),
        ({"then": "hapus"}, "Masukkan pilihan yang valid"),
        ({"days": "0"}, "Paling sedikit 1 hari"),
        ({"days": "tiga"}, "Tulis dengan angka"),
        ({"service": "999999"}, "sudah tidak dibuka"),
        ({"labels": ["999999"]}, "sudah tidak ada"),
    ],
)
def test_what_cannot_be_kept_is_said(
    dinas: Agency, petugas: Staff, masuk: LogIn, wrong: dict[str, Any], words: str
) -> None:
    Label.objects.create(agency=dinas, name="Kurang", tone=0)
    answer = masuk(petugas).post("/makro/baru/", {**FILLED, "agency": dinas.pk, **wrong})
    assert answer.status_code == 422
    if words != "Masukkan pilihan yang valid":  # Django's own
        assert words in answer.content.decode()
    assert not Macro.objects.exists()


def test_supervisors_and_admins_make_those_of_the_office(
    dinas: Agency, petugas: Staff, penyelia: Staff, admin_opd: Staff, masuk: LogIn
) -> None:
    given = {**FILLED, "agency": dinas.pk, "is_shared": "on"}
    masuk(petugas).post("/makro/baru/", given)
    assert Macro.objects.get().owner == petugas  # the tick is not theirs
    for number, staff in enumerate((penyelia, admin_opd)):
        masuk(staff).post("/makro/baru/", {**given, "name": f"Bersama {number}"})
    shared = Macro.objects.filter(owner=None)
    assert shared.count() == 2
    assert "Bersama 1" in flat(masuk(petugas).get("/makro/"))
    assert masuk(petugas).get(f"/makro/{shared[0].pk}/").status_code == 404
    twice = masuk(penyelia).post("/makro/baru/", {**given, "name": "Bersama 0"})
    assert "Nama ini sudah dipakai" in twice.content.decode()


@pytest.mark.parametrize("who", ["pengamat", "evaluator"])
def test_who_works_no_tickets_has_no_macros(
    masuk: LogIn, request: pytest.FixtureRequest, who: str
) -> None:
    client = masuk(request.getfixturevalue(who))
    assert client.get("/makro/").status_code == 403
    assert client.get("/makro/baru/").status_code == 403


def test_one_is_chosen_over_the_ticket_and_run(
    tiket: Ticket, makro: Macro, petugas: Staff, masuk: LogIn
) -> None:
    client = masuk(petugas)
    assert 'data-key="m"' in client.get(tiket.get_absolute_url()).content.decode()
    form = client.get(f"{tiket.get_absolute_url()}makro/").content.decode()
    assert "Minta KK lagi: balas “Mohon kirim KK, {nama}.”" in form
    for _ in range(2):
        post(client, tiket, "makro", {"macro": makro.pk, "form_key": "kunci-contoh"})
    tiket.refresh_from_db()
    assert tiket.state == "waiting_citizen"
    assert tiket.messages.filter(direction="out", origin="officer").count() == 1
    shown = flat(client.get(tiket.get_absolute_url()))
    assert "(makro Minta KK lagi)" in shown


def test_a_refusal_says_why_and_changes_nothing(
    tiket: Ticket, makro: Macro, petugas: Staff, masuk: LogIn
) -> None:
    makro.steps = {"service": {"service": 999999}, **makro.steps}
    makro.save()
    answer = post(masuk(petugas), tiket, "makro", {"macro": makro.pk, "form_key": "kunci-contoh"})
    assert answer.status_code == 422
    assert "Perbaiki dahulu makronya" in answer.content.decode()
    assert not tiket.events.exists()


def test_others_run_none(
    tiket: Ticket, makro: Macro, orang_luar: Staff, admin_opd: Staff, masuk: LogIn
) -> None:
    data = {"macro": makro.pk, "form_key": "kunci-contoh"}
    assert post(masuk(orang_luar), tiket, "makro", data).status_code == 404
    assert post(masuk(admin_opd), tiket, "makro", data).status_code == 403
    assert not tiket.events.exists()


def test_one_is_run_for_chosen_tickets(
    tiket: Ticket, makro: Macro, petugas: Staff, masuk: LogIn
) -> None:
    other = factories.TicketFactory(conversation__channel=tiket.channel, service=tiket.service)
    client = masuk(petugas)
    asked = f"/tiket/bersama/baru/?perbuatan=makro&t={tiket.pk}&t={other.pk}"
    assert "Minta KK lagi" in client.get(asked).content.decode()
    data = {"t": [tiket.pk, other.pk], "macro": makro.pk, "form_key": "kunci-contoh", "seen": "1"}
    assert client.post("/tiket/bersama/baru/?perbuatan=makro", data).status_code == 302
    job = BulkJob.objects.get()
    assert (job.deed, job.given, job.items.count()) == ("macro", {"macro": makro.pk}, 2)


@pytest.mark.parametrize("way", ["one", "many"])
def test_without_a_macro_the_form_says_where_one_is_made_and_has_no_button(
    masuk: Any, petugas: Staff, tiket: Ticket, dinas: Agency, way: str
) -> None:
    client = masuk(petugas)
    path = f"{tiket.get_absolute_url()}makro/"
    if way == "many":
        path = f"/tiket/bersama/baru/?perbuatan=makro&t={tiket.pk}"
    part = {"HX-Request": "true"}
    shown = flat(client.get(path, headers=part))
    assert "Di instansi ini belum ada makro. Penyelia dan admin kantor membuatnya" in shown
    assert '<a href="/makro/">Makro</a>' in shown
    assert 'type="submit"' not in shown
    Macro.objects.create(agency=dinas, name="Tunggu", steps={"say": {"then": "wait"}})
    shown = flat(client.get(path, headers=part))
    assert "belum ada makro" not in shown
    assert 'type="submit"' in shown


def test_tickets_of_two_offices_have_no_macro_in_common(
    petugas: Staff, tiket: Ticket, dinas_wita: Agency, makro: Macro, now: dt.datetime
) -> None:
    other = factories.TicketFactory(conversation__channel__agency=dinas_wita)
    form = BulkMacroForm(tickets=[tiket, other], now=now, reader=petugas)
    assert form.offers_nothing
    assert "Pilih tiket dari satu instansi saja" in form.fields["macro"].help_text
    assert not BulkMacroForm(tickets=[tiket], now=now, reader=petugas).offers_nothing
