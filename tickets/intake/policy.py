"""The bot's policy: what is done about each thing that is said, in each situation. Pure.

Read it as the table of a manual: a row is what a citizen says or does, a column where the
conversation stands, a cell the move. The moves are small functions in `moves/`; a test walks every
cell. Whoever wants the bot to act otherwise changes a cell (docs/decisions/0047). Whatever the move, a
wish to stay unnamed is kept, and a complaint about staff is told to superiors (moves/alarming.py).
"""

from collections.abc import Mapping
from enum import StrEnum

from tickets.intake.acts import Act


class Situation(StrEnum):
    """Where the conversation stands; the columns of the table."""

    NO_TICKET = "no_ticket"  # the first words of a citizen
    CHOOSING = "choosing"  # the bot does not know the service yet
    DOCUMENTS = "documents"  # the service is known: files, a story or a question are awaited
    WITH_OFFICER = "with_officer"  # one matter is with the officers
    TWO_OPEN = "two_open"  # several are, and the message does not say which it is about
    RESOLVED = "resolved"  # answered; it may be reopened
    CLOSED = "closed"  # over for good


class Sign(StrEnum):
    """What says something without being a sentence; rows of the table like the acts."""

    PICKED = "picked"  # a row or button was tapped, or named by its number
    LOOKUP = "lookup"  # "cek", alone or with the shape of a number
    NUMBER = "number"  # a short number that answers nothing
    MARK = "mark"  # a sticker, a sad emoji, a dot: no word, and no thanks
    FILES = "files"  # photos, files or a place
    VOICE = "voice"
    STRANGE = "strange"  # a kind of message that cannot be read here


class Move(StrEnum):
    """What the bot does; `moves/` has a function for each."""

    QUIET = "quiet"  # nothing: officers see it where it lies
    GREET = "greet"  # who we are, our hours, what can be done
    GREET_AGAIN = "greet_again"  # one short sentence, no menu
    GREET_BACK = "greet_back"  # a greeting without a question
    THANK_BACK = "thank_back"
    LET_GO = "let_go"  # "salah kirim": never mind
    LOOK_UP = "look_up"  # one matter by its number, or all that are open
    TELL_STATUS = "tell_status"  # the same, asked in words
    TELL_OFFICE = "tell_office"  # hours, address, how it is reached, who answers here
    TELL_STANDARD = "tell_standard"  # fee, time, requirements of the service
    SAY_WHAT_IS_AWAITED = "say_what_is_awaited"
    POINT = "point"  # the number or office that does it
    BEGIN = "begin"  # take the matter: choose the service, or ask which of a few
    BEGIN_COMPLAINT = "begin_complaint"
    TAKE_IN = "take_in"  # story, question or files for the chosen service
    TAKE_ANOTHER = (
        "take_another"  # begins one that is plainly meant, else asks; all else is for officers
    )
    CORRECT = "correct"  # "bukan, akta kematian": that one instead; else no is an answer
    SKIP = "skip"  # hand in without what was asked for
    SHOW_MENU = "show_menu"
    SHOW_MENU_BESIDE = "show_menu_beside"  # the officers' matter keeps what comes
    CHOOSE_ROW = "choose_row"
    TO_PERSON = "to_person"
    ASSURE = "assure"  # it is with the officers already
    CANNOT_READ = "cannot_read"  # unreadable here: say so once
    TELL_SURVEY = "tell_survey"  # what the survey is, and what to do when its link does not open
    STAY_UNNAMED = "stay_unnamed"
    RAISE_ALARM = "raise_alarm"
    WITHDRAW = "withdraw"
    WITHDRAW_ONE = "withdraw_one"  # the one that is named, or all; else the bot asks which
    NOTHING_TO_CANCEL = "nothing_to_cancel"
    GO_ON = "go_on"  # "lanjut": undoes a withdrawal
    REOPEN = "reopen"  # "belum beres"
    ASK_WHICH = "ask_which"
    ASK_IF_IT_GOES_ON = "ask_if_it_goes_on"  # what is clearly another matter is taken as one
    STOP = "stop"
    IN_ENGLISH = "in_english"


What = Act | Sign

