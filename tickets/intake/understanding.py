"""What a list of messages, read as a whole, says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from tickets.intake import vocabulary
from tickets.intake.values import CALL, FILES, VOICE, Incoming

PETUGAS, MENU, CHECK, UNFINISHED, SKIP = "petugas", "menu", "cek", "belum", "lewati"
_TAPPED_COMMANDS = frozenset({PETUGAS, MENU, CHECK, UNFINISHED, SKIP})
_KNOWN = frozenset({"text", "button", "interactive", "location", "contacts", "sticker"})
_LONG_COMMAND = 5  # words; a longer text is a story that happens to hold the word


@dataclass(frozen=True, kw_only=True)
class Reading:
    """`texts` are what is neither greeting, thanks nor command; `files` their captions or names."""

    command: str = ""
    query: str = ""
    tap: str = ""
    texts: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    photo: bool = False
    location: bool = False
    voice: bool = False
    strange: bool = False
    greeting: bool = False
    denies: bool = False
    speaks: bool = False

    @property
    def tells(self) -> bool:
        """Something that an officer must see, beyond commands, greetings and thanks."""
        return bool(self.texts or self.files or self.location or self.voice or self.strange)

    @property
    def courtesy(self) -> bool:
        """Nothing but thanks, an emoji or a sticker."""
        return not (self.command or self.tap or self.greeting or self.tells)


def read(incoming: Sequence[Incoming]) -> Reading:
    """One reading of all the messages; the last command or button counts."""
    files = [message for message in incoming if message.kind in FILES]
    said = [m for m in incoming if m.kind not in FILES | VOICE | {"location"}]
    command, query = _last_command(said)
    taps = [message.reply_id for message in said if _is_choice(message.reply_id)]
    texts = [message.text for message in said if _is_matter(message)]
    return Reading(
        command=command,
        query=query,
        tap=taps[-1] if taps else "",
        texts=(*texts, *(message.text for message in files if _has_words(message.text))),
        files=tuple(f"{message.text} {message.filename}".strip()[:200] for message in files),
        photo=any(message.kind in ("image", "video") for message in files),
        location=any(message.kind == "location" for message in incoming),
        voice=any(message.kind in VOICE for message in incoming),
        strange=any(_is_strange(message) for message in incoming),
        greeting=any(vocabulary.is_greeting(message.text) for message in said),
        denies=any(_denies(message.text) for message in said),
        speaks=bool(incoming),
    )


def chosen_row(reading: Reading, options: Sequence[str]) -> str:
    """The id of the row that a number ("1", "no 2", "tiga") picks from the menu last shown."""
    for text in reversed(reading.texts):
        found = re.fullmatch(
            r"(?:no|nomor|pilih|pilihan|layanan)?\s*(\d{1,2})", vocabulary.plain(text)
        )
        number = int(found[1]) if found else vocabulary.NUMBERS.get(vocabulary.plain(text), 0)
        if 0 < number <= len(options):
            return options[number - 1]
    return ""


def command_of(text: str) -> tuple[str, str]:
    """(command, what to check) that a text gives, ("", "") for other text."""
    said = vocabulary.plain(text).split()
    if not said:
        return "", ""
    if said[0] in vocabulary.CHECK and (query := _check_query(text, said)) is not None:
        return CHECK, query
    if vocabulary.UNFINISHED.search(" ".join(said)) and len(said) <= 2 * _LONG_COMMAND:
        return UNFINISHED, ""
    if len(said) <= _LONG_COMMAND and any(_asks_petugas(word) for word in said):
        return PETUGAS, ""
    bare = [word for word in said if word not in vocabulary.FILLERS]
    if len(bare) == 1 and (bare[0] in vocabulary.MENU or OSA.distance(bare[0], MENU) <= 1):
        return MENU, ""
    return (SKIP, "") if bare and all(word in vocabulary.SKIP for word in bare) else ("", "")


def _asks_petugas(word: str) -> bool:
    # "min" and "admin" are also a form of address: "halo min" does not ask for an officer
    return word in vocabulary.PETUGAS - {"admin"} or OSA.distance(word, PETUGAS) <= 1


def _check_query(text: str, said: list[str]) -> str | None:
    """What follows "cek": a number, nothing, or None when it is about something else."""
    rest = text.strip().split(maxsplit=1)[1:]
    if not rest:
        return ""
    if any(char.isdigit() for char in rest[0]) and len(said) <= 2 * _LONG_COMMAND:
        return rest[0].strip()
    about = {"tiket", "status", "permohonan", "pengaduan", "laporan", "nomor", "saya", "berkas"}
    return "" if set(said[1:]) <= about | vocabulary.FILLERS else None


def _last_command(said: Sequence[Incoming]) -> tuple[str, str]:
    for message in reversed(said):
        if message.kind == CALL:  # a citizen who calls wants a person
            return PETUGAS, ""
        name, _, argument = message.reply_id.partition(":")
        if name in _TAPPED_COMMANDS:
            return name, argument if name == CHECK else ""
        if not _is_choice(message.reply_id) and (found := command_of(message.text))[0]:
            return found
    return "", ""


def _is_strange(message: Incoming) -> bool:
    """What cannot be read here: an unknown kind, or a tap that arrived without its answer."""
    if message.kind in ("button", "interactive"):
        return not (message.text or message.reply_id)
    return message.kind not in _KNOWN | FILES | VOICE | {CALL}


def _is_choice(reply_id: str) -> bool:
    return reply_id.partition(":")[0] in ("svc", "group", "page", "ticket", "lanjutan", "baru")


def _is_matter(message: Incoming) -> bool:
    if _is_choice(message.reply_id) or message.reply_id.partition(":")[0] in _TAPPED_COMMANDS:
        return False
    text = message.text
    if message.kind == "contacts":
        return True
    if message.kind == CALL:
        return False
    return (
        _has_words(text)
        and not vocabulary.is_greeting(text)
        and command_of(text)[0] in ("", UNFINISHED)  # "belum diperbaiki" tells a matter too
    )


def _denies(text: str) -> bool:
    said = [word for word in vocabulary.plain(text).split() if word not in vocabulary.FILLERS]
    return bool(said) and all(word in vocabulary.DENIALS for word in said)


def _has_words(text: str) -> bool:
    return bool(text.strip()) and not vocabulary.is_thanks(text)
