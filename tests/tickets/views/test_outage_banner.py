"""What goes on stands on top of the pages of its office, and nowhere any more once it is over."""

from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.test import Client

from services.models import Staff
from tickets.models import Outage, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

Masuk = Callable[[Staff], Client]


def test_the_queue_and_the_ticket_say_it(
    masuk: Masuk, petugas: Staff, gangguan: Outage, tiket: Ticket
) -> None:
    caches["moment"].clear()
    browser = masuk(petugas)
    queue = browser.get("/antrean/").content.decode()
    assert queue.count("Gangguan SIAK sejak 09.10 WIB") == 1  # the banner
    assert queue.count("Gangguan SIAK</span>") == 1  # the row
    assert f'href="/gangguan/{gangguan.pk}/"' in queue
    page = browser.get(tiket.get_absolute_url()).content.decode()
    assert "Gangguan SIAK sejak 09.10 WIB" in page
    assert "Waktu dijeda sejak 9 Jun 09.10 karena gangguan SIAK" in page
    why = browser.get(f"{tiket.get_absolute_url()}mengapa/").content.decode()
    assert "Gangguan SIAK" in why


def test_the_banner_is_for_the_office_alone(
    masuk: Masuk, orang_luar: Staff, gangguan: Outage
) -> None:
    caches["moment"].clear()
    assert "Gangguan SIAK" not in masuk(orang_luar).get("/antrean/").content.decode()


@pytest.mark.parametrize(
    ("verb", "sent"),
    [("pulih", {"ends_at": "2026-06-09T09:50"}), ("cabut", {"reason": "Keliru (contoh)."})],
)
def test_what_is_over_stands_on_nobodys_next_page(
    masuk: Masuk, petugas: Staff, penyelia: Staff, gangguan: Outage, verb: str, sent: dict[str, str]
) -> None:
    browsers, banner = [masuk(petugas), masuk(penyelia)], "Gangguan SIAK sejak 09.10 WIB"
    assert all(banner in one.get("/pemberitahuan/").content.decode() for one in browsers)
    assert masuk(penyelia).post(f"/gangguan/{gangguan.pk}/{verb}/", sent).status_code == 302
    assert not any(banner in one.get("/pemberitahuan/").content.decode() for one in browsers)
