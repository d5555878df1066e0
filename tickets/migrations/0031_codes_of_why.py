import json
import re

from django.db import connections, migrations, transaction

BATCH = 1000
# What was written until now -> its code (tickets.event_reasons).
CODES = {
    "Layanan dan keperluan sudah diketahui": "complete",
    "Pemohon meminta petugas": "petugas",
    "Pemohon tidak melanjutkan selama sepuluh menit": "silence",
    "Bot dua kali tidak memahami pesan pemohon": "confused",
    "Pemohon mengirim pesan suara": "voice",
    "Pesan lama baru sampai": "old",
    "Batas balasan otomatis tercapai": "limit",
    "Pemohon memulai urusan lain": "other_matter",
    "Pemohon menyatakan belum beres": "unfinished",
    "Pemohon melanjutkan urusan ini": "follow_up",
    "Pemohon menulis lagi dan belum menjawab: lanjutan atau permohonan baru": "unanswered",
    "Pesan tidak dapat diolah otomatis": "fault",
    "Kantor membalas dari aplikasi WhatsApp Business": "answered_on_phone",
    "Diteruskan": "transferred",
    "Dibuka kembali": "reopened",
    "Berkas lengkap": "files_complete",
    "Berkas belum lengkap": "files_missing",
    "Sekarang pemohon yang ditunggu": "citizen_awaited",
    "Bukan pemohon lagi yang ditunggu": "others_awaited",
    "Jeda berakhir": "pause_ended",
    "Jeda berakhir karena tiket selesai": "pause_ended_by_resolving",
    "Balasan pertama tidak sampai": "first_answer_lost",
    "Tidak ada percakapan WhatsApp": "no_chat",
    "Bukan permohonan": "not_a_request",
    "Tiket dibuka kembali sebelum undangan dikirim": "reopened_first",
    "Ada penyelesaian yang lebih baru": "later_resolution",
    "Nomor WhatsApp tidak aktif": "number_off",
    "Jendela 24 jam sudah tutup dan belum ada templat survei": "window_closed",
    "Kuesioner belum lengkap": "incomplete",
    "Undangan dikirim sekali lagi, karena jendela 24 jam tutup sebelum terkirim": "invited_again",
}
ALWAYS_OURS = ("due_changed", "survey_invited")
OURS_WITHOUT_A_PERSON = ("enqueued", "reopened", "released")
# Of these the citizen's pause after a resolution was written by the bot.
SPANS = ("files_missing", "unfinished", "follow_up", "unanswered", "petugas", "voice", "old")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)
_UNTIL = re.compile(r"^Petugas (.+) tidak bertugas sampai (\d+) (\w+) (\d{4})$")
_LEFT = re.compile(r"^Petugas (.+) tidak lagi bertugas di sini$")


def code_of(reason):
    """The code of a reason with the values of its sentence; what is not known keeps its text."""
    said = reason.removeprefix("Tidak diundang: ")
    if code := CODES.get(said):
        return {"why": code}
    if found := _LEFT.match(said):
        return {"why": "left", "from_name": found[1]}
    if (found := _UNTIL.match(said)) and found[3] in MONTHS:
        until = f"{found[4]}-{MONTHS.index(found[3]) + 1:02d}-{int(found[2]):02d}"
        return {"why": "absent", "from_name": found[1], "until": until}
    if said.startswith("Layanan "):
        return {"why": "service", "service": said.removeprefix("Layanan ")}
    return {"why": "legacy", "text": said}


def convert(apps, schema_editor):
    """History rows and pauses; what a person typed stays. Once more changes nothing."""
    events = apps.get_model("tickets", "TicketEvent").objects.exclude(reason="")
    _convert(events.filter(verb__in=ALWAYS_OURS))
    _convert(events.filter(verb__in=OURS_WITHOUT_A_PERSON, actor=None))
    spans = apps.get_model("tickets", "ClockSpan").objects
    for text, code in CODES.items():
        if code == "files_missing":
            spans.filter(reason=text).update(why=code, reason="")
        elif code in SPANS:
            spans.filter(reason=text, started_by=None).update(why=code, reason="")


def _convert(rows):
    table, alias, done = rows.model._meta.db_table, rows.db, 0
    sql = f'UPDATE "{table}" SET "data" = %s, "reason" = %s WHERE "id" = %s'  # noqa: S608 - our own names
    read = rows.order_by("pk").values_list("pk", "data", "reason")
    while batch := list(read.filter(pk__gt=done)[:BATCH]):
        found = [(json.dumps({**data, **code_of(reason)}), "", pk) for pk, data, reason in batch]
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.executemany(sql, found)
        done = batch[-1][0]


class Migration(migrations.Migration):
    atomic = False  # each batch for itself: a history may be long

    dependencies = [("tickets", "0030_why_a_clock_stood_still")]

    operations = [migrations.RunPython(convert, migrations.RunPython.noop, elidable=True)]
