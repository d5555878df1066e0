"""Several files in one field of a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

MAX_FILES = 10


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files in one field; `clean` gives a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MAX_FILES:
            raise forms.ValidationError(f"Paling banyak {MAX_FILES} berkas sekali kirim.")
        cleaned: list[UploadedFile[Any]] = []
        for file in given:
            checked: UploadedFile[Any] = super().clean(file, initial)
            if checked.size and checked.size > settings.ATTACHMENT_MAX_BYTES:
                raise forms.ValidationError(f"{checked.name} terlalu besar, paling besar 100 MB.")
            cleaned.append(checked)
        return cleaned
