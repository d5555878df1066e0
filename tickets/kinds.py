"""Names for messages without text, used by bubbles, quotes, queue rows and Kelola.

Pure: WhatsApp's type in, plain Indonesian out; and which files a browser shows.
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
    "survey": "Undangan survei",
    "unsupported": "Pesan yang tidak dapat dibaca",
}

# What a browser shows by itself, and how; all else is a download. Never SVG or HTML.
SHOWN = {
    "image/jpeg": "image",
    "image/png": "image",
    "image/webp": "image",
    "image/gif": "image",
    "application/pdf": "pdf",
}


def kind_words(kind: str) -> str:
    """The name of a message of this type; "Pesan" for an unknown one."""
    return KINDS.get(kind, "Pesan")


def file_words(mime_type: str) -> str:
    """The name of a file of this type that came without one."""
    return KINDS.get(mime_type.partition("/")[0], KINDS["document"])
