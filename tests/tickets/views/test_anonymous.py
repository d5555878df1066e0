"""Whose identity is kept is read by the head of the office and on no page of anybody else."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from services.models import Agency, Service, Staff
from siwhapik.data_dir import BASE_DIR
from tests import factories
from tests.reading import flat
from tests.tickets.views.queue_rows import rows
from tests.tickets.views.test_files import attach
from tickets import desk, identity
from tickets.models import AccessLog, Notification, QuickReply, Ticket, TicketEvent

NAME, PHONE = "Sari Contoh", "+6281200001234"
# All that would tell who it is: name, whole number, number as lists mask it.
TELLING = re.compile(r"sari\b|81200001234|0812-0000-1234|•1234", re.IGNORECASE)


@pytest.fixture
def rahasia(tiket: Ticket) -> Ticket:
    """`tiket` of Sari Contoh, who does not want to be known, and wrote name and number herself."""
    factories.MessageFactory(ticket=tiket, text=f"Saya {NAME.upper()}, WA 0812-0000-1234, lapor")
    attach(tiket, filename=f"KTP {NAME}.pdf")
    Ticket.objects.filter(pk=tiket.pk).update(
        subject=f"Laporan {NAME}",
        last_message_text=f"dari {NAME} 081200001234",
        proxy_name=f"Kakak {NAME}",
        is_anonymous=True,
    )
    tiket.refresh_from_db()
    reason = f"Menurut {NAME} 081200001234"
    TicketEvent.objects.create(ticket=tiket, verb="released", at=timezone.now(), reason=reason)
    return tiket


@pytest.fixture
def kepala(dinas: Agency, rahasia: Ticket) -> Staff:
    staff = factories.StaffFactory(username="kepala", full_name="Kepala Contoh")
    factories.MembershipFactory(staff=staff, role="official", agency=dinas)
    now = timezone.now()
    told = {"kind": "completion", "due_at": now, "step": "due", "created_at": now}
    Notification.objects.create(staff=staff, ticket=rahasia, **told)
    return staff


def told_in(page: str) -> list[str]:
    return TELLING.findall(page)


@pytest.mark.parametrize("who", ["petugas", "penyelia", "admin_opd"])
def test_no_page_of_those_who_read_it_tells_who_it_is(
    masuk: Any, rahasia: Ticket, who: str, request: pytest.FixtureRequest
) -> None:
    staff = request.getfixturevalue(who)
    Ticket.objects.update(assignee=staff if who == "petugas" else None)
    Notification.objects.create(
        ticket=rahasia, staff=staff, kind="urgent", due_at=timezone.now(), created_at=timezone.now()
    )
    client, url = masuk(staff), rahasia.get_absolute_url()
    pages = ["/antrean/", "/antrean/perubahan/", url, f"{url}perubahan/", "/pemberitahuan/"]
    pages += [f"{url}mengapa/", f"{url}?sejak=awal"]
    for path in pages:
        page = flat(client.get(path))
        assert told_in(page) == [], path
    assert identity.HIDDEN in rows(client)
    page = flat(client.get(url))
    assert identity.HIDDEN in page
    assert "Pemohon minta namanya dirahasiakan." in page
    assert "Saya ••••" in page


def test_without_the_wish_they_are_read_there(masuk: Any, rahasia: Ticket, petugas: Staff) -> None:
    """The test above can fail."""
    Ticket.objects.update(is_anonymous=False)
    client, url = masuk(petugas), rahasia.get_absolute_url()
    for path in ("/antrean/", url, f"{url}perubahan/"):
        assert NAME in flat(client.get(path))


@pytest.mark.parametrize(
    "typed", [NAME, "sari", PHONE, "081200001234", "00001234", "+62812••••1234"]
)
def test_the_search_does_not_find_it_by_name_or_number(
    masuk: Any, rahasia: Ticket, petugas: Staff, typed: str
) -> None:
    client = masuk(petugas)
    query = {"q": typed}
    page = flat(client.get("/antrean/", query, follow=True)).partition('data-part="rows"')[2]
    assert rahasia.register_number not in page
    Ticket.objects.update(is_anonymous=False)
    page = flat(client.get("/antrean/", query, follow=True)).partition('data-part="rows"')[2]
    assert rahasia.register_number in page


def test_its_numbers_find_it(masuk: Any, rahasia: Ticket, petugas: Staff) -> None:
    client = masuk(petugas)
    assert rahasia.register_number in rows(client, f"?q={rahasia.register_number}")


def test_other_tickets_of_the_citizen_do_not_lead_to_it_nor_back(
    masuk: Any, rahasia: Ticket, petugas: Staff, layanan: Service
) -> None:
    other = factories.TicketFactory(conversation=rahasia.conversation, service=layanan)
    client = masuk(petugas)
    assert rahasia.register_number not in flat(client.get(other.get_absolute_url()))
    assert other.register_number not in flat(client.get(rahasia.get_absolute_url()))
    Ticket.objects.update(is_anonymous=False)
    assert rahasia.register_number in flat(client.get(other.get_absolute_url()))
    assert other.register_number in flat(client.get(rahasia.get_absolute_url()))


@pytest.mark.parametrize("who", ["petugas", "penyelia", "admin_opd"])
def test_unmasking_is_refused_in_a_sentence_and_not_logged(
    masuk: Any, rahasia: Ticket, who: str, request: pytest.FixtureRequest
) -> None:
    staff = request.getfixturevalue(who)
    Ticket.objects.update(assignee=staff)
    client = masuk(staff)
    url = rahasia.get_absolute_url()
    assert "Tampilkan nomor" not in flat(client.get(url))
    page = flat(client.post(f"{url}nomor/", follow=True))
    assert identity.REFUSED in page
    assert told_in(page) == []
    assert not AccessLog.objects.filter(action="phone").exists()


def test_who_unmasked_it_before_the_wish_no_longer_sees_it(
    masuk: Any, rahasia: Ticket, penyelia: Staff
) -> None:
    Ticket.objects.update(is_anonymous=False)
    client, url = masuk(penyelia), rahasia.get_absolute_url()
    client.post(f"{url}nomor/")
    assert PHONE in flat(client.get(url))
    desk.keep_anonymous(rahasia, now=timezone.now())
    assert told_in(flat(client.get(url))) == []


def test_its_files_are_called_what_they_are(masuk: Any, rahasia: Ticket, petugas: Staff) -> None:
    file = rahasia.messages.get(type="document").attachments.get()
    answer = masuk(petugas).get(f"/berkas/{file.pk}/")
    assert "Sari" not in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].endswith(".pdf")


def test_quick_replies_do_not_know_the_name(
    masuk: Any, rahasia: Ticket, petugas: Staff, dinas: Agency
) -> None:
    QuickReply.objects.create(agency=dinas, shortcut="h", title="Halo", text="Yth. {nama},")
    [reply] = masuk(petugas).get(f"{rahasia.get_absolute_url()}balasan-cepat/").json()["replies"]
    assert reply["text"] == "Yth. Pemohon,"


@pytest.mark.parametrize("who", ["penyelia", "admin_opd"])
def test_the_pages_under_kelola_do_not_tell_either(
    masuk: Any, rahasia: Ticket, who: str, petugas: Staff, request: pytest.FixtureRequest
) -> None:
    file = rahasia.messages.get(type="document").attachments.get()
    masuk(petugas).get(f"/berkas/{file.pk}/")
    client = masuk(request.getfixturevalue(who))
    message, event = rahasia.messages.first(), rahasia.events.last()
    assert message is not None
    assert event is not None
    paths = ["ticket/", f"ticket/{rahasia.pk}/change/", "accesslog/", "ticketevent/", "message/"]
    paths += [f"ticketevent/{event.pk}/change/", f"message/{message.pk}/change/"]
    for path in paths:
        answer = client.get(f"/kelola/tickets/{path}")
        assert answer.status_code == 200, path
        assert not told_in(answer.content.decode()), path


def test_the_head_of_the_office_reads_it_and_unmasks_with_a_line_in_the_log(
    masuk: Any, rahasia: Ticket, kepala: Staff
) -> None:
    client, url = masuk(kepala), rahasia.get_absolute_url()
    page = flat(client.get(url))
    assert NAME in page
    assert "</svg>Dirahasiakan</span>" in page
    assert PHONE not in page
    page = flat(client.post(f"{url}nomor/", follow=True))
    assert PHONE in page
    assert AccessLog.objects.filter(action="phone", staff=kepala).exists()


def test_the_head_of_another_office_is_somebody_else(
    masuk: Any, rahasia: Ticket, kepala: Staff, dinas_wita: Agency
) -> None:
    Ticket.objects.update(agency=dinas_wita)
    rahasia.refresh_from_db()
    assert identity.is_kept_from(kepala, rahasia)


def test_a_reply_reaches_the_citizen(
    masuk: Any, rahasia: Ticket, petugas: Staff, now: dt.datetime
) -> None:
    url = f"{rahasia.get_absolute_url()}balas/"
    form = {"text": "Kami tindak lanjuti.", "form_key": "kunci-contoh", "confirmed": "on"}
    masuk(petugas).post(url, form)
    sent = rahasia.messages.get(direction="out")
    assert sent.conversation == rahasia.conversation
    assert sent.conversation.address == "6281200001234"


def test_names_and_numbers_for_showing_are_made_in_one_place() -> None:
    made = re.compile(r"ticket\.citizen\b|citizen__(?:name|p|u)|\bmask_phone\(")
    allowed = {"identity.py", "case.py"}
    pages: list[Path] = [
        *(BASE_DIR / "tickets").glob("views/*.py"),
        *(BASE_DIR / "tickets").glob("admin/*.py"),
        *(BASE_DIR / "tickets").glob("*.py"),
        *(BASE_DIR / "tickets" / "finding").glob("*.py"),
        *(BASE_DIR / "siwhapik" / "dashboard").glob("*.py"),
        *(BASE_DIR / "surveys").glob("*.py"),
        *(BASE_DIR / "templates").rglob("*.html"),
    ]
    found = {path.name for path in pages if made.search(path.read_text())}
    assert found == allowed
