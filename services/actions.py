"""What a person may want to do; which role may, says the table in access.py."""

from __future__ import annotations

from enum import Enum, auto


class Action(Enum):
    """What a person may want to do."""

    READ_TICKET = auto()  # messages and files, without giving a reason
    OPEN_TICKET = auto()  # the same, if need be with a reason that is logged
    SEE_FULL_PHONE = auto()  # NIK and telephone number unmasked; always logged
    TAKE = auto()
    REPLY = auto()
    APPROVE_REPLY = auto()  # what an operator wrote, where the service asks for it
    NOTE = auto()
    WAIT = auto()
    MARK_URGENT = auto()  # an emergency, and none any more
    MARK_ABOUT_STAFF = auto()  # a complaint about the office's own people
    UNMARK_ABOUT_STAFF = auto()
    KEEP_ANONYMOUS = auto()  # the citizen told an officer that their name is to be kept
    LIFT_ANONYMITY = auto()
    ESCALATE = auto()  # ask the head of the office
    ANSWER_ESCALATION = auto()  # as the head
    RESOLVE = auto()  # say how the matter ended: its holder, or a supervisor
    TRANSFER = auto()
    REOPEN = auto()
    REGISTER_WALK_IN = auto()
    ASSIGN = auto()  # to another officer
    HAND_BACK = auto()  # into the queue: its holder, or a supervisor
    HAND_OVER = auto()  # to a colleague, or agree that one takes it over: as above
    MANAGE_AGENCIES = auto()  # open and close offices
    MANAGE_CATALOGUE = auto()
    TEACH_BOT = auto()  # example sentences of citizens
    SHARE_MACROS = auto()  # make macros that a whole office uses
    MANAGE_STAFF = auto()
    MANAGE_NUMBERS = auto()
    MANAGE_HOURS = auto()
    MANAGE_ROSTER = auto()  # heads may too: `keeps_roster`
    SEE_ROSTER = auto()
    SEE_OUTAGES = auto()  # that a system did not work, since when and for which services
    RECORD_OUTAGE = auto()
    SEE_RECORDS = auto()  # outreach, training, SOP and the like, with their files
    KEEP_RECORDS = auto()
    SEE_FIGURES = auto()
    SEE_OFFICERS = auto()  # whose figures they are, by name; others see their own and a sum
    SEE_SUBORDINATES = auto()  # sums and signed reports of the offices below one's own; no tickets
    SEE_REGISTER = auto()  # the book of matters: not their messages and files
    SEE_LOGS = auto()  # who saw and sent which file, and who was told what
    KEEP_BASELINE = auto()  # what was counted by hand
    SEE_EVALUATION = auto()  # evaluation reports, also before they are signed
    WRITE_EVALUATION = auto()  # the office's own text in them
    SIGN_EVALUATION = auto()  # freeze one, for the office
    SEE_IKM = auto()
    SEE_COMMENTS = auto()
    RECOMMEND = auto()
    SEE_RECOMMENDATIONS = auto()
    SEE_PERIODS = auto()
    RUN_PERIODS = auto()  # plan, open, close and publish survey periods
    REOPEN_PERIODS = auto()
    ENTER_PAPER = auto()  # type in or import surveys on paper, whose answers they see
    COORDINATE = auto()  # write to the super admins and read what they write to one's office
    LEAD_COORDINATION = auto()  # as super admin: give tasks, answer requests
    FOLLOW_UP = auto()  # plan what a recommendation asks for, and report on it
