"""Which browsers of a person are pushed to: signed up by the person there, signed off by a log-out."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from services.models import Staff
from tickets.models import PushSubscription
from tickets.models.push_subscription import hash_of
from tickets.web_push import Keys, checked

SESSION_KEY = "push_subscription"  # of the session in the browser that was signed up
MOST = 10  # browsers of one person; the oldest gives way


@transaction.atomic
def sign_up(keys: Keys, *, staff: Staff, device: str, now: dt.datetime) -> PushSubscription:
    """Sign up one browser; it belongs to whoever used it last. Raises BadSubscription."""
    checked(keys)
    values = {
        "staff": staff,
        "endpoint": keys.endpoint,
        "public_key": keys.public_key,
        "auth_secret": keys.auth_secret,
        "device": device,
    }
    row, _ = PushSubscription.objects.update_or_create(
        endpoint_hash=hash_of(keys.endpoint),
        defaults=values,
        create_defaults={**values, "created_at": now},
    )
    newest = staff.push_subscriptions.order_by("-created_at", "-pk").values_list("pk", flat=True)
    staff.push_subscriptions.exclude(pk__in=[*newest[:MOST], row.pk]).delete()
    return row


def sign_off(pk: int, *, staff: Staff) -> bool:
    """Take one of this person's own browsers off; whether there was one."""
    return bool(staff.push_subscriptions.filter(pk=pk).delete()[0])
