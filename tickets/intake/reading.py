"""From what was heard to a row of the policy's table, and to a row of a menu."""

from collections.abc import Mapping, Sequence

from services.remembering import Remembered
from tickets import states
from tickets.intake import memory as steps
from tickets.intake.acts import Act
from tickets.intake.frames import is_said
from tickets.intake.grave import surely
from tickets.intake.heard import Reading
from tickets.intake.hearing import hear_all
from tickets.intake.hearing_acts import COURTESY, WISHES, telling
from tickets.intake.knowledge import Knowledge
from tickets.intake.marks import is_warm
from tickets.intake.memory import IntakeState
from tickets.intake.normal import VOCABULARY, plain, words_of
from tickets.intake.policy import Sign, Situation, What
from tickets.intake.scene import Scene
from tickets.intake.sources import CAME, HEARD, typed_answer
from tickets.intake.taken_back import act_meant
from tickets.intake.values import Catalogue, Context, Incoming

_TAPPED: Mapping[str, What] = {
    "petugas": Act.PERSON,
    "menu": Act.MENU,
    "belum": Act.UNFINISHED,
    "lewati": Act.SKIP,
    "cek": Sign.LOOKUP,
}
_CHOICES = ("svc", "group", "page", "ticket", "semua", "lanjutan", "baru", HEARD, CAME)
_ONE_RUN = 200  # messages
_READ: Remembered[tuple[Incoming, ...], Reading] = Remembered(_ONE_RUN)
_NEW = frozenset({"baru", "urusan", "ya", "iya", "yang", "itu"})
_COMMAND = 4  # normal words; a longer text is a story that happens to hold the word
# Said of the second matter these do not begin it.
_NOT_NOW = frozenset(
    {Act.CANCEL, Act.NO, Act.STATUS, Act.PLACE, "usah", "susul", "nyusul", "sudah", "besok"}
)
_OTHER_ONE = 5  # the same, of "yang satunya lagi"
# Heard before what comes with it: files and voice do not make them another thing.
_FIRST = (
    Act.EMERGENCY,
    Act.STOP,
    Act.ANONYMITY,
    Act.COMPLAINT_STAFF,
    Act.PERSON,
    Act.CANCEL,
)
# The moves for these bring the matter to a person with its service, where one is asked for.
_BROUGHT = (Act.APPLY, Act.CONSULT, Act.COMPLAINT, Act.UNFINISHED)
# Said beside a wish to stay unnamed these answer nothing and ask for nothing.
_BY_THE_WAY = (Act.YES, Act.NO, Act.SKIP, Act.MENU, Act.RESUME)
_NOTHING_OPEN = (Situation.NO_TICKET, Situation.RESOLVED, Situation.CLOSED)
# With a register number and a question mark these ask how that matter stands.
_ASKS_BY_NUMBER = (None, Act.TELL, Act.GREETING, Act.CONSULT)
_COURTESY = frozenset((Act.THANKS, Act.GREETING, Act.YES))  # beside a row that was tapped
# With files beside them these are no question about the office and no courtesy: the files count.
_BESIDE_FILES = (Act.APPLY, Act.CONSULT, Act.COMPLAINT, Act.UNFINISHED, Act.OTHER_LINE)


def read_by(incoming: Sequence[Incoming], catalogue: Catalogue) -> Reading:
    """What these messages say together at a number that offers this.

    Kept, for a run asks it several times of each message: the bot's turn, and who is owed a reply.
    """
    knowledge, said = Knowledge.of(catalogue), tuple(incoming)
    return _READ.get(said, stamp=knowledge, read=lambda: surely(hear_all(said, knowledge)))


def what_is_said(scene: Scene) -> What:
    """The row of the table for these messages; no row that was tapped hides danger beside it."""
    reading = scene.reading
    heard = act_meant(scene, _strongest(reading))
    act = Act.THANKS if _is_glad(scene) else _in_place_of_no(scene, heard)
    if act is Act.EMERGENCY:
        return act
    command = scene.picked.partition(":")[0] or reading.tap.partition(":")[0]
    if command in _TAPPED:
        return _TAPPED[command]
    if scene.picked:
        return Sign.PICKED
    if reading.calls:
        return Act.PERSON
    if is_lookup(reading):
        return Sign.LOOKUP
    if act in _FIRST and not (act is Act.CANCEL and _shows_where_nothing_is_open(scene)):
        return act
    return _what_came(scene, act)


def _shows_where_nothing_is_open(scene: Scene) -> bool:
    """A file that is called "batal" cancels nothing where nothing is open: somebody has to look at it."""
    return bool(scene.reading.files) and scene.situation in _NOTHING_OPEN


