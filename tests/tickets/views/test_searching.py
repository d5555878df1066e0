"""Finding a citizen: in any spelling of the number and the name."""

from typing import Any
from urllib.parse import quote

import pytest
from django.utils import timezone

from services.models import Staff
from tests import factories
from tests.reading import flat
from tickets.inbound.identities import citizen_of
from tickets.models import Attachment, Citizen, Message, Ticket
from tickets.transports.items import Sender
from tickets.views.message_payload import cards_in

NUMBER = "+6281200000301"


def shows(client: Any, ticket: Ticket, query: str) -> bool:
    page = client.get(f"/antrean/?q={quote(query)}", follow=True)
    assert page.status_code == 200
    return ticket.register_number in flat(page).partition('data-part="rows"')[2]


@pytest.fixture
def bertelepon(tiket: Ticket) -> Ticket:
    Citizen.objects.filter(pk=tiket.citizen_id).update(phone=NUMBER)
    return tiket


@pytest.mark.parametrize(
    "query",
    [
        "081200000301",
        "0812-0000-0301",
        "+62 (0)812 0000 0301",
        "62 0812 0000 0301",
        "812 0000 0301",
        "(0812) 0000-0301",
        "0062 812 0000 0301",
        "\uff10\uff18\uff11\uff12\uff10\uff10\uff10\uff10\uff10\uff13\uff10\uff11",
        "https://wa.me/6281200000301",
        "https://api.whatsapp.com/send?phone=6281200000301&text=halo",
        "tel:+6281200000301",
        "tel:0812-0000-0301",
        "wa.me/0812-0000-0301",
        "+62812\u2022\u2022\u2022\u20220301",  # as the pages show it
        "0301",
        "0000-0301",
        "\uff10\uff13\uff10\uff11",
        "200000301",
    ],
)
def test_a_number_is_found_however_it_is_written(
    masuk: Any, petugas: Staff, bertelepon: Ticket, query: str
) -> None:
    assert shows(masuk(petugas), bertelepon, query)


@pytest.mark.parametrize(
    "query",
    [
        "0302",
        "301",
        "0813-0000-0302",
        "03012",
        "1030",
        "tel:0813-0000-0302",
        "+62813\u2022\u2022\u2022\u20220301",
    ],
)
def test_another_number_is_not_found(
    masuk: Any, petugas: Staff, bertelepon: Ticket, query: str
) -> None:
    assert not shows(masuk(petugas), bertelepon, query)


def test_a_number_with_a_mistake_is_said_to_be_only_alike(
    masuk: Any, petugas: Staff, bertelepon: Ticket
) -> None:
    client = masuk(petugas)
    # One digit is missing, as in the number that was reported as not found.
    query = "\uff10\uff18\uff11\uff12\uff10\uff10\uff10\uff10\uff13\uff10\uff11"
    assert shows(client, bertelepon, query)
    alike = "Tidak ada nomor telepon yang persis sama."
    assert alike in flat(client.get(f"/antrean/?q={query}", follow=True))
    assert alike not in flat(client.get(f"/antrean/?q={NUMBER[1:]}", follow=True))


def test_what_is_no_number_is_said_to_be_none(
    masuk: Any, petugas: Staff, bertelepon: Ticket
) -> None:
    client = masuk(petugas)
    for typed in ("08120000030l", "tel:0812-0000-0301;ext=3", "WA 081200000301"):
        page = flat(client.get("/antrean/", {"q": typed}, follow=True))
        assert f"“{typed}” bukan nomor telepon yang dikenali" in page
    assert "bukan nomor telepon" not in flat(client.get("/antrean/?q=sari", follow=True))


def test_the_number_of_another_office_tells_nothing(
    masuk: Any, orang_luar: Staff, bertelepon: Ticket
) -> None:
    client = masuk(orang_luar)
    for query in ("0301", NUMBER[1:], "08130000301"):
        page = flat(client.get(f"/antrean/?q={query}", follow=True))
        assert bertelepon.register_number not in page
        assert "persis sama" not in page


