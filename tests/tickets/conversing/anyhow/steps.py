"""What may happen next: plain tuples, so that a failure is short to read and can be pasted.

A step is (kind, ...): the kinds are methods of `Town`. What a citizen sends is an item (kind, ...) too.

One number chooses a whole sequence. Left to draw each step, hypothesis plays near copies of a few
short ones: of 300 kinds of turns (what is said, and where the matter stands) it saw 27.
"""

from random import Random

from hypothesis import strategies as st

from tickets.intake.acts import Act
from tickets.intake.examples import act_examples

FREE = "free"  # the act of what is no example of any
MISTAKEN = Act.WRONG_RECIPIENT.value
SENTENCES = {each.act.value: each.sentences for each in act_examples()}
_ACTS = sorted(SENTENCES)
_VOCABULARY = sorted({word for each in SENTENCES.values() for one in each for word in one.split()})
# Letters of several writings, marks that join or turn, what databases and templates mind.
_ODD = "aikn  .,?!*_~`'\"<>{}%\\\n\t0123é中ꦲ😢👍\u200d\u202e\u0000\ud7ff\uffff"
# With what the town puts in: a register number, a tracking code, a service's name.
_BLANKS = (
    ("lookup", "cek {register}"),
    ("lookup", "cek {code}"),
    ("lookup", "cek"),
    ("lookup", "cek 1"),
    ("number", "1"),
    ("number", "2"),
    ("number", "7"),
    ("lookup", "cek 5371010101900001"),
    (FREE, "nik saya 5371010101900001"),
    ("status", "{register} bagaimana ya?"),
    (FREE, "{register}"),
    (FREE, "{code}"),
    ("cancel", "batal {service}"),
    ("cancel", "batal {register}"),
    ("apply", "mau urus {service}"),
    ("apply", "mau urus {service} dan {other} sekalian"),
    ("requirements", "syarat {service} apa saja?"),
    ("fee", "{service} bayar berapa?"),
    ("no", "bukan, {service}"),
    (FREE, "{service}"),
    ("complaint", "lapor {service} rusak parah di jalan mawar rt 2"),
    ("resume", "lanjut"),
    ("resume", "lanjutan"),
    (FREE, "baru"),
    (FREE, "zzkrtx"),
    (FREE, "besok saya kirim ya"),
    (FREE, "namanya masih salah, harusnya Siti Contoh"),
    ("mark", "??"),
    ("mark", "."),
    ("mark", "👍"),
    ("mark", "😢"),
    (FREE, "Terima kasih telah menghubungi Toko Contoh. Kami segera membalas."),
)
_CAPTIONS = (
    *("", "", "ktp", "ini kk dan ktp saya", "buku nikah", "akta kematian bapak", "{service}"),
    *("mau urus {other}", "surat {other}", "batal", "terima kasih", "lampu jalan", "belum beres"),
)
_FILENAMES = ("scan.pdf", "Legalisasi Contoh.pdf", "batal.pdf", "surat nikah.pdf", "")
_KINDS = ("voice", "audio", "sticker", "location", "contacts", "order", "unsupported", "call")
_ROWS = (
    *("menu", "petugas", "lanjutan", "baru", "semua", "cek:", "belum", "lewati", "svc:999999"),
    *("ticket:X-1", "ticket:{register}", "page:general:9", "group:general"),
)
_WAYS = (*("plain",) * 6, "doubled", "doubled", "backwards", "late", "days late", "in one")
_GAPS = (3, 3, 30, 70)
VERBS = (
    *("take", "reply", "reply", "resolve", "resolve", "wait", "wait_until", "wait_other", "resume"),
    *("reply_and_end", "no_reply", "reopen", "choose", "correct", "transfer", "pass_on", "refer"),
    *("hand_over", "assign", "release", "ask_over", "agree_over", "undo_take", "snooze", "note"),
    *("urgent", "not_urgent", "keep_anonymous", "about_staff", "complete", "phone", "refused"),
    "seen",
)
_WAITS = (1, 11, 11, 65, 13 * 60, 26 * 60, 8 * 24 * 60)  # minutes


def _said(by: Random) -> tuple[str, str]:
    """The act that is meant, and words that say it."""
    how = by.random()
    if how < 0.55:
        act = by.choice(_ACTS)
        return act, by.choice(SENTENCES[act])
    if how < 0.85:
        return by.choice(_BLANKS)
    if how < 0.95:
        return FREE, " ".join(by.choices(_VOCABULARY, k=by.randint(1, 9)))
    return FREE, "".join(by.choices(_ODD, k=by.randint(1, 30)))


def _text(by: Random) -> tuple[object, ...]:
    return ("text", *_said(by))


