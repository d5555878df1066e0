"""What staff, and the system on their behalf, do with a ticket: one function per verb.

Every verb is atomic, takes its locks in the order conversation, ticket, register counter, writes
a TicketEvent, and raises Refused (plain Indonesian) having changed nothing.
"""

from tickets.desk.about_staff import mark_about_staff, unmark_about_staff
from tickets.desk.anonymity import is_promised, keep_anonymous, keep_as_in, lift_anonymity
from tickets.desk.approving import approve
from tickets.desk.assigning import (
    assign,
    auto_assign,
    auto_assign_everywhere,
    release,
    take,
)
from tickets.desk.awaiting import change_wait, days_offered, end_of_wait, follow_up
from tickets.desk.base import Refused
from tickets.desk.checking import held_of, is_checked
from tickets.desk.colleagues import Colleague, colleagues_for, colleagues_for_any
from tickets.desk.collecting import (
    WITH_RESULT,
    Handover,
    can_undo_collected,
    collected,
    mark_not_ready,
    mark_ready,
    places_for,
    undo_collected,
)
from tickets.desk.combining import combine
from tickets.desk.correcting import Correction, correct
from tickets.desk.drafting import mark_seen, mark_unread, save_draft, use_draft
from tickets.desk.ending import end_intake, withdraw
from tickets.desk.ending_led import EndLed, end_led_job
from tickets.desk.escalating import (
    answer_escalation,
    escalate,
    open_escalation,
    tell_late_heads,
    tell_new_heads,
    usual_answer_by,
)
from tickets.desk.following import (
    FollowedByNothing,
    Then,
    reply_and_wait,
    reply_then,
    usual_end,
)
from tickets.desk.giving_back import return_held, take_back_held
from tickets.desk.handing_over import (
    agree_over,
    ask_over,
    can_undo,
    decline_over,
    hand_over,
    is_asked,
    undo_take,
)
from tickets.desk.joining import followers_of
from tickets.desk.labelling import label, labels_of
from tickets.desk.leading import follow, let_go, let_go_left, wrote_since
from tickets.desk.merging import merge
from tickets.desk.noting import note, who_can_be_mentioned
from tickets.desk.one_person import are_one_person, is_same_by_row, of_one_person
from tickets.desk.opening import (
    Opening,
    choose_service,
    enqueue,
    open_ticket,
)
from tickets.desk.outage_effects import (
    Effect,
    effects_of,
    held_up_by,
    people_to_tell,
)
from tickets.desk.outage_notices import tell_outages
from tickets.desk.outages import (
    OutagePlan,
    correct_outage,
    end_outage,
    record_outage,
    tell_of_outage,
    withdraw_outage,
)
from tickets.desk.owing import answered, citizen_wrote, messages_left, no_reply_needed
from tickets.desk.phone import answered_on_phone
from tickets.desk.quoting import why_not_quoted
from tickets.desk.redistributing import (
    Relief,
    left_to_pass_on,
    pass_on,
    relief_of,
    whose_tickets_lie,
)
from tickets.desk.referring import refer_elsewhere
from tickets.desk.registering import register_matter
from tickets.desk.replying import Reply, reply
from tickets.desk.resolving import Resolution, close_due, conclude, reopen, resolve, told
from tickets.desk.retrying import Road, retry_file, retry_message, why_not_again
from tickets.desk.sharing import NO_LONGER, Offer, offers, share
from tickets.desk.snoozing import end_snoozes, moments_offered, snooze, snooze_of
from tickets.desk.sourcing import told_source
from tickets.desk.splitting import Second, can_split, divisible, is_divisible, split
from tickets.desk.standing_still import apply_outages
from tickets.desk.taking_back import take_back_everywhere
from tickets.desk.teaching import (
    dismiss_sentence,
    forget_sentences,
    not_understood,
    settle_sentences,
    teach_act,
    teach_service,
)
from tickets.desk.telling import Told, outage_text
from tickets.desk.transferring import transfer
from tickets.desk.tying import tie, was_tied_by_merge
from tickets.desk.uniting import can_undo_split, undo_split
from tickets.desk.unmerging import undo_merge
from tickets.desk.unreached import recount_answers
from tickets.desk.untying import can_untie, untie, was_untied_from
from tickets.desk.urgency import mark_urgent, unmark_urgent
from tickets.desk.waiting import completed_files, resume, wait_for_citizen, wait_for_other
from tickets.desk.walk_in import WalkIn, register_walk_in

