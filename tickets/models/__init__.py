"""What the office remembers of a citizen's matter."""

from tickets.models.access_log import AccessLog
from tickets.models.account_notice import AccountNotice
from tickets.models.agency_text import AgencyText
from tickets.models.attachment import Attachment
from tickets.models.baseline import Baseline
from tickets.models.bulk import BulkItem, BulkJob
from tickets.models.channel import Channel
from tickets.models.citizen import Citizen, CitizenIdentity
from tickets.models.clock_span import ClockSpan
from tickets.models.conversation import Conversation
from tickets.models.draft import Draft
from tickets.models.escalation import Escalation
from tickets.models.export import Export
from tickets.models.export_job import ExportJob
from tickets.models.figures import (
    DailyFigure,
    DailyPeople,
    DailySpread,
    DailyWork,
    FigureChange,
    FigureProgress,
)
from tickets.models.former_time import FormerTime
from tickets.models.heartbeat import Heartbeat
from tickets.models.held_reply import HeldReply
from tickets.models.label import Label, TicketLabel
from tickets.models.macro import Macro
from tickets.models.message import Message
from tickets.models.notification import Notification
from tickets.models.notification_choice import NotificationChoice
from tickets.models.outage import Outage, OutageChange, OutageNotice
from tickets.models.push_subscription import PushSubscription
from tickets.models.queue_version import QueueVersion
from tickets.models.quick_reply import QuickReply
from tickets.models.register_counter import RegisterCounter
from tickets.models.saved_view import SavedView
from tickets.models.search_entry import SearchEntry
from tickets.models.snooze import Snooze
from tickets.models.status_event import StatusEvent
from tickets.models.teaching import ActExample, UnmatchedDay, UnmatchedSentence
from tickets.models.template import MessageTemplate
from tickets.models.ticket import Ticket
from tickets.models.ticket_event import TicketEvent
from tickets.models.webhook_event import WebhookEvent

__all__ = [
    "AccessLog",
    "AccountNotice",
    "ActExample",
    "AgencyText",
    "Attachment",
    "Baseline",
    "BulkItem",
    "BulkJob",
    "Channel",
    "Citizen",
    "CitizenIdentity",
    "ClockSpan",
    "Conversation",
    "DailyFigure",
    "DailyPeople",
    "DailySpread",
    "DailyWork",
    "Draft",
    "Escalation",
    "Export",
    "ExportJob",
    "FigureChange",
    "FigureProgress",
    "FormerTime",
    "Heartbeat",
    "HeldReply",
    "Label",
    "Macro",
    "Message",
    "MessageTemplate",
    "Notification",
    "NotificationChoice",
    "Outage",
    "OutageChange",
    "OutageNotice",
    "PushSubscription",
    "QueueVersion",
    "QuickReply",
    "RegisterCounter",
    "SavedView",
    "SearchEntry",
    "Snooze",
    "StatusEvent",
    "Ticket",
    "TicketEvent",
    "TicketLabel",
    "UnmatchedDay",
    "UnmatchedSentence",
    "WebhookEvent",
]