def _strongest(reading: Reading) -> Act | None:
    """The act that decides. Who also writes "petugas" is not only told of hours, papers or another
    number.
    """
    first = next(iter(reading.acts), None)
    brought = first in _BROUGHT and not _wishes_something_unknown(reading, first)
    if reading.asks_for_person and first not in _FIRST and not brought:
        return Act.PERSON
    return _told_unnamed(reading) if first is Act.ANONYMITY else first


def _wishes_something_unknown(reading: Reading, act: Act | None) -> bool:
    """A wish for nothing that this number offers: it has no service to be brought with."""
    return act is Act.APPLY and not (reading.service or reading.services or reading.elsewhere)


def is_automatic(scene: Scene) -> bool:
    """Whether a telephone answers by itself, and nobody says anything beside it."""
    reading = scene.reading
    if not reading.heard or reading.files or reading.voice or reading.tap:
        return False
    return all(
        each.act is Act.CHITCHAT and is_said("balasan_otomatis", words_of(each.text))
        for each in reading.heard
    )


def _in_place_of_no(scene: Scene, act: Act | None) -> Act | None:
    """ "Eh salah, maksud saya domisili" where nothing was asked denies nothing: the wish decides."""
    wishes = [each for each in scene.reading.acts if each in WISHES]
    denies = act is Act.NO and scene.situation in _NOTHING_OPEN
    return wishes[0] if denies and wishes and scene.reading.service is not None else act


def _told_unnamed(reading: Reading) -> Act:
    """What is told beside a wish to stay unnamed decides, the wish where nothing else is; who reports
    something has no wish for a service that it sounds like.
    """
    act = next((each for each in telling(reading.acts) if each not in _BY_THE_WAY), Act.ANONYMITY)
    reports = act in WISHES and is_said("lapor", words_of(reading.text))
    return Act.COMPLAINT if reports and not _applies(reading) else act


def _applies(reading: Reading) -> bool:
    """ "Lapor kelahiran anak": a service is clear, and applied for."""
    return reading.service is not None and Act.APPLY in reading.acts


def _is_glad(scene: Scene) -> bool:
    """ "Matur nuwun, bapak saya sudah bisa berobat": on a finished matter, what is told with thanks is
    why. An officer who is owed a reply to what is told still sees it (inbound/spoken.py).
    """
    reading, words = scene.reading, words_of(scene.reading.text)
    over = scene.situation in (Situation.RESOLVED, Situation.CLOSED)
    glad = Act.THANKS in reading.acts and set(reading.acts) <= {Act.TELL, Act.STATUS, *COURTESY}
    if not (over and glad) or reading.is_question or reading.files or reading.voice:
        return False
    if any(is_said(group, words) for group in ("belum", "masih_salah")):
        return False
    return not VOCABULARY.done.isdisjoint(words) and VOCABULARY.turns.isdisjoint(words)


def _what_came(scene: Scene, act: Act | None) -> What:
    reading = scene.reading
    if reading.voice:
        return Sign.VOICE
    if reading.files or reading.location or "contacts" in scene.kinds:
        return act if act in _BESIDE_FILES else Sign.FILES
    if reading.strange and not reading.texts:
        return Sign.STRANGE
    if reading.entities.number and act in (None, Act.TELL):
        return Sign.NUMBER
    return _what_words(scene, act)


def _what_words(scene: Scene, act: Act | None) -> What:
    reading = scene.reading
    if act is Act.STATUS and (reading.entities.niks or _presents_papers(scene)):
        return Act.TELL  # "cek 5371...": it was asked for
    if act in _ASKS_BY_NUMBER and _asks_about_number(reading):
        return Act.STATUS
    if act is Act.PLACE and _tells_place(scene):
        return Act.TELL
    if act is Act.UNFINISHED and Act.NO in reading.acts and scene.with_officers:
        return Act.NO  # "belum", to what an officer or the receipt asked for
    if act in (None, Act.THANKS) and not words_of(reading.text) and not is_warm(reading.text):
        return Sign.MARK
    return act or Sign.MARK


def _tells_place(scene: Scene) -> bool:
    """ "Jl kenari rt 5, gak bisa share lokasi": the answer to where it happened, and no question where the
    office is.
    """
    awaited = scene.state.step == steps.EXTRA and scene.service is not None
    return awaited and scene.reading.entities.address and not scene.reading.is_question


def _asks_about_number(reading: Reading) -> bool:
    """ "KIM-2026-000012 bagaimana ya?" """
    return reading.is_question and bool(reading.entities.registers)