def _file(by: Random) -> tuple[object, ...]:
    caption = by.choice(_CAPTIONS) if by.random() < 0.8 else _said(by)[1]
    return "file", by.choice(("image", "document", "video")), caption, by.choice(_FILENAMES)


def _tap(by: Random) -> tuple[object, ...]:
    """The n-th row of the k-th letter of the bot, counted from the newest."""
    return "tap", by.choice((0, 0, 0, 1, 2, 5)), by.choice((0, 0, 1, 1, 2, 3, 4))


def _quote(by: Random) -> tuple[object, ...]:
    return ("quote", by.randint(0, 6), *_said(by))


def _mark(by: Random) -> tuple[object, ...]:
    """What says something about an earlier message."""
    kind = by.choice(("reaction", "edit", "revoke"))
    told = {"reaction": (by.choice(("👍", "😡", "")),), "edit": _said(by), "revoke": ()}[kind]
    return (kind, by.randint(0, 3), *told)


def _item(by: Random) -> tuple[object, ...]:
    rare = (lambda by: ("row", by.choice(_ROWS)), lambda by: (by.choice(_KINDS),), _quote, _mark)
    return by.choice((*(_text,) * 6, *(_file,) * 2, *(_tap,) * 3, *rare))(by)


def _citizen(by: Random) -> tuple[object, ...]:
    """Mostly the first to the first number, so that matters meet."""
    who, number = by.choice((0,) * 9 + (1,)), by.choice((0,) * 9 + (1, 2))
    count = by.choice((1, 1, 1, 1, 2, 3, 4))
    items = [_item(by) for _ in range(count)]
    return "citizen", who, number, by.choice(_WAYS), items, by.choice(_GAPS)


def _officer(by: Random) -> tuple[object, ...]:
    """(verb, which ticket from the newest on, who of the staff, a choice, seconds later)."""
    which, who = by.choice((0, 0, 0, 0, 1, 2)), by.choice((0, 0, 1, 1, 2, 3))
    return "officer", by.choice(VERBS), which, who, by.randint(0, 3), by.choice(_GAPS)


def _step(by: Random) -> tuple[object, ...]:
    time, office = ("waits", by.choice(_WAITS)), ("closes", by.randint(0, 3))
    how = by.random()
    if how < 0.6:
        return _citizen(by)
    return _officer(by) if how < 0.85 else time if how < 0.98 else office


def _write(*items, number=0):
    return ("citizen", 0, number, "plain", list(items), 70)


def _do(verb, choice=0, who=1):
    return ("officer", verb, 0, who, choice, 70)


# Left to chance nearly all that happens would happen to strangers: most begin where a matter stands.
_HANDED_IN = (
    _write(("text", "apply", "mau urus {service}")),
    _write(("file", "image", "ktp dan kk", "")),
)
_ANOTHER = (
    _write(("text", "menu", "menu")),
    _write(("tap", 0, 1)),
    _write(("file", "image", "ijazah", "")),
)
_RESOLVED = (*_HANDED_IN, _do("take"), _do("resolve"))
_REPORTED = _write(
    ("text", "complaint_staff", "petugas loket minta uang, nama saya jangan disebut")
)
SCENES = {
    "stranger": (),
    "choosing": (_write(("text", "greeting", "halo")),),
    "documents": _HANDED_IN[:1],
    "with an officer": _HANDED_IN,
    "answered": (*_HANDED_IN, _do("take"), _do("reply")),
    "awaited": (*_HANDED_IN, _do("take"), _do("wait_until")),
    "two open": (*_HANDED_IN, *_ANOTHER),
    "resolved": _RESOLVED,
    "asked whether it goes on": (*_RESOLVED, _write(("file", "image", "", ""))),
    "one of two resolved": (*_HANDED_IN, *_ANOTHER, _do("take"), _do("resolve")),
    "closed": (*_RESOLVED, ("waits", 8 * 24 * 60)),
    "withdrawn": (*_HANDED_IN, _write(("text", "cancel", "batal"))),
    "unnamed": (_REPORTED,),
    "of two numbers": (*_HANDED_IN, _write(("text", FREE, "lampu jalan mati"), number=1)),
    "passed on": (*_HANDED_IN, _do("pass_on", 1, who=0)),
}


def sequence(chance: int) -> list[tuple[object, ...]]:
    """A scene, and a dozen steps from there."""
    by = Random(chance)
    scene = SCENES[by.choice(sorted(SCENES))]
    return [*scene, *(_step(by) for _ in range(by.randint(3, 14)))]


STEPS = st.integers(0, 2**64 - 1).map(sequence)
