"""The /kelola/ pages of tickets: numbers, quick replies, matters, and parked webhooks."""

from tickets.admin.matters import AccessLogAdmin, MessageAdmin, TicketAdmin, TicketEventAdmin
from tickets.admin.numbers import ChannelAdmin, QuickReplyAdmin
from tickets.admin.webhooks import WebhookEventAdmin

__all__ = [
    "AccessLogAdmin",
    "ChannelAdmin",
    "MessageAdmin",
    "QuickReplyAdmin",
    "TicketAdmin",
    "TicketEventAdmin",
    "WebhookEventAdmin",
]
