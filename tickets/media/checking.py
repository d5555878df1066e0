"""Whether a file is what WhatsApp said it is."""

import base64
import binascii
import re
from pathlib import Path

import puremagic

UNKNOWN = "application/octet-stream"
_HEAD = 64 * 1024
# Content that a browser could run; found by its bytes, not by name or declared type.
_ACTIVE = re.compile(rb"<\s*(?:!doctype\s+html|html|script|svg|\?xml)", re.IGNORECASE)
# Names of the same format.
_SAME = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "application/x-pdf": "application/pdf",
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
    "audio/mp3": "audio/mpeg",
    "audio/x-wav": "audio/wav",
    "application/ogg": "audio/ogg",
    "video/ogg": "audio/ogg",
    "image/heif": "image/heic",
}
# Container formats: the declared type counts if it is one of those in the container.
_CONTAINERS = {
    "zip": (b"PK\x03\x04", ("application/vnd.openxmlformats", "application/zip")),
    "ole": (b"\xd0\xcf\x11\xe0", ("application/msword", "application/vnd.ms-")),
    "iso": (b"ftyp", ("video/mp4", "video/3gpp", "audio/mp4", "video/quicktime")),
}


def hex_digest(declared: str) -> str:
    """A SHA-256 as 64 hex digits, from hex or base64; empty for anything else."""
    declared = declared.strip()
    if re.fullmatch(r"[0-9a-fA-F]{64}", declared):
        return declared.lower()
    try:
        raw = base64.b64decode(declared + "=" * (-len(declared) % 4), altchars=b"-_")
    except (binascii.Error, ValueError):
        return ""
    return raw.hex() if len(raw) == 32 else ""


def same_hash(found: str, *declared: str) -> bool:
    """Whether the hex digest equals every declared one that is readable."""
    return all(known == found for known in map(hex_digest, declared) if known)


def plain(mime_type: str) -> str:
    """A MIME type without parameters, in lower case and under its usual name."""
    mime = mime_type.partition(";")[0].strip().lower()
    return _SAME.get(mime, mime)


def real_type(path: Path, declared: str) -> str:
    """The type of the file at `path` by its bytes; UNKNOWN where they contradict `declared`."""
    declared = plain(declared)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if _ACTIVE.search(head[:1024]):
        return UNKNOWN
    for signature, types in _CONTAINERS.values():
        if signature in head[:12] and declared.startswith(types):
            return declared
    guesses = _guesses(head)
    if declared in guesses:
        return declared
    if declared == "text/plain" and b"\x00" not in head and not guesses:
        return declared
    return guesses[0] if guesses else UNKNOWN


def _guesses(head: bytes) -> list[str]:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return []
    return [mime for match in found if (mime := plain(match.mime_type or ""))]
