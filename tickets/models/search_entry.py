"""What tickets are found by in full text: a row for each thing said, noted, named or written down.

Rows are written by tickets.models.search_entries in the transaction of what they index, and nowhere else; those of
who the citizen is by triggers (migration 0080), for tickets and citizens are written in many ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

from services.models import Agency
from services.rows import Statement

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper as Connection

# Words that are no words of a text begin with these; PostgreSQL's index has them, SQLite's has not.
OFFICE, MONTH = "@", "#"


class WordsField(models.TextField):  # type: ignore[type-arg]  # not generic at run time
    """Words with blanks between them: a tsvector on PostgreSQL, a text elsewhere.

    No dictionary of the database works on them: they are what `tickets.matching.words` made.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value: Any, connection: Connection, prepared: bool = False) -> Any:
        words = str(value).split()
        if connection.vendor == "postgresql":
            return " ".join(_numbered(words))
        return " ".join(word for word in words if word[0] not in (OFFICE, MONTH))


def _numbered(words: Sequence[str]) -> list[str]:
    """With their places, which phrases need."""
    marks = [word for word in words if word[0] in (OFFICE, MONTH)]
    told = [word for word in words if word[0] not in (OFFICE, MONTH)]
    return [*marks, *(f"{word}:{place}" for place, word in enumerate(told, 1))]


_TOGETHER = 500  # rows of one statement
_KEEP = "INSERT INTO tickets_searchentry (kind, source, ticket_id, agency_id, words) VALUES"
_ROW = "(%s, %s, %s, %s, %s)"
_OVER = "ON CONFLICT (kind, source) DO UPDATE SET ticket_id = EXCLUDED.ticket_id, agency_id = EXCLUDED.agency_id, words = EXCLUDED.words"
_DROP = "DELETE FROM tickets_searchentry WHERE kind = %s AND source IN"


class SearchEntry(models.Model):
    class Kind(models.TextChoices):
        SAID = "said", "Percakapan"
        NOTE = "note", "Catatan"
        FILE = "file", "Berkas"
        MATTER = "matter", "Perihal"  # subject and outcome note
        WHO = (
            "who",
            "Pemohon",
        )  # the citizen's names and number: by the database, PostgreSQL's alone

    kind = models.CharField(max_length=8, choices=Kind.choices)
    source = models.BigIntegerField()  # the message, attachment or (matter, who) ticket, by id
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    # The ticket's own; by it an office's newest rows are read.
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    words = WordsField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "source"], name="search_entry_once")]
        indexes = [models.Index(fields=["kind", "agency", "source"], name="search_entry_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"

    @classmethod
    def keeping(cls, rows: Sequence[SearchEntry]) -> list[Statement]:
        """The statements that insert or replace them; with each message said, so they stand here."""
        prepared = WordsField().get_db_prep_value
        once = list({(row.kind, row.source): row for row in rows}.values())
        found = []
        for at in range(0, len(once), _TOGETHER):
            some = once[at : at + _TOGETHER]
            values: list[Any] = []
            for row in some:
                values += (row.kind, row.source, row.ticket_id, row.agency_id)
                values.append(prepared(row.words, connection))
            found.append(Statement(" ".join((_KEEP, ", ".join([_ROW] * len(some)), _OVER)), values))
        return found

    @classmethod
    def dropping(cls, kind: str, sources: Sequence[int]) -> Statement:
        """The statement that takes out those of this kind."""
        places = ", ".join(["%s"] * len(sources))
        return Statement(f"{_DROP} ({places})", [kind, *sources])
