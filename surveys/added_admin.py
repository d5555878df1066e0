"""An office's own questions under /kelola/."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminTextareaWidget

from services.access import Action
from services.admin_forms import KelolaForm
from services.admin_scope import ScopedAdmin, own
from services.models import Agency
from surveys.adding import MOST_ASKED, asked_with
from surveys.models import AddedQuestion

FEWEST, MOST, LONGEST = 2, 8, 60  # choices, and letters of each
STAYS = (
    "Pertanyaan ini sudah dijawab, jadi kata-kata dan layanannya tetap. Hapus centang Ditanyakan, lalu "
    "buat pertanyaan baru."
)


class AddedQuestionForm(KelolaForm):
    """The choices one a line; what was answered keeps its words."""

    choices_text = forms.CharField(
        label="Pilihan jawaban",
        help_text=f"Satu pilihan satu baris, {FEWEST} sampai {MOST} pilihan.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["choices_text"] = "\n".join(self.instance.choices)

    def clean_choices_text(self) -> str:
        text: str = self.cleaned_data["choices_text"]
        lines = [line for each in text.splitlines() if (line := " ".join(each.split()))]
        if not FEWEST <= len(lines) <= MOST:
            raise ValidationError(f"Tulis {FEWEST} sampai {MOST} pilihan, satu baris satu pilihan.")
        if any(len(line) > LONGEST for line in lines):
            raise ValidationError(f"Satu pilihan paling panjang {LONGEST} huruf.")
        if len({line.casefold() for line in lines}) < len(lines):
            raise ValidationError("Pilihan jawaban harus berbeda satu dari yang lain.")
        self.instance.choices = lines
        return text

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        agency, service = data.get("agency"), data.get("service")
        if agency is None:
            return data
        list(Agency.objects.select_for_update(no_key=True).filter(pk=agency.pk))
        if service is not None and service.agency_id != agency.pk:
            self.add_error("service", "Layanan ini bukan milik instansi itu. Pilih yang lain.")
        self._must_keep_what_was_answered(data)
        asked = asked_with(agency, service, but=self.instance.pk or 0)
        if data.get("is_asked") and asked > MOST_ASKED:
            words = (
                f"Paling banyak {MOST_ASKED} pertanyaan tambahan untuk satu layanan, agar survei tetap "
                "singkat. Hapus centang Ditanyakan pada yang lain dahulu."
            )
            self.add_error("is_asked", words)
        return data

    def _must_keep_what_was_answered(self, data: dict[str, Any]) -> None:
        before = AddedQuestion.objects.filter(pk=self.instance.pk).first()
        if before is None or not before.answers.exists():
            return
        said = (data["agency"], data.get("service"), data.get("question"), self.instance.choices)
        if said != (before.agency, before.service, before.question, before.choices):
            self.add_error(None, STAYS)


class AddedQuestionAdmin(ScopedAdmin):
    """Asked after the questionnaire; the results stand apart from the index."""

    action = Action.MANAGE_CATALOGUE
    form = AddedQuestionForm
    list_display = ["question", "agency", "service", "order", "is_asked"]
    list_filter = [own("agency"), "is_asked"]
    list_select_related = ["agency", "service"]
    fields = ["agency", "service", "question", "choices_text", "order", "is_asked"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Note who made it."""
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)
