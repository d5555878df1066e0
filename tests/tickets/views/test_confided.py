"""What citizens confide, on the officers' pages: recorded by hand, listed for those above them."""

import re
from typing import Any

import pytest
from django.core.cache import caches
from django.utils import timezone

from services.models import Service, Staff
from tests import factories
from tests.reading import flat
from tests.tickets.converse_tools import Phone
from tests.tickets.views.pages import page
from tests.tickets.views.queue_rows import rows
from tickets import desk, identity
from tickets.models import AccessLog, Conversation, Ticket, TicketEvent

NAME = "Sari Contoh"


@pytest.fixture
def dipegang(tiket: Ticket, petugas: Staff) -> Ticket:
    """`tiket`, worked by `petugas`."""
    Ticket.objects.update(assignee=petugas, state="in_progress")
    tiket.refresh_from_db()
    return tiket


def views(client: Any) -> dict[str, str]:
    """The labels of the queue's views, with their counts."""
    bar = flat(client.get("/antrean/")).partition('aria-label="Tampilan antrean"')[2]
    found = re.findall(
        r'<a class="tabs__item"[^>]*>([^<]+)(?:<span[^>]*>(\d+)</span>)?',
        bar.partition("</nav>")[0],
    )
    return dict(found)


def test_the_holder_keeps_the_name_from_all_officers(
    masuk: Any, petugas: Staff, dipegang: Ticket
) -> None:
    client, url = masuk(petugas), dipegang.get_absolute_url()
    assert NAME in page(client, dipegang)
    assert "Rahasiakan identitas pemohon" in page(client, dipegang)
    assert "juga tidak bagi Anda" in flat(client.get(f"{url}rahasiakan/"))
    answer = client.post(f"{url}rahasiakan/", follow=True)
    shown = flat(answer)
    assert "Identitas pemohon dirahasiakan." in shown
    assert NAME not in shown
    assert "Rina Petugas merahasiakan identitas pemohon" in shown
    assert "Rahasiakan identitas pemohon</a>" not in shown
    assert f"<title>{dipegang.register_number} · {identity.HIDDEN}" in shown


@pytest.mark.parametrize(
    ("who", "status"),
    [("petugas_lain", 403), ("admin_opd", 403), ("orang_luar", 404), ("pejabat", 404)],
)
def test_nobody_else_is_offered_it(
    masuk: Any, dipegang: Ticket, who: str, status: int, request: pytest.FixtureRequest
) -> None:
    client, url = masuk(request.getfixturevalue(who)), dipegang.get_absolute_url()
    assert client.post(f"{url}rahasiakan/").status_code == status
    if status == 403:
        assert "Rahasiakan identitas pemohon" not in page(client, dipegang)
    assert not TicketEvent.objects.exists()


def test_the_head_lifts_it_with_a_reason(
    masuk: Any, dipegang: Ticket, petugas: Staff, kepala: Staff
) -> None:
    desk.keep_anonymous(dipegang, by=petugas, now=timezone.now())
    client, url = masuk(kepala), dipegang.get_absolute_url()
    assert "Cabut kerahasiaan identitas" in page(client, dipegang)
    refused = client.post(f"{url}cabut-rahasia/", {"reason": " "})
    assert (refused.status_code, "Tulis alasannya" in flat(refused)) == (422, True)
    answer = client.post(f"{url}cabut-rahasia/", {"reason": "Salah tiket"}, follow=True)
    assert "Identitas pemohon tampil lagi bagi petugas." in flat(answer)
    assert not Ticket.objects.get().is_anonymous
    shown = page(masuk(petugas), dipegang)
    assert NAME in shown
    assert "Kepala Contoh mencabut kerahasiaan identitas pemohon" in shown
    assert "Salah tiket" in shown


def test_what_a_citizen_was_promised_is_not_offered_to_be_lifted_and_refused_in_a_sentence(
    masuk: Any, dipegang: Ticket, kepala: Staff
) -> None:
    desk.keep_anonymous(dipegang, now=timezone.now())
    client, url = masuk(kepala), dipegang.get_absolute_url()
    assert "Cabut kerahasiaan identitas" not in page(client, dipegang)
    answer = client.post(f"{url}cabut-rahasia/", {"reason": "Ingin tahu"})
    assert "Pemohon sendiri yang minta" in flat(answer)
    assert Ticket.objects.get().is_anonymous


