"""Checks of environment values, one function for each kind of value. Standard library only.

Each returns or raises BadValueError; the message never repeats a value that may be a secret.
"""

import ipaddress
import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

Check = Callable[[str], None]

YES_OR_NO = ("1", "true", "on", "y", "yes", "ok", "0", "false", "off", "n", "no")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
KEY_LETTERS = 32
MAKE_A_KEY = "Buat dengan: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
EXAMPLE = "GANTI"  # stands in deploy/siwhapik.env.example where the operator has to put a value


class BadValueError(ValueError):
    """What is wrong with a value and what to write instead, in Indonesian, without its name."""


def _address(value: str) -> SplitResult:
    """The parts of a URL; raises BadValueError when it is none."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises ValueError when it is no number of a port
    except ValueError as error:
        raise BadValueError("bukan alamat yang benar; periksa ejaannya") from error
    if any(letter.isspace() or not letter.isprintable() for letter in value):
        raise BadValueError("berisi spasi atau tanda yang tidak terlihat; hapus tanda itu")
    return parts


def _is_host(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return bool(_HOST.fullmatch(name)) and ".." not in name
    return True


def is_loopback(url: str) -> bool:
    """Whether an address cannot leave this machine."""
    name = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _web(value: str) -> SplitResult:
    parts = _address(value)
    if parts.scheme not in ("http", "https") or not value.startswith(f"{parts.scheme}://"):
        raise BadValueError("harus dimulai dengan https:// atau http://")
    if not _is_host(parts.hostname or ""):
        raise BadValueError("tidak berisi nama host yang benar, misalnya https://wa.example.go.id")
    if parts.username is not None or parts.query or parts.fragment:
        raise BadValueError("hanya boleh berisi alamat, tanpa nama pengguna, ? atau #")
    return parts


def public_address(value: str) -> None:
    """Scheme and host: links for citizens are made by adding a path to it."""
    if _web(value).path not in ("", "/"):
        raise BadValueError(
            "hanya boleh berisi alamat tanpa jalur, misalnya https://wa.example.go.id"
        )


def far_side(value: str) -> None:
    """Access tokens go there, so without TLS only within this machine."""
    if _web(value).scheme == "http" and not is_loopback(value):
        raise BadValueError("harus dimulai dengan https://, karena token dikirim ke sana")


def own_machine(value: str) -> None:
    """The simulator's address."""
    _web(value)
    if not is_loopback(value):
        raise BadValueError("harus alamat komputer ini sendiri, misalnya http://127.0.0.1:8001")


def database(value: str) -> None:
    """PostgreSQL with a name, or a file of SQLite."""
    example = "postgres://pengguna:sandi@host/nama atau sqlite:////folder/nama.sqlite3"
    parts = _address(value)
    if parts.scheme not in ("postgres", "postgresql", "sqlite"):
        raise BadValueError(f"harus berbentuk {example}")
    if parts.password == EXAMPLE:
        raise BadValueError("masih berisi contoh; isi dengan kata sandi yang sebenarnya")
    if not parts.path.strip("/") or (parts.scheme != "sqlite" and not parts.hostname):
        raise BadValueError(f"tidak menyebut basis data; bentuknya {example}")
    if parts.scheme == "sqlite" and not Path(parts.path[1:]).parent.is_dir():
        raise BadValueError("menyebut folder yang tidak ada; buat folder itu dahulu")


def broker(value: str) -> None:
    """Redis or Valkey, by the network or a socket."""
    parts = _address(value)
    if parts.scheme not in ("redis", "rediss", "unix"):
        raise BadValueError(
            "harus berbentuk redis://host:6379/0, rediss://... atau unix:///folder/x"
        )
    if parts.scheme == "unix":
        if not parts.path.startswith("/") or parts.netloc:
            raise BadValueError("harus menyebut berkas, misalnya unix:///run/valkey.sock")
    elif not _is_host(parts.hostname or ""):
        raise BadValueError("tidak menyebut host, misalnya redis://127.0.0.1:6379/0")
    elif not re.fullmatch(r"/?[0-9]*", parts.path):
        raise BadValueError(
            "harus berakhir dengan nomor basis data, misalnya redis://127.0.0.1:6379/0"
        )


def mail(value: str) -> None:
    """Where e-mail goes."""
    known = (
        "smtp",
        "smtps",
        "smtp+tls",
        "smtp+ssl",
        "consolemail",
        "filemail",
        "memorymail",
        "dummymail",
    )
    if _address(value).scheme not in known:
        raise BadValueError("harus berbentuk smtp+tls://nama:sandi@host:587, atau consolemail://")


