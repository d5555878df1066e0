"""Restored without its key: said at the start, mended on a page, and nothing is lost meanwhile."""

import io

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from django.core.checks import run_checks
from django.core.management import call_command

from services.crypto import CannotDecrypt, Unreadable, encrypt, readable
from siwhapik import checks
from tests import factories
from tickets.delivery import sending
from tickets.models import Channel, Message
from tickets.transports.protocol import UnusableChannel
from tickets.transports.registry import transport_of


@pytest.fixture
def sealed(kanal, settings):
    """A number whose token was stored with a key that is gone."""
    settings.FIELD_ENCRYPTION_KEYS = ["kunci-lama-contoh"]
    kanal.access_token = "token-lama"
    kanal.save()
    settings.FIELD_ENCRYPTION_KEYS = ["kunci-baru-contoh"]
    return kanal


def test_every_start_says_that_the_key_is_not_the_one_of_before(sealed, settings):
    assert "1 token nomor WhatsApp" in checks.unreadable()
    assert [one.id for one in run_checks() if one.id.startswith("siwhapik")] == ["siwhapik.W001"]
    said = io.StringIO()
    call_command("check", stderr=said)
    assert "field_encryption_key.key" in said.getvalue()
    settings.FIELD_ENCRYPTION_KEYS = ["kunci-baru-contoh", "kunci-lama-contoh"]
    assert checks.unreadable() == ""


def test_an_installation_with_its_keys_or_without_rows_says_nothing(kanal):
    kanal.access_token = "token-contoh"
    kanal.save()
    assert checks.unreadable() == ""
    Channel.objects.update(access_token="")
    assert checks.unreadable() == ""


def test_the_page_that_mends_it_opens_says_so_and_mends_it(sealed, masuk, admin_opd):
    client = masuk(admin_opd)
    url = f"/kelola/tickets/channel/{sealed.pk}/change/"
    page = client.get(url)
    assert page.status_code == 200
    assert "tidak dapat dibaca" in page.content.decode()
    assert client.get("/kelola/tickets/channel/").status_code == 200
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data |= {f"templates-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    answer = client.post(url, data | {"new_token": "token-baru"})
    assert answer.status_code == 302, answer.context["errors"]
    assert Channel.objects.get(pk=sealed.pk).access_token == "token-baru"
    assert checks.unreadable() == ""


def test_saving_such_a_row_keeps_what_the_right_key_still_opens(sealed, settings):
    found = Channel.objects.get(pk=sealed.pk)
    assert isinstance(found.access_token, Unreadable)
    found.name = "Nama lain"
    found.save()
    settings.FIELD_ENCRYPTION_KEYS = ["kunci-lama-contoh"]
    assert Channel.objects.get(pk=sealed.pk).access_token == "token-lama"


def test_such_a_number_sends_nothing_and_says_why(sealed):
    with pytest.raises(UnusableChannel, match="access_unreadable"):
        transport_of("whatsapp").client(Channel.objects.get(pk=sealed.pk))


def test_a_sealed_message_is_never_sent_as_its_unsealed_rest(tiket, settings):
    settings.FIELD_ENCRYPTION_KEYS = ["kunci-lama-contoh"]
    message = factories.MessageFactory(
        ticket=tiket, payload={"type": "text"}, sealed_payload='{"type": "text"}'
    )
    settings.FIELD_ENCRYPTION_KEYS = ["kunci-baru-contoh"]
    with pytest.raises(CannotDecrypt):
        sending._content_of(Message.objects.get(pk=message.pk))


def test_readable_is_what_it_was():
    assert (readable("isi"), readable("")) == ("isi", "")


def test_a_second_factor_whose_key_is_gone_fits_no_code_and_is_counted(petugas, settings):
    settings.FIELD_ENCRYPTION_KEYS = ["kunci-lama-contoh"]
    TOTP.activate(petugas, "JBSWY3DPEHPK3PXP")
    row = Authenticator.objects.get(user=petugas)
    settings.FIELD_ENCRYPTION_KEYS = ["kunci-baru-contoh"]
    assert "1 kode masuk dua langkah" in checks.unreadable()
    found = get_adapter().decrypt(row.data["secret"])
    assert found not in ("", get_adapter().decrypt(row.data["secret"]))
    for code in ("000000", "755224"):  # the second is what an empty secret would give
        assert not validate_totp_code(found, code)
    assert get_adapter().decrypt(encrypt("kode")) == "kode"


@pytest.mark.parametrize(
    ("address", "behind", "said"),
    [
        ("http://127.0.0.1:8000", False, []),
        ("https://wa.example.go.id", False, ["siwhapik.I001", "siwhapik.W002"]),
        ("https://wa.example.go.id", True, ["siwhapik.I001"]),
    ],
)
def test_what_only_the_proxy_can_do_is_said_before_going_live(settings, address, behind, said):
    settings.PUBLIC_BASE_URL, settings.BEHIND_PROXY = address, behind
    found = checks.proxy_protects()
    assert [one.id for one in found] == said
    if found:
        assert "/webhooks/whatsapp/ 4 MB" in found[0].msg
        assert "/tiket/NOMOR/balas/ 105 MB, /catatan/NOMOR/berkas/ 21 MB, " in found[0].msg
        assert ", lainnya 1 MB" in found[0].msg
