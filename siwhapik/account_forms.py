"""allauth's forms in this product's words: labels above the fields, no placeholders."""

from datetime import timedelta
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from services.models import Staff
from services.throttle import allow, forgive

CODE = "Kode 6 angka dari aplikasi, atau satu kode cadangan"


class Reworded(forms.Form):
    """Gives the fields named in `words` a label of ours, and (after a `|`) a hint."""

    words: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            label, _, hint = self.words.get(name, str(field.label or "")).partition("|")
            field.label, field.help_text = label, hint


class CodeForm(Reworded):
    """A second factor: a few tries, counted per account in the database."""

    user: Staff

    def clean_code(self) -> str:
        who, per = str(self.user.pk), timedelta(minutes=5)
        if not allow("kode-masuk", who=who, limit=5, per=per, now=timezone.now()):
            raise ValidationError("Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi.")
        code: str = super().clean_code()  # type: ignore[misc]  # of the allauth form beside it
        forgive("kode-masuk", who=who)
        return code


class LoginForm(Reworded, account.LoginForm):  # type: ignore[misc]  # allauth ships no types
    words = {"login": "Nama pengguna atau e-mail", "password": "Kata sandi"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        }


class ChangePasswordForm(Reworded, account.ChangePasswordForm):  # type: ignore[misc]  # untyped
    words = {
        "oldpassword": "Kata sandi sekarang",
        "password1": "Kata sandi baru|Paling sedikit 10 huruf; kalimat pendek mudah diingat.",
        "password2": "Kata sandi baru, sekali lagi",
    }


class ReauthenticateForm(Reworded, account.ReauthenticateForm):  # type: ignore[misc]  # untyped
    words = {"password": "Kata sandi"}


class AuthenticateForm(CodeForm, mfa.AuthenticateForm):  # type: ignore[misc]  # untyped
    words = {"code": CODE}


class ReauthenticateCodeForm(CodeForm, mfa.ReauthenticateForm):  # type: ignore[misc]  # untyped
    words = {"code": CODE}


class ActivateTOTPForm(CodeForm, totp.ActivateTOTPForm):  # type: ignore[misc]  # untyped
    words = {"code": "Kode 6 angka yang tampil di aplikasi"}


class AddKeyForm(Reworded, webauthn.AddWebAuthnForm):  # type: ignore[misc]  # untyped
    words = {
        "name": "Nama kunci|Misalnya: laptop kantor.",
        "passwordless": "Masuk dengan kunci ini tanpa kata sandi",
    }


class EditKeyForm(Reworded, webauthn.EditWebAuthnForm):  # type: ignore[misc]  # untyped
    words = {"name": "Nama kunci"}
