"""The environment variables and their checks: one table, read before anything else is loaded.

Used by `serve` and, through the settings, by every other command and process. Standard library only.
An impossible value ends the process with one sentence that names the variable.
"""

import sys
from collections.abc import Mapping, MutableMapping
from typing import NoReturn

from siwhapik.environment_values import (
    KEY_LETTERS,
    MAKE_A_KEY,
    BadValueError,
    Check,
    bearer,
    broker,
    database,
    each,
    far_side,
    folder,
    host,
    is_loopback,
    key,
    mail,
    network,
    number,
    one_of,
    origin,
    own_machine,
    public_address,
    report_address,
    seconds,
    secret,
    sender,
    served_host,
    version,
    yes_or_no,
)

TABLE: dict[str, Check] = {
    "DATA_DIR": folder,
    "DEBUG": yes_or_no,
    "PUBLIC_BASE_URL": public_address,
    "SECRET_KEY": secret,
    "FIELD_ENCRYPTION_KEY": each(key),
    "ALLOWED_HOSTS": each(served_host),
    "CSRF_TRUSTED_ORIGINS": each(origin),
    "DATABASE_URL": database,
    "REDIS_URL": broker,
    "WHATSAPP_API_BASE_URL": far_side,
    "WHATSAPP_API_VERSION": version,
    "WHATSAPP_APP_SECRET": each(secret),
    "WHATSAPP_VERIFY_TOKEN": secret,
    "WHATSAPP_MEDIA_HOSTS": each(served_host),
    "HOST": host,
    "PORT": number(0, 65535),
    "SIMULATOR_PORT": number(0, 65535),
    "SIMULATOR_URL": own_machine,
    "SECURE_SSL_REDIRECT": yes_or_no,
    "HSTS_PRELOAD": yes_or_no,
    "BEHIND_PROXY": yes_or_no,
    "PROXY_ADDRESSES": each(network),
    "DELIVERY_PARALLEL": number(1, 64),
    "MEDIA_PARALLEL": number(1, 64),
    "MEDIA_PATIENCE_SECONDS": seconds(1, 3600),
    "SIMULATOR_CLOCK_SPEED": seconds(0.001, 1_000_000),
    "EMAIL_URL": mail,
    "DEFAULT_FROM_EMAIL": sender,
    "PUSH_SERVICES": each(served_host),
    "NATIONAL_SKM_URL": far_side,
    "NATIONAL_SKM_TOKEN": bearer,
    "NATIONAL_SKM_ANSWERS": yes_or_no,
    "LOG_LEVEL": one_of("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
    "SENTRY_DSN": report_address,
}


# Blanks around their commas mean nothing.
LISTS = (
    "FIELD_ENCRYPTION_KEY",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_MEDIA_HOSTS",
    "PROXY_ADDRESSES",
    "PUSH_SERVICES",
)


def problem(environ: MutableMapping[str, str]) -> str:
    """The first impossible value, in one sentence; "" when all are possible.

    Removes empty values: `make run DATABASE_URL=` and an empty line of a unit's file mean "not set".
    """
    for name, check in TABLE.items():
        if environ.get(name) == "":
            del environ[name]
        if (value := environ.get(name)) is None:
            continue
        if name in LISTS:
            value = environ[name] = ",".join(one.strip() for one in value.split(","))
        try:
            check(value)
        except BadValueError as bad:
            return f"{name} {bad}."
    return _problem_of_several(environ)


def _problem_of_several(environ: Mapping[str, str]) -> str:
    """What is wrong with values that are possible one by one, but not together."""
    secure = environ.get("PUBLIC_BASE_URL", "").startswith("https://")
    own = environ.get("SECRET_KEY")
    if secure and own is not None and len(own) < KEY_LETTERS:
        return f"SECRET_KEY terlalu pendek; paling sedikit {KEY_LETTERS} huruf acak. {MAKE_A_KEY}."
    return _problem_of_submitting(environ)


def _problem_of_submitting(environ: Mapping[str, str]) -> str:
    url, token = environ.get("NATIONAL_SKM_URL"), environ.get("NATIONAL_SKM_TOKEN")
    if url and not token:
        return "NATIONAL_SKM_URL diisi tanpa NATIONAL_SKM_TOKEN; isi keduanya, atau kosongkan."
    if url and environ.get("SIMULATOR_URL") and not is_loopback(url):
        return (
            "NATIONAL_SKM_URL tidak dapat dipakai bersama simulator, karena isinya contoh. "
            "Kosongkan, atau jalankan dengan --no-simulator."
        )
    return ""


def require_sound(environ: MutableMapping[str, str]) -> None:
    """End this process with a plain sentence when a value is impossible."""
    if said := problem(environ):
        end(said)


def end(sentence: str) -> NoReturn:
    """Print the sentence and end, without a traceback."""
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(2)
