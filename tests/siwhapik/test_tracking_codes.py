"""What is pasted into /lacak/: the code is found by its shape, and a register number is told apart."""

import pytest
from django.test import Client

from services.models import Throttle
from siwhapik.public import codes
from siwhapik.public.tracking import LIMIT
from tests.reading import flat
from tickets.models import Ticket
from tickets.public_links import tracking_link
from tickets.rendering import render

CODE = "7HQRK3MZPA"
ACKNOWLEDGED = {
    "register": "DINSOS-2026-000001",
    "tracking_code": CODE,
    "kind": "application",
    "service": "Surat Keterangan Contoh",
    "due": "Rabu, 10 Juni 2026 10.00 WIB",
    "fee": "Gratis",
    "track_url": f"https://contoh.go.id/lacak/#{CODE}",
}
TEXTS = [
    CODE,
    CODE.lower(),
    f"  {CODE}. ",
    f"*{CODE}*",
    "7HQRK-3MZPA",
    "7hqrk 3mzpa",
    f"Kode lacak: *{CODE}*",
    f"kode lacak {CODE.lower()}",
    "Kode lacak : 7HQRK 3MZPA",
    f"nomor saya DINSOS-2026-000001 kode lacaknya {CODE} pak",
    f"kode lacak saya {CODE}",
    f"kode lacak itu {CODE.lower()} bu",
    f"Nomor register: *DINSOS-2026-000001* Kode lacak: *{CODE}* Layanan: Surat Keterangan",
    f"https://contoh.go.id/lacak/#{CODE}",
    f"DINSOS-BARU-{CODE}",
    f"mohon informasi perkembangan permohonan saya {CODE} terima kasih",
    render("acknowledged", ACKNOWLEDGED),
    " ".join(render("acknowledged", ACKNOWLEDGED).split()),
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_code_is_found_in_whatever_was_pasted(text: str) -> None:
    pasted = codes.read(text)
    assert pasted.codes[0] == CODE
    assert not pasted.is_register


@pytest.mark.parametrize(
    "text",
    [
        "DINSOS-2026-000001",
        "dinsos-2026-1",
        "Nomor register: *DINSOS-2026-000001*",
        "DINSOS - 2026 - 000001",
        "dinsos/2026/000001",
    ],
)
def test_a_register_number_is_told_apart(text: str) -> None:
    assert codes.read(text) == codes.Pasted((), is_register=True)


def test_one_try_is_a_few_guesses_at_most() -> None:
    many = " ".join(f"2222222{a}{b}A" for a in "BCDEF" for b in "GHJKM")
    assert len(codes.read(many).codes) == codes.MOST


@pytest.mark.django_db
@pytest.mark.parametrize("text", TEXTS)
def test_the_page_takes_it(client: Client, tiket: Ticket, text: str) -> None:
    Ticket.objects.update(tracking_code=CODE)
    answer = client.post("/lacak/", {"kode": text})
    assert answer.status_code == 200
    assert tiket.register_number in flat(answer)


@pytest.mark.django_db
def test_a_register_number_is_answered_alike_whether_it_exists_or_not(
    client: Client, tiket: Ticket
) -> None:
    answers = [
        flat(client.post("/lacak/", {"kode": number}))
        for number in (tiket.register_number, "DINSOS-2026-999999")
    ]
    assert "Itu nomor register" in answers[0]
    assert answers[0].split("</form>")[1] == answers[1].split("</form>")[1]
    assert not Throttle.objects.exists(), "nothing was guessed"


@pytest.mark.django_db
def test_right_codes_do_not_count_and_wrong_ones_do(client: Client, tiket: Ticket) -> None:
    for _ in range(LIMIT + 5):
        assert client.post("/lacak/", {"kode": tiket.tracking_code}).status_code == 200
    for number in range(LIMIT):
        assert client.post("/lacak/", {"kode": f"SALAH{number}"}).status_code == 404
    assert client.post("/lacak/", {"kode": "SALAH"}).status_code == 429
    assert client.post("/lacak/", {"kode": tiket.tracking_code}).status_code == 429


@pytest.mark.django_db
def test_a_code_in_an_address_only_fills_the_form(client: Client, tiket: Ticket) -> None:
    answer = client.get("/lacak/", {"kode": tiket.tracking_code})
    assert f'value="{tiket.tracking_code}"' in flat(answer)
    assert tiket.register_number not in flat(answer)


def test_the_link_carries_the_code_where_no_server_sees_it() -> None:
    assert tracking_link(CODE).endswith(f"/lacak/#{CODE}")
