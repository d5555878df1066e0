"""What browsers' push services speak: who may be asked, encryption (RFC 8291), signature (RFC 8292)."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from enum import Enum
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

import http_ece
import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
MOST_ENDPOINT = 1000  # characters
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_KEY_BYTES, _SECRET_BYTES = 65, 16


class BadSubscription(ValueError):
    """Not what a browser gives, or of a service that we do not know."""


@dataclass(frozen=True, kw_only=True)
class Keys:
    """Where a browser is reached, and with what its messages are encrypted (base64url)."""

    endpoint: str
    public_key: str
    auth_secret: str


class Fate(Enum):
    """What became of a message that was handed to a push service."""

    SENT = "sent"
    GONE = "gone"  # the browser wants no more, or was signed up under another key of ours
    REFUSED = "refused"  # this message is not taken, and would not be later
    LATER = "later"  # the service is away or busy


def checked(keys: Keys) -> Keys:
    """The same keys; raises BadSubscription. Only services of the allow-list are ever asked."""
    if len(keys.endpoint) > MOST_ENDPOINT or not _is_known(keys.endpoint):
        raise BadSubscription
    key, secret = _decoded(keys.public_key), _decoded(keys.auth_secret)
    if len(key) != _KEY_BYTES or len(secret) != _SECRET_BYTES:
        raise BadSubscription
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, key)
    except ValueError as error:
        raise BadSubscription from error
    return keys


def public_key() -> str:
    """Our own key, as a page gives it to the browser (base64url, no padding)."""
    point = _private_key(settings.SECRET_KEY).public_key()
    return _encoded(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def post(keys: Keys, payload: Mapping[str, object], *, client: httpx.Client, topic: str) -> Fate:
    """Encrypt and hand over one message; never raises for what the far side does.

    `topic`: a newer message of the same topic replaces one that still waits for the browser.
    """
    headers = {
        **_signature(keys.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": "3600",
        "Urgency": "high",
        "Topic": re.sub(r"[^A-Za-z0-9_-]", "-", topic)[:32],
    }
    try:
        answer = client.post(keys.endpoint, content=_encrypted(keys, payload), headers=headers)
    except httpx.HTTPError:
        return Fate.LATER
    return _fate(answer.status_code)


def host_of(endpoint: str) -> str:
    """The service behind an endpoint."""
    return urlsplit(endpoint).hostname or ""


def _fate(status: int) -> Fate:
    if status in range(200, 300):
        return Fate.SENT
    if status in (401, 403, 404, 410):
        return Fate.GONE
    return Fate.LATER if status == 429 or status >= 500 else Fate.REFUSED


def _is_known(endpoint: str) -> bool:
    """Https to a known service; plain http only to this machine, where that is listed (trials)."""
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.password:
        return False
    is_listed = any(
        host.endswith(one) if one.startswith(".") else host == one for one in settings.PUSH_SERVICES
    )
    if parts.scheme == "https":
        return is_listed and port in (None, 443)
    return parts.scheme == "http" and is_listed and _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@cache
def _private_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """Derived, so that there is no further secret to keep; a new SECRET_KEY signs all browsers off.

    48 bytes reduced to the order of the curve: no bias that matters (FIPS 186-5, A.2.1).
    """
    derived = HKDF(algorithm=SHA256(), length=48, salt=None, info=b"siwhapik web push")
    number = int.from_bytes(derived.derive(secret.encode())) % (_ORDER - 1) + 1
    return ec.derive_private_key(number, _CURVE)


def _signature(endpoint: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1] or "noreply@localhost"
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "sub": f"mailto:{address}"}
    signed: dict[str, str] = Vapid02(private_key=_private_key(settings.SECRET_KEY)).sign(claims)
    return signed


def _encrypted(keys: Keys, payload: Mapping[str, object]) -> bytes:
    sealed: bytes = http_ece.encrypt(
        json.dumps(payload, ensure_ascii=False).encode(),
        private_key=ec.generate_private_key(_CURVE),
        dh=_decoded(keys.public_key),
        auth_secret=_decoded(keys.auth_secret),
        version="aes128gcm",
    )
    return sealed


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    """Raises BadSubscription."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error) as error:
        raise BadSubscription from error
