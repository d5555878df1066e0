"""Form fields for files that an office keeps; what a file is its bytes say, not its name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from services.recording import CheckedFile
from tickets.media.checking import real_type

# What an office may keep: a browser shows the first ones, the others are downloads.
FILE_TYPES: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
}
HINT = "PDF, gambar, Word, Excel, PowerPoint atau ODT, paling besar 20 MB."
MOST = 5


class OfficeFileField(forms.FileField):
    """One file; its value is a CheckedFile."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": "Pilih berkasnya.", "empty": "Berkas itu kosong."}
        super().__init__(help_text=kwargs.pop("help_text", HINT), error_messages=messages, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = super().clean(data, initial)
        return checked(given) if given else None


class _ManyInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class OfficeFilesField(OfficeFileField):
    """A few files, or none; its value is a list of CheckedFile."""

    widget = _ManyInput

    def __init__(self, **kwargs: Any) -> None:
        hint = f"Paling banyak {MOST}. {HINT}"
        super().__init__(required=False, help_text=hint, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        given = data if isinstance(data, list) else [data] if data else []
        if len(given) > MOST:
            raise forms.ValidationError(f"Paling banyak {MOST} berkas sekaligus.")
        return [super(OfficeFilesField, self).clean(one, initial) for one in given]


def checked(given: UploadedFile[Any]) -> CheckedFile:
    """The file with its real type and digest; raises ValidationError for what may not be kept."""
    if (given.size or 0) > settings.RECORD_FILE_MAX_BYTES:
        raise forms.ValidationError("Berkas itu terlalu besar, paling besar 20 MB.")
    name = Path(given.name or "").name
    declared = FILE_TYPES.get(Path(name).suffix.lower(), "")
    if not declared or _real(given, declared) != declared:
        raise forms.ValidationError(
            "Berkas itu bukan PDF, gambar, Word, Excel, PowerPoint atau ODT yang utuh. Simpan ulang, lalu coba lagi."
        )
    return CheckedFile(file=given, filename=name, mime_type=declared, sha256=_digest(given))


def _real(given: UploadedFile[Any], declared: str) -> str:
    """What it is by its bytes; small ones are in memory and have no path."""
    if isinstance(given, TemporaryUploadedFile):
        return real_type(Path(given.temporary_file_path()), declared)
    with TemporaryUploadedFile("head", declared, given.size or 0, None) as copy:
        copy.write(given.read())
        copy.flush()
        given.seek(0)
        return real_type(Path(copy.temporary_file_path()), declared)


def _digest(given: UploadedFile[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in given.chunks():
        digest.update(chunk)
    given.seek(0)
    return digest.hexdigest()
