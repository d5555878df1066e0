"""What people are told of: the table of the kinds; who is told is in notifications.py.

A new kind is a member of `Kind` (notification_names.py) and a row of `KINDS`, and a call of `notifications.tell` where it happens
(docs/adding.md, docs/decisions/0052).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services.models import Staff
from tickets.concerned import holder, nobody, who_may_approve, who_may_take
from tickets.models import Ticket
from tickets.notification_names import Kind as Kind


@dataclass(frozen=True, kw_only=True)
class About:
    """A kind: whom it concerns, the sentence, and what else follows. It is told on screen, unless
    the person chose otherwise.

    {register}: the ticket's number; of what is no ticket the office's short name. {at}: the due time or moment. {step}: from the table below.
    {by}: who did it. {count}: how many. All else comes from the row's values.
    """

    label: str  # on the person's own page, and in the mail of the morning
    words: str
    who: Callable[[Ticket], list[Staff]] = nobody
    gathers: bool = False  # what comes before the first was read is counted on its row
    emails_at_once: bool = False  # to whom chose reminders by e-mail
    pushes: bool = False  # to signed-up browsers, until the person chooses otherwise
    must_show: bool = False  # nobody switches it off on screen


KINDS: dict[Kind, About] = {
    Kind.FIRST_RESPONSE: About(
        label="Tenggat balasan pertama",
        words="Respons pertama {register}: {step}.",
        emails_at_once=True,
        pushes=True,
    ),
    Kind.COMPLETION: About(
        label="Tenggat penyelesaian",
        words="Penyelesaian {register}: {step}.",
        emails_at_once=True,
        pushes=True,
    ),
    Kind.LOOK: About(
        label="Tenggat memeriksa kiriman baru",
        words="Kiriman baru pemohon {register}: {step}.",
        emails_at_once=True,
    ),
    Kind.WINDOW: About(
        label="Waktu balas WhatsApp hampir habis",
        words="{register}: pemohon belum dibalas. Sesudah {at} hanya templat yang dapat dikirim.",
        emails_at_once=True,
        pushes=True,
    ),
    Kind.URGENT: About(
        label="Darurat",
        words="{register}: DARURAT. Buka tiket ini dan tangani sekarang.",
        must_show=True,
        emails_at_once=True,
        pushes=True,
    ),
    Kind.WITHDRAWN: About(
        label="Pemohon membatalkan permohonan",
        words="{register}: pemohon membatalkan permohonan ini.",
        who=holder,
        emails_at_once=True,
        pushes=True,
    ),
    Kind.ABOUT_STAFF: About(
        label="Pengaduan tentang petugas",
        words="{register}: pengaduan tentang petugas kantor ini.",
        emails_at_once=True,
        pushes=True,
    ),
    Kind.ESCALATED: About(
        label="Jawaban saya sebagai pimpinan diminta",
        words="{register}: {by} minta jawaban Anda, paling lambat {at}.",
        must_show=True,
        emails_at_once=True,
        pushes=True,
    ),
    Kind.HEAD_LATE: About(
        label="Jawaban pimpinan lewat waktunya",
        words="{register}: pimpinan belum menjawab, seharusnya paling lambat {at}.",
        emails_at_once=True,
        pushes=True,
    ),
    Kind.HEAD_ANSWERED: About(
        label="Pimpinan menjawab permintaan saya",
        words="{register}: {by} menjawab sebagai pimpinan. Bacalah di riwayat tiket.",
        pushes=True,
    ),
    Kind.ASSIGNED: About(
        label="Tiket ditugaskan kepada saya",
        words="{register}: {by} menugaskan tiket ini kepada Anda.",
        who=holder,
        pushes=True,
    ),
    Kind.HANDED_OVER: About(
        label="Tiket diserahkan kepada saya",
        words="{register}: {by} menyerahkan tiket ini kepada Anda.",
        who=holder,
        pushes=True,
    ),
    Kind.MENTIONED: About(
        label="Saya disebut di catatan",
        words="{register}: {by} menyebut Anda di catatan.",
        pushes=True,
    ),
    Kind.CITIZEN_WROTE: About(
        label="Pesan baru pemohon di tiket saya",
        words="{register}: {count} pesan baru dari pemohon.",
        who=holder,
        gathers=True,
        pushes=True,
    ),
    Kind.ANSWERED: About(
        label="Rekan membalas di tiket saya",
        words="{register}: {by} membalas pemohon di tiket Anda.",
        who=holder,
    ),
    Kind.TO_APPROVE: About(
        label="Balasan menunggu persetujuan saya",
        words="{register}: tulisan {by} menunggu persetujuan Anda.",
        who=who_may_approve,
        pushes=True,
    ),
    Kind.APPROVED: About(
        label="Balasan saya disetujui",
        words="{register}: {by} menyetujui tulisan Anda.",
    ),
    Kind.RETURNED: About(
        label="Balasan saya dikembalikan penyelia",
        words="{register}: tulisan Anda dikembalikan dan belum dikirim. Bacalah catatannya.",
        pushes=True,
    ),
    Kind.NOTED: About(
        label="Catatan rekan di tiket saya",
        words="{register}: {by} menulis catatan di tiket Anda.",
        who=holder,
    ),
    Kind.DRAFT_USED: About(
        label="Rekan memakai draf saya",
        words="{register}: {by} memakai draf balasan Anda. Draf Anda tetap ada.",
    ),
    Kind.WAIT_OVER: About(
        label="Pemohon tidak menjawab sampai tanggal yang saya pilih",
        words="{register}: pemohon belum menjawab sampai waktu yang ditentukan. Tiket ini kembali "
        "kepada Anda.",
        who=holder,
        pushes=True,
    ),
    Kind.REMINDED: About(
        label="Pengingat yang saya pasang sendiri",
        words="{register}: Anda minta diingatkan tentang tiket ini.",
        pushes=True,
    ),
    Kind.ARRIVED: About(
        label="Tiket diteruskan ke bagian saya",
        words="{register}: {by} meneruskan tiket ini ke bagian Anda.",
        who=who_may_take,
    ),
    Kind.REFUSED: About(
        label="Pesan kepada pemohon tidak terkirim",
        words="{register}: pesan kepada pemohon tidak terkirim. Buka tiketnya untuk melihat sebabnya.",
        who=holder,
        pushes=True,
    ),
    Kind.ASKED_OVER: About(
        label="Rekan minta mengambil alih tiket saya",
        words="{register}: {by} minta mengambil alih tiket ini. Buka untuk menyetujui.",
        pushes=True,
    ),
    Kind.DECLINED_OVER: About(
        label="Permintaan saya mengambil alih tidak disetujui",
        words="{register}: permintaan Anda mengambil alih tiket ini tidak disetujui.",
    ),
    Kind.SPLIT: About(
        label="Pesan di tiket saya dipisahkan",
        words="{register}: {by} memisahkan {count} pesan menjadi tiket {to}.",
        who=holder,
    ),
    Kind.JOINED: About(
        label="Tiket saya digabungkan dengan tiket lain",
        words="{register}: {by} menggabungkan tiket ini dengan {to}.",
        who=holder,
    ),
    Kind.LET_GO: About(
        label="Tiket saya tidak lagi mengikuti tiket lain",
        words="{register}: tiket ini tidak lagi bersama {to}. Lanjutkan sendiri.",
        who=holder,
        pushes=True,
    ),
    Kind.TAKEN_BACK: About(
        label="Tiket saya kembali ke antrean",
        words="{register}: {by} mengembalikan tiket Anda ke antrean.",
    ),
    Kind.TAKEN_OVER: About(
        label="Tiket saya dialihkan", words="{register}: {by} mengalihkan tiket Anda kepada {to}."
    ),
    Kind.FILE_READY: About(
        label="Berkas laporan yang saya minta siap",
        words="Berkas laporan siap diambil, sampai {until}.",
        pushes=True,
    ),
    Kind.FILE_FAILED: About(
        label="Berkas laporan yang saya minta gagal disiapkan",
        words="Berkas laporan gagal disiapkan. Minta lagi dengan rentang yang lebih pendek.",
        pushes=True,
    ),
    # Of a page that is no ticket: `tell_at`, with whom and why.
    Kind.RECOMMENDED: About(
        label="Rekomendasi baru untuk kantor saya",
        words="{register}: {by} menulis rekomendasi atas {about}. Jawab dengan rencana.",
    ),
    Kind.PLANNED: About(
        label="Rencana tindak lanjut atas rekomendasi",
        words="{register}: {by} menulis rencana tindak lanjut.",
    ),
    Kind.PROGRESSED: About(
        label="Kemajuan tindak lanjut", words="{register}: {by} melaporkan kemajuan tindak lanjut."
    ),
    Kind.PLAN_LATE: About(
        label="Triwulan rencana tindak lanjut sudah lewat",
        words="{register}: triwulan rencana sudah lewat dan tindak lanjutnya belum dilaporkan selesai.",
    ),
    Kind.REVIEWED: About(
        label="Hasil survei ditelaah", words="{register}: {by} menelaah hasil survei {period}."
    ),
    Kind.FIGURES_DOUBTED: About(
        label="Angka hasil survei diminta diperiksa",
        words="{register}: {by} minta angka hasil survei {period} diperiksa. Baca catatannya.",
    ),
    Kind.PERIOD_PUBLISHED: About(
        label="Hasil survei diumumkan",
        words="{register}: {by} mengumumkan hasil survei {period}. Hasil dan laporannya dapat dibuka.",
    ),
    Kind.PERIOD_WITHDRAWN: About(
        label="Pengumuman hasil survei ditarik",
        words="{register}: {by} menarik pengumuman hasil survei {period}. Bacalah alasannya.",
    ),
    Kind.PERIOD_REOPENED: About(
        label="Periode survei dibuka kembali",
        words="{register}: {by} membuka kembali survei {period}. Angkanya dapat berubah.",
    ),
    Kind.PERIOD_REFUSED: About(
        label="Hasil survei ditolak sistem tujuan",
        words="{register}: hasil {period} ditolak sistem SKM tujuan. Baca alasannya, lalu kirim ulang.",
    ),
    Kind.SUBMISSION_BARRED: About(
        label="Sistem SKM tujuan tidak menerima alamat atau token kita",
        words="Hasil survei tidak dapat dikirim: sistem SKM tujuan tidak menerima alamat atau token kita. "
        "Periksa pengaturan NATIONAL_SKM_URL dan NATIONAL_SKM_TOKEN.",
    ),
    Kind.COORDINATED: About(label="Koordinasi", words="{register}: {by} menulis “{subject}”."),
}
SENTENCES: dict[str, str] = {kind: about.words for kind, about in KINDS.items()}
STEPS = {
    "50%": "separuh waktu sudah berjalan, paling lambat {at}",
    "75%": "tinggal seperempat waktu, paling lambat {at}",
    "due": "tenggatnya tiba, {at}",
}
LATE = "sudah lewat tenggat {days} hari, seharusnya {at}"  # "due+1d", "due+2d" ...
