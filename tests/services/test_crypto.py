"""Secrets at rest: unreadable in the database, readable after a change of keys."""

import pytest
from django.db import connection

from services.crypto import CannotDecrypt, decrypt, encrypt, keyed_hash
from tickets.models import Channel


def test_what_was_encrypted_with_an_older_key_is_still_read(settings: object) -> None:
    settings.FIELD_ENCRYPTION_KEYS = ["lama"]  # type: ignore[attr-defined]  # pytest-django's
    secret = encrypt("token contoh")
    settings.FIELD_ENCRYPTION_KEYS = ["baru", "lama"]  # type: ignore[attr-defined]
    assert decrypt(secret) == "token contoh"
    settings.FIELD_ENCRYPTION_KEYS = ["baru"]  # type: ignore[attr-defined]
    with pytest.raises(CannotDecrypt):
        decrypt(secret)


def test_a_token_is_not_readable_in_the_database(kanal: Channel) -> None:
    kanal.access_token = "token-contoh-rahasia"
    kanal.save(update_fields=["access_token"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_token FROM tickets_channel")
        (stored,) = cursor.fetchone()
    assert "rahasia" not in stored
    assert Channel.objects.get().access_token == "token-contoh-rahasia"


def test_an_empty_secret_stays_empty(kanal: Channel) -> None:
    Channel.objects.update(access_token="")
    assert Channel.objects.get().access_token == ""


def test_the_look_up_key_depends_on_our_key(settings: object) -> None:
    settings.FIELD_ENCRYPTION_KEYS = ["satu"]  # type: ignore[attr-defined]
    first = keyed_hash("a")
    settings.FIELD_ENCRYPTION_KEYS = ["dua"]  # type: ignore[attr-defined]
    assert first != keyed_hash("a")
    assert len(first) == 64
