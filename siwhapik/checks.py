"""What `manage.py check` and every start say of this installation, besides what Django checks."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, Warning, register
from django.db import DatabaseError, InterfaceError, connection

from services.crypto import CannotDecrypt, Unreadable, decrypt
from siwhapik.refusals import UPLOADS, address, table
from siwhapik.server.limits import SMALL_BYTES
from tickets.models import Channel
from tickets.webhook import webhook_path

MEGABYTE = 1024 * 1024


def unreadable() -> str:
    """What was encrypted with a key that is missing here, and how to mend it; "" when all is well.

    It happens to an installation that was restored without its key, or with another one.
    """
    try:
        stored = Channel.objects.exclude(access_token="").values_list("access_token", flat=True)
        tokens = sum(isinstance(one, Unreadable) for one in stored)
        factors = sum(map(_is_lost, Authenticator.objects.values_list("data", flat=True)))
    except (DatabaseError, InterfaceError):  # no database yet, or an older one
        return ""
    if not tokens and not factors:
        return ""
    return (
        f"Kunci enkripsi bukan yang dipakai dahulu: {tokens} token nomor WhatsApp dan {factors} kode "
        "masuk dua langkah tidak dapat dibaca. Kembalikan field_encryption_key.key (atau "
        "FIELD_ENCRYPTION_KEY) dari cadangan, lalu jalankan lagi; atau isi kembali token di Kelola, "
        "Nomor WhatsApp."
    )


def _is_lost(data: dict[str, Any]) -> bool:
    sealed = data.get("secret") or data.get("seed")
    try:
        return bool(sealed) and not decrypt(str(sealed))
    except CannotDecrypt:
        return True


@register(Tags.security)
def keys_fit(**_: object) -> list[CheckMessage]:
    """A warning, not an error: the page that can mend it has to open."""
    was_open = connection.connection is not None
    said = unreadable()
    if not was_open:
        connection.close()  # a process that is copied afterwards must hold none
    return [Warning(said, id="siwhapik.W001")] if said else []


@register(Tags.security, deploy=True)
def proxy_protects(**_: object) -> list[CheckMessage]:
    """With an https address there is a proxy in front, and some things only it can do."""
    if not settings.PUBLIC_BASE_URL.startswith("https://"):
        return []
    sizes = table()
    paths = [webhook_path(), *(address(name, "NOMOR") for name in UPLOADS)]
    told = ", ".join(f"{path} {sizes.of(path).most // MEGABYTE} MB" for path in paths)
    found: list[CheckMessage] = [
        Info(
            "Proksi harus menampung kiriman sampai utuh sebelum meneruskannya (nginx: "
            "proxy_request_buffering on) dan menerima paling besar: "
            f"{told}, lainnya {SMALL_BYTES // MEGABYTE} MB. Contoh yang sudah diuji: deploy/nginx.conf.",
            id="siwhapik.I001",
        )
    ]
    if not settings.BEHIND_PROXY:
        found.append(
            Warning(
                "PUBLIC_BASE_URL memakai https, tetapi BEHIND_PROXY belum diatur: semua pengunjung "
                "terhitung sebagai satu alamat, sehingga saling menghalangi saat masuk dan melacak.",
                hint="Atur BEHIND_PROXY=1, dan PROXY_ADDRESSES bila proksi di komputer lain.",
                id="siwhapik.W002",
            )
        )
    return found
