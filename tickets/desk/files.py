"""Files that officers send: their real type and size, checked before a byte is stored."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import PurePath

import puremagic
from django.core.files.uploadedfile import UploadedFile

from tickets import outbox
from tickets.content import InvalidContent
from tickets.desk.base import Refused
from tickets.filenames import file_name
from tickets.transports.protocol import Transport

_OPENXML = "application/vnd.openxmlformats-officedocument."
_OFFICE_FOLDERS = {
    "word/": _OPENXML + "wordprocessingml.document",
    "xl/": _OPENXML + "spreadsheetml.sheet",
    "ppt/": _OPENXML + "presentationml.presentation",
}
# One signature for all of old Office; the name's ending says which program wrote it.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_TYPES = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
}
_HEAD = 4096
# An archive ends with 22 bytes about its list of contents, and a comment of up to 64 KB.
_LIST_END = 22 + 65_535
_LONGEST_LIST = 4 * 1024 * 1024
# What puremagic calls some of the types that channels take.
_SAME = {"audio/x-m4a": "audio/mp4", "audio/m4a": "audio/mp4", "video/x-m4v": "video/mp4"}


def real_type(file: UploadedFile[bytes], known: frozenset[str]) -> str:
    """The MIME type by the bytes, never by what the browser says; empty when unknown.

    `known`: the types that the channel takes.
    """
    head = _head_of(file)
    ending = PurePath(file.name or "").suffix.lower()
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(_OLE):
        return _OLE_TYPES.get(ending, "")
    if head.startswith(b"PK\x03\x04"):
        return _office_type(file)
    if head.startswith(b"OggS"):
        return "audio/ogg"
    with suppress(puremagic.PureError, ValueError):
        found = str(puremagic.from_string(head, mime=True))
        if found in known or found in _SAME:
            return _SAME.get(found, found)
    return "text/plain" if _is_text(file, ending) else ""


def check(file: UploadedFile[bytes], transport: Transport) -> tuple[str, str]:
    """The kind under which the channel takes the file, and its real type. Raises Refused."""
    mime_type = real_type(file, transport.limits.file_types)
    try:
        kind = transport.check_file(mime_type, size=file.size or 0, head=_head_of(file))
        return kind, mime_type
    except InvalidContent as error:
        raise Refused(f"{file.name}: {error}", field="files") from error


def store(file: UploadedFile[bytes], mime_type: str) -> outbox.StoredFile:
    """Write the bytes into the private storage."""
    return outbox.store(file, filename=file_name(file.name or "", mime_type), mime_type=mime_type)


def _head_of(file: UploadedFile[bytes]) -> bytes:
    file.seek(0)
    head: bytes = file.read(_HEAD)
    file.seek(0)
    return head


def _office_type(file: UploadedFile[bytes]) -> str:
    try:
        if _listed_bytes(file) > _LONGEST_LIST:
            return ""
        with zipfile.ZipFile(file) as parts:
            names = parts.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return ""
    finally:
        file.seek(0)
    if "[Content_Types].xml" not in names or any("vbaProject" in name for name in names):
        return ""
    found = (
        mime_type
        for folder, mime_type in _OFFICE_FOLDERS.items()
        if any(name.startswith(folder) for name in names)
    )
    return next(found, "")


def _listed_bytes(file: UploadedFile[bytes]) -> int:
    """How long the archive's list of contents says it is: it is read into memory as a whole."""
    file.seek(max(0, (file.size or 0) - _LIST_END))
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    return int.from_bytes(end[at + 12 : at + 16], "little") if at >= 0 else 0


def _is_text(file: UploadedFile[bytes], ending: str) -> bool:
    if ending not in (".txt", ".csv", ".text"):
        return False
    try:
        for chunk in file.chunks():
            if b"\x00" in chunk:
                return False
    finally:
        file.seek(0)
    return True
