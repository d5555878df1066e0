"""Files on WhatsApp's side: uploaded or sent in, fetched in two steps with a URL that expires."""

import base64
import hashlib
import secrets
import sqlite3
from pathlib import Path

from siwhapik.simulator import network, store
from siwhapik.simulator.config import CONFIG, Json
from siwhapik.simulator.errors import GraphError

MB = 1024 * 1024
INBOUND_LIMIT = 100 * MB
DAYS = 86400
LIFETIME = {"inbound": 7 * DAYS, "uploaded": 30 * DAYS}
OFFICE = "application/vnd.openxmlformats-officedocument"
# kind: (largest size, MIME types)
ACCEPTED: dict[str, tuple[int, set[str]]] = {
    "image": (5 * MB, {"image/jpeg", "image/png"}),
    "video": (16 * MB, {"video/mp4", "video/3gp", "video/3gpp"}),
    "audio": (16 * MB, {"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}),
    "sticker": (500 * 1024, {"image/webp"}),
    "document": (
        100 * MB,
        {
            "text/plain",
            "application/pdf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            f"{OFFICE}.wordprocessingml.document",
            f"{OFFICE}.spreadsheetml.sheet",
            f"{OFFICE}.presentationml.presentation",
        },
    ),
}


def bare(mime_type: str) -> str:
    """`audio/ogg; codecs=opus` -> `audio/ogg`."""
    return mime_type.split(";")[0].strip().lower()


def kind_of(mime_type: str) -> str | None:
    """Which kind of message can carry this MIME type, or None."""
    kinds = (kind for kind, (_, types) in ACCEPTED.items() if bare(mime_type) in types)
    return next(kinds, None)


def keep(data: bytes, *, number_id: str, mime_type: str, filename: str, origin: str) -> str:
    """Store a file and return its media id."""
    media_id = str(10**15 + secrets.randbelow(9 * 10**15))
    path(media_id).write_bytes(data)
    store.insert(
        "media",
        id=media_id,
        phone_number_id=number_id,
        origin=origin,
        mime_type=mime_type,
        filename=store.storable(filename)[:240],
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        expires_at=store.now() + LIFETIME[origin],
    )
    return media_id


def accept_upload(data: bytes, *, number_id: str, mime_type: str, filename: str) -> str:
    """A file that the business uploads; raises GraphError for types and sizes Meta refuses."""
    kind = kind_of(mime_type)
    if kind is None:
        raise GraphError(
            100, f"Param file must be a file with one of Meta's types, not {mime_type}"
        )
    if not data:
        raise GraphError(100, "Param file must not be empty")
    if len(data) > ACCEPTED[kind][0]:
        raise GraphError(100, f"Param file is larger than {ACCEPTED[kind][0]} bytes for {kind}")
    return keep(
        data, number_id=number_id, mime_type=mime_type, filename=filename, origin="uploaded"
    )


def find(media_id: str) -> sqlite3.Row | None:
    """A file that still exists, or None."""
    return store.row("SELECT * FROM media WHERE id = ? AND expires_at > ?", media_id, store.now())


def forget(media_id: str) -> None:
    """Delete a file as DELETE /{media-id} does."""
    store.write("DELETE FROM media WHERE id = ?", media_id)
    path(media_id).unlink(missing_ok=True)


def expire_urls(media_id: str) -> None:
    """Let every download URL of a file run out now."""
    store.write("UPDATE media_url SET expires_at = 0 WHERE media_id = ?", media_id)


def new_url(media_id: str) -> str:
    """A download URL for five minutes (network knob media_url_seconds)."""
    token = secrets.token_urlsafe(24)
    expires_at = store.now() + network.current().media_url_seconds
    store.insert("media_url", token=token, media_id=media_id, expires_at=expires_at)
    return f"{CONFIG.own_url}/media/{token}"


def by_url_token(token: str) -> sqlite3.Row | None:
    """The file behind a URL that has not run out, or None."""
    found = store.row(
        "SELECT media_id FROM media_url WHERE token = ? AND expires_at > ?", token, store.now()
    )
    return find(found["media_id"]) if found else None


def described(row: sqlite3.Row) -> Json:
    """The answer of GET /{media-id}: hash in hex, size as a string."""
    return {
        "messaging_product": "whatsapp",
        "url": new_url(row["id"]),
        "mime_type": row["mime_type"],
        "sha256": row["sha256"],
        "file_size": str(row["size"]),
        "id": row["id"],
    }


def in_webhook(row: sqlite3.Row) -> Json:
    """How a webhook names a file: hash in base64."""
    digest = base64.b64encode(bytes.fromhex(row["sha256"])).decode("ascii")
    return {
        "id": row["id"],
        "mime_type": row["mime_type"],
        "sha256": digest,
        "url": new_url(row["id"]),
    }


def path(media_id: str) -> Path:
    """The path of the bytes; we made the ids, so they are digits only."""
    folder = Path(f"{CONFIG.database}-media")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / media_id
