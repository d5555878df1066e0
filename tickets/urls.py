"""Addresses of the webhook and of the officers' pages."""

from django.urls import path
from django.views.generic import RedirectView

from tickets import webhook
from tickets.views import (
    assign,
    bulk,
    bulk_all,
    bulk_job,
    bulk_surge,
    close,
    confided,
    correct,
    drafts,
    files,
    going_on,
    hand_over,
    label,
    note,
    notification_choices,
    notifications,
    own_replies,
    queue,
    quick_replies,
    receipt,
    reply,
    retry,
    saved_views,
    snooze,
    ticket,
    together,
    transfer,
    unanswered,
    urgent,
    waiting,
    walk_in,
)

app_name = "tickets"

queue_urls = [
    path("antrean/", queue.queue, name="queue"),
    path("antrean/cari/", queue.search, name="search"),
    path("antrean/perubahan/", queue.changes, name="queue-changes"),
    path("antrean/saringan/", queue.filters, name="queue-filters"),
    path("antrean/tampilan/", saved_views.saved_views, name="saved-views"),
    path("antrean/tampilan/baru/", saved_views.save_view, name="saved-view-new"),
    path("antrean/tampilan/<int:pk>/hapus/", saved_views.delete_view, name="saved-view-delete"),
    path("antrean/baru/", walk_in.walk_in, name="walk-in"),
    path("pemberitahuan/", notifications.notifications, name="notifications"),
    path("pemberitahuan/panel/", notifications.panel, name="notifications-panel"),
    path("pemberitahuan/dibaca/", notifications.read_all, name="notifications-read"),
    path("pemberitahuan/<str:pk>/", notifications.read, name="notification-read"),
    path("akun/pemberitahuan/", notification_choices.choices, name="notification-choices"),
    path("akun/tiket-berikutnya/", going_on.choice, name="going-on"),
    path("balasan-cepat/", own_replies.replies, name="own-replies"),
    path("balasan-cepat/baru/", own_replies.new, name="own-reply-new"),
    path("balasan-cepat/<int:pk>/", own_replies.edit, name="own-reply"),
    path("balasan-cepat/<int:pk>/hapus/", own_replies.delete, name="own-reply-delete"),
    path("pengingat/", RedirectView.as_view(pattern_name="tickets:notifications")),
]
_MANY = "tiket/bersama/"
bulk_urls = [
    path(_MANY, bulk.jobs, name="bulk-jobs"),
    path(f"{_MANY}serupa/", bulk_surge.alike, name="bulk-alike"),
    path(f"{_MANY}cocok/", bulk_all.matching, name="bulk-matching"),
    path(f"{_MANY}baru/", bulk.begin, name="bulk"),
    path(f"{_MANY}<int:pk>/", bulk_job.job, name="bulk-job"),
    path(f"{_MANY}<int:pk>/perubahan/", bulk_job.changes, name="bulk-job-changes"),
    path(f"{_MANY}<int:pk>/hentikan/", bulk_job.stop, name="bulk-job-stop"),
    path(f"{_MANY}<int:pk>/batalkan/", bulk_job.undo, name="bulk-job-undo"),
]
_TICKET = "tiket/<str:register>/"
ticket_urls = [
    path(_TICKET, ticket.ticket, name="ticket"),
    path(f"{_TICKET}perubahan/", ticket.changes, name="ticket-changes"),
    path(f"{_TICKET}tutup-halaman/", together.leave, name="leave-page"),
    path(f"{_TICKET}mengapa/", ticket.why, name="why"),
    path(f"{_TICKET}alasan/", ticket.open_with_reason, name="open-with-reason"),
    path(f"{_TICKET}nomor/", ticket.show_numbers, name="show-numbers"),
    path(f"{_TICKET}tanda-terima/", receipt.receipt, name="receipt"),
]
verb_urls = [
    path(f"{_TICKET}ambil/", assign.take, name="take"),
    path(f"{_TICKET}tugaskan/", assign.assign, name="assign"),
    path(f"{_TICKET}kembalikan/", assign.release, name="release"),
    path(f"{_TICKET}serahkan/", hand_over.hand_over, name="hand-over"),
    path(f"{_TICKET}minta-alih/", hand_over.ask_over, name="ask-over"),
    path(f"{_TICKET}setujui-alih/", hand_over.agree_over, name="agree-over"),
    path(f"{_TICKET}tolak-alih/", hand_over.decline_over, name="decline-over"),
    path(f"{_TICKET}batal-ambil/", hand_over.undo_take, name="undo-take"),
    path(f"{_TICKET}balas/", reply.reply, name="reply"),
    path(f"{_TICKET}templat/", reply.template, name="template"),
    path(f"{_TICKET}balasan-cepat/", quick_replies.quick_replies, name="quick-replies"),
    path(f"{_TICKET}draf/", drafts.draft, name="draft"),
    path(f"{_TICKET}catatan/", note.note, name="note"),
    path(f"{_TICKET}teruskan/", transfer.transfer, name="transfer"),
    path(f"{_TICKET}tunggu-pemohon/", waiting.wait_for_citizen, name="wait-for-citizen"),
    path(f"{_TICKET}hari-tunggu/", waiting.change_wait, name="change-wait"),
    path(f"{_TICKET}tunggu-pemohon/hari/", waiting.days, name="wait-days"),
    path(f"{_TICKET}tunggu-pihak-lain/", waiting.wait_for_other, name="wait-for-other"),
    path(f"{_TICKET}perbaiki/", correct.correct, name="correct"),
    path(f"{_TICKET}label/", label.label, name="label"),
    path(f"{_TICKET}ingatkan-saya/", snooze.snooze, name="snooze"),
    path(f"{_TICKET}berkas-lengkap/", waiting.completed_files, name="completed-files"),
    path(f"{_TICKET}lanjutkan/", waiting.resume, name="resume"),
    path(f"{_TICKET}tidak-perlu-dibalas/", unanswered.no_reply_needed, name="no-reply-needed"),
    path(f"{_TICKET}belum-dibaca/", unanswered.mark_unread, name="mark-unread"),
    path(f"{_TICKET}darurat/", urgent.mark_urgent, name="mark-urgent"),
    path(f"{_TICKET}bukan-darurat/", urgent.unmark_urgent, name="unmark-urgent"),
    path(f"{_TICKET}rahasiakan/", confided.keep_anonymous, name="keep-anonymous"),
    path(f"{_TICKET}cabut-rahasia/", confided.lift_anonymity, name="lift-anonymity"),
    path(f"{_TICKET}tentang-petugas/", confided.mark_about_staff, name="mark-about-staff"),
    path(
        f"{_TICKET}bukan-tentang-petugas/",
        confided.unmark_about_staff,
        name="unmark-about-staff",
    ),
    path(f"{_TICKET}selesai/", close.resolve, name="resolve"),
    path(f"{_TICKET}buka-kembali/", close.reopen, name="reopen"),
    path(f"{_TICKET}pesan/<int:pk>/ulang/", retry.retry_message, name="retry-message"),
    path(f"{_TICKET}berkas/<int:pk>/ulang/", retry.retry_file, name="retry-file"),
]
file_urls = [
    path("berkas/<str:pk>/", files.file, name="file"),
    path("berkas/<str:pk>/pratinjau/", files.preview, name="file-preview"),
]

urlpatterns = [
    path("webhooks/whatsapp/", webhook.receive_webhook, name="webhook"),
    *queue_urls,
    *bulk_urls,
    *ticket_urls,
    *verb_urls,
    *file_urls,
]
