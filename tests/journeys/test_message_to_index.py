"""The main job, whole: message, ticket, reply, closing, survey, index."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from services.models import ServiceStandard, Staff
from surveys.models import Invitation, Response
from tests.journeys.citizen import Citizen, settle
from tests.reading import flat
from tests.row_codes import unknown
from tests.tickets.far_side import FarSide, far_side
from tickets.models import Channel, Message, Ticket, TicketEvent

pytestmark = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def side(settings: Any, kanal: Channel) -> Iterator[FarSide]:
    kanal.access_token = "token-contoh"
    kanal.save(update_fields=["access_token"])
    with far_side() as side:
        settings.WHATSAPP_API_BASE_URL = side.url
        yield side


def survey_link(side: FarSide) -> str:
    """The address that went to the citizen's phone, and only there."""
    for send in reversed(side.sends):
        if found := re.search(r"/survei/[\w-]+/", str(send)):
            return found.group()
    raise AssertionError("no survey link was sent")


def test_from_the_first_word_to_the_index(
    side: FarSide,
    kanal: Channel,
    standar: ServiceStandard,
    petugas: Staff,
    penyelia: Staff,
    masuk: Callable[[Staff], Client],
) -> None:
    citizen = Citizen(kanal)
    citizen.says("halo")
    ticket = Ticket.objects.get()
    assert ticket.state == "intake"
    assert standar.service.agency.name in side.sends[-1]["interactive"]["body"]["text"]

    citizen.says("surat keterangan")
    citizen.says("Saya perlu surat keterangan untuk sekolah anak")
    citizen.says("selesai")
    ticket.refresh_from_db()
    assert ticket.service == standar.service
    assert ticket.state == "new"
    acknowledgement = "\n".join(citizen.told())
    assert ticket.register_number in acknowledgement
    assert ticket.tracking_code in acknowledgement
    assert Ticket.objects.count() == 1

    officer = masuk(petugas)
    assert ticket.register_number in officer.get("/antrean/").content.decode()
    page = f"/tiket/{ticket.register_number}/"
    assert officer.post(f"{page}ambil/").status_code == 302
    newest = Message.objects.order_by("-pk").values_list("pk", flat=True)[0]
    form = {"text": "Berikut suratnya, Ibu.", "form_key": "kunci-contoh-1", "seen": newest}
    file = SimpleUploadedFile("surat.pdf", PDF, content_type="application/pdf")
    for _ in range(2):  # a double click
        file.seek(0)
        assert officer.post(f"{page}balas/", {**form, "files": file}).status_code == 302
    settle()
    sent = Message.objects.filter(origin="officer")
    assert [message.status for message in sent] == ["accepted"] * len(sent)
    documents = [send for send in side.sends if send["type"] == "document"]
    assert len(documents) == 1
    ticket.refresh_from_db()
    assert ticket.first_responded_at is not None

    delivered = {"id": sent.last().external_id, "status": "read", "timestamp": "1780000000"}
    assert citizen.post(delivered, statuses=True) == 200
    settle()
    assert sent.last().status == "read"

    assert (
        officer.post(f"{page}selesai/", {"outcome": "fulfilled", "summary": ""}).status_code == 302
    )
    settle()
    ticket.refresh_from_db()
    assert (ticket.state, ticket.outcome) == ("resolved", "fulfilled")
    assert Invitation.objects.get().state == "sent"

    link = survey_link(side)
    for browser in (officer, masuk(penyelia)):
        assert link not in flat(browser.get(page))
    phone = Client()
    assert phone.get(link).status_code == 200
    answers = {f"U{number}": "4" for number in range(1, 10)}
    fields = re.findall(r'name="([^"]+)"', phone.get(link).content.decode())
    filled = {
        name: answers.get(name.upper(), "4") for name in fields if name.lower().startswith("u")
    }
    assert len(filled) == 9
    phone.post(link, filled, follow=True)
    response = Response.objects.get()
    assert response.answers.count() == 9
    phone.post(link, filled, follow=True)
    assert Response.objects.count() == 1

    index = masuk(penyelia).get("/dasbor/ikm/").content.decode()
    assert "100,00" in index
    verbs = set(TicketEvent.objects.values_list("verb", flat=True))
    assert {"opened", "taken", "replied", "resolved"} <= verbs
    assert unknown() == []


def test_every_payload_twice_changes_nothing(
    side: FarSide, kanal: Channel, standar: ServiceStandard
) -> None:
    citizen = Citizen(kanal)
    items = [citizen.message("text", {"body": f"pesan {n}"}) for n in range(5)]
    for item in [*items, *reversed(items)]:
        assert citizen.post(item) == 200
    assert citizen.post(*items) == 200
    settle()
    settle()
    assert Message.objects.filter(direction="in").count() == 5
    assert Ticket.objects.count() == 1
