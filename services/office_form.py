"""The form of an office under /kelola/."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextInputWidget

from services.admin_forms import KelolaForm
from services.coordinates import EXAMPLE, NotAPlace, Point, point_in
from services.typed_counts import CountField


class AgencyForm(KelolaForm):
    """Both coordinates are one field, as a map gives them."""

    point = forms.CharField(
        label="Titik di peta",
        required=False,
        max_length=500,
        widget=UnfoldAdminTextInputWidget,
        help_text=f"Di peta, klik kanan letak kantor lalu salin angkanya, misalnya {EXAMPLE}. Dengan "
        "ini petugas dapat mengirim lokasi kantor kepada pemohon.",
    )

    class Meta:
        field_classes = {"inhabitants": CountField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("point", str(self.instance.point or ""))

    def clean_point(self) -> Point | None:
        """The place that was pasted, or none."""
        typed: str = self.cleaned_data["point"].strip()
        try:
            return point_in(typed) if typed else None
        except NotAPlace as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "point" in data:
            point = data["point"]
            self.instance.latitude, self.instance.longitude = point or (None, None)
        return data
