"""The /kelola/ pages of tickets: numbers, quick replies, matters, and parked webhooks."""

from tickets.admin.matters import AccessLogAdmin, MessageAdmin, TicketAdmin, TicketEventAdmin
from tickets.admin.numbers import ChannelAdmin, LabelAdmin, QuickReplyAdmin
from tickets.admin.teaching import ActExampleAdmin
from tickets.admin.texts import AgencyTextAdmin
from tickets.admin.webhooks import WebhookEventAdmin

__all__ = [
    "AccessLogAdmin",
    "ActExampleAdmin",
    "AgencyTextAdmin",
    "ChannelAdmin",
    "LabelAdmin",
    "MessageAdmin",
    "QuickReplyAdmin",
    "TicketAdmin",
    "TicketEventAdmin",
    "WebhookEventAdmin",
]
