"""One deed for many tickets: a person starts a job, the worker does to each ticket what the desk does.

No verb is gone around: each ticket goes through the desk with the rights that the person has by then,
in the transaction that settles its part of the job (docs/decisions/0055).
"""

from tickets.bulk.starting import MOST, Order, can_be_undone, start, stop, undo
from tickets.bulk.working import forget_jobs, work_jobs

__all__ = [
    "MOST",
    "Order",
    "can_be_undone",
    "forget_jobs",
    "start",
    "stop",
    "undo",
    "work_jobs",
]
