"""Notices about the WhatsApp account in words, with what to do. Pure: codes in, Indonesian out."""

from dataclasses import dataclass

from tickets.transports.whatsapp.news import SETTLED


@dataclass(frozen=True)
class NoticeWords:
    """`says` may hold {until} (" sampai ..." or empty) and {details}; grave: no service."""

    says: str
    asks: str
    grave: bool = False


_MANAGER = "Minta admin membukanya di WhatsApp Manager."
_LOW = (
    "Kurangi templat yang tidak diminta pemohon, dan minta admin memeriksanya di WhatsApp Manager."
)
# A restriction by a part of its code: Meta writes BIZ and BUSINESS.
_RESTRICTIONS = (
    (
        "CUSTOMER_INITIATED",
        NoticeWords(
            "tidak boleh membalas pemohon{until}",
            "Hubungi pemohon dengan cara lain, dan minta admin mengajukan peninjauan di WhatsApp "
            "Manager.",
            grave=True,
        ),
    ),
    (
        "INITIATED",
        NoticeWords(
            "tidak boleh menyapa lebih dahulu{until}: templat tidak terkirim, balasan dalam 24 jam "
            "tetap terkirim",
            "Balas selagi jendela 24 jam terbuka, dan minta admin mengajukan peninjauan di WhatsApp "
            "Manager.",
            grave=True,
        ),
    ),
    ("ADD_PHONE", NoticeWords("tidak dapat ditambah nomor lain{until}", _MANAGER)),
)
_RESTRICTED = NoticeWords("dibatasi oleh WhatsApp{until}", _MANAGER, grave=True)
_KINDS = {
    "violation": NoticeWords("dinilai melanggar aturan WhatsApp", _MANAGER),
    "removed": NoticeWords("dilepas dari aplikasi ini oleh akun WhatsApp", _MANAGER, grave=True),
    "review": NoticeWords("tidak lolos peninjauan akun WhatsApp", _MANAGER, grave=True),
    "quality": NoticeWords("dinilai buruk oleh pemohon dan dapat dibatasi WhatsApp", _LOW),
    "limit": NoticeWords("mendapat batas templat harian yang lebih rendah", _LOW),
    "name": NoticeWords("mendapat penolakan atas nama tampilannya", _MANAGER),
    "alert": NoticeWords("mendapat peringatan dari WhatsApp: {details}", _MANAGER),
}
_BANS = {
    "SCHEDULE_FOR_DISABLE": NoticeWords("akan dinonaktifkan WhatsApp", _MANAGER, grave=True),
    "DISABLE": NoticeWords("dinonaktifkan WhatsApp", _MANAGER, grave=True),
}
_TEMPLATE_STATUS = {
    "paused": (
        "dijeda WhatsApp",
        "Pilih templat lain; yang ini ditawarkan lagi bila jeda berakhir.",
    ),
    "pending": ("sedang ditinjau WhatsApp", "Pilih templat lain sampai disetujui."),
    "rejected": ("ditolak WhatsApp", "Minta admin memperbaikinya di WhatsApp Manager."),
    "disabled": ("dihentikan WhatsApp", "Minta admin membuat penggantinya di WhatsApp Manager."),
}
_AT_RISK = ("dinilai buruk oleh pemohon dan dapat dijeda WhatsApp", "Pakai seperlunya saja.")


def account_notice_words(kind: str, *, code: str, details: str, until: str) -> tuple[str, bool]:
    """One notice as "... . ..." to stand behind the number, and whether it is grave.

    `until`: a moment in words, or empty.
    """
    found = _found(kind, code)
    said = found.says.format(
        until=f" sampai {until}" if until else "", details=(details or code).rstrip(".")
    )
    return f"{said}. {found.asks}", found.grave


def _found(kind: str, code: str) -> NoticeWords:
    if kind == "restriction":
        return next((words for part, words in _RESTRICTIONS if part in code), _RESTRICTED)
    if kind == "ban":
        return _BANS.get(code, _BANS["DISABLE"])
    return _KINDS.get(kind, _RESTRICTED)


def template_words(name: str, *, status: str, event: str) -> str:
    """The notice about a template; empty when there is none."""
    if status != "approved":
        said, asks = _TEMPLATE_STATUS.get(status, _TEMPLATE_STATUS["paused"])
    elif event in SETTLED:
        return ""
    else:
        said, asks = _AT_RISK
    return f"Templat {name} {said}. {asks}"