@pytest.mark.parametrize("who", ["petugas", "penyelia"])
def test_officers_and_supervisors_lift_nothing(
    masuk: Any, dipegang: Ticket, who: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    desk.keep_anonymous(dipegang, by=person, now=timezone.now())
    client, url = masuk(person), dipegang.get_absolute_url()
    assert client.post(f"{url}cabut-rahasia/", {"reason": "Perlu nama"}).status_code == 403
    assert Ticket.objects.get().is_anonymous


def test_supervisors_and_the_head_have_lists_of_what_is_confided(
    masuk: Any, tiket: Ticket, petugas: Staff, penyelia: Staff, kepala: Staff
) -> None:
    other, third = (
        factories.TicketFactory(conversation=tiket.conversation, service=tiket.service)
        for _ in range(2)
    )
    desk.keep_anonymous(tiket, now=timezone.now())
    Ticket.objects.filter(pk=tiket.pk).update(state="closed")
    desk.mark_about_staff(other, now=timezone.now())
    named = {"Identitas dirahasiakan": "1", "Tentang petugas": "1"}
    for person in (penyelia, kepala):
        client = masuk(person)
        assert named.items() <= views(client).items()
        kept = rows(client, "?tampilan=dirahasiakan")
        assert tiket.register_number in kept
        assert other.register_number not in kept
        about = rows(client, "?tampilan=tentang-petugas")
        assert other.register_number in about
        assert "</svg>Tentang petugas</span>" in about
        assert third.register_number not in kept + about
    assert not named.keys() & views(masuk(petugas)).keys()


def test_the_head_sees_these_alone_with_their_names(
    masuk: Any, tiket: Ticket, kepala: Staff, layanan_khusus: Service
) -> None:
    secret = factories.TicketFactory(conversation=tiket.conversation, service=layanan_khusus)
    for one in (tiket, secret):
        desk.keep_anonymous(one, now=timezone.now())
    plain = factories.TicketFactory(conversation=tiket.conversation, service=tiket.service)
    client = masuk(kepala)
    assert set(views(client)) == {"Semua terbuka", "Identitas dirahasiakan", "Tentang petugas"}
    listed = rows(client)
    assert tiket.register_number in listed
    assert NAME in listed
    assert "</svg>Dirahasiakan</span>" in listed
    for hidden in (plain, secret):
        assert hidden.register_number not in listed
    assert client.get(plain.get_absolute_url()).status_code == 404
    assert "Alasan membuka" in flat(client.get(secret.get_absolute_url()))


def test_the_look_of_the_head_is_logged_once_an_hour(
    masuk: Any, tiket: Ticket, kepala: Staff
) -> None:
    desk.keep_anonymous(tiket, now=timezone.now())
    client = masuk(kepala)
    for _ in range(2):
        assert NAME in page(client, tiket)
    assert [(log.staff, log.action) for log in AccessLog.objects.all()] == [(kepala, "reminded")]


def test_an_official_of_all_offices_sees_no_queue(
    masuk: Any, tiket: Ticket, pejabat: Staff
) -> None:
    desk.keep_anonymous(tiket, now=timezone.now())
    client = masuk(pejabat)
    assert "Antrean bukan bagian peran Anda" in flat(client.get("/antrean/"))
    assert client.get(tiket.get_absolute_url()).status_code == 404


def test_an_officer_marks_a_complaint_about_staff_and_a_supervisor_takes_it_back(
    masuk: Any, dipegang: Ticket, petugas: Staff, penyelia: Staff
) -> None:
    client, url = masuk(petugas), dipegang.get_absolute_url()
    answer = client.post(f"{url}tentang-petugas/", follow=True)
    assert "Penyelia dan kepala kantor diberi tahu." in flat(answer)
    assert "</svg>Tentang petugas</span>" in flat(answer)
    assert client.post(f"{url}bukan-tentang-petugas/").status_code == 403
    answer = masuk(penyelia).post(f"{url}bukan-tentang-petugas/", follow=True)
    assert "Tanda pengaduan tentang petugas dilepas." in flat(answer)
    assert not Ticket.objects.get().is_about_staff


def badge(client: Any) -> int:
    """The number beside "Notifikasi" in the rail."""
    caches["moment"].clear()
    shown = flat(client.get("/pemberitahuan/"))
    found = re.search(r'>(\d+)<span class="visually-hidden">notifikasi baru', shown)
    return int(found[1]) if found else 0


@pytest.mark.parametrize(
    ("words", "told", "sentence"),
    [
        ("TOLONG kebakaran di gang melati", ("penyelia", "petugas"), "DARURAT"),
        ("petugas loket minta uang", ("penyelia", "kepala"), "pengaduan tentang petugas"),
    ],
)
def test_the_right_people_have_it_on_their_rail_and_among_their_notifications(
    masuk: Any,
    percakapan: Conversation,
    standar: object,
    now: Any,
    words: str,
    told: tuple[str, ...],
    sentence: str,
    request: pytest.FixtureRequest,
) -> None:
    cast = ("petugas", "penyelia", "kepala", "admin_opd", "pengamat", "orang_luar")
    people = {name: request.getfixturevalue(name) for name in cast}
    Phone(percakapan, now).says(words)
    register = Ticket.objects.get().register_number
    for name, person in people.items():
        client = masuk(person)
        expected = 1 if name in told else 0
        assert badge(client) == expected, name
        shown = flat(client.get("/pemberitahuan/"))
        assert (f"{register}: {sentence}" in shown) == bool(expected), name
