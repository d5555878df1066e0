"""WhatsApp's error codes: what to do, and what to tell the officer.

Classes and codes: Meta's page "Error codes". The decision is on
the code alone, never on the HTTP status or the title.
"""

from tickets.transports.protocol import WINDOW_CLOSED, ErrorRule
from tickets.transports.whatsapp.news import TEMPLATE_STATUS

_BUSY_TEXT = "WhatsApp sedang sibuk. Pesan dicoba lagi sendiri beberapa saat lagi."
_BUSY = ErrorRule("retry", _BUSY_TEXT)
_RATE_LIMITED = ErrorRule("retry", _BUSY_TEXT, is_rate_limit=True)
_PAIR = ErrorRule(
    "retry",
    "Terlalu banyak pesan ke orang ini dalam waktu singkat. Dicoba lagi sendiri.",
    wait_base=4,
)
_MAINTENANCE = ErrorRule(
    "retry", "WhatsApp sedang merawat nomor ini. Pesan dicoba lagi sendiri beberapa saat lagi."
)
_TOKEN = ErrorRule(
    "stop_channel",
    "Token WhatsApp nomor ini tidak berlaku lagi. Minta admin memasang token yang baru.",
)
_PERMISSION = ErrorRule(
    "stop_channel",
    "Nomor ini tidak punya izin mengirim. Minta admin memeriksa izin aplikasi di Meta.",
)
_LOCKED = ErrorRule(
    "stop_channel",
    "Akun WhatsApp kantor dibatasi atau dikunci oleh Meta. Minta admin memeriksanya di Meta.",
)
_BILLING = ErrorRule(
    "stop_channel", "Pembayaran akun WhatsApp bermasalah. Minta admin memeriksanya di Meta."
)
_UNREGISTERED = ErrorRule(
    "stop_channel",
    "Nomor kantor belum terdaftar atau sudah dihapus di WhatsApp. Minta admin mendaftarkannya.",
)
_QUALITY = ErrorRule(
    "stop_channel",
    "Meta menahan kiriman nomor ini karena banyak dilaporkan atau diblokir. Hubungi admin.",
)
_WINDOW = ErrorRule(
    "template",
    "Sudah lebih dari 24 jam sejak pesan terakhir pemohon. Pilih templat untuk menghubunginya.",
)
_UNDELIVERABLE = ErrorRule(
    "tell",
    "Pesan tidak dapat disampaikan. Mungkin nomor itu tidak memakai WhatsApp atau aplikasinya "
    "sudah lama. Hubungi pemohon dengan cara lain.",
)
_OPTED_OUT = ErrorRule(
    "tell", "Pemohon memilih tidak menerima pesan seperti ini. Hubungi dengan cara lain."
)
_TOO_OFTEN = ErrorRule(
    "tell",
    "WhatsApp membatasi pesan jenis ini kepada pemohon. Coba lagi paling cepat besok.",
)
_OWN_FILE = ErrorRule(
    "tell", "Berkas ditolak WhatsApp. Periksa jenis dan ukurannya, lalu kirim ulang."
)
_REJECTED = ErrorRule(
    "tell", "WhatsApp menolak isi pesan ini. Ubah isinya lalu kirim lagi, atau hubungi admin."
)
_TEMPLATE = ErrorRule(
    "template_bug", "Templat ini tidak dapat dipakai. Pilih templat lain dan beri tahu admin."
)
_TEMPLATE_PAUSED = ErrorRule(
    "template_bug",
    "Templat ini sedang dijeda oleh Meta. Pilih templat lain.",
    template_event="PAUSED",
    template_status=TEMPLATE_STATUS["PAUSED"] or "",
)
_TEMPLATE_DISABLED = ErrorRule(
    "template_bug",
    "Templat ini dihentikan oleh Meta. Pilih templat lain.",
    template_event="DISABLED",
    template_status=TEMPLATE_STATUS["DISABLED"] or "",
)
_UNKNOWN = ErrorRule(
    "tell", "WhatsApp menolak pesan ini dengan alasan yang belum dikenal. Hubungi admin."
)

RULES: dict[int, ErrorRule] = {
    **dict.fromkeys((4, 80007, 130429, 133016), _RATE_LIMITED),
    **dict.fromkeys((1, 2, 131000, 131016, 133004, 613), _BUSY),
    131056: _PAIR,
    131057: _MAINTENANCE,
    **dict.fromkeys((0, 190), _TOKEN),
    **dict.fromkeys((3, 10, 131005, *range(200, 300)), _PERMISSION),
    **dict.fromkeys((368, 131031), _LOCKED),
    131042: _BILLING,
    **dict.fromkeys((131045, 133010, 131037, 33), _UNREGISTERED),
    **dict.fromkeys((131048, 131064), _QUALITY),
    WINDOW_CLOSED: _WINDOW,  # 131047
    131026: _UNDELIVERABLE,
    131021: ErrorRule("tell", "Nomor tujuan sama dengan nomor kantor. Periksa nomor pemohon."),
    130403: ErrorRule("tell", "Nomor pemohon diblokir oleh kantor ini. Buka blokirnya di Meta."),
    131050: _OPTED_OUT,
    **dict.fromkeys((131049, 130472), _TOO_OFTEN),
    131030: ErrorRule("tell", "Nomor tujuan belum ada di daftar uji coba. Hubungi admin."),
    131051: ErrorRule("tell", "Jenis pesan ini tidak didukung WhatsApp. Kirim sebagai teks."),
    131052: ErrorRule("tell", "Berkas dari pemohon tidak dapat diambil. Minta dikirim ulang."),
    131060: ErrorRule(
        "tell",
        "Isi pesan ini tidak tersedia bagi kami: WhatsApp tidak meneruskannya. "
        "Minta pemohon mengirim ulang.",
    ),
    131053: _OWN_FILE,
    **dict.fromkeys((100, 131008, 131009, 135000), _REJECTED),
    131062: ErrorRule("tell", "Pesan ini memerlukan nomor telepon pemohon. Mintalah dahulu."),
    130497: ErrorRule("tell", "Kantor tidak diizinkan mengirim pesan ke negara nomor ini."),
    **dict.fromkeys((132000, 132001, 132005, 132007, 132012, 132018, 132068, 132069), _TEMPLATE),
    132015: _TEMPLATE_PAUSED,
    132016: _TEMPLATE_DISABLED,
}


def rule(code: int | None, *, http_status: int = 0) -> ErrorRule:
    """What an error asks for; an unknown one is told and never repeated by itself.

    `http_status` counts only where there is no code: an answer that is not Meta's own JSON.
    """
    if code is not None:
        return RULES.get(code, _UNKNOWN)
    if http_status == 429 or http_status >= 500:
        return _BUSY
    return _TOKEN if http_status == 401 else _UNKNOWN
