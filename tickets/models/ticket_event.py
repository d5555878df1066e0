"""The history of a ticket: who did what, when, from what to what, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tickets.models.ticket import Ticket


class TicketEvent(models.Model):
    """Every desk verb adds a row; rows are never changed."""

    class Verb(models.TextChoices):
        OPENED = "opened", "Tiket dibuka"
        SERVICE_CHOSEN = "service_chosen", "Layanan dipilih"
        ENQUEUED = "enqueued", "Masuk antrean"
        TAKEN = "taken", "Diambil"
        ASSIGNED = "assigned", "Ditugaskan"
        RELEASED = "released", "Dikembalikan ke antrean"
        HANDED_OVER = "handed_over", "Diserahkan"
        ASKED_OVER = "asked_over", "Diminta alih"
        DECLINED_OVER = "declined_over", "Alih ditolak"
        TAKE_UNDONE = "take_undone", "Batal diambil"
        REPLIED = "replied", "Dibalas"
        REPLY_HELD = "reply_held", "Minta persetujuan"
        REPLY_APPROVED = "reply_approved", "Balasan disetujui"
        REPLY_RETURNED = "reply_returned", "Balasan dikembalikan"
        REPLY_TAKEN_BACK = "reply_taken_back", "Balasan ditarik kembali"
        RETRIED = "retried", "Dikirim ulang"
        UNREACHED = "unreached", "Balasan tidak sampai"
        NO_REPLY_NEEDED = "no_reply_needed", "Tidak perlu dibalas"
        NOTED = "noted", "Catatan"
        TRANSFERRED = "transferred", "Diteruskan"
        WAITING_CITIZEN = "waiting_citizen", "Menunggu pemohon"
        WAIT_CHANGED = "wait_changed", "Hari tunggu diubah"
        WAITING_OTHER = "waiting_other", "Menunggu pihak lain"
        NUDGED = "nudged", "Pemohon diingatkan"
        DRAFT_USED = "draft_used", "Draf rekan dipakai"
        LABELLED = "labelled", "Label"
        CORRECTED = "corrected", "Diperbaiki"
        RESUMED = "resumed", "Dilanjutkan"
        COMPLETED_FILES = "completed_files", "Berkas lengkap"
        DUE_CHANGED = "due_changed", "Tenggat dihitung ulang"
        RESOLVED = "resolved", "Selesai"
        READY = "ready", "Siap diambil"
        NOT_READY = "not_ready", "Belum siap diambil"
        COLLECTED = "collected", "Diambil"
        COLLECTION_UNDONE = "collection_undone", "Batal diambil pemohon"
        TIED = "tied", "Terhubung dengan WhatsApp"
        UNTIED = "untied", "Dilepas dari WhatsApp"
        SPLIT = "split", "Pesan dipisahkan"
        SPLIT_UNDONE = "split_undone", "Pemisahan dibatalkan"
        MERGED = "merged", "Digabungkan"
        MERGE_UNDONE = "merge_undone", "Penggabungan dibatalkan"
        FOLLOWED = "followed", "Diikutkan"
        LET_GO = "let_go", "Dilepaskan"
        REOPENED = "reopened", "Dibuka kembali"
        CLOSED = "closed", "Ditutup"
        SURVEY_INVITED = "survey_invited", "Undangan survei"
        REGISTERED = "registered", "Didaftarkan"
        ENDED = "ended", "Diakhiri"
        WITHDRAWN = "withdrawn", "Dibatalkan pemohon"
        MARKED_URGENT = "marked_urgent", "Ditandai darurat"
        UNMARKED_URGENT = "unmarked_urgent", "Tanda darurat dilepas"
        KEPT_ANONYMOUS = "kept_anonymous", "Identitas dirahasiakan"
        LIFTED_ANONYMITY = "lifted_anonymity", "Kerahasiaan dicabut"
        MARKED_ABOUT_STAFF = "marked_about_staff", "Tentang petugas"
        UNMARKED_ABOUT_STAFF = "unmarked_about_staff", "Bukan tentang petugas"
        ESCALATED = "escalated", "Minta jawaban pimpinan"
        ESCALATION_ANSWERED = "escalation_answered", "Dijawab pimpinan"
        OUTAGE = "outage", "Gangguan"
        OUTAGE_WITHDRAWN = "outage_withdrawn", "Gangguan dicabut"

    # The verbs by which a person gets the ticket.
    GIVING = (Verb.TAKEN, Verb.ASSIGNED, Verb.HANDED_OVER)
    # The verbs that send the citizen something.
    ANSWERING = (Verb.REPLIED, Verb.RETRIED, Verb.RESOLVED)

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="events", verbose_name="tiket")
    verb = models.CharField("tindakan", max_length=20, choices=Verb.choices)
    at = models.DateTimeField("waktu")
    # NULL: the system (bot, clock, sweep) or the citizen; `data["by"]` then says which.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="oleh",
    )
    reason = models.CharField(max_length=500, blank=True)  # as a person wrote it
    # {"from": ..., "to": ..., "by": "bot" | "citizen" | ..., "why": tickets.event_reasons.Why}
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = "riwayat tiket"
        verbose_name_plural = "riwayat tiket"
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["ticket", "at", "id"], name="ticket_event_history"),
            # invitations: recent resolutions; dashboard: verbs per day
            models.Index(fields=["verb", "at"], name="ticket_event_verb_at"),
            # the report of work: what people did in some days
            models.Index(F("at"), condition=Q(actor__isnull=False), name="ticket_event_of_people"),
        ]

    def __str__(self) -> str:
        return self.get_verb_display()
