"""What a message does: greets, asks, complains, cancels. The policy answers acts, not words."""

from enum import StrEnum


class Act(StrEnum):
    """The acts; their example sentences stand in data/acts.toml under these values."""

    GREETING = "greeting"
    THANKS = "thanks"  # praise and a bare "ok" too
    STATUS = "status"
    HOURS = "hours"
    PLACE = "place"
    CONTACT = "contact"  # the office's telephone, mail address, web page
    WHO = "who"  # whose number this is, whether it is the office's, whether a machine answers
    FEE = "fee"
    DURATION = "duration"
    REQUIREMENTS = "requirements"
    APPLY = "apply"
    CONSULT = "consult"
    COMPLAINT = "complaint"
    COMPLAINT_STAFF = "complaint_staff"
    ANONYMITY = "anonymity"
    EMERGENCY = "emergency"
    CANCEL = "cancel"
    RESUME = "resume"  # "lanjut", "jadi": undoes a cancellation
    UNFINISHED = "unfinished"
    WRONG_RECIPIENT = "wrong_recipient"
    OTHER_LINE = "other_line"  # a matter of another number or office
    SURVEY = "survey"  # about the invitation to the survey: its link, whether one must
    STOP = "stop"
    OTHER_LANGUAGE = "other_language"
    CHITCHAT = "chitchat"  # spam too
    MENU = "menu"
    PERSON = "person"
    SKIP = "skip"
    YES = "yes"
    NO = "no"
    TELL = "tell"  # tells something, and is none of the others
