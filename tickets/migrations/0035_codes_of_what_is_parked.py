import re

from django.db import migrations

BATCH = 500
# What was written until now -> its code (tickets.parking).
CODES = {
    "Isi kiriman bukan JSON.": "not_json",
    "Kiriman bukan objek JSON.": "no_object",
    "Kiriman tanpa isi (entry).": "no_entries",
    "Bagian tanpa daftar perubahan.": "no_changes",
    "Perubahan tanpa isi (value).": "no_value",
    "Isi daftar bukan objek.": "item_no_object",
    "Pesan tanpa nomor pesan (id).": "no_message_id",
    "Status tanpa nomor pesan atau tanpa keadaan.": "no_status",
    "Perubahan ID pengguna tanpa ID yang baru.": "no_user_id",
    "Pesan tanpa pengirim.": "no_sender",
    "Pesan grup tidak dilayani.": "group",
    "Riwayat obrolan lama dari aplikasi WhatsApp Business tidak diambil.": "history",
    "Daftar kontak dari aplikasi WhatsApp Business tidak diambil.": "contacts",
    "Kabar akun WhatsApp yang nomornya tidak terdaftar di sini.": "account_unknown",
}
PATTERNS = (
    (re.compile(r"^Bagian (?P<part>\w+) bukan daftar\.$"), "no_list"),
    (re.compile(r"^Bukan pesan: (?P<name>.*)\.$", re.DOTALL), "foreign"),
    (re.compile(r"^Nomor (?P<number>.*) tidak terdaftar di sini\.$", re.DOTALL), "number_unknown"),
    (re.compile(r"^Templat (?P<name>.*) tidak terdaftar di sini\.$", re.DOTALL), "template_unknown"),
    (re.compile(r"^Galat akun (?P<told>.*)$", re.DOTALL), "account_error"),
    (re.compile(r"^Tidak dapat disimpan: (?P<error>\w*)\.$"), "not_stored"),
    (re.compile(r"^Galat tak terduga: (?P<error>\w*)\.$"), "unforeseen"),
)


def why_of(reason):
    """The code of a sentence with its values; what is not known keeps its text."""
    if code := CODES.get(reason):
        return {"code": code}
    for pattern, code in PATTERNS:
        if found := pattern.match(reason):
            return {"code": code, **found.groupdict()}
    return {"code": "legacy", "text": reason}


def convert(apps, schema_editor):
    """Few rows are parked; their bodies stay where they are. Once more changes nothing."""
    rows = apps.get_model("tickets", "WebhookEvent").objects
    parked, done = rows.filter(is_parked=True).only("parked").order_by("pk"), 0
    while batch := list(parked.filter(pk__gt=done)[:BATCH]):
        for row in batch:
            row.parked = [
                {"path": item.get("path", ""), **why_of(item["reason"])}
                if "reason" in item
                else item
                for item in row.parked
            ]
        rows.bulk_update(batch, ["parked"], batch_size=100)
        done = batch[-1].pk


class Migration(migrations.Migration):

    dependencies = [("tickets", "0034_no_texts_of_errors")]

    operations = [migrations.RunPython(convert, migrations.RunPython.noop, elidable=True)]
