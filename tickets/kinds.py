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


def file_words(mime_type: str) -> str:
    """What to call a file of this type that came without a name."""
    return KINDS.get(mime_type.partition("/")[0], KINDS["document"])
