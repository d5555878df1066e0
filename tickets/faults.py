"""What went wrong with a message, a file or a number of ours: codes that rows keep.

A row keeps `{"code": ..., values}`, `{}` where nothing went wrong; `error_words` says it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

Error = dict[str, Any]


class Fault(StrEnum):
    """What each says stands in SENTENCES."""

    REFUSED = "refused"  # by the channel, whose own table has words for its {number}
    BUSY = "busy"
    # A message
    UNREADABLE = "unreadable"
    WINDOW_CLOSED = "window_closed"
    NO_FILE = "no_file"
    UNREACHABLE = "unreachable"
    STUMBLED = "stumbled"
    # A number
    ACCESS_REFUSED = "access_refused"
    ACCESS_UNREADABLE = "access_unreadable"
    NO_ACCESS = "no_access"
    SIMULATED_ABROAD = "simulated_abroad"
    NO_NUMBER = "no_number"
    # A file of a citizen
    NOTHING_TO_FETCH = "nothing_to_fetch"
    TOO_LARGE = "too_large"
    UNTRUSTED = "untrusted"
    GONE = "gone"
    EXPIRED = "expired"
    LATER = "later"
    SLOW = "slow"
    CUT_SHORT = "cut_short"
    NOT_REACHED = "not_reached"
    NOT_STORED = "not_stored"


SENTENCES: dict[str, str] = {
    Fault.BUSY: "WhatsApp sedang sibuk. Pesan dicoba lagi sendiri beberapa saat lagi.",
    Fault.UNREADABLE: "Isi pesan tidak dapat dibaca lagi. Kirim pesan baru.",
    Fault.WINDOW_CLOSED: (
        "Lewat 24 jam sejak pesan terakhir pemohon. Kirim templat sebagai gantinya."
    ),
    Fault.NO_FILE: (
        "Berkasnya tidak ada lagi di penyimpanan. Pilih berkasnya lagi, lalu kirim pesan baru."
    ),
    Fault.UNREACHABLE: ("WhatsApp tidak dapat dihubungi. Coba kirim ulang setelah jaringan pulih."),
    Fault.STUMBLED: (
        "Pesan ini tidak dapat dikirim karena galat di sistem. Beri tahu admin, lalu coba lagi."
    ),
    Fault.ACCESS_REFUSED: (
        "Token WhatsApp nomor ini tidak berlaku lagi. Minta admin memasang token yang baru."
    ),
    Fault.ACCESS_UNREADABLE: "Token akses tidak terbaca. Isi kembali di Kelola.",
    Fault.NO_ACCESS: "Token akses belum diisi. Isi di Kelola, Nomor WhatsApp.",
    Fault.SIMULATED_ABROAD: "Nomor simulasi tidak boleh memakai alamat luar.",
    Fault.NO_NUMBER: "Pesan ini tidak terhubung ke nomor WhatsApp.",
    Fault.NOTHING_TO_FETCH: "Pesan ini tidak membawa berkas yang dapat diambil.",
    Fault.TOO_LARGE: "Berkas lebih besar dari {limit} MB. Minta versi kecil.",
    Fault.UNTRUSTED: "Alamat berkas tidak dipercaya. Hubungi admin.",
    Fault.GONE: "WhatsApp tidak lagi menyimpan berkas ini. Minta dikirim ulang.",
    Fault.EXPIRED: (
        "Berkas tidak dapat diambil dalam 7 hari dan sudah dihapus WhatsApp. Minta dikirim ulang."
    ),
    Fault.LATER: "WhatsApp belum memberikan berkas ini. Dicoba lagi sendiri.",
    Fault.SLOW: "Berkas terlalu lambat datang dari WhatsApp. Dicoba lagi sendiri.",
    Fault.CUT_SHORT: "Isi berkas tidak utuh. Berkas dicoba ambil lagi sendiri.",
    Fault.NOT_REACHED: "WhatsApp belum dapat dihubungi. Berkas dicoba lagi sendiri.",
    Fault.NOT_STORED: "Berkas belum dapat disimpan karena galat di sistem. Dicoba lagi sendiri.",
}


def error(fault: Fault, **values: Any) -> Error:
    """What a row keeps of it."""
    return {"code": fault, **values}


def refusal(number: int | None, *, action: str = "") -> Error:
    """What a row keeps of the channel's no; without a number by what it asks for."""
    if number is None and action == "retry":
        return error(Fault.BUSY)
    if number is None and action == "stop_channel":
        return error(Fault.ACCESS_REFUSED)
    return error(Fault.REFUSED, number=number)
