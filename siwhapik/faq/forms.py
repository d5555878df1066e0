"""The form of an FAQ article."""

from __future__ import annotations

from typing import Any

from django import forms

from services import masking, phones, sentences
from services.models import Agency, Article
from services.models.article import LONGEST_ANSWER, MOST_QUESTIONS
from siwhapik.number_words import count_words
from tickets.models import Channel
from tickets.teachable import why_no_article_question

_INPUT = {"class": "input"}


class ArticleForm(forms.ModelForm):  # type: ignore[type-arg]  # no generic when it runs
    """Question, other ways to ask it, answer, and the service that it is about."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = ["question", "also_asked", "service", "answer"]
        help_texts = {
            "question": "Seperti akan dibaca warga di halaman layanan. Hapus nama orang dan nomor.",
            "also_asked": "Satu kalimat satu baris, seperti warga menulisnya. Bot mengenali pertanyaan dari sini.",
            "service": "Kosongkan bila tentang kantor, bukan satu layanan.",
            "answer": f"Diisi sebelum terbit. Paling banyak {count_words(LONGEST_ANSWER)} huruf; dikirim bot seperti tertulis di sini.",
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
        self.fields["version"].initial = self.instance.version

    def clean_question(self) -> str:
        """Readers see it, so only what is personal is refused; whether the bot uses it, the page tells."""
        text = sentences.tidy(self.cleaned_data["question"])
        if reason := sentences.why_no_example(text):
            raise forms.ValidationError(reason)
        return text

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

    def clean_answer(self) -> str:
        """Everybody reads it: no number but the office's own."""
        answer: str = self.cleaned_data["answer"]
        written = masking.contacts_in(answer)
        own = _numbers_of(self.instance.agency) if written else set()
        if others := [one for one in written if _compared(one) not in own]:
            raise forms.ValidationError(
                f"Jawaban memuat nomor milik seseorang: {', '.join(others)}. Hapus nomornya. Yang boleh disebut "
                "hanya telepon dan nomor WhatsApp kantor ini."
            )
        return answer


def _numbers_of(agency: Agency) -> set[str]:
    """The office's own telephone, and the numbers on which citizens write to it."""
    lines = Channel.objects.filter(agency=agency).values_list("display_phone_number", flat=True)
    return {_compared(one) for one in (agency.phone, *lines) if one}


def _compared(number: str) -> str:
    try:
        return phones.e164(number)
    except phones.NotAPhone:
        return number


def _checked(text: str) -> str:
    text = sentences.tidy(text)
    if reason := why_no_article_question(text):
        raise forms.ValidationError(f"“{text[:60]}”: {reason}")
    return text