# " stands for the cell to its left.
MANUAL = """
                | no_ticket         | choosing    | documents           | with_officer     | two_open     | resolved          | closed
emergency       | raise_alarm       | "           | "                   | "                | "            | "                 | "
greeting        | greet             | greet_again | say_what_is_awaited | assure           | "            | greet_back        | greet
thanks          | thank_back        | "           | "                   | quiet            | "            | "                 | "
status          | tell_status       | "           | "                   | "                | "            | "                 | "
hours           | tell_office       | "           | "                   | "                | "            | "                 | "
place           | tell_office       | "           | "                   | "                | "            | "                 | "
contact         | tell_office       | "           | "                   | "                | "            | "                 | "
who             | tell_office       | "           | "                   | "                | "            | "                 | "
fee             | tell_standard     | "           | "                   | "                | "            | "                 | "
duration        | tell_standard     | "           | "                   | tell_status      | "            | "                 | tell_standard
requirements    | tell_standard     | "           | "                   | "                | "            | "                 | "
apply           | begin             | "           | take_in             | take_another     | "            | ask_if_it_goes_on | begin
consult         | begin             | "           | take_in             | take_another     | "            | ask_if_it_goes_on | begin
tell            | begin             | "           | take_in             | quiet            | ask_which    | ask_if_it_goes_on | begin
complaint       | begin_complaint   | "           | take_in             | take_another     | "            | ask_if_it_goes_on | begin_complaint
complaint_staff | begin_complaint   | "           | "                   | quiet            | "            | begin_complaint   | "
anonymity       | stay_unnamed      | "           | "                   | "                | "            | "                 | "
cancel          | nothing_to_cancel | withdraw    | "                   | "                | withdraw_one | quiet             | "
resume          | begin             | "           | say_what_is_awaited | go_on            | "            | "                 | begin
unfinished      | begin             | "           | take_in             | tell_status      | "            | reopen            | "
wrong_recipient | let_go            | "           | "                   | quiet            | "            | "                 | "
other_line      | point             | "           | take_in             | quiet            | ask_which    | ask_if_it_goes_on | point
survey          | tell_survey       | "           | "                   | "                | "            | "                 | "
stop            | stop              | "           | "                   | "                | "            | "                 | "
other_language  | in_english        | "           | "                   | quiet            | ask_which    | in_english        | "
chitchat        | greet             | greet_again | say_what_is_awaited | quiet            | "            | greet_back        | greet
menu            | greet             | show_menu   | "                   | show_menu_beside | "            | greet             | "
person          | to_person         | "           | "                   | assure           | "            | to_person         | "
skip            | greet             | skip        | "                   | quiet            | "            | "                 | "
yes             | greet             | greet_again | say_what_is_awaited | quiet            | "            | "                 | "
no              | greet             | correct     | "                   | quiet            | "            | ask_if_it_goes_on | quiet
picked          | choose_row        | "           | "                   | "                | "            | "                 | "
lookup          | look_up           | "           | "                   | "                | "            | "                 | "
number          | greet             | begin       | take_in             | quiet            | "            | "                 | "
mark            | greet             | quiet       | "                   | "                | "            | "                 | "
files           | begin             | "           | take_in             | quiet            | ask_which    | ask_if_it_goes_on | begin
voice           | to_person         | "           | "                   | quiet            | ask_which    | ask_if_it_goes_on | to_person
strange         | cannot_read       | "           | take_in             | quiet            | ask_which    | ask_if_it_goes_on | cannot_read
"""


def _read(manual: str) -> Mapping[What, Mapping[Situation, Move]]:
    head, *rows = (_cells(line) for line in manual.strip("\n").splitlines())
    columns = [Situation(name) for name in head[1:]]
    table: dict[What, Mapping[Situation, Move]] = {}
    for said, *cells in rows:
        for at, cell in enumerate(cells):
            cells[at] = cells[at - 1] if cell == '"' else cell
        table[_what(said)] = dict(zip(columns, map(Move, cells), strict=True))
    return table


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _what(said: str) -> What:
    return Sign(said) if said in set(Sign) else Act(said)


TABLE = _read(MANUAL)


def move(situation: Situation, what: What) -> Move:
    """The cell of the table."""
    return TABLE[what][situation]
