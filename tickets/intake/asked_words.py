"""What a question is about, without the ways to put it: "pagi pak, apa ada blangko ga ya", "blangko ada?". Pure."""

from collections.abc import Sequence

from tickets.intake.frames import replaced, said_beside

_WHETHER = "tidak"  # "ada blangko tidak"
# Groups of frames.toml, and the one word for all that is said with them.
_SAME = {"tanya_kapan": "kapan", "tanya_dimana": "dimana", "apakah_ada": "ada"}


def asked_words(words: Sequence[str]) -> tuple[str, ...]:
    """The words without greetings and without what only asks whether, each way to ask when or where as one
    word; all of them where nothing else is said.
    """
    said = said_beside("sapaan_tanya", words)
    if said[:1] == ("apa",):
        said = said[1:]
    if said[-1:] == (_WHETHER,):
        said = said[:-1]
    for group, instead in _SAME.items():
        said = replaced(group, said, instead)
    return said or tuple(words)
