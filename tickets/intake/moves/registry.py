"""Which function does each move of the policy's table: a small pure one, from a scene to a turn."""

from collections.abc import Callable, Mapping

from tickets.intake.moves import (
    alarming,
    answering,
    beginning,
    choosing,
    complaining,
    ending,
    greeting,
    officers,
    taking,
)
from tickets.intake.policy import Move
from tickets.intake.scene import Scene, Turn

MOVES: Mapping[Move, Callable[[Scene], Turn]] = {
    Move.QUIET: officers.quiet,
    Move.GREET: greeting.greet,
    Move.GREET_AGAIN: greeting.greet_again,
    Move.GREET_BACK: greeting.greet_back,
    Move.THANK_BACK: greeting.thank_back,
    Move.LET_GO: greeting.let_go,
    Move.STOP: greeting.stop,
    Move.IN_ENGLISH: greeting.in_english,
    Move.LOOK_UP: answering.look_up,
    Move.TELL_STATUS: answering.tell_status,
    Move.TELL_OFFICE: answering.tell_office,
    Move.TELL_STANDARD: answering.tell_standard,
    Move.POINT: beginning.point,
    Move.TELL_SURVEY: answering.tell_survey,
    Move.BEGIN: beginning.begin,
    Move.BEGIN_COMPLAINT: complaining.begin_complaint,
    Move.CANNOT_READ: beginning.cannot_read,
    Move.SHOW_MENU: choosing.show_menu,
    Move.SHOW_MENU_BESIDE: choosing.show_menu_beside,
    Move.CHOOSE_ROW: choosing.choose_row,
    Move.TAKE_IN: taking.take_in,
    Move.CORRECT: taking.correct,
    Move.SKIP: taking.skip,
    Move.SAY_WHAT_IS_AWAITED: taking.say_what_is_awaited,
    Move.TO_PERSON: taking.to_person,
    Move.ASSURE: officers.assure,
    Move.ASK_WHICH: officers.ask_which,
    Move.ASK_IF_IT_GOES_ON: officers.ask_if_it_goes_on,
    Move.REOPEN: officers.reopen,
    Move.GO_ON: officers.go_on,
    Move.TAKE_ANOTHER: officers.take_another,
    Move.WITHDRAW: ending.withdraw,
    Move.WITHDRAW_ONE: ending.withdraw_one,
    Move.NOTHING_TO_CANCEL: ending.nothing_to_cancel,
    Move.RAISE_ALARM: alarming.raise_alarm,
    Move.STAY_UNNAMED: alarming.stay_unnamed,
}