@pytest.mark.parametrize(
    ("profile_name", "query"),
    [
        ("Siti  Aminah", "Siti Aminah"),
        ("Siti  Aminah", "Siti  Aminah"),
        ("Siti\u00a0Rohmah", "Siti Rohmah"),
        ("Siti Rohmah", "siti\u00a0rohmah"),
        ("Dewi\u200b Lestari", "Dewi Lestari"),
        (" Agus  Salim ", "Agus Salim"),
        ("Budi\nSantoso", "Budi Santoso"),
        ("Nur\u2019aini", "Nur'aini"),
        ("Nur'aini", "nuraini"),
        ("\U0001d4e2\U0001d4f2\U0001d4fd\U0001d4f2 Contoh", "siti contoh"),
        ("Jose\u0301 Contoh", "Jos\u00e9"),
        ("Jos\u00e9 Contoh", "jose contoh"),
        ("\uff33\uff29\uff34\uff29", "siti"),
        ("Wa Ode Contoh", "wa"),
        ("Bambang 100%_Contoh", "100%_con"),
    ],
)
def test_a_name_is_found_as_it_reads(
    masuk: Any, petugas: Staff, tiket: Ticket, profile_name: str, query: str
) -> None:
    citizen = citizen_of(
        tiket.agency, Sender(number="6281200000877", name=profile_name), at=timezone.now()
    )
    Ticket.objects.update(citizen=citizen)
    client = masuk(petugas)
    assert shows(client, tiket, query)
    assert not shows(client, tiket, "Rahayu")
    assert not shows(client, tiket, "%")


def test_two_letters_are_looked_for_where_a_word_begins(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    Citizen.objects.update(name="Hartanto Wa", profile_name="Sarinah")
    client = masuk(petugas)
    assert all(shows(client, tiket, part) for part in ("ha", "wa", "sa", "tan"))
    assert not shows(client, tiket, "ta")


def test_every_write_of_a_name_or_number_is_found_by_it(tiket: Ticket) -> None:
    citizen = tiket.citizen
    citizen.name, citizen.phone = "N\u00far\u202e", NUMBER
    citizen.save(update_fields=["name", "phone"])
    citizen.refresh_from_db()
    assert (citizen.name, citizen.phone_backwards) == ("N\u00far", "1030000021826")
    assert " nur\n" in citizen.search_name
    Citizen.objects.filter(pk=citizen.pk).update(name="", profile_name="Si\u200bti", phone="")
    citizen.refresh_from_db()
    assert (citizen.profile_name, citizen.phone_backwards) == ("Siti", "")
    assert citizen.search_name == " siti\n"
    [made] = Citizen.objects.bulk_create([Citizen(agency=tiket.agency, name="Tono Contoh")])
    assert list(Citizen.objects.named("tono c")) == [made]
    made.name = "Tini Contoh"
    Citizen.objects.bulk_update([made], ["name"])
    assert list(Citizen.objects.named("tini c")) == [made]


def test_hidden_signs_in_a_name_are_shown_nowhere(
    masuk: Any, petugas: Staff, tiket: Ticket
) -> None:
    sender = Sender(number="6281200000878", name="Sari\u202e\u200b Contoh", username="sa\u2066ri")
    citizen = citizen_of(tiket.agency, sender, at=timezone.now())
    Ticket.objects.update(citizen=citizen, proxy_name="Pak\u202e RT")
    page = flat(masuk(petugas).get(tiket.get_absolute_url()))
    assert "Sari Contoh" in page
    assert not {"\u202e", "\u200b", "\u2066"} & set(page)


def test_hidden_signs_in_a_file_name_are_not_stored(tiket: Ticket) -> None:
    message = factories.MessageFactory(ticket=tiket)
    file = Attachment.objects.create(message=message, filename="surat\u202efdp.exe")
    assert file.filename == "suratfdp.exe"
    file.refresh_from_db()
    assert file.filename == "suratfdp.exe"


def test_hidden_signs_on_a_contact_card_are_not_shown() -> None:
    card = {
        "name": {"formatted_name": "Ketua\u202e RT"},
        "org": {"company": "RT\u200b 01"},
        "phones": [{"phone": "\u202d0812-0000-0301"}],
        "emails": [{"email": "rt\u2066@contoh.go.id"}],
    }
    message = Message(direction="in", type="contacts", payload={"contacts": [card]})
    assert cards_in(message) == ("Ketua RT, RT 01, 0812-0000-0301, rt@contoh.go.id",)
