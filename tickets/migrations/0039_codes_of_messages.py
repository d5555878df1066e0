from django.db import migrations

INVITED = "Undangan survei terkirim"
CALLED = "Pemohon menelepon lewat WhatsApp."
CHANGES = {
    "Pemohon mengganti nomor WhatsApp.": "user_changed_number",
    "ID WhatsApp pemohon berganti.": "user_changed_user_id",
    "Kode keamanan WhatsApp pemohon berganti.": "customer_identity_changed",
}
# What the queue row said of a message without words.
KINDS = {
    "[Teks]": "text",
    "[Foto]": "image",
    "[Video]": "video",
    "[Pesan suara]": "audio",
    "[Berkas]": "document",
    "[Stiker]": "sticker",
    "[Lokasi]": "location",
    "[Kartu kontak]": "contacts",
    "[Tombol atau daftar pilihan]": "interactive",
    "[Tombol templat]": "button",
    "[Templat]": "template",
    "[Tanggapan]": "reaction",
    "[Perubahan pesan]": "edit",
    "[Penarikan pesan]": "revoke",
    "[Panggilan suara]": "call",
    "[Pesanan]": "order",
    "[Pemberitahuan WhatsApp]": "system",
    "[Catatan internal]": "note",
    "[Pesan yang tidak dapat dibaca]": "unsupported",
    "[Pesan]": "message",
    INVITED: "survey",
    CALLED: "call",
    **dict.fromkeys(CHANGES, "system"),
}


def convert(apps, schema_editor):
    """Our own sentences become codes; once more changes nothing."""
    Ticket = apps.get_model("tickets", "Ticket")
    for text, kind in KINDS.items():
        found = Ticket.objects.filter(last_message_text=text)
        found.update(last_message_text="", last_message_kind=kind)
    Message = apps.get_model("tickets", "Message")
    Message.objects.filter(origin="survey", text=INVITED).update(text="")
    told = Message.objects.filter(type="call", text=CALLED) | Message.objects.filter(
        type="system", text__in=CHANGES
    )
    for message in told.iterator():
        reading = message.payload.get("received") if isinstance(message.payload, dict) else None
        if isinstance(reading, dict):  # rows from before are read anew from WhatsApp's JSON
            reading["content"] = {
                "content": "notice",
                "code": CHANGES.get(message.text, "call"),
                "number": None,
                "words": "",
            }
        message.text = ""
        message.save(update_fields=["text", "payload"])


class Migration(migrations.Migration):
    dependencies = [("tickets", "0038_kind_of_the_last_message")]

    operations = [migrations.RunPython(convert, migrations.RunPython.noop, elidable=True)]
