"""Which papers of its standard a ticket still lacks, as far as captions and file names tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tickets.intake.requirements import asked, said_of_papers, told_apart
from tickets.models import Attachment, Message, Ticket

Said = tuple[str, str]  # what was written beside a file, and the file's name


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """`papers`: those that no file names; `unnamed`: how many files name none, and may be any of them."""

    papers: tuple[str, ...] = ()
    unnamed: int = 0

    @property
    def is_sure(self) -> bool:
        """Whether something is lacking even if each file without a name is one of them."""
        return len(self.papers) > self.unnamed


def lacking(ticket: Ticket, files: Iterable[Said] | None = None) -> Lacking:
    """Nothing without a standard, after the officer said that the files are complete, and once it ended.

    `files`: of the citizen, where the caller has read them already.
    """
    standard = ticket.standard
    if standard is None or ticket.completed_files_at is not None or not ticket.is_open:
        return Lacking()
    needed = tuple(one.name for one in standard.requirements.all() if one.is_required)
    papers = asked(needed).papers
    if not papers:
        return Lacking()
    sent = _sent(ticket) if files is None else files
    said = [said_of_papers("\n".join(pair)) for pair in sent]
    left, unnamed = told_apart(said, papers)
    return Lacking(papers=left, unnamed=unnamed)


def _sent(ticket: Ticket) -> list[Said]:
    theirs = Attachment.objects.filter(
        message__ticket=ticket, message__direction=Message.Direction.IN
    )
    return list(theirs.values_list("message__text", "filename"))
