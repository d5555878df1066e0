"""Example sentences on a service's page, one a line: many are pasted at once, and read at a glance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminTextareaWidget

from services import sentences
from services.admin_forms import KelolaForm
from services.models import OfferMark, Service, ServiceExample


class ExamplesForm(KelolaForm):
    """The part of a service's form that teaches the bot.

    What was shown is sent back beside what was typed: of two people who write at once neither
    deletes the other's sentences.
    """

    examples = forms.CharField(
        label="Contoh kalimat warga",
        required=False,
        strip=False,
        show_hidden_initial=True,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 10}),
        help_text="Satu kalimat satu baris, seperti warga menulisnya, dalam bahasa apa pun: singkatan "
        "dan salah ketik boleh. Bot mengenali layanan ini dari kalimat yang mirip.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["examples"]  # a new service is saved first
        else:
            known = self.instance.examples.values_list("text", flat=True)
            self.initial["examples"] = "\n".join(known)

    def clean_examples(self) -> list[str]:
        """The sentences, each once; none of them another service's of this office."""
        OfferMark.wait_for_others()
        found: dict[str, str] = {}
        refused = []
        known = {sentences.folded(line) for line in self.initial["examples"].splitlines()}
        for number, line in enumerate(self.cleaned_data["examples"].splitlines(), 1):
            text = sentences.tidy(line)
            is_known = sentences.folded(text) in known
            why = sentences.why_no_example if is_known else sentences.why_no_service_example
            if text and (reason := why(text)):
                refused.append(f"Baris {number}: {reason}")
            elif text and found.setdefault(sentences.folded(text), text) != text:
                refused.append(f'Baris {number}: "{text}" sudah ada di atas. Hapus salah satunya.')
        added = [text for alike, text in found.items() if alike not in known]
        if added and len(found) > sentences.MOST:
            refused.append(f"Terlalu banyak: {len(found)} kalimat, paling banyak {sentences.MOST}.")
        refused += [] if refused else self._of_others(added)
        if refused:
            raise ValidationError(refused)
        return list(found.values())

    def teach(self) -> None:
        """Store what was added and delete what was taken out; call it once the service is saved."""
        if self.add_prefix("examples") not in self.data or "examples" not in self.cleaned_data:
            return
        shown = self.data.get(self.add_initial_prefix("examples"), self.initial["examples"])
        before = {sentences.folded(line) for line in str(shown).splitlines()}
        after = {sentences.folded(text): text for text in self.cleaned_data["examples"]}
        mine = ServiceExample.objects.filter(service=self.instance)
        mine.filter(folded__in=before - after.keys()).delete()
        ServiceExample.objects.bulk_create(
            [
                ServiceExample(
                    service=self.instance,
                    agency_id=self.instance.agency_id,
                    text=text,
                    folded=alike,
                )
                for alike, text in after.items()
                if alike not in before
            ],
            ignore_conflicts=True,
        )

    def _of_others(self, texts: list[str]) -> list[str]:
        agency = Service.objects.select_related("agency").get(pk=self.instance.pk).agency
        same = ServiceExample.objects.same_as(texts, agency=agency).exclude(service=self.instance)
        return [
            f'"{row.text}" sudah menjadi contoh untuk {row.service.name}. Hapus salah satunya.'
            for row in same
        ]
