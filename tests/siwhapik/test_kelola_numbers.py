"""Numbers and templates under /kelola/: what could not be sent or dialled is refused there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from services.models import Agency, Staff
from tests import factories
from tickets.models import Channel, MessageTemplate

LogIn = Callable[[Staff], Client]


def numbered(shown: str) -> str:
    channel = Channel(display_phone_number=shown)
    channel.clean()
    return channel.display_phone_number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+62 811-0000-9002", "+62 811-0000-9002"),
        ("+6281100009002", "+6281100009002"),
        ("0811-0000-9002", "+62 811-0000-9002"),
        ("62811 0000 9002", "+62 811-0000-9002"),
        ("(0380) 821-123", "+62 380 821123"),
        ("+62 (0)811-0000-9002", "+62 811-0000-9002"),
        ("0062 811 0000 9002", "+62 811-0000-9002"),
        ("+\uff16\uff12 811 0000 9002", "+62 811-0000-9002"),
        ("https://wa.me/6281100009002", "+62 811-0000-9002"),
    ],
)
def test_a_number_is_kept_as_citizens_can_write_to_it(typed: str, kept: str) -> None:
    assert numbered(typed) == kept


@pytest.mark.parametrize(
    "typed", ["bukan nomor", "Hubungi 0811-0000-9002", "0811-CALLNOW", "123", "+", "-", "+62 8110"]
)
def test_what_is_no_telephone_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError) as caught:
        numbered(typed)
    assert "Nomor telepon tidak dikenali." in caught.value.message_dict["display_phone_number"][0]


@pytest.mark.parametrize(
    ("name", "body", "count"),
    [
        ("kabar", "Ada kabar.", 0),
        ("kabar_tiket_2", "Nomor {{1}}: {{2}}", 2),
        ("kabar", "{{2}} lalu {{1}}, lalu {{1}} lagi, dan {1}", 2),
    ],
)
def test_a_template_that_can_be_sent_is_taken(name: str, body: str, count: int) -> None:
    MessageTemplate(name=name, body=body, parameter_count=count).clean()


@pytest.mark.parametrize(
    ("wrong", "where", "said"),
    [
        ({"name": "Kabar Tiket"}, "name", "Hanya huruf kecil, angka, dan garis bawah"),
        ({"name": "kabar-tiket"}, "name", "Hanya huruf kecil"),
        ({"name": "kabar\n"}, "name", "Hanya huruf kecil"),
        ({"body": "{{1}} {{3}}"}, "body", "tanpa ada yang terlewat"),
        ({"body": "{{0}} {{1}}"}, "body", "tanpa ada yang terlewat"),
        ({"body": "{{ 1 }} {{2}}"}, "body", "harus {{1}}, {{2}}"),
        ({"body": "{{nama}}"}, "body", "harus {{1}}, {{2}}"),
        ({"body": "{{}}"}, "body", "harus {{1}}, {{2}}"),
        ({"parameter_count": 3}, "parameter_count", "ada 2 isian. Tulis 2"),
        ({"body": "tanpa isian"}, "parameter_count", "ada 0 isian. Tulis 0"),
    ],
)
def test_a_template_that_whatsapp_would_refuse_is_not_taken(
    wrong: dict[str, Any], where: str, said: str
) -> None:
    right = {"name": "kabar", "body": "{{1}} {{2}}", "parameter_count": 2}
    with pytest.raises(ValidationError) as caught:
        MessageTemplate(**right | wrong).clean()
    assert said in caught.value.message_dict[where][0]


def test_the_page_refuses_both_and_saves_nothing(
    masuk: LogIn, admin_opd: Staff, dinas: Agency
) -> None:
    channel = factories.ChannelFactory(agency=dinas, display_phone_number="+62 811-0000-0099")
    template = {"name": "Kabar", "language": "id", "purpose": "update", "body": "{{1}}"}
    template |= {"parameter_count": "1", "status": "approved"}
    form = {"name": channel.name, "display_phone_number": "bukan nomor", "is_simulated": "on"}
    form |= {"templates-TOTAL_FORMS": "1", "templates-INITIAL_FORMS": "0"}
    form |= {f"templates-0-{name}": value for name, value in template.items()}
    client, url = masuk(admin_opd), f"/kelola/tickets/channel/{channel.pk}/change/"
    page = client.post(url, form).content.decode()
    assert "Nomor telepon tidak dikenali." in page
    assert "Hanya huruf kecil, angka, dan garis bawah" in page
    channel.refresh_from_db()
    assert channel.display_phone_number == "+62 811-0000-0099"
    assert not channel.templates.exists()
    right = {"display_phone_number": "0811-0000-0098", "templates-0-name": "kabar"}
    assert client.post(url, form | right).status_code == 302
    channel.refresh_from_db()
    assert channel.display_phone_number == "+62 811-0000-0098"
    assert channel.templates.get().name == "kabar"


def number_form(dinas: Agency, shown: str) -> dict[str, Any]:
    inline = ("TOTAL_FORMS", "INITIAL_FORMS")
    return {
        "agency": dinas.pk,
        "name": "Nomor baru",
        "display_phone_number": shown,
        "phone_number_id": "100000000000099",
        "is_simulated": "on",
        "is_active": "on",
        **{f"templates-{name}": "0" for name in inline},
    }


def test_a_pasted_link_is_taken_for_its_number(
    masuk: LogIn, admin_opd: Staff, dinas: Agency
) -> None:
    link = "https://api.whatsapp.com/send?phone=6281100009002&text=Halo"
    answer = masuk(admin_opd).post("/kelola/tickets/channel/add/", number_form(dinas, link))
    assert answer.status_code == 302
    assert Channel.objects.get().display_phone_number == "+62 811-0000-9002"


@pytest.mark.parametrize("typed", ["08110000900l", "0811-0000", "+6200628110000"])
def test_what_is_no_number_is_refused_on_the_page_and_stays_typed(
    masuk: LogIn, admin_opd: Staff, dinas: Agency, typed: str
) -> None:
    answer = masuk(admin_opd).post("/kelola/tickets/channel/add/", number_form(dinas, typed))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Nomor telepon tidak dikenali." in page
    assert f'value="{typed}"' in page
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("(0380) 821-123", "(0380) 821-123"),
        ("112", "112"),
        ("1500123", "1500123"),
        ("tel:+62380821123", "+62 380 821123"),
        ("", ""),
    ],
)
def test_an_offices_telephone_can_be_called(dinas: Agency, typed: str, kept: str) -> None:
    dinas.phone = typed
    dinas.clean()
    assert dinas.phone == kept


@pytest.mark.parametrize("typed", ["821123", "(0380) 82l-123", "hubungi loket", "99"])
def test_an_offices_telephone_that_cannot_be_called_is_refused(dinas: Agency, typed: str) -> None:
    dinas.phone = typed
    with pytest.raises(ValidationError, match="kode daerah"):
        dinas.clean()
