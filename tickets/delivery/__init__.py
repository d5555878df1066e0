"""Out of the outbox: claim, send, record. What leaves, leaves at most once.

lane      one recipient's messages in order, one process at a time; officers' messages, others
          and files have runs of their own
sending   one message: checks, upload, claim, the HTTP call
outcomes  what the answer (or its absence) makes of the row
recalling what lies there and is no longer to be said
reading   blue ticks: the citizen sees that the officer has read
statuses  what WhatsApp tells later, applied forward only
"""

from tickets.delivery.consequences import release, settle_health
from tickets.delivery.lane import (
    deliver_files,
    deliver_officers,
    deliver_others,
    finish,
)
from tickets.delivery.reading import tell_read
from tickets.delivery.statuses import record_status

__all__ = [
    "deliver_files",
    "deliver_officers",
    "deliver_others",
    "finish",
    "record_status",
    "release",
    "settle_health",
    "tell_read",
]
