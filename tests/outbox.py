"""Sends what waits in the outbox, as the three sweeps do one after the other."""

import datetime as dt

from tickets import delivery


def deliver_pending(now: dt.datetime | None = None) -> int:
    """Send everything that is due on every free lane; how many messages were moved."""
    sweeps = (delivery.deliver_others, delivery.deliver_officers, delivery.deliver_files)
    return sum(sweep(now) for sweep in sweeps)
