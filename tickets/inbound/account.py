"""What WhatsApp says of the office's account, numbers and templates, written down where it counts.

A redelivery, or an older webhook that comes later, changes nothing: what was told last holds.
"""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q, QuerySet

from tickets.delivery import settle_health
from tickets.models import AccountNotice, Channel, MessageTemplate
from tickets.parking import Parked, Why, why
from tickets.transports.items import AccountChange, AccountNews, TemplateNews


def take_account_news(news: AccountNews, *, received_at: dt.datetime) -> Why:
    """Begin and end notices of the numbers concerned; why it was parked, {} when all is well."""
    channels = _channels(news)
    if not channels:
        return why(Parked.ACCOUNT_UNKNOWN)
    at = min(news.timestamp or received_at, received_at)
    for channel in channels:
        with transaction.atomic():
            _hold(channel.pk)
            for kind in news.replaces:
                _end_others(channel, kind, news, at=at)
            for notice in news.notices:
                _take(channel, notice, at=at)
            settle_health(channel.pk, now=received_at)
    return {}


def take_template_news(news: TemplateNews, *, received_at: dt.datetime) -> Why:
    """Let the template's status follow at every number of that account."""
    at = min(news.timestamp or received_at, received_at)
    rows = MessageTemplate.objects.filter(channel__waba_id=news.account_id, name=news.name)
    if news.language:
        rows = rows.filter(language=news.language)
    known = dict(rows.values_list("pk", "channel_id"))
    if not known or not news.account_id:
        return why(Parked.TEMPLATE_UNKNOWN, name=news.name[:60])
    changes: dict[str, object] = {
        "reported_event": news.event,
        "reported_reason": news.reason,
        "reported_at": at,
    }
    if news.status:
        changes["status"] = news.status
    with transaction.atomic():
        newer = Q(reported_at__isnull=True) | Q(reported_at__lte=at)
        MessageTemplate.objects.filter(newer, pk__in=known).update(**changes)
        for channel in sorted(set(known.values())):
            settle_health(channel, now=received_at)
    return {}


def end_notices(now: dt.datetime, *, limit: int = 500) -> int:
    """End what has run out by WhatsApp's own time; how many notices ended."""
    found = AccountNotice.objects.run_out(now).values_list("pk", "channel_id")[:limit]
    rows = dict(found)
    ended = 0
    for pk, channel in rows.items():
        with transaction.atomic():
            _hold(channel)
            ended += AccountNotice.objects.run_out(now).filter(pk=pk).update(ended_at=now)
            settle_health(channel, now=now)
    return ended


def _hold(channel_id: int) -> None:
    """The number before its notices, one transaction at a time: two webhooks must not miss each
    other's rows, and the sweep must not wait for a webhook that waits for it.
    """
    list(Channel.objects.select_for_update(no_key=True).filter(pk=channel_id))


def _channels(news: AccountNews) -> list[Channel]:
    """The number that is named, else all numbers of the account."""
    known = list(Channel.objects.filter(is_active=True).order_by("pk"))
    named = [
        channel
        for channel in known
        if (news.channel_address and channel.phone_number_id == news.channel_address)
        or (news.number and channel.digits == news.number)
    ]
    return named or [each for each in known if news.account_id and each.waba_id == news.account_id]


def _end_others(channel: Channel, kind: str, news: AccountNews, *, at: dt.datetime) -> None:
    """What the new list no longer names is over."""
    named = [one.code for one in news.notices if one.kind == kind]
    _end(AccountNotice.objects.filter(channel=channel, kind=kind).exclude(code__in=named), at=at)
    if not named:
        _mark_end(channel, kind, code="", at=at)


def _take(channel: Channel, notice: AccountChange, *, at: dt.datetime) -> None:
    of_kind = AccountNotice.objects.filter(channel=channel, kind=notice.kind)
    if not notice.begins:
        _end(of_kind, at=at)
        _mark_end(channel, notice.kind, code=notice.code, at=at)
        return
    same = of_kind.filter(code=notice.code)
    # A mark is an end that was told without a beginning that is known by its code.
    later = same.filter(told_at__gt=at) | of_kind.filter(told_at__gt=at, began_at=F("ended_at"))
    if later.exists():
        return
    told = {"told_at": at, "until": notice.until, "details": notice.details}
    if not same.filter(ended_at__isnull=True).update(**told):
        AccountNotice.objects.create(
            channel=channel, kind=notice.kind, code=notice.code, began_at=at, **told
        )


def _end(notices: QuerySet[AccountNotice], *, at: dt.datetime) -> None:
    notices.filter(ended_at__isnull=True, told_at__lte=at).update(ended_at=at, told_at=at)


def _mark_end(channel: Channel, kind: str, *, code: str, at: dt.datetime) -> None:
    """Remember an end: a beginning that is older may still come."""
    AccountNotice.objects.get_or_create(
        channel=channel,
        kind=kind,
        code=code,
        told_at=at,
        defaults={"began_at": at, "ended_at": at},
    )
