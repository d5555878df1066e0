import json

from django.db import connections, migrations, transaction

BATCH = 1000
# What was written until now -> its code (tickets.faults). What WhatsApp's own table said of a
# number comes from that number again.
CODES = {
    "WhatsApp sedang sibuk. Pesan dicoba lagi sendiri beberapa saat lagi.": "busy",
    "Isi pesan tidak dapat dibaca lagi. Kirim pesan baru.": "unreadable",
    "Lewat 24 jam sejak pesan terakhir pemohon. Kirim templat sebagai gantinya.": "window_closed",
    "Berkasnya tidak ada lagi di penyimpanan. Pilih berkasnya lagi, lalu kirim pesan baru.": (
        "no_file"
    ),
    "WhatsApp tidak dapat dihubungi. Coba kirim ulang setelah jaringan pulih.": "unreachable",
    "Pesan ini tidak dapat dikirim karena galat di sistem. Beri tahu admin, lalu coba lagi.": (
        "stumbled"
    ),
    "Token WhatsApp nomor ini tidak berlaku lagi. Minta admin memasang token yang baru.": (
        "access_refused"
    ),
    "Token akses tidak terbaca. Isi kembali di Kelola.": "access_unreadable",
    "Token akses belum diisi. Isi di Kelola, Nomor WhatsApp.": "no_access",
    "Nomor simulasi tidak boleh memakai alamat luar.": "simulated_abroad",
    "Pesan ini tidak terhubung ke nomor WhatsApp.": "no_number",
    "Pesan ini tidak membawa berkas yang dapat diambil.": "nothing_to_fetch",
    "Alamat berkas tidak dipercaya. Hubungi admin.": "untrusted",
    "WhatsApp tidak lagi menyimpan berkas ini. Minta dikirim ulang.": "gone",
    "Berkas tidak dapat diambil dalam 7 hari dan sudah dihapus WhatsApp. Minta dikirim ulang.": (
        "expired"
    ),
    "WhatsApp belum memberikan berkas ini. Dicoba lagi sendiri.": "later",
    "Berkas terlalu lambat datang dari WhatsApp. Dicoba lagi sendiri.": "slow",
    "Isi berkas tidak utuh. Berkas dicoba ambil lagi sendiri.": "cut_short",
    "WhatsApp belum dapat dihubungi. Berkas dicoba lagi sendiri.": "not_reached",
    "Berkas belum dapat disimpan karena galat di sistem. Dicoba lagi sendiri.": "not_stored",
}
_TOO_LARGE = "Berkas lebih besar dari "
# One number for each sentence of WhatsApp's table, for rows that do not hold theirs.
NUMBERS = {
    "Terlalu banyak pesan ke orang ini dalam waktu singkat. Dicoba lagi sendiri.": 131056,
    "WhatsApp sedang merawat nomor ini. Pesan dicoba lagi sendiri beberapa saat lagi.": 131057,
    "Nomor ini tidak punya izin mengirim. Minta admin memeriksa izin aplikasi di Meta.": 10,
    "Akun WhatsApp kantor dibatasi atau dikunci oleh Meta. Minta admin memeriksanya di Meta.": 368,
    "Pembayaran akun WhatsApp bermasalah. Minta admin memeriksanya di Meta.": 131042,
    "Nomor kantor belum terdaftar atau sudah dihapus di WhatsApp. Minta admin mendaftarkannya.": (
        133010
    ),
    "Meta menahan kiriman nomor ini karena banyak dilaporkan atau diblokir. Hubungi admin.": 131048,
    "Templat ini tidak dapat dipakai. Pilih templat lain dan beri tahu admin.": 132000,
    "Berkas dari pemohon tidak dapat diambil. Minta dikirim ulang.": 131052,
    (
        "Isi pesan ini tidak tersedia bagi kami: WhatsApp tidak meneruskannya. "
        "Minta pemohon mengirim ulang."
    ): 131060,
    "WhatsApp menolak pesan ini dengan alasan yang belum dikenal. Hubungi admin.": None,
}


def error_of(text, number=None):
    """The code of a sentence with its values; what is not known keeps its text."""
    if code := CODES.get(text):
        return {"code": code}
    if text.startswith(_TOO_LARGE):
        return {"code": "too_large", "limit": text.removeprefix(_TOO_LARGE).partition(" ")[0]}
    if number is not None or text in NUMBERS:
        return {"code": "refused", "number": NUMBERS.get(text) if number is None else number}
    return {"code": "legacy", "text": text}


def convert(apps, schema_editor):
    """Each batch for itself; once more changes nothing."""
    messages = apps.get_model("tickets", "Message").objects.exclude(error_text="")
    _convert(messages.values_list("pk", "error_text", "error_code"), "error")
    files = apps.get_model("tickets", "Attachment").objects.exclude(error_text="")
    _convert(files.values_list("pk", "error_text"), "error")
    numbers = apps.get_model("tickets", "Channel").objects.exclude(health_note="")
    _convert(numbers.values_list("pk", "health_note"), "health_error")


def _convert(rows, column):
    table, alias, done = rows.model._meta.db_table, rows.db, 0
    sql = f'UPDATE "{table}" SET "{column}" = %s WHERE "id" = %s'  # noqa: S608 - our own names
    while batch := list(rows.filter(pk__gt=done).order_by("pk")[:BATCH]):
        found = [(json.dumps(error_of(*told)), pk) for pk, *told in batch]
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.executemany(sql, found)
        done = batch[-1][0]


class Migration(migrations.Migration):
    atomic = False  # a table of messages may be long

    dependencies = [("tickets", "0032_errors_as_codes")]

    operations = [migrations.RunPython(convert, migrations.RunPython.noop, elidable=True)]
