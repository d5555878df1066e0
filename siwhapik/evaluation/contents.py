"""The pages on which a draft is read: one for each chapter, and one with the whole report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse

from siwhapik.evaluation.chapters import CHAPTERS, Outline
from siwhapik.evaluation.composing import Wanted

WHOLE = "semua"
WHOLE_TITLE = "Seluruh laporan dalam satu halaman"
FIRST = CHAPTERS[0].code


class Page(NamedTuple):
    """What stands on it; `code`: its name in addresses, which the first chapter goes without."""

    code: str
    title: str
    outlines: tuple[Outline, ...]

    @property
    def is_whole(self) -> bool:
        return self.code == WHOLE

    @property
    def texts(self) -> tuple[str, ...]:
        """Fields of the office's text."""
        return tuple(name for one in self.outlines for name in one.texts)


PAGES = {
    **{one.code: Page(one.code, one.title, (one,)) for one in CHAPTERS},
    WHOLE: Page(WHOLE, WHOLE_TITLE, CHAPTERS),
}


class Entry(NamedTuple):
    """A line of the table of contents."""

    title: str
    url: str
    is_here: bool


class Contents(NamedTuple):
    """The table of contents as one page shows it, with its neighbours; `place`: "Bab 2 dari 10"."""

    entries: list[Entry]
    place: str
    before: Entry | None
    after: Entry | None

    @property
    def here(self) -> Entry:
        return next(one for one in self.entries if one.is_here)


def contents_of(wanted: Wanted, here: Page) -> Contents:
    """All chapters in their order, then the whole report."""
    entries = list(_entries(wanted, here))
    if here.is_whole:
        return Contents(entries, "Seluruh laporan", None, None)
    at = next(at for at, one in enumerate(entries) if one.is_here)
    before = entries[at - 1] if at else None
    after = entries[at + 1] if at + 1 < len(CHAPTERS) else None
    return Contents(entries, f"Bab {at + 1} dari {len(CHAPTERS)}", before, after)


def _entries(wanted: Wanted, here: Page) -> Iterator[Entry]:
    first = reverse("evaluation:draft", args=(wanted.agency.slug, wanted.period.code))
    for code, page in PAGES.items():
        url = first if code == FIRST else f"{first}{code}/"
        yield Entry(page.title, url, code == here.code)
