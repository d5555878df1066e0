"""What beat and `manage.py sweep` run: every sweep works off the rows that are due.

The tasks that a wake-up runs stand at the end of their stations; importing those registers them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from tickets import delivery, desk, digests, emails, pushes, reminders
from tickets.bulk import forget_jobs, work_jobs
from tickets.figures import rebuilding
from tickets.figures.rebuilding import rebuild_figures
from tickets.finding.forgetting import forget_unused_words
from tickets.inbound.account import end_notices
from tickets.inbound.converse import converse_pending, enqueue_silent
from tickets.inbound.purging import purge
from tickets.inbound.receive import receive_pending
from tickets.inbound.source_question import ask_sources
from tickets.media import draw_pending, fetch_pending

HOUR = 3600.0

Work = Callable[[datetime], int]

# A third value names the lane: messages in and out, files in and out, and e-mails run apart.
SWEEPS: Mapping[str, Work | tuple[Work, float] | tuple[Work, float, str]] = {
    "tickets.receive": (receive_pending, 2.0, "messages"),
    "tickets.converse": (converse_pending, 2.0, "messages"),
    "tickets.deliver": (delivery.deliver_others, 2.0, "deliver"),
    "tickets.deliver_officers": (delivery.deliver_officers, 2.0, "officers"),
    "tickets.deliver_files": (delivery.deliver_files, 2.0, "files"),
    "tickets.tell_read": (delivery.tell_read, 3.0, "reads"),
    "tickets.media": (fetch_pending, 5.0, "media"),
    "tickets.previews": (draw_pending, 5.0, "previews"),
    "tickets.bulk": (work_jobs, 2.0, "bulk"),
    "tickets.enqueue_silent": (enqueue_silent, 15.0),
    "tickets.ask_sources": (ask_sources, 60.0),
    "tickets.take_back": (desk.take_back_everywhere, 60.0),
    "tickets.auto_assign": (desk.auto_assign_everywhere, 10.0),
    "tickets.follow_up": (desk.follow_up, 60.0),
    "tickets.apply_outages": (desk.apply_outages, 5.0, "outages"),
    "tickets.tell_outages": (desk.tell_outages, 5.0, "outages"),
    "tickets.let_go_left": (desk.let_go_left, 15.0),
    "tickets.end_snoozes": (desk.end_snoozes, 15.0),
    "tickets.recount_answers": (desk.recount_answers, 15.0),
    "tickets.remind": (reminders.remind, 30.0),
    "tickets.tell_new_heads": (desk.tell_new_heads, 60.0),
    "tickets.tell_late_heads": (desk.tell_late_heads, 60.0),
    "tickets.warn_closing_windows": (reminders.warn_closing_windows, 60.0),
    "tickets.send_emails": (emails.send_emails, 30.0, "emails"),
    "tickets.send_pushes": (pushes.send_pushes, 3.0, "pushes"),
    "tickets.send_digests": (digests.send_digests, 60.0, "emails"),
    "tickets.end_notices": (end_notices, 60.0),
    "tickets.close_due": (desk.close_due, HOUR),
    "tickets.purge_events": (purge, HOUR),
    "tickets.forget_sentences": (desk.forget_sentences, HOUR),
    "tickets.forget_jobs": (forget_jobs, HOUR),
    "tickets.forget_unused_words": (forget_unused_words, HOUR),
    "tickets.rebuild_figures": (rebuild_figures, rebuilding.EVERY, "figures"),
}
