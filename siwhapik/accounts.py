"""Log-in rules: no sign-up, limits on guessing, example accounts end with the first real number."""

import base64
import secrets
from datetime import timedelta
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from services.crypto import CannotDecrypt, decrypt, encrypt
from services.models import Staff
from services.signed_in import signed_in
from services.throttle import allow, forgive, visitor
from tickets.models import Channel
from tickets.push_sign_up import SESSION_KEY, sign_off

log = structlog.get_logger(__name__)

# Tries within FAILURES_WITHIN: for one account (its own right password sets them back, no other
# does), and for one address, behind which a whole office may sit.
FAILURES_WITHIN = timedelta(minutes=5)
TRIES_PER_NAME = 5
TRIES_PER_ADDRESS = 60


def may_log_in(staff: Staff) -> bool:
    """Active; an example account only while no real number is in use."""
    return staff.is_active and not (staff.is_example and Channel.objects.real().exists())


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Asked at every log-in, and at every request for the person behind the session."""

    def user_can_authenticate(self, user: Staff) -> bool:
        return may_log_in(user)

    def get_user(self, user_id: int) -> Staff | None:
        """The account with its rights, as the database has both at this request."""
        staff = signed_in(user_id)
        return staff if staff is not None and self.user_can_authenticate(staff) else None


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped
    """Accounts are made by an agency's admin."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "Nama pengguna atau kata sandi tidak cocok. Periksa huruf "
        "besar dan kecilnya, lalu coba lagi.",
        "email_password_mismatch": "E-mail atau kata sandi tidak cocok. Coba lagi.",
        "too_many_login_attempts": "Terlalu banyak percobaan yang gagal. Tunggu lima menit, "
        "lalu coba lagi.",
        "rate_limited": "Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi.",
        "incorrect_password": "Kata sandi tidak cocok.",
        "enter_current_password": "Kata sandi sekarang tidak cocok.",
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return visitor(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at; raises ValidationError when too many."""
        now = timezone.now()
        by_account = [
            allow("masuk", who=who, limit=TRIES_PER_NAME, per=FAILURES_WITHIN, now=now)
            for who in _accounts(credentials)
        ]
        by_address = allow(
            "masuk-alamat",
            who=visitor(request),
            limit=TRIES_PER_ADDRESS,
            per=FAILURES_WITHIN,
            now=now,
        )
        if not (all(by_account) and by_address):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Staff | None:
        staff: Staff | None = super().authenticate(request, **credentials)
        if staff is not None:
            forgive("masuk", who=_account(staff.pk))
        return staff

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def logout(self, request: HttpRequest) -> None:
        """Somebody else may sit down here: this browser is told nothing until the next log-in."""
        if isinstance(request.user, Staff) and (pk := request.session.get(SESSION_KEY)):
            sign_off(pk, staff=request.user)
        super().logout(request)

    def pre_login(
        self, request: HttpRequest, user: Staff, **details: object
    ) -> HttpResponse | None:
        """Passkeys and codes come through here too, not only passwords."""
        if not may_log_in(user):
            user.is_active = False  # as allauth asks it; the row is not saved
        response: HttpResponse | None = super().pre_login(request, user, **details)
        return response


def _accounts(credentials: dict[str, Any]) -> list[str]:
    """Whose tries are counted: those of the accounts with this name, else those of the name itself."""
    name = str(credentials.get("email") or credentials.get("username") or "")
    known = Staff.objects.known_as(name).order_by("pk").values_list("pk", flat=True)
    return [_account(pk) for pk in known] or [f"nama:{name.strip().lower()}"]


def _account(pk: int) -> str:
    return f"akun:{pk}"


class StaffMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # untyped
    """The secrets of authenticator apps and recovery codes are encrypted at rest."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Kode tidak cocok. Pakai kode yang sedang tampil di aplikasi.",
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Without its key a secret fits no code; an empty secret would fit codes that are known."""
        try:
            return decrypt(encrypted_text)
        except CannotDecrypt:
            log.warning("mfa.unreadable")
            return base64.b32encode(secrets.token_bytes(20)).decode()