__all__ = [
    "NO_LONGER",
    "WITH_RESULT",
    "Colleague",
    "Correction",
    "Effect",
    "EndLed",
    "FollowedByNothing",
    "Handover",
    "Offer",
    "Opening",
    "OutagePlan",
    "Refused",
    "Relief",
    "Reply",
    "Resolution",
    "Road",
    "Second",
    "Then",
    "Told",
    "WalkIn",
    "agree_over",
    "answer_escalation",
    "answered",
    "answered_on_phone",
    "apply_outages",
    "approve",
    "are_one_person",
    "ask_over",
    "assign",
    "auto_assign",
    "auto_assign_everywhere",
    "can_split",
    "can_undo",
    "can_undo_collected",
    "can_undo_split",
    "can_untie",
    "change_wait",
    "choose_service",
    "citizen_wrote",
    "close_due",
    "colleagues_for",
    "colleagues_for_any",
    "collected",
    "combine",
    "completed_files",
    "conclude",
    "correct",
    "correct_outage",
    "days_offered",
    "decline_over",
    "dismiss_sentence",
    "divisible",
    "effects_of",
    "end_intake",
    "end_led_job",
    "end_of_wait",
    "end_outage",
    "end_snoozes",
    "enqueue",
    "escalate",
    "follow",
    "follow_up",
    "followers_of",
    "forget_sentences",
    "hand_over",
    "held_of",
    "held_up_by",
    "is_asked",
    "is_checked",
    "is_divisible",
    "is_promised",
    "is_same_by_row",
    "keep_anonymous",
    "keep_as_in",
    "label",
    "labels_of",
    "left_to_pass_on",
    "let_go",
    "let_go_left",
    "lift_anonymity",
    "mark_about_staff",
    "mark_not_ready",
    "mark_ready",
    "mark_seen",
    "mark_unread",
    "mark_urgent",
    "merge",
    "messages_left",
    "moments_offered",
    "no_reply_needed",
    "not_understood",
    "note",
    "of_one_person",
    "offers",
    "open_escalation",
    "open_ticket",
    "outage_text",
    "pass_on",
    "people_to_tell",
    "places_for",
    "record_outage",
    "recount_answers",
    "refer_elsewhere",
    "register_matter",
    "register_walk_in",
    "release",
    "relief_of",
    "reopen",
    "reply",
    "reply_and_wait",
    "reply_then",
    "resolve",
    "resume",
    "retry_file",
    "retry_message",
    "return_held",
    "save_draft",
    "settle_sentences",
    "share",
    "snooze",
    "snooze_of",
    "split",
    "take",
    "take_back_everywhere",
    "take_back_held",
    "teach_act",
    "teach_service",
    "tell_late_heads",
    "tell_new_heads",
    "tell_of_outage",
    "tell_outages",
    "tie",
    "told",
    "told_source",
    "transfer",
    "undo_collected",
    "undo_merge",
    "undo_split",
    "undo_take",
    "unmark_about_staff",
    "unmark_urgent",
    "untie",
    "use_draft",
    "usual_answer_by",
    "usual_end",
    "wait_for_citizen",
    "wait_for_other",
    "was_tied_by_merge",
    "was_untied_from",
    "who_can_be_mentioned",
    "whose_tickets_lie",
    "why_not_again",
    "why_not_quoted",
    "withdraw",
    "withdraw_outage",
    "wrote_since",
]
