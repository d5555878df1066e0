"""The /kelola/ forms of a number, of a quick reply, and of what the bot is taught to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from unfold.widgets import (
    UnfoldAdminPasswordWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from services import phones, sentences
from services.admin_forms import KelolaForm
from services.admin_scope import with_office
from services.crypto import Unreadable
from services.models import Membership, OfferMark, Role
from services.publishing import why_not_offered
from tickets.act_words import TEACHABLE
from tickets.inbound.situations import SITUATIONS
from tickets.models import ActExample, Channel, QuickReply
from tickets.models.channel import as_shown
from tickets.own_texts import BLANKS, TEXTS, Key, why_refused
from tickets.own_texts import cleaned as own_text_cleaned
from tickets.teachable import why_no_act_example


class ChannelForm(KelolaForm):
    """Takes a new access token and never shows the stored one."""

    # A pasted link is longer than the number that is stored of it.
    display_phone_number = forms.CharField(
        label="Nomor WhatsApp", max_length=phones.LONGEST, widget=UnfoldAdminTextInputWidget
    )
    new_token = forms.CharField(
        label="Token akses",
        required=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "off"}),
        help_text="Disimpan tersandi dan tidak pernah ditampilkan. Kosongkan bila tidak diubah.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.instance.access_token, Unreadable):
            self.fields["new_token"].help_text = (
                "Token yang tersimpan tidak dapat dibaca, karena kunci enkripsinya tidak ada lagi. "
                "Isi kembali token akses dari Meta."
            )
        if settings.SIMULATOR_URL and "is_simulated" in self.fields:
            self.fields["is_simulated"].initial = True  # for new numbers of a trial installation

    def clean_display_phone_number(self) -> str:
        return as_shown(self.cleaned_data["display_phone_number"])

    def clean_services(self) -> Any:
        """Only services of the number's office that have a standard to promise."""
        chosen = self.cleaned_data["services"].select_related("agency")
        chosen = list(chosen.prefetch_related("standards"))
        agency = self.instance.agency if self.instance.pk else self.cleaned_data.get("agency")
        if agency is None:
            return self.cleaned_data["services"]
        if foreign := [one for one in chosen if one.agency_id != agency.pk]:
            raise ValidationError(
                f"{with_office(foreign[0])} bukan layanan {agency.short_name}. Warga akan menerima "
                "nama kantor yang salah. Hapus centangnya."
            )
        linked = (
            set(self.instance.services.values_list("pk", flat=True)) if self.instance.pk else ()
        )
        for service in chosen:
            reason = why_not_offered(service, now=timezone.now())
            if reason and service.pk not in linked:
                raise ValidationError(
                    f"{service} belum dapat dipasang: {reason}. Berlakukan standarnya dan centang "
                    "Aktif pada layanannya, lalu pasang di nomor ini."
                )
        return self.cleaned_data["services"]

    def clean_phone_number_id(self) -> str:
        number: str = self.cleaned_data["phone_number_id"].strip()
        if not number.isascii() or not number.isdigit():
            raise ValidationError("Phone number ID hanya terdiri atas angka. Salin dari Meta.")
        return number

    def clean_is_simulated(self) -> bool:
        """Refuse the first real number if no admin would be left: it ends all example accounts."""
        simulated: bool = self.cleaned_data["is_simulated"]
        lasting = Membership.objects.in_force().filter(
            role=Role.SUPER_ADMIN, agency=None, staff__is_example=False
        )
        if not simulated and not lasting.exists():
            raise ValidationError(
                "Nomor sungguhan menonaktifkan semua akun contoh, termasuk super admin contoh. Buat "
                "dahulu akun super admin yang sungguhan, masuk dengan akun itu, lalu tambahkan "
                "nomor ini. Untuk mencoba, centang Nomor simulasi."
            )
        return simulated

    def save(self, commit: bool = True) -> Channel:
        if token := self.cleaned_data.get("new_token", "").strip():
            self.instance.access_token = token
        channel: Channel = super().save(commit)
        return channel


