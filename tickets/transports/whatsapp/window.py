"""The customer-service window: free text only within 24 hours of the citizen's last word."""

import datetime as dt

CUSTOMER_SERVICE_WINDOW = dt.timedelta(hours=24)
# Ours closes early: a send takes time, and Meta refuses some at the very end.
SAFETY_MARGIN = dt.timedelta(minutes=5)


def expires_at(last_inbound: dt.datetime) -> dt.datetime:
    """When the window ends that a message of this (aware) time opened."""
    return last_inbound + CUSTOMER_SERVICE_WINDOW


def is_open(expires_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether free text may be sent now; None: the citizen never wrote."""
    return expires_at is not None and now < expires_at - SAFETY_MARGIN


def seconds_left(expires_at: dt.datetime | None, now: dt.datetime) -> int:
    """Whole seconds until it closes for us, 0 when it is closed."""
    if expires_at is None:
        return 0
    return max(0, int((expires_at - SAFETY_MARGIN - now).total_seconds()))
