"""Out of the outbox: claim, send, record. What leaves, leaves at most once.

lane      one recipient's messages in order, one process at a time; officers' messages, others
          and files have runs of their own
sending   one message: checks, upload, claim, the HTTP call
outcomes  what the answer (or its absence) makes of the row
statuses  what WhatsApp tells later, applied forward only
"""

from tickets.delivery.consequences import release, settle_health
from tickets.delivery.lane import (
    deliver,
    deliver_files,
    deliver_officers,
    deliver_others,
    deliver_pending,
    finish,
)
from tickets.delivery.statuses import record_status

__all__ = [
    "deliver",
    "deliver_files",
    "deliver_officers",
    "deliver_others",
    "deliver_pending",
    "finish",
    "record_status",
    "release",
    "settle_health",
]
