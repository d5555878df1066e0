"""What a wamid wraps is read where it can be, and nothing is guessed where it cannot."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tickets.transports.whatsapp.samples import wrapped
from tickets.transports.whatsapp.wamids import Wrapped, token_of, unwrap

BY_NUMBER = "wamid.HBgNNjI4MTIwMDAwMDIwMRUCABIYFDNFQjBBMUIyQzNENEU1RjYwNzE4AA=="
BY_USER_ID = "wamid.HBgTSUQuMTM0OTEyMDg2NTUzMDI3NBUCABIYFDNFQjBBMUIyQzNENEU1RjYwNzE4AA=="
TOKEN = "3EB0A1B2C3D4E5F60718"


def test_both_ids_of_one_message_hold_the_same_token():
    assert unwrap(BY_NUMBER) == Wrapped("6281200000201", TOKEN)
    assert unwrap(BY_USER_ID) == Wrapped("ID.1349120865530274", TOKEN)
    assert wrapped(TOKEN, "6281200000201") == BY_NUMBER


@pytest.mark.parametrize("scope", ["6281200000201", "ID." + "A1" * 64, "ID.ENT.1", ""])
@pytest.mark.parametrize("from_office", [True, False])
def test_any_scope_is_read(scope, from_office):
    assert unwrap(wrapped(TOKEN, scope, from_office=from_office)) == Wrapped(scope, TOKEN)


def test_base64_may_lack_its_padding_or_be_made_for_addresses():
    plain = BY_NUMBER.rstrip("=")
    assert token_of(plain) == TOKEN
    assert token_of(plain.replace("+", "-").replace("/", "_")) == TOKEN


@pytest.mark.parametrize(
    "wamid",
    [
        None,
        "",
        "wamid.",
        "wamid.A",
        "wamid.CASE1REPLY",
        "wamid.CONTOH0000000001",
        "wacid.CALL",
        BY_NUMBER.removeprefix("wamid."),
        BY_NUMBER[:-12],
        BY_NUMBER + "AAAA!",
        "wamid.²" + BY_NUMBER[7:],
        "wamid." + base64.b64encode(b"\x1c" * 200).decode(),
        "wamid." + base64.b64encode(b"\x18\xff\xff\xff\xff\xff\xff\x01").decode(),
        "wamid." + base64.b64encode(b"\x1c\x18\x01\x36\x00\x18\x02AB\x00").decode(),
        "wamid." + base64.b64encode(b"\x1c\x18\x01\x36\x00\x18\x08ABCDEFG \x00").decode(),
        "wamid." + base64.b64encode(b"\x1c\x18\x01\x36\x00\x18\x08ABCDEFGH\x00x").decode(),
        "wamid." + base64.b64encode(b"\x18\x01\x36\x18\x08ABCDEFGH\x00").decode(),
        wrapped("A" * 65, "6281200000201"),
    ],
)
def test_what_is_not_as_expected_has_no_token(wamid):
    assert token_of(wamid) == ""


@given(
    st.text(max_size=80) | st.binary(max_size=80).map(lambda raw: base64.b64encode(raw).decode())
)
def test_whatever_stands_there_is_read_or_left(text):
    assert token_of("wamid." + text) == "" or len(token_of("wamid." + text)) >= 8