class QuickReplyForm(KelolaForm):
    """A reply for one service belongs to that service's office."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        agency, service = cleaned.get("agency"), cleaned.get("service")
        if agency and service and service.agency_id != agency.pk:
            words = f"{with_office(service)} bukan layanan {agency.short_name}. Pilih yang lain."
            raise ValidationError({"service": words})
        shortcut = cleaned.get("shortcut")
        # The form of a reply that stands already does not ask for its office.
        office = agency.pk if agency else self.instance.agency_id
        same = QuickReply.objects.shared().filter(agency=office, shortcut=shortcut)
        if shortcut and same.exclude(pk=self.instance.pk).exists():
            words = "Balasan cepat dengan Instansi dan Singkatan ini sudah ada; pakai yang lain."
            raise ValidationError({"shortcut": words})
        return cleaned


class ActExampleForm(KelolaForm):
    act = forms.ChoiceField(label="Maksud", choices=TEACHABLE, widget=UnfoldAdminSelectWidget)

    def clean_text(self) -> str:
        return sentences.tidy(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any] | None:
        """A sentence has one meaning in an office."""
        OfferMark.wait_for_others()
        cleaned = super().clean() or self.cleaned_data
        agency = self.instance.agency if self.instance.pk else cleaned.get("agency")
        text = cleaned.get("text", "")
        if "text" in cleaned and (reason := why_no_act_example(text, cleaned.get("act", ""))):
            raise ValidationError({"text": reason})
        if agency and text:
            alike = ActExample.objects.filter(agency=agency, folded=sentences.folded(text))
            if alike.exclude(pk=self.instance.pk).exists():
                raise ValidationError({"text": "Kalimat ini sudah ada di instansi itu."})
            of_act = ActExample.objects.filter(agency=agency, act=cleaned.get("act", ""))
            if of_act.exclude(pk=self.instance.pk).count() >= sentences.MOST:
                raise ValidationError({"text": sentences.TOO_MANY})
        return cleaned


# The button that shows a text on the phone without storing it.
PREVIEW = "_preview"


def _about(key: Key) -> str:
    about = TEXTS[key]
    blanks = ", ".join(f"{{{name}}} ({BLANKS[name]})" for name in about.blanks)
    product = f' Bawaan: "{about.product}"' if about.product else ""
    return f"{about.where} Isian: {blanks}. Paling banyak {about.longest} huruf.{product}"


def _about_all() -> SafeString:
    rows = ((about.label, _about(key)) for key, about in TEXTS.items())
    return format_html_join("", "<p><strong>{}</strong>: {}</p>", rows)


class AgencyTextForm(KelolaForm):
    """One row for each text of an office; deleting it brings the product's text back."""

    key = forms.ChoiceField(
        label="Teks",
        choices=[(key.value, about.label) for key, about in TEXTS.items()],
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "text" in self.fields:
            known = self.instance.pk is not None and self.instance.key in {*Key}
            self.fields["text"].help_text = (
                _about(Key(self.instance.key)) if known else _about_all()
            )

    def clean_text(self) -> str:
        return own_text_cleaned(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        key = self.instance.key if self.instance.pk else cleaned.get("key")
        if key and "text" in cleaned and (reason := why_refused(Key(key), cleaned["text"])):
            raise ValidationError({"text": reason})
        if PREVIEW in self.data and not self.errors:
            raise ValidationError("Ini baru pratinjau, di bawah. Tekan Simpan bila sudah sesuai.")
        return cleaned


class TryForm(forms.Form):
    """A sentence to be tried on a number of one's own office."""

    channel = forms.ModelChoiceField(
        label="Nomor", queryset=Channel.objects.none(), widget=UnfoldAdminSelectWidget
    )
    situation = forms.ChoiceField(
        label="Keadaan warga",
        choices=[(key.value, words) for key, words in SITUATIONS.items()],
        widget=UnfoldAdminSelectWidget,
    )
    text = forms.CharField(
        label="Kalimat", max_length=1000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, numbers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = numbers  # type: ignore[attr-defined]  # a model choice
        self.fields["channel"].initial = numbers.first()
