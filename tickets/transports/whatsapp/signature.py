"""The signature on a webhook: HMAC-SHA256 of the raw body with the app secret."""

import hashlib
import hmac
from collections.abc import Sequence

_PREFIX = "sha256="


def sign(body: bytes, secret: str) -> str:
    """The header value for `body`: "sha256=" and 64 lower-case hex digits."""
    return _PREFIX + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def verify(body: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Whether any of `secrets` (two while a secret is being changed) made `header` over `body`.

    Constant time; an empty secret never verifies anything.
    """
    given = (header or "").encode("utf-8", "replace")
    matches = [
        hmac.compare_digest(sign(body, secret).encode(), given) for secret in secrets if secret
    ]
    return any(matches)
