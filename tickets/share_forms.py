"""What an officer sends of what the office keeps: a place on the map, or a contact card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from services.masking import shortened
from tickets.desk import Offer
from tickets.form_fields import field_of
from tickets.forms import form_key_field

_LONGEST = 110  # characters of one choice


class ShareForm(forms.Form):
    what = forms.ChoiceField(
        label="Yang dikirim",
        error_messages={
            "required": "Pilih dahulu yang akan dikirim.",
            "invalid_choice": "Yang dipilih tidak dapat dikirim lagi. Pilih lagi.",
        },
    )
    form_key = form_key_field()

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = field_of(self, "what", forms.ChoiceField)
        groups = (("Lokasi", True), ("Kontak", False))
        choice.choices = [
            (name, rows)
            for name, is_place in groups
            if (rows := [_row(one) for one in offers if one.is_place == is_place])
        ]


def _row(offer: Offer) -> tuple[str, str]:
    return offer.code, shortened(offer.words, _LONGEST)
