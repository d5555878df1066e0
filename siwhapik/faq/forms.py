"""The form of an FAQ article."""

from __future__ import annotations

from typing import Any

from django import forms

from services import sentences
from services.models import Article
from services.models.article import LONGEST_ANSWER, MOST_QUESTIONS
from tickets.teachable import why_no_article_question

_INPUT = {"class": "input"}


class ArticleForm(forms.ModelForm):  # type: ignore[type-arg]  # no generic when it runs
    """Question, other ways to ask it, answer, and the service that it is about."""

    class Meta:
        model = Article
        fields = ["question", "also_asked", "service", "answer"]
        help_texts = {
            "question": "Seperti akan dibaca warga di halaman layanan. Hapus nama orang dan nomor.",
            "also_asked": "Satu kalimat satu baris, seperti warga menulisnya. Mesin mengenali pertanyaan dari sini.",
            "service": "Kosongkan bila tentang kantor, bukan satu layanan.",
            "answer": f"Paling banyak {LONGEST_ANSWER} huruf. Dikirim mesin seperti tertulis di sini.",
        }
        error_messages = {"question": {"required": "Tulis pertanyaannya."}}
        widgets = {
            "question": forms.TextInput(attrs=_INPUT),
            "also_asked": forms.Textarea(attrs={**_INPUT, "rows": 5}),
            "service": forms.Select(attrs=_INPUT),
            "answer": forms.Textarea(attrs={**_INPUT, "rows": 8}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["service"]
        field.queryset = self.instance.agency.services.active().order_by("order", "name")
        field.empty_label = "Tentang kantor"

    def clean_question(self) -> str:
        return _checked(self.cleaned_data["question"])

    def clean_also_asked(self) -> str:
        lines = [
            line
            for line in map(sentences.tidy, self.cleaned_data["also_asked"].splitlines())
            if line
        ]
        if len(lines) > MOST_QUESTIONS:
            raise forms.ValidationError(
                f"Ada {len(lines)} kalimat, paling banyak {MOST_QUESTIONS}. Hapus yang mirip."
            )
        return "\n".join(dict.fromkeys(map(_checked, lines)))


def _checked(text: str) -> str:
    text = sentences.tidy(text)
    if reason := why_no_article_question(text):
        raise forms.ValidationError(f"“{text[:60]}”: {reason}")
    return text
