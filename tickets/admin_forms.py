"""The /kelola/ forms of a number and of a quick reply."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminTextInputWidget

from services import phones
from services.admin_forms import KelolaForm
from services.admin_scope import with_office
from services.crypto import Unreadable
from services.models import Membership, Role
from services.publishing import why_not_offered
from tickets.models import Channel
from tickets.models.channel import as_shown


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
        return cleaned
