"""Views of the queue under a name: one's own and an office's, with counts."""

from typing import Any

import pytest

from services.models import Service, Staff
from tests import factories
from tests.reading import flat
from tickets.models import SavedView, Ticket

BAR, NEW = "/antrean/tampilan/", "/antrean/tampilan/baru/"


def bar(client: Any, query: str = "") -> str:
    return str(flat(client.get(f"{BAR}?{query}", headers={"HX-Request": "true"})))


def test_the_filters_are_kept_and_counted(masuk: Any, petugas: Staff, tiket: Ticket) -> None:
    client = masuk(petugas)
    query = f"layanan={tiket.service_id}&tampilan=bebas"
    answer = client.post(NEW, {"name": "Bebas", "query": f"{query}&q=Sari&sesudah=9-9&x=1"})
    one = SavedView.objects.get()
    assert answer["Location"] == f"/antrean/?{one.query}"
    assert set(one.query.split("&")) == set(query.split("&"))  # nothing that was typed
    assert 'Bebas<span class="count">1</span>' in bar(client).replace("> ", ">").replace(" <", "<")
    assert 'aria-current="page"' in bar(client, one.query)
    Ticket.objects.update(assignee=petugas)
    assert tiket.register_number not in flat(client.get(answer["Location"]))


def test_ones_own_are_nobody_elses(
    masuk: Any, petugas: Staff, petugas_lain: Staff, tiket: Ticket
) -> None:
    client, other = masuk(petugas), masuk(petugas_lain)
    client.post(NEW, {"name": "Punya saya", "query": "tampilan=saya"})
    pk = SavedView.objects.get().pk
    assert "Punya saya" in bar(client)
    assert "Punya saya" not in bar(other)
    assert other.post(f"{BAR}{pk}/hapus/").status_code == 404
    assert client.post(f"{BAR}{pk}/hapus/").status_code == 302
    assert not SavedView.objects.exists()


def test_a_supervisor_shares_with_the_office(
    masuk: Any, penyelia: Staff, petugas: Staff, orang_luar: Staff, tiket: Ticket
) -> None:
    form = {"name": "Lewat", "query": "tampilan=lewat", "agency": tiket.agency_id}
    assert masuk(petugas).post(NEW, form).status_code == 422  # an officer shares nothing
    assert masuk(penyelia).post(NEW, form).status_code == 302
    assert "Lewat" in bar(masuk(petugas))
    assert "Lewat" not in bar(masuk(orang_luar))
    pk = SavedView.objects.get().pk
    assert masuk(petugas).post(f"{BAR}{pk}/hapus/").status_code == 404


def test_a_shared_view_counts_what_its_reader_sees(
    masuk: Any, penyelia: Staff, petugas: Staff, tiket: Ticket, layanan_lain: Service
) -> None:
    factories.TicketFactory(conversation__channel=tiket.channel, service=layanan_lain)
    SavedView.objects.create(owner=penyelia, agency=tiket.agency, name="Baru", query="status=new")
    seen = {who: bar(masuk(who)).partition('class="count"')[2][:4] for who in (penyelia, petugas)}
    assert (">2" in seen[penyelia], ">1" in seen[petugas]) == (True, True)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": "", "query": "tampilan=saya"}, "Tulis nama"),
        ({"name": "A", "query": "q=Sari"}, "Pilih saringan dahulu"),
        ({"name": "Ada", "query": "tampilan=saya"}, "sudah Anda pakai"),
    ],
)
def test_what_cannot_be_kept(masuk: Any, petugas: Staff, sent: dict[str, str], says: str) -> None:
    SavedView.objects.create(owner=petugas, name="Ada", query="tampilan=bebas")
    answer = masuk(petugas).post(NEW, sent)
    assert (answer.status_code, says in flat(answer)) == (422, True)
    assert SavedView.objects.count() == 1


def test_who_has_no_queue_has_no_views(masuk: Any, pengamat: Staff, petugas: Staff) -> None:
    assert masuk(pengamat).get(BAR).status_code == 404
    assert "Belum ada tampilan tersimpan" in flat(masuk(petugas).get(BAR))
