"""What is shown in place of the words of a message that brought none, by its code.

Pure but for the channel's table of refusals. A row keeps the code (`received.Notice`); a survey
invitation, whose link no page may show, is known by its origin.
"""

from __future__ import annotations

from tickets.coded import said
from tickets.error_words import error_words
from tickets.faults import refusal
from tickets.received import Notice

EMPTY, SURVEY = "text", "survey"
_ASK_AGAIN = "Minta pemohon mengirimnya sebagai teks, foto, atau berkas."

SENTENCES: dict[str, str] = {
    EMPTY: "Pesan kosong.",
    SURVEY: "Undangan survei terkirim",
    "call": "Pemohon menelepon lewat WhatsApp.",
    # The citizen changed something about their account.
    "user_changed_number": "Pemohon mengganti nomor WhatsApp.",
    "user_changed_user_id": "ID WhatsApp pemohon berganti.",
    "customer_identity_changed": "Kode keamanan WhatsApp pemohon berganti.",
    # The citizen said something that the channel does not pass on.
    "unsupported": f"Pesan jenis ini belum didukung. {_ASK_AGAIN}",
    "poll_creation": (
        f"Jajak pendapat (polling) dari pemohon, tidak dapat dibuka di sini. {_ASK_AGAIN}"
    ),
    "gif": f"Gambar bergerak (GIF), tidak dapat dibuka di sini. {_ASK_AGAIN}",
    "group_invite": (
        "Undangan ke grup WhatsApp. Nomor kantor tidak dapat masuk grup; balas di sini."
    ),
    "list": f"Pesan berisi daftar pilihan, tidak dapat dibuka di sini. {_ASK_AGAIN}",
    "order": f"Pesanan dari katalog, tidak dapat dibuka di sini. {_ASK_AGAIN}",
    "product": f"Kartu produk, tidak dapat dibuka di sini. {_ASK_AGAIN}",
    "media_placeholder": (
        "Berkas yang isinya belum diteruskan WhatsApp. Minta pemohon mengirim ulang."
    ),
    # The channel tells of something that is no message.
    "no_message": "Pemberitahuan dari WhatsApp tanpa isi pesan.",
    "edit": "Pemohon mengubah pesan yang sudah dikirimnya; WhatsApp tidak meneruskan isi barunya.",
    "revoke": "Pemohon menarik pesan yang sudah dikirimnya.",
    "pin": "Pemohon menyematkan pesan, atau melepas sematannya.",
    "keep_in_chat": "Pemohon menyimpan pesan di percakapan, atau melepasnya.",
    "poll_update": "Pemohon menjawab jajak pendapat (polling).",
    "request_welcome": "Pemohon membuka percakapan ini dan belum menulis.",
    "ephemeral": "Pemohon mengubah pengaturan pesan sementara.",
}


def notice_words(notice: Notice) -> str:
    """The sentence of a notice; rows from before codes have it as their `words`."""
    if notice.number is not None:
        return error_words(refusal(notice.number))
    return notice.words or said(SENTENCES, notice.code, {})