def _presents_papers(scene: Scene) -> bool:
    """ "Ini berkas yang kemarin", where no matter of the citizen is open: it asks for nothing."""
    own = any(each.is_registered and each.is_open for each in scene.context.tickets)
    return scene.reading.names_documents and not scene.reading.is_question and not own


def is_lookup(reading: Reading) -> bool:
    """ "cek", or "cek" with the shape of a number: the bot answers all of it."""
    if reading.files or reading.voice or reading.location:
        return False
    if reading.tap.partition(":")[0] == "cek":
        return True
    found, words = reading.entities, words_of(reading.text)
    if found.check and (found.checks or len(words) <= _COMMAND) and len(words) <= _COMMAND + 2:
        return True
    bare = len(words) <= 2 and not any(each.isdigit() for each in reading.text)
    return found.checks and bare and reading.acts[:1] == (Act.STATUS,)


def is_command(scene: Scene, what: What) -> bool:
    """Whether the citizen used one of the words that are answered whatever the hourly limit."""
    if what in (Sign.LOOKUP, Act.EMERGENCY):
        return True
    return what is Act.PERSON and len(words_of(scene.reading.text)) <= _COMMAND


def picked_row(reading: Reading, state: IntakeState, context: Context) -> str:
    """The row that was tapped, or that a number or a word picks while it can be answered."""
    if reading.tap:
        kind = reading.tap.partition(":")[0]
        if kind in (HEARD, CAME) and _says_more_than_courtesy(reading):
            return ""
        return kind if kind == "baru" else reading.tap if kind in _CHOICES else ""
    if reading.files or reading.voice or not (state.options and _is_open(state, context)):
        return ""
    number = reading.entities.number
    if number and 0 < int(number) <= len(state.options):
        return state.options[int(number) - 1]
    if state.step == steps.MENU and reading.acts[:1] == (Act.YES,):
        return _only_service(state)
    if state.step == steps.BESIDE and _says_new(reading):
        return _only_service(state)
    if state.step == steps.SOURCE and Act.EMERGENCY not in reading.acts:
        return typed_answer(reading.text, state.options)
    return _named(reading, state) if state.step in (steps.FOLLOW_UP, steps.WHICH) else ""


def _says_more_than_courtesy(reading: Reading) -> bool:
    says_more = reading.text and not _COURTESY.issuperset(reading.acts or (None,))
    return bool(reading.files or reading.voice or reading.location or reading.strange or says_more)


def _says_new(reading: Reading) -> bool:
    """ "Baru", "yang satunya lagi": the one row that was offered beside the officers' matter."""
    words = words_of(reading.text)
    if is_said("yang_satunya", words) and len(words) <= _OTHER_ONE and not reading.files:
        return not reading.entities.documents and _NOT_NOW.isdisjoint((*reading.acts, *words))
    said = set(plain(reading.text).split()) - VOCABULARY.calls
    return "baru" in said and said <= _NEW


def _only_service(state: IntakeState) -> str:
    """ "Iya": the one service that was asked about."""
    services = [option for option in state.options if option.startswith("svc:")]
    return services[0] if len(services) == 1 else ""


def _is_open(state: IntakeState, context: Context) -> bool:
    """Whether the rows last shown still wait for an answer; they do until an officer writes: then a
    "2" is the answer to that.
    """
    ticket = context.ticket
    if state.step in (steps.WHICH, steps.BESIDE, steps.SOURCE) and _answered_since(state, context):
        return False
    if state.step == steps.SOURCE:
        return ticket is not None and not ticket.is_open
    if ticket is None or state.step in (steps.FOLLOW_UP, steps.WHICH, steps.BESIDE):
        return True
    late = ticket.awaits_service and not ticket.answered
    return ticket.state == states.State.INTAKE or late


def _answered_since(state: IntakeState, context: Context) -> bool:
    answered = (each.answered_at for each in context.tickets if each.here and each.is_open)
    return any(at and state.asked_at and at > state.asked_at for at in answered)


def _named(reading: Reading, state: IntakeState) -> str:
    """A row named by its word ("lanjutan", "baru") or its register number."""
    if state.step == steps.FOLLOW_UP and state.open_question and reading.acts[:1] == (Act.YES,):
        return "lanjutan"
    said = plain(reading.text).split()
    if not 0 < len(said) <= _COMMAND:
        return ""
    for option in state.options:
        kind, _, register = option.partition(":")
        if register and register.casefold() in reading.text.casefold():
            return option
        if any(word in (kind, kind.removesuffix("an")) for word in said):
            return option
    return ""