def report_address(value: str) -> None:
    """A Sentry DSN: an address with a key in it."""
    parts = _address(value)
    if parts.scheme not in ("http", "https") or not parts.username or not parts.hostname:
        raise BadValueError("harus DSN dari Sentry, berbentuk https://kunci@host/nomor")


def yes_or_no(value: str) -> None:
    """A switch."""
    if value.lower() not in YES_OR_NO:
        raise BadValueError("harus 1 (ya) atau 0 (tidak)")


def number(least: int, most: int) -> Check:
    """A whole number within bounds."""

    def check(value: str) -> None:
        if not (value.isascii() and value.isdigit() and len(value) < 9) or not (
            least <= int(value) <= most
        ):
            raise BadValueError(f"harus angka {least} sampai {most}")

    return check


def seconds(least: float, most: float) -> Check:
    """A number, also with a decimal point, within bounds."""

    def check(value: str) -> None:
        written = re.fullmatch(r"[0-9]{1,8}(\.[0-9]{1,6})?", value, re.ASCII)
        if not written or not least <= float(value) <= most:
            raise BadValueError(f"harus angka {least:g} sampai {most:g}")

    return check


def one_of(*words: str) -> Check:
    """One of a few words."""

    def check(value: str) -> None:
        if value not in words:
            raise BadValueError(f"harus salah satu dari {', '.join(words)}")

    return check


def host(value: str) -> None:
    """The address that a server listens on."""
    if not _is_host(value.strip("[]")):
        raise BadValueError("harus nama host atau alamat IP, misalnya 127.0.0.1")


def each(check: Check) -> Check:
    """Of a list, separated by commas."""

    def check_all(value: str) -> None:
        for one in value.split(","):
            if not one.strip():
                raise BadValueError(
                    "berisi koma yang berlebih; pisahkan tiap nilai dengan satu koma"
                )
            check(one.strip())

    return check_all


def served_host(value: str) -> None:
    """A host name that clients may ask for: no scheme, no port."""
    if value != "*" and not _is_host(value.removeprefix(".").strip("[]")):
        raise BadValueError(
            "hanya boleh berisi nama host tanpa https:// dan port, misalnya wa.example.go.id"
        )


def origin(value: str) -> None:
    """Scheme and host; *.host stands for all its subdomains."""
    if _web(value.replace("://*.", "://", 1)).path not in ("", "/"):
        raise BadValueError("harus berbentuk https://nama-host, tanpa jalur")


def network(value: str) -> None:
    """An address or a network of addresses."""
    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError as error:
        raise BadValueError(
            "harus alamat atau jaringan IP, misalnya 10.0.0.5 atau 10.0.0.0/8"
        ) from error


def secret(value: str) -> None:
    """Any text without blanks (they are typing errors) that is not the example's value."""
    if value == EXAMPLE:
        raise BadValueError("masih berisi contoh; isi dengan nilai yang sebenarnya")
    if any(letter.isspace() or not letter.isprintable() for letter in value):
        raise BadValueError("berisi spasi atau tanda yang tidak terlihat; hapus tanda itu")


def bearer(value: str) -> None:
    """A token that is sent in a header."""
    secret(value)
    if not value.isascii():
        raise BadValueError("berisi huruf yang bukan ASCII; salin tokennya sekali lagi")


def key(value: str) -> None:
    """The key that protects stored tokens: long, and not one letter repeated."""
    secret(value)
    if len(value) < KEY_LETTERS or len(set(value)) < 8:
        raise BadValueError(
            f"terlalu pendek atau mudah ditebak; paling sedikit {KEY_LETTERS} huruf acak. {MAKE_A_KEY}"
        )


def version(value: str) -> None:
    """A version of the Graph API."""
    if not re.fullmatch(r"v[0-9]{1,3}\.[0-9]{1,2}", value):
        raise BadValueError("harus berbentuk v25.0")


def sender(value: str) -> None:
    """A name and an address, or an address."""
    if not re.fullmatch(r"[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+", value):
        raise BadValueError("harus alamat e-mail, misalnya Si Whapik <wa@example.go.id>")


def folder(value: str) -> None:
    """A folder that exists or can be created, and that we may write into."""
    place = Path(value)
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadValueError("harus folder yang dapat dibuat; periksa nama dan izinnya") from error
    if not os.access(place, os.W_OK | os.X_OK):
        raise BadValueError("harus folder yang boleh ditulisi oleh pengguna yang menjalankan ini")
