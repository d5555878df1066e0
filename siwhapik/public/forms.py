"""What a visitor without an account may fill in."""

from typing import Any

from django import forms

from siwhapik.public import codes

NOT_FOUND = (
    "Kode itu tidak kami temukan. Periksa kembali kode lacak di pesan WhatsApp pertama dari kami, atau "
    "di tanda terima."
)
# Said of every number of that shape, whether there is such a matter or not.
IS_REGISTER = (
    'Itu nomor register. Yang dibutuhkan di sini kode lacak: ada di baris "Kode lacak", di bawah '
    "nomor register, pada pesan WhatsApp dari kami atau di tanda terima."
)


class TrackForm(forms.Form):
    """Gives the codes that the text may hold; what holds none is answered like an unknown code."""

    kode = forms.CharField(
        label="Kode lacak",
        max_length=codes.LONGEST,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages=dict.fromkeys(
            ("required", "max_length", "null_characters_not_allowed"), NOT_FOUND
        ),
    )

    def clean_kode(self) -> tuple[str, ...]:
        pasted = codes.read(self.cleaned_data["kode"])
        if pasted.is_register:
            raise forms.ValidationError(IS_REGISTER)
        return pasted.codes

    def add_error(self, field: str | None, error: Any) -> None:
        """As Django does; the cursor goes to the field, so that its error is read aloud."""
        super().add_error(field, error)
        if field is not None:
            self.fields[field].widget.attrs["autofocus"] = True
