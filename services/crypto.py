"""Secrets at rest: access tokens and sealed payloads, encrypted with rotating keys."""

import base64
import hashlib
import hmac
from functools import cache
from typing import Any, Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class CannotDecrypt(Exception):
    """The value was written with a key that FIELD_ENCRYPTION_KEY no longer lists."""


class Unreadable(str):
    """The value of a field that was encrypted with a key that FIELD_ENCRYPTION_KEY no longer lists.

    It reads as "", so that pages which only show other fields open. Saving the row writes back the
    encrypted value, so that the right key still reads it. Code that needs the value calls `readable`.
    """

    sealed: str

    def __new__(cls, sealed: str = "") -> Self:
        one = super().__new__(cls, "")
        one.sealed = sealed
        return one


def readable(value: str) -> str:
    """The value of an EncryptedTextField; raises CannotDecrypt where it could not be read."""
    if isinstance(value, Unreadable):
        raise CannotDecrypt
    return value


@cache
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    derived = (base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()) for key in keys)
    return MultiFernet([Fernet(key) for key in derived])


def encrypt(text: str) -> str:
    """Encrypt with the first key of FIELD_ENCRYPTION_KEY."""
    return _fernet(tuple(settings.FIELD_ENCRYPTION_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Decrypt with any key of FIELD_ENCRYPTION_KEY; raises CannotDecrypt."""
    try:
        return _fernet(tuple(settings.FIELD_ENCRYPTION_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise CannotDecrypt from error


def keyed_hash(text: str) -> str:
    """A look-up key for a value that is stored encrypted: 64 hex digits."""
    key = settings.FIELD_ENCRYPTION_KEYS[0].encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # not generic at run time
    """Text that is encrypted in the database and plain in Python; empty stays empty."""

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Unreadable):
            return value.sealed
        return encrypt(value) if value else value

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        try:
            return decrypt(value) if value else value
        except CannotDecrypt:
            return Unreadable(value or "")
