"""What a message without words is called, in one place for bubbles, quotes, queue rows and Kelola.

Pure: WhatsApp's type in, plain Indonesian out.
"""

KINDS = {
    "text": "Teks",
    "image": "Foto",
    "video": "Video",
    "audio": "Pesan suara",
    "document": "Berkas",
    "sticker": "Stiker",
    "location": "Lokasi",
    "contacts": "Kartu kontak",
    "interactive": "Tombol atau daftar pilihan",
    "button": "Tombol templat",
    "template": "Templat",
    "reaction": "Tanggapan",
    "edit": "Perubahan pesan",
    "revoke": "Penarikan pesan",
    "call": "Panggilan suara",
    "order": "Pesanan",
    "system": "Pemberitahuan WhatsApp",
    "note": "Catatan internal",
    "unsupported": "Pesan yang tidak dapat dibaca",
}


def kind_words(kind: str) -> str:
    """What to call a message of this type; one that is not known here is a "Pesan"."""
    return KINDS.get(kind, "Pesan")
